"""Digests of a file's bytes: the two of what is kept in a portfolio, and the salted one of what is kept elsewhere."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from simcred.model.tree import Digests


def digests_of(size: int, chunks: Iterable[bytes]) -> Digests:
    """SHA-256 and git's blob id (SHA-1 of `blob <size>`, a NUL and the bytes) of `size` bytes.

    Raises OSError when there are more or fewer bytes than `size`: the file changed under the reader.
    """
    sha256 = hashlib.sha256()
    blob = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    read = 0
    for chunk in chunks:
        read += len(chunk)
        sha256.update(chunk)
        blob.update(chunk)
    if read != size:
        raise OSError("the file changed while it was read")
    return Digests(sha256.hexdigest(), blob.hexdigest())


def salted_digests(salts: Sequence[bytes], size: int, chunks: Iterable[bytes]) -> list[str]:
    """For each salt the SHA-256 of the salt and then `size` bytes.

    Raises OSError when there are more or fewer bytes than `size`: the file changed under the reader.
    """
    hashes = [hashlib.sha256(salt) for salt in salts]
    read = 0
    for chunk in chunks:
        read += len(chunk)
        for one in hashes:
            one.update(chunk)
    if read != size:
        raise OSError(0, "it changed while it was read")
    return [one.hexdigest() for one in hashes]


_ALL = 2**62


class ByReading(ABC):
    """What a tree says of a file's digests when nothing tells them but the bytes."""

    @abstractmethod
    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises `TooBig` above `limit` bytes and OSError when it cannot be read."""

    def digests(self, path: str) -> Digests:
        """Both digests of a file."""
        data = self.read(path, _ALL)
        return digests_of(len(data), [data])

    def read_digested(self, path: str, limit: int) -> tuple[bytes, Digests]:
        """The bytes of a file and both digests."""
        data = self.read(path, limit)
        return data, digests_of(len(data), [data])
