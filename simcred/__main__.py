"""`python -m simcred`, and the console script: answers `--version` at once, before the command line is even loaded."""

from __future__ import annotations

import sys

from simcred import __version__


def start() -> None:
    """Runs the program and ends the process with its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"simcred {__version__}\n")
        return
    from simcred.cli.main import main

    main()


if __name__ == "__main__":
    start()
