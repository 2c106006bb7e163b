"""What a command does to a folder, as steps: each can be told from its opposite, carried out, and taken back.

Nothing that a step takes away is lost: it is kept in the room's store, under the step's number.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from simcred.exits import Exit, Stop
from simcred.load.facts import is_junk
from simcred.model.tree import TEMPORARY
from simcred.workspace.putting import digest_at, is_own_folder, remove, rename, replace, settle, write_new

State = Literal["before", "after", "other"]
"""How things stand at a step's place: as before it, as after it, or as somebody else made them."""
Side = Literal["old", "new"]


class Version(Struct, frozen=True):
    """A file as it is on one side of a step: its digest, and its mode's nine bits."""

    sha256: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
    mode: Annotated[int, Meta(ge=0, le=0o777)]


class Room(Struct):
    """Where steps happen: below `root`, with what they take away in `store`, and what they put in place made beside it.

    `ready` has what waits beside its place, by the step's number; only while one command runs.
    """

    root: Path
    store: Path
    stamp: str
    ready: dict[int, Path] = field(default_factory=dict)

    def at(self, path: str) -> Path:
        """The place of a path."""
        return self.root / path

    def kept(self, side: Side, number: int) -> Path:
        """Where one side of a step is kept."""
        return self.store / f"{side}-{number}"

    def aside(self, path: str, number: int) -> Path:
        """Where what is to stand at a path is made: in the nearest folder that is there, so that it takes after it."""
        folder = self.at(path).parent
        while folder != self.root and not folder.exists():
            folder = folder.parent
        return folder / self._name(number)

    def _name(self, number: int) -> str:
        return f"{TEMPORARY}{self.stamp}-{number}"

    def keep(self, path: str, side: Side, number: int) -> str:
        """Keeps a copy of the file at a path, for nobody else to read, in place of one kept before; its digest."""
        kept = self.kept(side, number)
        self.store.mkdir(mode=0o700, exist_ok=True)
        half = kept.with_name(f"{kept.name}-half")
        half.unlink(missing_ok=True)
        digest = write_new(half, self.at(path), 0o600)
        half.replace(kept)
        return digest

    def offer(self, path: str, number: int, side: Side, version: Version) -> None:
        """Makes a copy of what is kept, beside the place that it is to take. Raises `Stop` when it is not what was kept."""
        beside = self.aside(path, number)
        kept = self.kept(side, number)
        if write_new(beside, kept, version.mode) != version.sha256:
            raise damaged(path)
        self.ready[number] = beside

    def source(self, side: Side, number: int) -> Path:
        """Where the one side of a step comes from: from beside its place, else from what is kept."""
        return self.ready.get(number) or self.kept(side, number)

    def clear(self, steps: Iterable[Step]) -> None:
        """Removes what was made beside its place and did not come to stand there."""
        self.ready.clear()
        for step in steps:
            if isinstance(step, (Put, Placed)):
                way = [self.root, *(self.root / Path(*parts) for parts in _ways(step.path))]
                for folder in way:
                    with contextlib.suppress(OSError):
                        remove(folder / self._name(step.number))


def _ways(path: str) -> Iterator[tuple[str, ...]]:
    """The folders on the way to a path."""
    names = path.split("/")
    yield from (tuple(names[:depth]) for depth in range(1, len(names)))


class Made(Struct, frozen=True, tag="made"):
    """An empty folder made."""

    path: str

    def state(self, room: Room) -> State:
        """How things stand."""
        if not os.path.lexists(room.at(self.path)):
            return "before"
        return "after" if is_own_folder(room.at(self.path)) else "other"

    def paths(self) -> tuple[str, ...]:
        """The places concerned."""
        return (self.path,)

    def differs(self, room: Room) -> str:
        """What is not as this step left it."""
        return self.path

    def lacks(self, room: Room, *, forth: bool) -> str | None:
        """Nothing is kept of an empty folder."""
        return None

    def prepare(self, room: Room, *, forth: bool) -> None:
        """Nothing is to be kept of an empty folder."""

    def forth(self, room: Room) -> None:
        """Makes it."""
        room.at(self.path).mkdir(parents=True, exist_ok=True)

    def back(self, room: Room) -> None:
        """Removes it, but for one in which somebody else keeps something, or (on Windows) stands."""
        try:
            room.at(self.path).rmdir()
        except OSError as error:
            in_use = isinstance(error, PermissionError) and os.name == "nt"
            if not in_use and error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


