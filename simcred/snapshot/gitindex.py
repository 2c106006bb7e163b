"""git's index, read as a file: which blob git last saw at a path, if the file has not been touched since.

The format is git's documented index format, versions 2 to 4. Asking the file and not git keeps `status` working without
git, runs no program that a repository might name, and cannot be misled by `assume-unchanged`. Whatever is unusual
(another version, a split or sparse index, SHA-256 ids) means: nothing is known, and the caller reads the file.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from msgspec import Struct

from simcred.snapshot.opening import read_regular

_HEADER = struct.Struct(">4sII")
_ENTRY = struct.Struct(">IIIIIIIIII20sH")
_MAX_BYTES = 64 << 20
_MAX_PATH = 4_096
_MAX_NAMES = 32 << 20
"""Bytes of all names together: version 4 writes a name as what differs from the one before, so a small file can hold large ones."""
_ELSEWHERE = b"gitdir:"
_LOW = 0xFFFF_FFFF
_COMPARABLE = os.name != "nt"
"""On Windows git notes no file number, and the time of creation where others note that of the last change."""
_EXTENDED, _NAME, _STAGE = 0x4000, 0x0FFF, 0x3000


def is_repository(folder: Path) -> bool:
    """Whether a git repository begins at a folder: `.git` is a folder with a HEAD, or a file that says where that is.

    An empty `.git` is neither; it must not hide what lies above it.
    """
    git = folder / ".git"
    try:
        if git.is_dir():
            return (git / "HEAD").is_file()
        return read_regular(git, len(_ELSEWHERE))[0] == _ELSEWHERE
    except OSError:
        return False


class _Noted(Struct, frozen=True):
    """What git noted of a file: time of the last change and of writing (ns), number, size; and the id of its bytes."""

    untouched: tuple[int, int, int, int]
    blob: str


class GitIndex:
    """The index of one working tree, as far as it is about one folder in it."""

    def __init__(self, top: Path, folder: Path, data: bytes, written_ns: int) -> None:
        self._top = top
        self._written_ns = written_ns
        below = os.fsencode(folder.relative_to(top).as_posix()) + b"/" if folder != top else b""
        self._entries = _parse(data, below)

    @classmethod
    def above(cls, folder: Path) -> GitIndex | None:
        """The index of the repository that holds `folder`; None when there is none, or none that can be read."""
        for top in (folder, *folder.parents):
            if not is_repository(top):
                continue
            try:
                data, status = read_regular(top / ".git/index", _MAX_BYTES + 1)
                return cls(top, folder, data, status.st_mtime_ns) if len(data) <= _MAX_BYTES else None
            except (OSError, ValueError, IndexError, struct.error):
                return None
        return None

    def knows(self, path: Path) -> bool:
        """Whether git tracks a file."""
        return path.relative_to(self._top).as_posix() in self._entries

    def blob(self, path: Path) -> str | None:
        """git's id of a file's bytes, when the file is the one git noted, untouched since, and older than the index itself.

        Size and time of writing can be put back after an edit; the time of any change at all and the file's number cannot.
        """
        entry = self._entries.get(path.relative_to(self._top).as_posix())
        if entry is None or not _COMPARABLE:
            return None
        try:
            status = os.lstat(path)
        except OSError:
            return None
        untouched = (status.st_ctime_ns, status.st_mtime_ns, status.st_ino & _LOW, status.st_size)
        older = max(status.st_ctime_ns, status.st_mtime_ns) < self._written_ns
        return entry.blob if older and 0 not in untouched[:3] and untouched == entry.untouched else None


def _parse(data: bytes, below: bytes) -> dict[str, _Noted]:
    """What git noted of the paths that begin so. Raises ValueError for what is not understood or is far too large."""
    magic, version, number = _HEADER.unpack_from(data)
    if magic != b"DIRC" or version not in (2, 3, 4):
        raise ValueError("not an index of a known version")
    entries: dict[str, _Noted] = {}
    at, name, names = _HEADER.size, b"", 0
    for _ in range(number):
        entry, start = at, at + _ENTRY.size
        flags = data[start - 2] << 8
        if flags & _EXTENDED:
            start += 2
        if version == 4:
            strip, start = _varint(data, start)
            end = data.index(b"\0", start)
            if strip > len(name):
                raise ValueError("more is taken off a name than it has")
            name = name[: len(name) - strip] + data[start:end]
            at = end + 1
        else:
            end = data.index(b"\0", start)
            at += (end - at + 8) // 8 * 8
            if end - start <= _MAX_PATH and not data.startswith(below, start):  # most of them, where many share a repository
                names += end - start
                continue
            name = data[start:end]
        names += len(name)
        if len(name) > _MAX_PATH or names > _MAX_NAMES:
            raise ValueError("names that no working folder has")
        if flags & _STAGE or not name.startswith(below):
            continue
        values = _ENTRY.unpack_from(data, entry)
        if values[6] in (0o100644, 0o100755):
            times = values[0] * 10**9 + values[1], values[2] * 10**9 + values[3]
            entries[os.fsdecode(name)] = _Noted((*times, values[5], values[9]), values[10].hex())
    if data[at : at + 4] in (b"link", b"sdir"):
        raise ValueError("a split or sparse index")
    return entries


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """git's variable-width number at `at`, and where it ends."""
    byte = data[at]
    value, at = byte & 0x7F, at + 1
    while byte & 0x80:
        byte = data[at]
        value, at = ((value + 1) << 7) | (byte & 0x7F), at + 1
    return value, at
