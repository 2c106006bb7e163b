"""`python -m simcred`, and the console script: what needs no parser is answered before one is loaded."""

from __future__ import annotations

import sys

from simcred import __version__


def start() -> None:
    """Runs the program and ends the process with its exit code."""
    words = sys.argv[1:]
    if words == ["--version"]:
        sys.stdout.write(f"simcred {__version__}\n")
        return
    if words[:1] == ["status"]:
        from simcred.cli import home

        if home.asked_plainly(words):
            home.main()
    from simcred.cli.main import main

    main()


if __name__ == "__main__":
    start()