class Put(Struct, frozen=True, tag="put"):
    """A file put where none was, or in another's place."""

    path: str
    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    new: Version
    old: Version | None = None

    def state(self, room: Room) -> State:
        """How things stand, by the file's bytes."""
        found = digest_at(room.at(self.path))
        if found == self.new.sha256:
            return "after"
        return "before" if found == (self.old.sha256 if self.old is not None else None) else "other"

    def paths(self) -> tuple[str, ...]:
        """The places concerned."""
        return (self.path,)

    def differs(self, room: Room) -> str:
        """What is not as this step left it."""
        return self.path

    def lacks(self, room: Room, *, forth: bool) -> str | None:
        """What would have to be put in place, and is not kept as it was."""
        if not forth and self.old is None:
            return None
        wanted = self.new if forth or self.old is None else self.old
        return None if digest_at(room.kept("new" if forth else "old", self.number)) == wanted.sha256 else self.path

    def is_ready(self) -> bool:
        """Whether the file that it replaces is kept."""
        return self.old is not None and self.old.sha256 != ""

    def prepare(self, room: Room, *, forth: bool) -> None:
        """Before one file takes another's place: keeps the one, and gets the other ready."""
        if self.old is None:
            return
        here = self.old if forth else self.new
        if room.keep(self.path, "old" if forth else "new", self.number) != here.sha256:
            raise changed_meanwhile(self.path)
        room.offer(self.path, self.number, "new" if forth else "old", self.new if forth else self.old)

    def forth(self, room: Room) -> None:
        """Puts the new file in place; one that was taken away has the mode that it had then."""
        source = room.source("new", self.number)
        if self.old is not None:
            replace(_with_mode(source, _mode(room.at(self.path), self.old, self.new)), room.at(self.path))
        else:
            made = self.number in room.ready
            rename(_with_mode(source, self.new.mode if made else source.lstat().st_mode), room.at(self.path))
        room.ready.pop(self.number, None)

    def back(self, room: Room) -> None:
        """Puts the old file in place; a new one that had no forerunner is kept."""
        if self.old is None:
            _keep_away(room.at(self.path), room.kept("new", self.number))
            return
        source = room.source("old", self.number)
        replace(_with_mode(source, _mode(room.at(self.path), self.new, self.old)), room.at(self.path))
        room.ready.pop(self.number, None)


class Placed(Struct, frozen=True, tag="placed"):
    """A folder put in place whole, with its files by their way inside it."""

    path: str
    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    files: dict[str, Version] = field(default_factory=dict)

    def state(self, room: Room) -> State:
        """How things stand, by the bytes of all its files."""
        if not os.path.lexists(room.at(self.path)):
            return "before"
        return "other" if self._differs(room) is not None else "after"

    def paths(self) -> tuple[str, ...]:
        """The places concerned."""
        return (self.path, *(f"{self.path}/{name}" for name in self.files))

    def differs(self, room: Room) -> str:
        """What is not as this step left it."""
        return self._differs(room) or self.path

    def _differs(self, room: Room) -> str | None:
        """What is not as it was put there."""
        return self._other_in(room.at(self.path))

    def lacks(self, room: Room, *, forth: bool) -> str | None:
        """What would have to be put in place, and is not kept as it was."""
        return self._other_in(room.kept("new", self.number)) if forth else None

    def _other_in(self, folder: Path) -> str | None:
        """The first name in a folder that is not as it was put there; what systems leave in folders is nobody's."""
        if not is_own_folder(folder):
            return self.path
        found = {
            (Path(where) / name).relative_to(folder).as_posix()
            for where, folders, names in os.walk(folder)
            for name in (*names, *(name for name in folders if (Path(where) / name).is_symlink()))
            if not is_junk(name)
        }
        for name in sorted(found | set(self.files)):
            if name not in self.files or digest_at(folder / name) != self.files[name].sha256:
                return f"{self.path}/{name}"
        return None

    def prepare(self, room: Room, *, forth: bool) -> None:
        """Nothing: the whole folder moves away, and moves back."""

    def forth(self, room: Room) -> None:
        """Puts the folder in place."""
        rename(room.source("new", self.number), room.at(self.path))
        room.ready.pop(self.number, None)

    def back(self, room: Room) -> None:
        """Takes the folder away, and keeps it."""
        _keep_away(room.at(self.path), room.kept("new", self.number))


