"""Files kept outside the portfolio: opened one at a time, read piece by piece however large they are, links never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from simcred.model.media import SALT_BYTES
from simcred.snapshot.digest import salted_digests
from simcred.snapshot.opening import FLAGS, chunks, read_regular


class Outside:
    """One open file. Its bytes can be asked for by slices, as if they were in memory."""

    def __init__(self, path: Path) -> None:
        """Opens a regular file. Raises OSError for anything else."""
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise OSError(0, "it is not a regular file", str(path))
        self._descriptor = os.open(path, FLAGS)
        self._status = os.fstat(self._descriptor)
        if not stat.S_ISREG(self._status.st_mode):
            self.close()
            raise OSError(0, "it is not a regular file", str(path))

    @property
    def size(self) -> int:
        """Its bytes when it was opened."""
        return self._status.st_size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: slice) -> bytes:
        start, stop, _ = at.indices(self.size)
        os.lseek(self._descriptor, start, os.SEEK_SET)
        return b"".join(chunks(self._descriptor, max(0, stop - start)))

    def __enter__(self) -> Outside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes it."""
        os.close(self._descriptor)

    def salted(self, salts: Sequence[bytes]) -> list[str]:
        """The salted digest for each of some salts; the file is read once, a piece at a time.

        Raises OSError when it cannot be read, and when it changed meanwhile.
        """
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        digests = salted_digests(salts, self.size, chunks(self._descriptor, self.size + 1))
        now = os.fstat(self._descriptor)
        if (now.st_size, now.st_mtime_ns) != (self._status.st_size, self._status.st_mtime_ns):
            raise OSError(0, "it changed while it was read")
        return digests


def read_salt(path: Path) -> bytes | None:
    """The salt in a file; None where the file is none. Raises OSError when it cannot be read, or nothing is there."""
    data, _ = read_regular(path, SALT_BYTES + 1)
    return data if len(data) == SALT_BYTES else None
