"""What commands did to a portfolio or programme, written ahead and kept, so that it can be taken back.

Each command has a folder `.simcred/undo/<number>/` with `entry.json` (what it does, how far it is) and the files it takes
away. Nobody else can look into it, git leaves it out, and it is part of no snapshot. Only one command at a time writes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace as altered

from simcred.load.facts import PORTFOLIO
from simcred.workspace.effects import Put, Room, Step
from simcred.workspace.lock import LOCK, locked
from simcred.workspace.putting import is_own_folder, refuse_links, remove, replace, settle, write_new

JOURNAL = ".simcred/undo"
_ENTRY = "entry.json"
_SCHEMA = "simcred/undo/1"
MOST_ENTRIES, MOST_BYTES = 50, 200_000_000
"""How many commands can be taken back, and how much may be kept for that; the last one is kept whatever its size."""
_FOR_GIT = (".gitattributes", ".gitignore")

Phase = Literal["getting-ready", "doing", "done", "undoing", "undone", "redoing", "set-aside"]
"""How far a command is. `set-aside` was undone, and something else was written since."""


class Entry(Struct, frozen=True):
    """One command: `what` it did (in the past tense), when (UTC), its steps, and how many folders from the root up it made."""

    what: str
    at: dt.datetime
    phase: Phase
    stamp: str
    steps: list[Step]
    above: int = 0
    schema: str = _SCHEMA

    @property
    def starts(self) -> bool:
        """Whether it made the portfolio, so that there is no portfolio without it."""
        return any(isinstance(step, Put) and step.path == PORTFOLIO and step.old is None for step in self.steps)


class Kept(Struct, frozen=True):
    """An entry and its folder."""

    number: int
    folder: Path
    entry: Entry

    def room(self, root: Path) -> Room:
        """Where its steps happen."""
        return Room(root, self.folder, self.entry.stamp)


def new_stamp() -> str:
    """What tells the half-written files of one command from another's."""
    return secrets.token_hex(4)


