"""A working folder as it lies on disk: names by one walk, bytes only when asked for, links never followed."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Literal

from simcred.model.tree import TEMPORARY, Digests, Entry, EntryKind, TooBig, Unreadable
from simcred.snapshot.digest import digests_of
from simcred.snapshot.gitindex import GitIndex, is_repository
from simcred.snapshot.opening import FLAGS, chunks
from simcred.words import reason

_MAX_DEPTH = 12
_MAX_ENTRIES = 50_000
_FRESH = 2_000_000_000
"""Nanoseconds. The coarsest file systems tell changes to two seconds."""
_SKIPPED = {".simcred", "packet"}


class FolderTree:
    """A folder. Its repository, `.simcred`, a `packet` folder at the top, and half-written
    files and folders are not part of it.

    A `.git` that is no repository is, so that somebody looks at it; what it holds is not. With `only`, what lies in other
    folders at the top is not looked at.
    """

    kind: Literal["folder"] = "folder"
    revision = None

    def __init__(self, root: Path, only: Collection[str] | None = None, *, skipped: Collection[str] = _SKIPPED) -> None:
        self.root = root
        self._skipped = skipped
        self._only = only
        self._gone: list[Unreadable] = []
        self._digests: dict[str, Digests] = {}
        self._statuses: dict[str, os.stat_result] = {}

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        waiting: list[tuple[str, int]] = [("", 0)]
        while waiting:
            folder, depth = waiting.pop()
            with closing(self._scan(folder)) as names:
                for entry in names:
                    if len(found) >= _MAX_ENTRIES:
                        self._gone.append(Unreadable(".", f"there are more than {_MAX_ENTRIES} names in it"))
                        return dict(sorted(found.items()))
                    found[entry.path] = entry
                    if entry.kind == "folder" and self._looked_into(entry.path):
                        if depth + 1 >= _MAX_DEPTH:
                            self._gone.append(Unreadable(entry.path, f"folders are nested more than {_MAX_DEPTH} deep"))
                        else:
                            waiting.append((entry.path, depth + 1))
        return dict(sorted(found.items()))

    def _looked_into(self, folder: str) -> bool:
        """Whether what lies in a folder is part of the tree."""
        return folder != ".git" if self._only is None else folder in self._only

    def _scan(self, folder: str) -> Generator[Entry]:
        """The names in one folder."""
        try:
            with os.scandir(self.root / folder if folder else self.root) as scan:
                for name in scan:
                    if not folder and (name.name in self._skipped or (name.name == ".git" and is_repository(self.root))):
                        continue
                    if name.name.startswith(TEMPORARY) and _is_half_written(name):
                        continue
                    path = f"{folder}/{name.name}" if folder else name.name
                    with suppress(FileNotFoundError):  # gone since the folder was opened
                        yield self._entry(path, name)
        except OSError as error:
            self._gone.append(Unreadable(folder or ".", reason(error)))

    def _entry(self, path: str, name: os.DirEntry[str]) -> Entry:
        """One name; a name that is not text shows its odd bytes as escapes."""
        status = name.stat(follow_symlinks=False)
        kinds: dict[int, EntryKind] = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
        kind = kinds.get(stat.S_IFMT(status.st_mode), "other")
        if name.is_junction() if hasattr(name, "is_junction") else False:
            kind = "link"
        if kind == "file":
            self._statuses[path] = status
        return Entry(path, kind, status.st_size if kind == "file" else 0)

    def entries(self) -> Mapping[str, Entry]:
        """Every name below the folder, by path."""
        return self._entries

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Names that could not be looked at."""
        self.entries()
        return tuple(self._gone)

    def _demand_a_file(self, path: str) -> None:
        """Raises OSError unless the walk saw a file there, and so folders on the way to it: not every system refuses links."""
        entry = self._entries.get(path)
        if entry is None:
            raise FileNotFoundError(2, "no such file", path)
        if entry.kind != "file":
            raise OSError(0, "it is not a regular file", path)

    @contextmanager
    def _open(self, path: str) -> Iterator[tuple[int, os.stat_result]]:
        """A descriptor of a regular file inside the folder. Raises OSError for anything else."""
        self._demand_a_file(path)
        descriptor = os.open(self.root / path, FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(0, "it is not a regular file", path)
            yield descriptor, status
        finally:
            os.close(descriptor)

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises `TooBig` above `limit` and OSError when it cannot be read."""
        with self._open(path) as (descriptor, status):
            if status.st_size > limit:
                raise TooBig(path)
            data = b"".join(chunks(descriptor, limit + 1))
        if len(data) > limit:
            raise TooBig(path)
        return data

    def digests(self, path: str) -> Digests:
        """Both digests of a file, which is read once. Raises OSError when it cannot be read."""
        if path not in self._digests:
            with self._open(path) as (descriptor, status):
                self._digests[path] = digests_of(status.st_size, chunks(descriptor, status.st_size + 1))
        return self._digests[path]

    def read_digested(self, path: str, limit: int) -> tuple[bytes, Digests]:
        """The bytes of a file and both digests, which are known from then on. Raises as `read` does."""
        data = self.read(path, limit)
        self._digests[path] = digests_of(len(data), [data])
        return data, self._digests[path]

    def stamp(self, path: str) -> str | None:
        """Where and how large a file is and when it changed, as a digest; from the walk, which saw it before anybody read it.

        None for a file that changed less than two seconds ago: it may change again without a trace in coarse times.
        """
        self.entries()
        status = self._statuses.get(path)
        if status is None or status.st_mtime_ns > time.time_ns() - _FRESH:
            return None
        if os.name == "nt":  # a walk there knows neither device nor number
            with suppress(OSError):
                status = os.lstat(self.root / path)
        told = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @cached_property
    def _index(self) -> GitIndex | None:
        return GitIndex.above(self.root)

    def known_blob(self, path: str) -> str | None:
        """git's id of the file, when git's index vouches for the file as it lies there; it is not opened."""
        return self._index.blob(self.root / path) if self._index is not None else None


def _is_half_written(name: os.DirEntry[str]) -> bool:
    """Whether a name that simcred keeps for what is half written is a file or a folder; a link is told, whatever its name."""
    junction = name.is_junction() if hasattr(name, "is_junction") else False
    return not junction and (name.is_file(follow_symlinks=False) or name.is_dir(follow_symlinks=False))


def is_there(path: Path) -> bool:
    """Whether there is anything at a path, links followed; not where the system cannot say."""
    return _status(path) is not None


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder, links followed; not where the system cannot say."""
    status = _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def is_file(path: Path) -> bool:
    """Whether a path leads to a file, links followed; not where the system cannot say."""
    status = _status(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def _status(path: Path) -> os.stat_result | None:
    """What the system says of a path; None where nothing is there, or it may not be looked at, or no name is so long."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that somebody named, links followed. Raises OSError."""
    return path.read_bytes()
