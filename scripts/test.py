"""Sets simcred up in .venv and runs the tests; further words go to pytest. The slow ones run in `.ci/run`."""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, python


def main() -> int:
    """pytest's exit code."""
    inside = python("test")
    words = ["-m", "pytest", "-q", "-n", "auto", *(sys.argv[1:] or ["-m", "not slow"])]
    return subprocess.run([inside, *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
