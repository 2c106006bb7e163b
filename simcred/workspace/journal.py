"""What commands did to a portfolio or programme, written ahead and kept, so that it can be taken back.

Each command has a folder `.simcred/undo/<number>/` with `entry.json` (what it does, how far it is) and the files it takes
away. Nobody else can look into it, git leaves it out, and it is part of no snapshot. Only one command at a time writes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace as altered

from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.snapshot.opening import read_regular
from simcred.words import reason
from simcred.workspace.effects import Put, Room, Step
from simcred.workspace.lock import LOCK, locked
from simcred.workspace.putting import is_mine, is_own_folder, refuse_links, remove, replace, settle, write_new
from simcred.workspace.sealing import is_sealed, own_key, seal

JOURNAL = ".simcred/undo"
_ENTRY = "entry.json"
_SCHEMA = "simcred/undo/1"
MOST_ENTRIES, MOST_BYTES = 50, 200_000_000
"""How many commands can be taken back, and how much may be kept for that; the last one is kept whatever its size."""
_FOR_GIT = (".gitattributes", ".gitignore")

Phase = Literal["getting-ready", "doing", "done", "undoing", "undone", "redoing", "set-aside"]
"""How far a command is. `set-aside` was undone, and something else was written since."""
_MOST = 1 << 20
"""Bytes of one entry: some five thousand files."""
_CODE = re.compile(rb'\{"code": "([0-9a-f]{64})",')
"""How an entry begins: the code shows that simcred wrote all that follows for this user on this computer."""
_YEARS = range(2000, 2200)
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_SHORT = re.compile(r"[^~]{1,6}~[0-9][^.]{0,5}(\..{0,3})?")
"""A name as old Windows programs see it: SIMCRE~1 is .simcred there."""


class Entry(Struct, frozen=True):
    """One command: `what` it did (in the past tense), when (UTC), its steps, and how many folders from the root up it made.

    `product` says that all it wrote can be made again, as a packet.
    """

    what: str
    at: dt.datetime
    phase: Phase
    stamp: str
    steps: list[Step]
    above: Annotated[int, Meta(ge=0, le=100)] = 0
    product: bool = False
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

    def at(self, phase: Phase) -> Kept:
        """The same command, as far as that."""
        return Kept(self.number, self.folder, altered(self.entry, phase=phase))

    def room(self, root: Path) -> Room:
        """Where its steps happen."""
        return Room(root, self.folder, self.entry.stamp)


class Odd(Struct, frozen=True):
    """What stands in the journal and is never acted on: its path in the portfolio, and what is the matter with it."""

    number: int
    path: str
    why: str


FOREIGN = "was not written by your simcred on this computer"
UNREADABLE = "was written by a newer simcred, or is damaged"


def new_stamp() -> str:
    """What tells the half-written files of one command from another's."""
    return secrets.token_hex(4)


