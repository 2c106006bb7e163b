"""Taking commands back, bringing them back, and clearing up after one that was killed."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from simcred.asides import tell
from simcred.exits import Exit, Stop
from simcred.load.facts import is_junk
from simcred.words import both, reason
from simcred.workspace.effects import Made, Room, Step, back_out, carry_out, damaged, lacking
from simcred.workspace.journal import JOURNAL, Journal, Kept
from simcred.workspace.lock import LOCK
from simcred.workspace.putting import is_own_folder, refuse_links

_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
"""What the system says where this user may write nothing."""
_UNFINISHED = ("getting-ready", "doing", "undoing", "redoing")


def is_journalled(root: Path) -> bool:
    """Whether simcred has kept anything of what it did to a folder."""
    return is_own_folder(root / JOURNAL)


def clear_up(root: Path) -> None:
    """What a command that was killed left half done is taken back, before anything is read. Raises `Stop` when it cannot be.

    Where nothing may be written at all, that is only told, so that it can still be looked at.
    """
    journal = Journal(root)
    if not is_journalled(root) or journal.is_somebody_elses():
        return
    left = [kept for kept in journal.entries() if kept.entry.phase in _UNFINISHED]
    if not left:
        return
    try:
        with journal.alone():
            recover(journal)
    except OSError as error:
        if error.errno not in _CLOSED:
            raise _not_done(error) from None
        tell(f"A command was interrupted halfway here ({left[-1].entry.what}), and cannot be taken back now: {reason(error)}.")


@contextmanager
def alone(journal: Journal) -> Iterator[None]:
    """While no other command writes here, once what a killed one left is cleared up. Raises `Stop` when that cannot be."""
    try:
        with journal.alone():
            recover(journal)
            yield
    except OSError as error:
        raise _not_done(error) from None


def recover(journal: Journal) -> None:
    """The same, for a command that has the journal to itself."""
    for kept in journal.entries():
        if kept.entry.phase in _UNFINISHED:
            _recover(journal, kept)
    journal.tidy()


def _recover(journal: Journal, kept: Kept) -> None:
    """Takes back what a killed command did, so that all is as it was before that began; what somebody changed since, stays."""
    entry, room = kept.entry, kept.room(journal.root)
    _refuse_links(entry.steps, room)
    room.clear(entry.steps)
    undoing = entry.phase == "undoing"
    touched = [step for step in entry.steps if step.state(room) != ("after" if undoing else "before")]
    changed = next((step.differs(room) for step in entry.steps if step.state(room) == "other"), None)
    lost = lacking(touched, room, forth=undoing) if changed is None else None
    if entry.phase == "getting-ready":
        journal.drop(kept)
    elif changed is not None or lost is not None:
        journal.mark(kept, "done")
        why = f"{changed} has changed since" if changed is not None else f"what was kept of {lost} is damaged or gone"
        tell(f"A command was interrupted ({entry.what}), and {why}, so all is left as it is.")
    else:
        carry_out(entry.steps, room, forth=undoing)
        if entry.phase == "doing":
            journal.drop(kept)
        else:
            journal.mark(kept, "done" if undoing else "undone")
        if touched:
            names = {"doing": "A command was", "undoing": "An undo was", "redoing": "A redo was"}
            tell(f"{names[entry.phase]} interrupted halfway, and what it had done was taken back first ({entry.what}).")


def turn(journal: Journal, kept: Kept, *, forth: bool) -> None:
    """Undoes an entry, or does it again (`forth`), whole or not at all. Raises `Stop` where something was changed since."""
    entry, room = kept.entry, kept.room(journal.root)
    _refuse_links(entry.steps, room)
    changed = next((step.differs(room) for step in entry.steps if step.state(room) == "other"), None)
    if changed is not None:
        raise Changed(changed)
    open_ = [step for step in entry.steps if step.state(room) == ("before" if forth else "after")]
    if (lost := lacking(open_, room, forth=forth)) is not None:
        raise damaged(lost)
    kept = journal.mark(kept, "redoing" if forth else "undoing")
    finished = kept.at("done" if forth else "undone")
    try:
        for step in open_:
            step.prepare(room, forth=forth)
        draft = journal.draft(finished)  # whatever needs room comes before the first change
        carry_out(open_, room, forth=forth)
        journal.put(finished, draft)
    except BaseException as error:
        if left := back_out(open_, room, forth=forth):
            hint = f"The next command that writes here goes on from {JOURNAL}/{kept.number}, where everything is kept."
            raise Stop(f"{both(left)} could not be put back as before", hint, Exit.NOT_SAVED) from error
        journal.mark(kept, "undone" if forth else "done")
        raise


class Changed(Exception):
    """Something is not as the command left it, so that undoing it would lose that; nothing was done."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def end(journal: Journal) -> None:
    """Forgets everything, once there is nothing left that it could be about."""
    for kept in journal.entries():
        journal.drop(kept)


def strangers(root: Path, steps: Sequence[Step]) -> list[str]:
    """What lies in a folder that none of some steps put there; what systems leave in folders is nobody's."""
    mine = {path for step in steps for path in step.paths()}
    found, waiting = [], [""]
    while waiting:
        inside = waiting.pop()
        for path in sorted(f"{inside}{place.name}" for place in (root / inside).iterdir()):
            if path in (".simcred", *(step.path for step in steps if isinstance(step, Made))):
                waiting.append(f"{path}/")
            elif path not in mine and path not in (JOURNAL, LOCK) and not is_junk(path):
                found.append(path)
    return sorted(found)


def remove_folders(root: Path, above: int) -> None:
    """Removes the folders that a command made for the root to lie in, from the root up, as far as nothing else is in them."""
    whole = root.absolute()
    with contextlib.suppress(OSError):
        for folder in [whole, *whole.parents][:above]:
            folder.rmdir()


def _refuse_links(steps: Sequence[Step], room: Room) -> None:
    """Raises `Stop` where a step's way leads through a link: what came from somebody else may hold one."""
    for path in dict.fromkeys(path for step in steps for path in step.paths()):
        refuse_links(room.root, path)


def _not_done(error: OSError) -> Stop:
    """The error for a disk or folder that takes nothing."""
    return Stop(f"nothing was changed: {reason(error)}", "Free some space, or look at the folder's permissions.", Exit.NOT_SAVED)
