"""What a portfolio is read from: a list of paths, and bytes and digests on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from msgspec import Struct

TEMPORARY = ".simcred-tmp-"
"""How the names of half-written files begin. A command that is killed leaves them; they are part of no tree."""

EntryKind = Literal["file", "folder", "link", "other"]


class Entry(Struct, frozen=True):
    """One name in a tree. `size` is in bytes, 0 for anything but a file."""

    path: str
    kind: EntryKind
    size: int


class Digests(Struct, frozen=True):
    """Two digests of the same bytes: `sha256` decides, `blob` is git's id (SHA-1 over a header and the bytes)."""

    sha256: str
    blob: str


class Unreadable(Struct, frozen=True):
    """A path that could not be looked at, with the reason in a few plain words."""

    path: str
    reason: str


class TooBig(Exception):
    """A file is larger than the reader asked for."""


class Tree(Protocol):
    """A snapshot of one folder. Paths are POSIX and relative to the folder; links are never followed."""

    @property
    def kind(self) -> Literal["folder", "commit", "memory"]:
        """Where the answers come from."""

    @property
    def revision(self) -> str | None:
        """The commit's id, or None when this is not a commit."""

    def entries(self) -> Mapping[str, Entry]:
        """Every name below the folder, by path."""

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Names that could not be looked at."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises `TooBig` above `limit` bytes and OSError when it cannot be read."""

    def digests(self, path: str) -> Digests:
        """Both digests of a file's bytes; reads the file. Raises OSError when it cannot be read."""

    def read_digested(self, path: str, limit: int) -> tuple[bytes, Digests]:
        """The bytes of a file and both their digests, read once. Raises as `read` does."""

    def stamp(self, path: str) -> str | None:
        """What changes whenever a file's bytes do, told without opening it, and nothing else; None where nothing tells that."""

    def known_blob(self, path: str) -> str | None:
        """git's id of the file's bytes where that is known without opening the file, else None."""
