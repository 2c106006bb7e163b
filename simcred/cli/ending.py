"""One way out: whatever ends a command becomes an exit code and words for a person, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from simcred.exits import Exit, Stop


def end(run: Callable[[list[str]], None]) -> NoReturn:
    """Runs a command line (what stands behind the program's name) and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = ran(run, sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_reads()
    raise SystemExit(code)


def ran(run: Callable[[list[str]], None], arguments: list[str]) -> int:
    """Runs a command line; its exit code. Nothing is raised."""
    try:
        run(arguments)
        return int(Exit.OK)
    except SystemExit as done:
        return int(done.code or 0) if isinstance(done.code, int) or done.code is None else int(Exit.USAGE)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing half-written.\n")
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        _nobody_reads()
        return int(Exit.OK)
    except Stop as stop:
        _tell(stop.message, stop.hint)
        return int(stop.code)
    except Exception as error:
        from simcred.cli.crash import report

        report(error, arguments)
        return int(Exit.BUG)


def _nobody_reads() -> None:
    """Standard output's reader has gone: what is still to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(message: str, hint: str) -> None:
    """What is the matter and what to do, on standard error."""
    from simcred.cli.settings import folded
    from simcred.gate import visible

    for begin, text in (("simcred: ", message), *(("         ", part) for part in hint.splitlines())):
        sys.stderr.write(folded(f"{begin}{visible(text)}", " " * 9))