class Journal:
    """The journal of one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / JOURNAL

    def is_somebody_elses(self) -> bool:
        """Whether another user of this computer keeps the folder or its journal, so that nothing can be trusted or written there."""
        if not is_mine(self.root):
            return True
        there = os.path.lexists(self.folder)
        closed = there and not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK) and os.access(self.root, os.W_OK)
        return closed or (there and not is_mine(self.folder))

    def hindrance(self) -> str | None:
        """Why nothing can be kept here of what a command does; None where it can."""
        if not is_mine(self.root):
            return "this folder belongs to another user of this computer"
        if self.is_somebody_elses():
            return f"its folder {JOURNAL} belongs to another user of this computer"
        return self.no_key()

    def no_key(self) -> str | None:
        """Why this user can have no key; None where there is one now."""
        try:
            own_key(make=True)
        except OSError as error:
            return f"its key cannot be kept ({reason(error)})"
        return None

    @contextmanager
    def alone_if_possible(self) -> Iterator[None]:
        """While no other command writes here, where a lock can be had, as not always in another user's folder; nothing is kept."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(PermissionError):
                stack.enter_context(self.alone(keeping=False))
            yield

    @contextmanager
    def alone(self, *, keeping: bool = True) -> Iterator[None]:
        """While no other command writes here. A journal in which nothing is kept is removed at the end."""
        refuse_links(self.root, f"{JOURNAL}/.")
        refuse_links(self.root, LOCK)
        above = self.folder.parent
        above.mkdir(exist_ok=True)
        try:
            with locked(self.root / LOCK):
                try:
                    if keeping:
                        self._make()
                    yield
                finally:
                    if keeping and is_own_folder(self.folder) and not self._numbers():
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
        if not os.path.lexists(ignore):
            write_new(ignore, b"*\n", 0o600)

    def _numbers(self) -> list[int]:
        """The entries' numbers, oldest first."""
        try:
            return sorted(int(name) for name in os.listdir(self.folder) if _NUMBER.fullmatch(name))  # noqa: PTH208 - names are enough
        except FileNotFoundError:
            return []

    def entries(self) -> list[Kept]:
        """What simcred wrote here for this user, oldest first."""
        return [found for found in self._found() if isinstance(found, Kept)]

    def odd(self) -> list[Odd]:
        """What else is in the journal, oldest first."""
        return [found for found in self._found() if isinstance(found, Odd)]

    def _found(self) -> Iterator[Kept | Odd]:
        """All that is in the journal; a folder without an entry is being dropped."""
        key, why = None, FOREIGN
        try:
            key = own_key(make=False)
        except FileNotFoundError:  # nothing was ever written
            pass
        except OSError as error:
            why = f"cannot be told from what others wrote, because the key for that cannot be had ({reason(error)})"
        for number in self._numbers():
            folder = self.folder / str(number)
            if not os.path.lexists(folder / _ENTRY):
                continue
            entry = _read(folder, number, key) if key is not None else why
            yield Kept(number, folder, entry) if isinstance(entry, Entry) else Odd(number, f"{JOURNAL}/{number}", entry)

    def last_done(self) -> Kept | None:
        """What `undo` takes back. Raises `Stop` where something newer is there that nobody can answer for."""
        done = [kept for kept in self.entries() if kept.entry.phase == "done"]
        self._refuse_odd(done[-1].number if done else 0)
        return done[-1] if done else None

    def last_undone(self) -> Kept | None:
        """What `redo` brings back: the one undone last, while nothing was written since. Raises `Stop` as `last_done` does."""
        entries = self.entries()
        last = max((kept.number for kept in entries if kept.entry.phase == "done"), default=0)
        self._refuse_odd(last)
        return next((kept for kept in entries if kept.entry.phase == "undone" and kept.number > last), None)

    def _refuse_odd(self, last: int) -> None:
        """Raises `Stop` where something odd is newer than an entry: what that did would come before."""
        newer = [odd for odd in self.odd() if odd.number > last]
        if newer:
            hint = f"To go on without it, delete the folder {newer[-1].path}; nothing but the way back is lost with it."
            raise Stop(f"{newer[-1].path} {newer[-1].why}, so nothing was changed", hint, Exit.NOT_SAVED)

    def begin(self, what: str, steps: Sequence[Step], stamp: str, above: int, *, product: bool) -> Kept:
        """A new entry, before anything is got ready."""
        number = max(self._numbers(), default=0) + 1
        folder = self.folder / str(number)
        if _NUMBER.fullmatch(str(number)) is None:
            raise Stop(f"{JOURNAL}/{number - 1} {FOREIGN}; nothing was saved", "Delete that folder.", Exit.NOT_SAVED)
        folder.mkdir(mode=0o700)
        entry = Entry(what, dt.datetime.now(dt.UTC).replace(microsecond=0), "getting-ready", stamp, list(steps), above, product)
        try:
            return self.write(Kept(number, folder, entry))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def draft(self, kept: Kept) -> Path:
        """Writes an entry, sealed, beside its place: the file. Raises `Stop` for one that nobody would read again."""
        body = json.dumps(msgspec.to_builtins(kept.entry), indent=1).encode().removeprefix(b"{")
        data = b'{"code": "%s",%s' % (seal(own_key(make=True), _sealed(kept.number, body)).encode(), body)
        if len(data) > _MOST:
            raise Stop("these are too many files at once; nothing was saved", "Do it in several goes.", Exit.NOT_SAVED)
        half = kept.folder / f"{_ENTRY}-{kept.entry.phase}"
        half.unlink(missing_ok=True)
        write_new(half, data, 0o600)
        return half

    def write(self, kept: Kept) -> Kept:
        """Writes an entry, whole or not at all. Raises `Stop` for one that nobody would read again."""
        return self.put(kept, self.draft(kept))

    def put(self, kept: Kept, draft: Path) -> Kept:
        """Puts a drafted entry in place, which needs no room."""
        replace(draft, kept.folder / _ENTRY)
        with contextlib.suppress(OSError):  # it says so already; either will do after a power cut
            settle(kept.folder)
        return kept

    def mark(self, kept: Kept, phase: Phase) -> Kept:
        """Notes how far a command is."""
        return self.write(kept.at(phase))

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

    def _without_remade(self, entries: list[Kept]) -> Iterator[Kept]:
        """The entries that stay, once those are dropped whose products were made again at once."""
        for kept, following in zip(entries, [*entries[1:], None], strict=True):
            if following is not None and _products(kept) and _products(kept) <= _products(following):
                self.drop(kept)
            else:
                yield kept

    def shrink(self) -> None:
        """Forgets what is too much to keep: what was set aside first, then what can be made again, then the oldest; never the last.

        Of products made one after another only the last is kept, so that they are not in the way of a person's own work.
        """
        entries = list(self._without_remade(self.entries()))
        sizes = {kept.number: _size(kept.folder) for kept in entries}
        oldest = sorted(entries[:-1], key=lambda kept: (kept.entry.phase != "set-aside", not kept.entry.product, kept.number))
        for kept in oldest:
            if len(sizes) <= MOST_ENTRIES and sum(sizes.values()) <= MOST_BYTES:
                return
            self.drop(kept)
            del sizes[kept.number]


