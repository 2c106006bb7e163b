"""Every block of the README that shows output shows what simcred says today. `python tests/test_readme.py` writes them anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def said(command: str, folder: Path) -> str:
    """What a command line says, remarks first, at 80 columns on the README's day."""
    words = shlex.split(command)
    assert words[0] == "simcred"
    environment = {**os.environ, "SIMCRED_TODAY": "2026-11-20", "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    run = [sys.executable, "-c", "from simcred.cli.main import main; main()", *words[1:]]
    ran = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    return ran.stderr + ran.stdout


def renewed(text: str) -> str:
    """The README with every block's output as it is today."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "example-portfolio", folder / "example-portfolio")

        def block(match: re.Match[str]) -> str:
            commands = [line[2:] for line in match[1].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"$ {command}\n{said(command, folder)}" for command in commands) + "```"

        return _BLOCK.sub(block, text)


def test_the_readme_shows_what_simcred_says() -> None:
    text = README.read_text("utf-8")
    assert renewed(text) == text, "run: python tests/test_readme.py"


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
