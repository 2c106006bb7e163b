"""A set of changes to one folder: files written, copied in, or moved, each put in place at once.

In a portfolio or programme all is written ahead in its journal, so that it can be taken back, and is when a command is killed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace as altered

from simcred.asides import tell
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.model.tree import TEMPORARY
from simcred.programmes.loading import MAIN
from simcred.words import both, reason
from simcred.workspace.effects import Made, Moved, Placed, Put, Room, Step, Version, back_out, carry_out, changed_meanwhile
from simcred.workspace.journal import JOURNAL, Journal, is_ours, new_stamp
from simcred.workspace.leftovers import tidy
from simcred.workspace.putting import no_folder, refuse_links, remove, rename, settle, umask, write_new
from simcred.workspace.undo import recover, remove_folders

_HINT = "Free some space, or look at the folder's permissions."
_HINTS = {
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ENOENT: "Something else removed it meanwhile; run the command again.",
}

Content = bytes | Path
"""What a file is to hold: bytes, or those of another file."""


class Taken(Exception):
    """A folder that was to be new is there already; nothing was changed."""


class Changes(Struct):
    """Changes below `root`, carried out in order by `apply`: copies, then writes, the most important file last.

    `what` says in the past tense what they come to, for the person who wants to take them back ("added evidence/...").

    `new` are folders that nobody else may have made, put in place whole with everything that is copied or written into
    them: `Taken` is raised when one is there. `folders` are made where they are not there yet. `before` are the bytes that
    files had when the changes were thought out: all is refused when one has others now, because somebody else has saved it
    meanwhile. `product` says that all of it can be made again, as a packet.
    """

    root: Path
    what: str
    new: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    copies: list[tuple[Path, str]] = field(default_factory=list)
    writes: list[tuple[str, bytes]] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict)
    product: bool = False

    def apply(self) -> None:
        """Carries the changes out. When a step fails, all is as it was before the first. Raises `Stop` or `Taken`."""
        try:
            self._look()
            if self._is_kept():
                tidy(self.root)
            with _there(self.root) as above:
                journal = Journal(self.root)
                if not self._is_kept():
                    self._carry_out()
                elif (why := journal.hindrance()) is not None:
                    with journal.alone_if_possible():
                        self._carry_out()
                    tell(f"`simcred undo` cannot take this back: {why}.")
                else:
                    self._carry_out_with(journal, above)
        except OSError as error:
            raise Stop(f"nothing was saved: {reason(error)}", _HINTS.get(error.errno or 0, _HINT), Exit.NOT_SAVED) from None

    def _is_kept(self) -> bool:
        """Whether the root is, or is to be, a portfolio or a programme; what is written elsewhere cannot be undone."""
        return any((self.root / name).is_file() or name in dict(self.writes) for name in (PORTFOLIO, MAIN))

    def _look(self) -> None:
        """Raises `Stop` where a path below `root` leads through a link or a file, before anything is written."""
        for parent in (self.root, *self.root.parents):
            if parent.exists():
                if not parent.is_dir():
                    raise no_folder(parent.as_posix())
                break
        inside = (f"{path}/." for path in self.folders)
        targets = (*(path for _, path in self.copies), *(path for path, _ in self.writes))
        above = (f"{path.rpartition('/')[0]}/." for path in self.new)
        for path in (*above, *inside, *targets, *(path for pair in self.moves for path in pair)):
            refuse_links(self.root, path)

    def _carry_out(self) -> None:
        """Every step, with nothing kept of it afterwards."""
        self._as_it_was()
        drafts = self._drafts()
        stamp = new_stamp()
        room = Room(self.root, self.root / f"{TEMPORARY}{stamp}", stamp)
        steps = [draft.step for draft in drafts]
        try:
            steps = [draft.made_ready(room) for draft in drafts]
            carry_out(steps, room, forth=True)
        except BaseException as error:
            if left := back_out(steps, room, forth=True):
                raise _not_back(error, left, f"What was there before is kept in {_put_by(room)}.") from error
            _forget(room.store)
            raise
        _forget(room.store)

    def _carry_out_with(self, journal: Journal, above: int) -> None:
        """Every step, written ahead in the journal, and kept there."""
        with journal.alone():
            recover(journal)
            self._as_it_was()
            drafts = self._drafts()
            steps = [draft.step for draft in drafts]
            if not steps:
                return
            if strange := next((path for step in steps for path in step.paths() if not is_ours(path)), None):
                self._carry_out()
                tell(f"`simcred undo` cannot take this back: it touches nothing with such a name as {strange}.")
                return
            kept = journal.begin(self.what, steps, new_stamp(), above, product=self.product)
            room = kept.room(self.root)
            try:
                steps = [draft.made_ready(room) for draft in drafts]
                kept = journal.write(altered(kept, entry=altered(kept.entry, steps=steps, phase="doing")))
                carry_out(steps, room, forth=True)
                journal.mark(kept, "done")
            except BaseException as error:
                if left := back_out(steps, room, forth=True):
                    there = f"{JOURNAL}/{kept.number}"
                    hint = f"What was there before is kept in {there}; the next command that writes here puts it back."
                    raise _not_back(error, left, hint) from error
                journal.drop(kept)
                raise
            with contextlib.suppress(OSError):  # what was to be written is; the next command tries again
                journal.tidy()
                journal.shrink()

    def _as_it_was(self) -> None:
        """Raises `Stop` when a file has other bytes than the changes were thought out for."""
        for path, data in self.before.items():
            with (self.root / path).open("rb") as file:
                if file.read(len(data) + 1) != data:
                    raise changed_meanwhile(path)

    def _drafts(self) -> list[_Draft]:
        """What is to be done, in order; what is there already as it should be is left out. Raises `Taken`."""
        contents: list[tuple[str, Content]] = [*((path, source) for source, path in self.copies), *self.writes]
        inside: dict[str, dict[str, Content]] = {path: {} for path in self.new}
        alone = []
        for path, content in contents:
            home = next((folder for folder in self.new if path.startswith(f"{folder}/")), None)
            if home is None:
                alone.append((path, content))
            else:
                inside[home][path.removeprefix(f"{home}/")] = content
        drafts = [self._folder(path, number, inside[path]) for number, path in enumerate(self.new, 1)]
        copied = {path for _, path in self.copies}
        for number, (path, content) in enumerate(alone, len(self.new) + 1):
            drafts.extend(self._file(path, number, content, new=path in copied))
        drafts.extend(_Draft(Moved(old, self._free(new))) for old, new in self.moves)
        return [*self._folders([draft.step for draft in drafts]), *drafts]

    def _folders(self, steps: Sequence[Step]) -> Iterator[_Draft]:
        """The folders to be made, each once, those above it first."""
        targets = (step.new if isinstance(step, Moved) else step.path for step in steps)
        wanted = [*self.folders, *(target.rpartition("/")[0] for target in targets)]
        missing: dict[str, None] = {}
        for path in wanted:
            names = path.split("/") if path else []
            ways = ("/".join(names[:depth]) for depth in range(1, len(names) + 1))
            missing.update(dict.fromkeys(way for way in ways if way not in self.new and not (self.root / way).exists()))
        yield from (_Draft(Made(path)) for path in missing)

    def _folder(self, path: str, number: int, files: dict[str, Content]) -> _Draft:
        """A folder that is this change's own."""
        if os.path.lexists(self.root / path):
            raise Taken(path)
        return _Draft(Placed(path, number), files)

    def _file(self, path: str, number: int, content: Content, *, new: bool) -> Iterator[_Draft]:
        """A file to be put in place; none for one whose bytes stand there already."""
        target = self.root / path
        if new:
            self._free(path)
        if not os.path.lexists(target):
            yield _Draft(Put(path, number, Version("", 0o666 & ~umask())), content)
        elif not target.is_file():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        elif target.read_bytes() != content:
            mode = target.stat().st_mode & 0o777
            yield _Draft(Put(path, number, Version("", mode), Version("", mode)), content)

    def _free(self, path: str) -> str:
        """A path where nothing is. Raises FileExistsError."""
        if os.path.lexists(self.root / path):
            raise FileExistsError(errno.EEXIST, f"{path} is there already")
        return path


