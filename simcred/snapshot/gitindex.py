"""git's index, read as a file: which blob git last saw at a path, if the file has not been touched since.

The format is git's documented index format, versions 2 to 4. Asking the file and not git keeps `status` working without
git, runs no program that a repository might name, and cannot be misled by `assume-unchanged`. Whatever is unusual
(another version, a split or sparse index, SHA-256 ids) means: nothing is known, and the caller reads the file.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from simcred.snapshot.opening import read_regular

_HEADER = struct.Struct(">4sII")
_ENTRY = struct.Struct(">IIIIIIIIII20sH")
_MAX_BYTES = 64 << 20
_ELSEWHERE = b"gitdir:"
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


class GitIndex:
    """The index of one working tree."""

    def __init__(self, top: Path, data: bytes, written_ns: int) -> None:
        self._top = top
        self._written_ns = written_ns
        self._entries = _parse(data)

    @classmethod
    def above(cls, folder: Path) -> GitIndex | None:
        """The index of the repository that holds `folder`; None when there is none, or none that can be read."""
        for top in (folder, *folder.parents):
            if not is_repository(top):
                continue
            git = top / ".git"
            try:
                index = git / "index"
                status = index.stat()
                if not git.is_dir() or status.st_size > _MAX_BYTES:
                    return None
                return cls(top, index.read_bytes(), status.st_mtime_ns)
            except (OSError, ValueError, IndexError, struct.error):
                return None
        return None

    def blob(self, path: Path) -> str | None:
        """git's id of a file's bytes, when size and times are those git noted, and older than the index itself."""
        entry = self._entries.get(path.relative_to(self._top).as_posix())
        if entry is None:
            return None
        seconds, nanos, size, blob = entry
        try:
            status = os.lstat(path)
        except OSError:
            return None
        same = status.st_size == size and status.st_mtime_ns // 10**9 == seconds and status.st_mtime_ns % 10**9 == nanos
        return blob if same and status.st_mtime_ns < self._written_ns else None


def _parse(data: bytes) -> dict[str, tuple[int, int, int, str]]:
    """Path -> (seconds, nanoseconds, size, blob id). Raises ValueError for what is not understood."""
    magic, version, number = _HEADER.unpack_from(data)
    if magic != b"DIRC" or version not in (2, 3, 4):
        raise ValueError("not an index of a known version")
    entries: dict[str, tuple[int, int, int, str]] = {}
    at, name = _HEADER.size, b""
    for _ in range(number):
        values = _ENTRY.unpack_from(data, at)
        start, flags = at + _ENTRY.size, values[11]
        if flags & _EXTENDED:
            start += 2
        if version == 4:
            strip, start = _varint(data, start)
            end = data.index(b"\0", start)
            name = name[: len(name) - strip] + data[start:end]
            at = end + 1
        else:
            end = data.index(b"\0", start)
            name = data[start:end]
            at += (end - at + 8) // 8 * 8
        if not flags & _STAGE and values[6] in (0o100644, 0o100755):
            entries[os.fsdecode(name)] = (values[2], values[3], values[9], values[10].hex())
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
