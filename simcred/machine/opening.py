"""A file, a folder or an address in the program that the system has for it: started with an argument list, never by a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.machine.programs import program, system
from simcred.words import reason

_ON_LINUX = (("xdg-open",), ("wslview",), ("gio", "open"))
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
"""What a Linux system sets where there is a screen."""


def has_screen() -> bool:
    """Whether there is a screen on which something could be opened, as far as can be told."""
    return system() != "linux" or any(os.environ.get(name) for name in _SCREENS)


def show(what: str) -> None:
    """Opens a path, whole and of this system, or an https address. Raises `Stop` where that cannot be done.

    A folder is shown; on a Mac one can be a program, so it is shown from the folder it lies in.
    """
    if sys.platform == "win32":
        try:
            os.startfile(what)  # noqa: S606 - what may be opened was settled before: no programs
        except OSError as error:
            raise _not_opened(what, reason(error)) from None
        return
    on_mac = ("open", "-R") if Path(what).is_dir() else ("open",)
    words = on_mac if system() == "mac" else next((words for words in _ON_LINUX if program(words[0]) is not None), None)
    opener = program(words[0]) if words is not None else None
    if words is None or opener is None:
        raise _not_opened(what, "this system has no xdg-open")
    try:
        code = subprocess.run(  # noqa: S603 - an argument list, and a program from PATH's own folders
            [str(opener), *words[1:], what], stdin=subprocess.DEVNULL, capture_output=True, check=False
        ).returncode
    except OSError as error:
        raise _not_opened(what, reason(error)) from None
    if code != 0:
        raise _not_opened(what, "the system has no program for it")


def _not_opened(what: str, why: str) -> Stop:
    """The error for something that could not be opened."""
    return Stop(f"{what} could not be opened: {why}", "Open it yourself.", Exit.CANNOT_JUDGE)