class Moved(Struct, frozen=True, tag="moved"):
    """A file or folder moved as it is."""

    old: str
    new: str

    def state(self, room: Room) -> State:
        """How things stand; a move loses nothing, so what is in it may have changed."""
        there = (os.path.lexists(room.at(self.old)), os.path.lexists(room.at(self.new)))
        return "after" if there == (False, True) else "before" if there == (True, False) else "other"

    def paths(self) -> tuple[str, ...]:
        """The places concerned."""
        return (self.old, self.new)

    def differs(self, room: Room) -> str:
        """What is not as this step left it."""
        return self.old if os.path.lexists(room.at(self.old)) else self.new

    def lacks(self, room: Room, *, forth: bool) -> str | None:
        """Nothing is kept beside it."""
        return None

    def prepare(self, room: Room, *, forth: bool) -> None:
        """Nothing: it moves, and moves back."""

    def forth(self, room: Room) -> None:
        """Moves it."""
        rename(room.at(self.old), room.at(self.new))

    def back(self, room: Room) -> None:
        """Moves it back."""
        rename(room.at(self.new), room.at(self.old))


Step = Made | Put | Placed | Moved


def carry_out(steps: Sequence[Step], room: Room, *, forth: bool) -> None:
    """Carries out every step that is not carried out yet, or takes back every one that is, last first; has it all kept.

    Raises `Stop` where somebody else has changed something meanwhile.
    """
    start: State = "before" if forth else "after"
    for step in steps if forth else reversed(steps):
        state = step.state(room)
        if state == "other":
            raise changed_meanwhile(step.differs(room))
        if state == start:
            (step.forth if forth else step.back)(room)
    settled(steps, room)


def back_out(steps: Sequence[Step], room: Room, *, forth: bool) -> list[str]:
    """After `carry_out` broke off: the same steps the other way round, as far as it got. Nobody else's change is touched.

    The places that could not be put back as they were, and whose old bytes are only in the room's store.
    """
    waiting = set(room.ready)
    room.clear(steps)
    start: State = "after" if forth else "before"
    left = []
    for step in reversed(steps) if forth else steps:
        try:
            state = step.state(room)
            if state == start:
                (step.back if forth else step.forth)(room)
            elif state == "other" and isinstance(step, Put) and step.is_ready() and step.number not in waiting:
                left.append(step.path)
        except (OSError, Stop):
            left.append(step.paths()[0])
    return left


def lacking(steps: Iterable[Step], room: Room, *, forth: bool) -> str | None:
    """The first place whose bytes are to be put back from what is kept, and are not kept as they were."""
    return next((lack for step in steps if (lack := step.lacks(room, forth=forth)) is not None), None)


def damaged(path: str) -> Stop:
    """The error for what is not kept as it was."""
    message = f"what was kept of {path} is damaged or gone; nothing was changed"
    return Stop(message, "Look for the file in a backup.", Exit.NOT_SAVED)


def changed_meanwhile(path: str) -> Stop:
    """The error for a file that somebody else has saved since it was read."""
    return Stop(f"{path} was changed by something else meanwhile; nothing was saved", "Run the command again.", Exit.NOT_SAVED)


def settled(steps: Iterable[Step], room: Room) -> None:
    """Has the system keep the names that steps have changed."""
    folders = dict.fromkeys(room.at(path).parent for step in steps for path in step.paths())
    for folder in folders:
        if folder.is_dir():
            settle(folder)


def _with_mode(path: Path, mode: int) -> Path:
    """A regular file of ours, given the mode that it is to have."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is not a regular file", str(path))
    if status.st_mode & 0o777 != mode & 0o777:
        path.chmod(mode & 0o777)
    return path


def _mode(place: Path, left: Version, wanted: Version) -> int:
    """The mode that a file is to have in another's place: that other's, where somebody has changed it since it was `left`."""
    there = place.lstat().st_mode & 0o777
    return wanted.mode if there == left.mode else there


def _keep_away(place: Path, kept: Path) -> None:
    """Moves something out of the way, to where it is kept."""
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    remove(kept)
    rename(place, kept)