class _Draft(Struct, frozen=True):
    """A step whose files are not written yet, and what they are to hold."""

    step: Step
    content: Content | dict[str, Content] = b""

    def made_ready(self, room: Room) -> Step:
        """The step, with everything written beside its place that is to stand there."""
        step, content = self.step, self.content
        if isinstance(step, Put) and not isinstance(content, dict):
            return _file_made(step, content, room)
        if isinstance(step, Placed) and isinstance(content, dict):
            return _folder_made(step, content, room)
        return step


def _file_made(step: Put, content: Content, room: Room) -> Put:
    """A file beside its place; the one that it replaces is kept."""
    old = step.old
    if old is not None:
        old = altered(old, sha256=room.keep(step.path, "old", step.number))
    beside = room.aside(step.path, step.number)
    new = altered(step.new, sha256=write_new(beside, content, step.new.mode))
    room.ready[step.number] = beside
    return altered(step, new=new, old=old)


def _folder_made(step: Placed, contents: dict[str, Content], room: Room) -> Placed:
    """A folder beside its place, with its files."""
    beside = room.aside(step.path, step.number)
    beside.mkdir()
    mode = 0o666 & ~umask()
    files = {}
    for name, content in contents.items():
        (beside / name).parent.mkdir(parents=True, exist_ok=True)
        files[name] = Version(write_new(beside / name, content, mode), mode)
    for folder in {(beside / name).parent for name in contents} | {beside}:
        settle(folder)
    room.ready[step.number] = beside
    return altered(step, files=files)


def _not_back(error: BaseException, left: Sequence[str], hint: str) -> Stop:
    """The error for what broke off, and could not be taken back either."""
    why = error.message if isinstance(error, Stop) else str(getattr(error, "strerror", None) or "it was interrupted").lower()
    return Stop(f"{both(left)} could not be put back as before, after saving failed: {why}", hint, Exit.NOT_SAVED)


def _put_by(room: Room) -> str:
    """Where a store lies that is to stay: under a name that is not cleared up, where it takes one."""
    kept = room.root / f"kept-by-simcred-{room.stamp}"
    try:
        rename(room.store, kept)
    except OSError:
        return room.store.as_posix()
    return kept.as_posix()


def _forget(store: Path) -> None:
    """Removes a store; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        remove(store)


@contextmanager
def _there(root: Path) -> Iterator[int]:
    """Makes a folder and those above it that are not there yet; how many. When what follows fails, they are gone again."""
    whole = root.absolute()
    missing = [folder for folder in (whole, *whole.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
        yield len(missing)
    except BaseException:
        remove_folders(whole, len(missing))
        raise
