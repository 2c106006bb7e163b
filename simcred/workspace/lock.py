"""One command at a time replaces a portfolio's files. The system holds the lock, so it ends with the command that took it."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simcred.exits import Exit, Stop

LOCK = ".simcred/lock"
"""The file in a portfolio that the lock belongs to."""
_PATIENCE = 10.0
"""Seconds to wait for another command, which needs some thousandths of one."""
_BUSY = (BlockingIOError, PermissionError)

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        """Takes the lock; the system gives it back when the file is closed. Raises OSError while another has it."""
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        """Takes the lock; the system gives it back when the file is closed. Raises OSError while another has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock that belongs to a file, which is there only meanwhile. Raises `Stop` when it cannot be had."""
    descriptor = _taken(path)
    try:
        yield
    finally:
        if sys.platform != "win32":  # while it is held, so that nobody else's is removed
            with contextlib.suppress(OSError):
                path.unlink()
        os.close(descriptor)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):  # another command has it open: that one removes it
                path.unlink()


def _taken(path: Path) -> int:
    """The file, open and locked. One that its last holder has just removed is no lock any more."""
    until = time.monotonic() + _PATIENCE
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _wait(descriptor, until)
            if sys.platform == "win32" or _is_at(descriptor, path) or time.monotonic() > until:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is still the one that a path leads to."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def is_held(path: Path) -> bool:
    """Whether another command holds the lock that belongs to a file; not where there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        _take(descriptor)
    except _BUSY:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _wait(descriptor: int, until: float) -> None:
    """Takes the lock as soon as nobody has it."""
    while True:
        try:
            _take(descriptor)
            return
        except _BUSY:
            if time.monotonic() > until:
                hint = "Wait until it has ended, and run the command again."
                raise Stop("another simcred is saving in this portfolio; nothing was saved", hint, Exit.NOT_SAVED) from None
            time.sleep(0.02)
        except OSError:
            # Some network drives know no locks. Looking at the file just before it is replaced must do there.
            return
