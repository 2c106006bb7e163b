"""Sets up what the browser lane needs, and runs it; further words go to pytest.

    python scripts/browser.py [WORDS FOR PYTEST]
    python scripts/browser.py --tools        only sets up, and prints where the tools are, as JSON

It needs Node.js 20 or newer with npm, Java 17 or newer, and Chromium (`SIMCRED_CHROMIUM` names another program, such as
Chrome). On Debian and Ubuntu, as root, it installs those that are missing. Its own libraries stand in `tests/browser`.
What cannot be had is told, and the exit code is 77.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from environment import ROOT, python

HERE = ROOT / "tests/browser"
CANNOT_RUN = 77
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OLDEST = {"node": 20, "java": 17}
_PACKAGES = {
    "chromium": "chromium",
    "java": "default-jre-headless",
    "node": "nodejs",
    "npm": "npm",
    "the Liberation fonts": "fonts-liberation",
}
"""What each is called in Debian."""


def tools() -> dict[str, str]:
    """Where node, java and chromium are, with the lane's libraries in place. Exits with 77 when something cannot be had."""
    named = os.environ.get("SIMCRED_CHROMIUM")
    if named and shutil.which(named) is None:
        _stop(f"SIMCRED_CHROMIUM names {named}, which is not a program")
    if missing := list(_missing()):
        _apt(sorted({_PACKAGES[name.partition(",")[0]] for name in missing}))
    if missing := list(_missing()):
        _stop(f"not here: {'; '.join(missing)}")
    _libraries()
    found = {name: shutil.which(name) or "" for name in ("node", "java")}
    return {**found, "chromium": _chromium() or "", "vnu": str(HERE / "node_modules/vnu-jar/build/dist/vnu.jar")}


def _missing() -> Iterator[str]:
    """What is not on this computer, or too old."""
    if _chromium() is None:
        yield "chromium"
    if shutil.which("npm") is None:
        yield "npm"
    for name, oldest in _OLDEST.items():
        version = _version(name)
        if version < oldest:
            yield f"{name}, {oldest} or newer" + (f" (this is {version})" if version else "")
    if shutil.which("fc-list") and "Liberation Sans" not in _said("fc-list", ":", "family"):
        yield "the Liberation fonts"


def _chromium() -> str | None:
    """The browser's program."""
    named = os.environ.get("SIMCRED_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _CHROMIUM)), None)


def _version(program: str) -> int:
    """The program's first number; 0 when it is not there."""
    found = re.search(r"\d+", _said(program, "--version")) if shutil.which(program) else None
    return int(found[0]) if found else 0


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def _apt(packages: list[str]) -> None:
    """Installs Debian's packages where that can be done without asking."""
    if shutil.which("apt-get") is None or getattr(os, "geteuid", lambda: 1)() != 0:
        return
    print(f"Installing {', '.join(packages)} ...", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *words], stdout=subprocess.DEVNULL, env=environment, check=False)


def _libraries() -> None:
    """The lane's own libraries, exactly as locked; nothing when they are there."""
    locked = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules/simcred.stamp"
    if stamp.exists() and stamp.read_text("utf-8") == locked:
        return
    done = subprocess.run([shutil.which("npm") or "npm", "ci"], cwd=HERE, stdout=sys.stderr, check=False)
    if done.returncode:
        _stop("what tests/browser/package-lock.json names could not be installed; the lines above say why")
    stamp.write_text(locked, "utf-8")


def _stop(why: str) -> None:
    print(f"The browser lane cannot run, {why}.", file=sys.stderr)
    sys.exit(CANNOT_RUN)


def main() -> int:
    """pytest's exit code, or 77 when there is nothing to run it with."""
    found = tools()
    if sys.argv[1:] == ["--tools"]:
        print(json.dumps(found))
        return 0
    words = ["-m", "pytest", "-q", "tests/test_browser.py", *sys.argv[1:]]
    return subprocess.run([python("test"), *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
