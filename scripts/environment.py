"""The project's own environment in `.venv`: made once, brought up to date when what it is made from changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OLDEST = (3, 11)
_MADE_FROM = ("pyproject.toml", "scripts/constraints.txt")


def python(extras: str = "") -> Path:
    """The environment's Python, with the project and some of its extras (such as `test,lint`) installed. Exits when it cannot be made."""
    if sys.version_info < _OLDEST:
        sys.exit(f"simcred needs Python {_OLDEST[0]}.{_OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    place = ROOT / ".venv"
    inside = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not inside.exists() or subprocess.run([inside, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        _make(place)
    _install(inside, place, extras)
    return inside


def _make(place: Path) -> None:
    """A new environment."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], capture_output=True, text=True, check=False)
    if made.returncode:
        sys.stderr.write(made.stdout + made.stderr)
        sys.exit("Python cannot make an environment here. On Debian and Ubuntu: sudo apt install python3-venv")


def _install(inside: Path, place: Path, extras: str) -> None:
    """Installs what is missing; nothing when nothing changed."""
    digest = hashlib.sha256("".join((ROOT / name).read_text("utf-8") for name in _MADE_FROM).encode()).hexdigest()
    stamp = place / f"simcred-{extras.replace(',', '-') or 'plain'}.stamp"
    if stamp.exists() and stamp.read_text("utf-8") == digest:
        return
    what = f"{ROOT}[{extras}]" if extras else str(ROOT)
    words = [
        inside,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-c",
        ROOT / "scripts/constraints.txt",
        "-e",
        what,
    ]
    print("Setting up .venv (a minute, the first time) ...", flush=True)
    if subprocess.run(words, check=False).returncode:
        sys.exit("What simcred needs could not be installed; the lines above say why. Is there a network?")
    stamp.write_text(digest, "utf-8")