class Journal:
    """The journal of one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / JOURNAL

    def is_somebody_elses(self) -> bool:
        """Whether another user of this computer keeps the journal, so that it cannot be written in."""
        return self.folder.is_dir() and not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK) and os.access(self.root, os.W_OK)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other command writes here. A journal in which nothing is kept is removed at the end."""
        refuse_links(self.root, f"{JOURNAL}/.")
        refuse_links(self.root, LOCK)
        above = self.folder.parent
        above.mkdir(exist_ok=True)
        try:
            with locked(self.root / LOCK):
                try:
                    self._make()
                    yield
                finally:
                    if is_own_folder(self.folder) and not self._numbers():
                        with contextlib.suppress(OSError):
                            shutil.rmtree(self.folder)
        finally:
            with contextlib.suppress(OSError):  # something else is in it
                above.rmdir()

    def _make(self) -> None:
        """Makes the journal's folder, private, and left out by git on its own word: a programme has no scaffold."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.folder.stat().st_mode & 0o077 and os.name == "posix":
            self.folder.chmod(0o700)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_bytes(b"*\n")
            ignore.chmod(0o600)

    def _numbers(self) -> list[int]:
        """The entries' numbers, oldest first."""
        try:
            return sorted(int(name) for name in os.listdir(self.folder) if name.isdecimal() and name.isascii())  # noqa: PTH208 - names are enough
        except FileNotFoundError:
            return []

    def entries(self) -> list[Kept]:
        """What can be read of the journal, oldest first."""
        found = ((number, self.folder / str(number)) for number in self._numbers())
        return [Kept(number, folder, entry) for number, folder in found if (entry := _read(folder / _ENTRY)) is not None]

    def last_done(self) -> Kept | None:
        """What `undo` takes back."""
        return next((kept for kept in reversed(self.entries()) if kept.entry.phase == "done"), None)

    def last_undone(self) -> Kept | None:
        """What `redo` brings back: the one undone last, while nothing was written since."""
        entries = self.entries()
        last = max((kept.number for kept in entries if kept.entry.phase == "done"), default=0)
        return next((kept for kept in entries if kept.entry.phase == "undone" and kept.number > last), None)

    def begin(self, what: str, steps: Sequence[Step], stamp: str, above: int) -> Kept:
        """A new entry, before anything is got ready."""
        number = max(self._numbers(), default=0) + 1
        folder = self.folder / str(number)
        folder.mkdir(mode=0o700)
        entry = Entry(what, dt.datetime.now(dt.UTC).replace(microsecond=0), "getting-ready", stamp, list(steps), above)
        try:
            return self.write(Kept(number, folder, entry))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def write(self, kept: Kept) -> Kept:
        """Writes an entry, whole or not at all."""
        data: dict[str, Any] = msgspec.to_builtins(kept.entry)
        half = kept.folder / f"{_ENTRY}-half"
        half.unlink(missing_ok=True)
        write_new(half, json.dumps(data, indent=1).encode(), 0o600)
        replace(half, kept.folder / _ENTRY)
        with contextlib.suppress(OSError):  # it says so already; either will do after a power cut
            settle(kept.folder)
        return kept

    def mark(self, kept: Kept, phase: Phase) -> Kept:
        """Notes how far a command is."""
        return self.write(Kept(kept.number, kept.folder, altered(kept.entry, phase=phase)))

    def drop(self, kept: Kept) -> None:
        """Forgets an entry and what it kept, the entry itself first: what is left without one is nobody's."""
        with contextlib.suppress(OSError):
            (kept.folder / _ENTRY).unlink(missing_ok=True)
            shutil.rmtree(kept.folder)

    def tidy(self) -> None:
        """Removes what is left of entries that were being dropped, and sets aside what was undone before the last write."""
        for number in self._numbers():
            if not os.path.lexists(self.folder / str(number) / _ENTRY):
                with contextlib.suppress(OSError):
                    remove(self.folder / str(number))
        entries = self.entries()
        last = max((kept.number for kept in entries if kept.entry.phase == "done"), default=0)
        for kept in entries:
            if kept.entry.phase == "undone" and kept.number < last:
                self.mark(kept, "set-aside")

    def shrink(self) -> None:
        """Forgets what is too much to keep: what was set aside first, then the oldest; never the last."""
        entries = self.entries()
        sizes = {kept.number: _size(kept.folder) for kept in entries}
        oldest = sorted(entries[:-1], key=lambda kept: (kept.entry.phase != "set-aside", kept.number))
        for kept in oldest:
            if len(sizes) <= MOST_ENTRIES and sum(sizes.values()) <= MOST_BYTES:
                return
            self.drop(kept)
            del sizes[kept.number]


def _read(path: Path) -> Entry | None:
    """An entry; None for anything that simcred does not write here, because a folder may come from somebody else."""
    try:
        entry = msgspec.convert(json.loads(path.read_bytes()), Entry)
    except (OSError, ValueError, RecursionError):
        return None
    sound = len(entry.stamp) == 8 and entry.stamp.isalnum() and entry.stamp.isascii() and entry.schema == _SCHEMA
    return entry if sound and all(is_ours(path) for step in entry.steps for path in step.paths()) else None


def is_ours(path: str) -> bool:
    """Whether a step may touch a path: below the root, and nothing that git or the journal itself keeps."""
    names = path.split("/")
    odd = os.name == "nt" and (PureWindowsPath(path).drive or "\\" in path or ":" in path)
    if odd or "\0" in path or PurePosixPath(path).is_absolute() or not {"", ".", ".."}.isdisjoint(names):
        return False
    plain = ["".join(char for char in name if char.isprintable()).casefold().rstrip(". ") for name in names]
    gits = any(name.startswith((".git", "git~")) for name in plain) and path not in _FOR_GIT
    return not gits and plain[:2] not in ([".simcred", "undo"], [".simcred", "lock"]) and plain != [".simcred"]


def _size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(where) / name).lstat().st_size
    return total
