"""The standard streams when they are closed, full or have no reader: nothing of that is worth a traceback."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def opened() -> None:
    """A standard stream that was closed leads nowhere, instead of into the next file that is opened."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open until the process ends


def flushed(stream: TextIO) -> OSError | None:
    """Writes what a stream still holds. If it cannot, that and whatever follows goes nowhere, and the error is returned."""
    try:
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error
    return None


def remark(text: str) -> None:
    """Text for people, on standard error; what cannot be written there is left unsaid."""
    try:
        sys.stderr.write(text)
    except OSError:
        flushed(sys.stderr)
