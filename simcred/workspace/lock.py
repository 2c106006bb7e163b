"""One command at a time replaces a portfolio's files. The system holds the lock, so it ends with the command that took it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simcred.exits import Exit, Stop

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
    """Holds the lock that belongs to a file, which is made if need be and stays. Raises `Stop` when it cannot be had."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        _wait(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int) -> None:
    """Takes the lock as soon as nobody has it."""
    until = time.monotonic() + _PATIENCE
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