def _products(kept: Kept) -> set[str]:
    """The files that an entry wrote, where all that it wrote can be made again, and is there now."""
    if not kept.entry.product or kept.entry.phase != "done":
        return set()
    return {step.path for step in kept.entry.steps if isinstance(step, Put)}


def _read(folder: Path, number: int, key: bytes) -> Entry | str:
    """A folder's entry; why not, for anything that simcred does not write here, because a folder may come from somebody else.

    The code is looked at first: what others wrote is not even taken apart.
    """
    if not is_own_folder(folder) or not is_mine(folder):
        return FOREIGN
    try:
        data, status = read_regular(folder / _ENTRY, _MOST + 1)
        if os.name == "posix" and status.st_uid != os.geteuid():
            return FOREIGN
        sealed = _CODE.match(data) if len(data) <= _MOST else None
        if sealed is None:
            return UNREADABLE
        if not is_sealed(key, _sealed(number, data[sealed.end() :]), sealed[1].decode()):
            return FOREIGN
        entry = msgspec.convert(json.loads(data), Entry)
    except (OSError, ValueError, RecursionError):
        return UNREADABLE
    return entry if _is_sound(entry) else UNREADABLE


def _is_sound(entry: Entry) -> bool:
    """Whether an entry is such as simcred writes, and touches nothing that a step may not touch."""
    stamped = len(entry.stamp) == 8 and entry.stamp.isalnum() and entry.stamp.isascii() and entry.schema == _SCHEMA
    dated = entry.at.tzinfo is not None and entry.at.year in _YEARS
    return stamped and dated and all(is_ours(path) for step in entry.steps for path in step.paths())


def _sealed(number: int, body: bytes) -> bytes:
    """What an entry's code is about: where it stands, and all bytes behind the code."""
    return b"%d %s" % (number, body)


def is_ours(path: str) -> bool:
    """Whether a step may touch a path: below the root, and nothing that git or the journal itself keeps."""
    names = path.split("/")
    odd = os.name == "nt" and (PureWindowsPath(path).drive or "\\" in path or ":" in path)
    if odd or "\0" in path or PurePosixPath(path).is_absolute() or not {"", ".", ".."}.isdisjoint(names):
        return False
    plain = ["".join(char for char in name if char.isprintable()).casefold().rstrip(". ") for name in names]
    gits = any(name.startswith((".git", "git~")) for name in plain) and path not in _FOR_GIT
    return (
        not gits
        and _SHORT.fullmatch(plain[0]) is None
        and plain[:2] not in ([".simcred", "undo"], [".simcred", "lock"])
        and plain != [".simcred"]
    )


def _size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(where) / name).lstat().st_size
    return total
