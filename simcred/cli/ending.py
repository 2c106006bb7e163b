"""One way out: whatever ends a command becomes an exit code and words for a person, never a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from contextvars import copy_context
from typing import NoReturn

from simcred.cli import streams
from simcred.exits import Exit, Stop, worst

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def end(run: Callable[[list[str]], None]) -> NoReturn:
    """Runs a command line (what stands behind the program's name) and ends the process with its exit code."""
    raise SystemExit(written(run))


def written(run: Callable[[list[str]], None]) -> int:
    """Runs a command line of this process; its exit code, once everything it said is written."""
    streams.opened()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with contextlib.suppress(OSError):  # it writes what the stream holds; that it cannot is told at the end
                stream.reconfigure(errors="backslashreplace")
    code = ran(run, sys.argv[1:])
    error = streams.flushed(sys.stdout)
    if error is not None and not isinstance(error, BrokenPipeError):
        code = int(worst([Exit(code), _not_written(error)]))
    streams.flushed(sys.stderr)
    return code


def ran(run: Callable[[list[str]], None], arguments: list[str]) -> int:
    """Runs a command line; its exit code. Nothing is raised, and nothing that it noted for itself is left to the next."""
    return copy_context().run(_ran, run, arguments)


def _ran(run: Callable[[list[str]], None], arguments: list[str]) -> int:
    """The same, in a context of its own."""
    try:
        _somewhere()
        run(arguments)
        return int(Exit.OK)
    except SystemExit as done:
        return int(done.code or 0) if isinstance(done.code, int) or done.code is None else int(Exit.USAGE)
    except KeyboardInterrupt:
        streams.remark("Stopped; nothing half-written.\n")
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        streams.flushed(sys.stdout)
        return int(Exit.OK)
    except Stop as stop:
        _tell(stop.message, stop.hint)
        return int(stop.code)
    except Exception as error:
        if isinstance(error, OSError) and (streams.flushed(sys.stdout) is not None or error.errno in _FULL):
            return int(_not_written(error))
        from simcred.cli.crash import report

        with contextlib.suppress(OSError):  # where not even a report can be written, the exit code says it
            report(error, arguments)
        return int(Exit.BUG)


def _somewhere() -> None:
    """Raises `Stop` where the folder one stands in is there no more: no path means anything then."""
    try:
        os.getcwd()  # noqa: PTH109 - asked before pathlib is needed
    except OSError:
        raise Stop("the folder you are in is there no more", "Go to another folder.", Exit.CANNOT_JUDGE) from None


def _not_written(error: OSError) -> Exit:
    """Says that standard output takes nothing more; the exit code."""
    from simcred.words import reason

    _tell(f"could not write: {reason(error)}", "Free some space, or write to another place.")
    return Exit.NOT_SAVED


def _tell(message: str, hint: str) -> None:
    """What is the matter and what to do, on standard error."""
    from simcred.cli.settings import folded
    from simcred.gate import visible

    for begin, text in (("simcred: ", message), *(("         ", part) for part in hint.splitlines())):
        streams.remark(folded(f"{begin}{visible(text)}", " " * 9))
