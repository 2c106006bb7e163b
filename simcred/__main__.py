"""`python -m simcred`, and the console script: what needs no parser is answered before one is loaded."""

import gc
import os
import sys

if __name__ == "__main__" and sys.path and not sys.flags.safe_path:
    # `python -m` puts the folder one stands in first on the path, and a portfolio that somebody sent may hold a yaml.py.
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib would be looked for in that very folder
    except OSError:  # it was deleted
        here = ""
    if sys.path[0] in ("", here):
        del sys.path[0]

from simcred import __version__


def start() -> None:
    """Runs the program and ends the process with its exit code."""
    words = sys.argv[1:]
    if words == ["--version"] and _told(f"simcred {__version__}\n"):
        return
    if words[:1] == ["status"]:
        gc.disable()  # it is over before collecting garbage would pay
        from simcred.cli.lean import load_values

        load_values()
        from simcred.cli import home

        if home.asked_plainly(words):
            home.main()
    from simcred.cli.main import main

    main()


def _told(text: str) -> bool:
    """Writes to standard output; False where that is closed or full, which the long way deals with."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    start()
