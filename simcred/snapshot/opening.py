"""Opening regular files and nothing else: no link is followed, and a pipe does not make the reader wait."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 20


def chunks(descriptor: int, limit: int) -> Iterator[bytes]:
    """A file's bytes in pieces, at most `limit` of them."""
    left = limit
    while left > 0 and (chunk := os.read(descriptor, min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk


def read_regular(path: Path, limit: int) -> tuple[bytes, os.stat_result]:
    """At most `limit` bytes of a regular file, and what the system says of it. Raises OSError for anything else."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(0, "it is not a regular file", str(path))
    descriptor = os.open(path, FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file", str(path))
        return b"".join(chunks(descriptor, limit)), status
    finally:
        os.close(descriptor)
