"""Sets simcred up in .venv and shows it at work: the status of the example portfolio, and its packet."""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, python

_DAY = "2026-11-20"


def main() -> int:
    """Runs the two commands; the exit code of the first that fails."""
    inside = python()
    for words in (["status", "example-portfolio"], ["packet", "example-portfolio", "--out", "packet"]):
        print(f"\n$ simcred {' '.join(words)}", flush=True)
        code = subprocess.run([inside, "-m", "simcred", *words, "--today", _DAY], cwd=ROOT, check=False).returncode
        if code:
            return code
    print(f"\nOpen it in a browser: {(ROOT / 'packet' / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
