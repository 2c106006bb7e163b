"""Taking back what simcred wrote, and bringing it back again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from simcred.app.places import inside, is_same, whole
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.programmes.loading import MAIN
from simcred.snapshot.folder import is_folder, is_there
from simcred.snapshot.gitindex import is_repository
from simcred.words import both
from simcred.workspace.changes import Changes
from simcred.workspace.effects import Moved, Placed, Put, Step
from simcred.workspace.journal import Journal, Kept
from simcred.workspace.undo import Changed, alone, clear_up, end, is_journalled, remove_folders, strangers, turn

_MOST_NAMES = 4
_UNDONE = ("as before", "back", "taken out", "the folder is as before")
_DONE = ("changed again", "moved away again", "there again", "the folder is there again")
"""How what a command changed, moved and made stands afterwards, and what is said where it did nothing of that."""
NOTHING = "There is nothing to undo here."
ELSEWHERE = "What simcred writes outside a portfolio or programme, such as a packet in another folder, is not kept for undo."


class Told(Struct, frozen=True):
    """What can be taken back (newest first), what can be brought back (next first), and what is only kept: when, and what.

    `odd` says of each thing else in the journal why nothing is done with it.
    """

    done: tuple[tuple[str, str], ...]
    undone: tuple[tuple[str, str], ...]
    aside: tuple[tuple[str, str], ...]
    odd: tuple[str, ...] = ()


def place_of(start: Path) -> Path | None:
    """The portfolio or programme that a path is in, or the folder itself where only a journal is left; None where there is none.

    The search ends at a repository, at this user's home, and where another disk begins: what lies above is not theirs.
    """
    place = whole(start)
    if not is_there(place):
        raise Stop(f"there is nothing at {start}", "Look at the spelling of the folder's name.", Exit.CANNOT_JUDGE)
    if is_journalled(place):
        return place
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where nobody's home is
    for folder in (place, *place.parents):
        if any(is_there(folder / name) for name in (PORTFOLIO, MAIN)):
            return folder
        if is_repository(folder) or os.path.ismount(folder) or is_same(folder, home):
            break
    return None


def clear_up_above(start: Path) -> None:
    """What a killed command left half done in the portfolio or programme that a path is in, is taken back. Raises `Stop`."""
    root = place_of(start)
    if root is not None:
        clear_up(root)


def undo(start: Path, *, yes: bool) -> str:
    """Takes back the last write; what was undone, in a sentence. Raises `Stop` where that would lose something."""
    journal = _journal(start)
    if journal is None:
        return f"{NOTHING} {_why_nothing(start) or ELSEWHERE}"
    with alone(journal):
        kept = journal.last_done()
        if kept is None:
            return " ".join(part for part in (NOTHING, _why_nothing(start)) if part)
        if kept.entry.starts and not yes:
            _refuse_loss(journal, kept)
        try:
            turn(journal, kept, forth=False)
        except Changed as changed:
            raise _changed_since(kept, changed.path) from None
        if kept.entry.starts:
            end(journal)
    if kept.entry.starts:
        _leave(journal.root, kept.entry.above)
    return f"Undone: {kept.entry.what}; {_came_to(kept.entry.steps, _UNDONE)}."


def redo(start: Path) -> str:
    """Brings back what was undone last; a sentence about it. Raises `Stop` where something else stands there now."""
    journal = _journal(start)
    if journal is None:
        return "There is nothing to bring back here."
    with alone(journal):
        kept = journal.last_undone()
        if kept is None:
            since = any(kept.entry.phase == "set-aside" for kept in journal.entries())
            return (
                "There is nothing to bring back: something else was written since."
                if since
                else "There is nothing to bring back."
            )
        try:
            turn(journal, kept, forth=True)
        except Changed as changed:
            hint = "Move it away, or rename it; then run the command again."
            raise Stop(
                f"{changed.path} is not as it was when this was undone, so nothing was changed", hint, Exit.NOT_SAVED
            ) from None
    return f"Done again: {kept.entry.what}; {_came_to(kept.entry.steps, _DONE)}."


def listed(start: Path) -> Told:
    """What can be taken back and brought back. Raises `Stop` where there is nothing at the path."""
    journal = _journal(start)
    entries = journal.entries() if journal is not None else []
    last = max((kept.number for kept in entries if kept.entry.phase == "done"), default=0)
    undone = [kept for kept in entries if kept.entry.phase in ("undone", "set-aside")]
    return Told(
        tuple(_dated(kept) for kept in reversed(entries) if kept.entry.phase == "done"),
        tuple(_dated(kept) for kept in undone if kept.number > last and kept.entry.phase == "undone"),
        tuple(_dated(kept) for kept in undone if kept.number < last or kept.entry.phase == "set-aside"),
        tuple(f"{odd.path} {odd.why}" for odd in journal.odd()) if journal is not None else (),
    )


def save_as(start: Path, out: Path) -> list[str]:
    """Writes the files that the last write replaced, as they were before it, into an empty or new folder; their paths."""
    journal = _journal(start)
    if journal is None or (kept := journal.last_done()) is None:
        raise Stop("there is nothing to undo, so nothing is kept", ELSEWHERE, Exit.NOT_SAVED)
    if inside(out.absolute(), journal.root) is not None:
        raise Stop(f"{out.as_posix()} lies in the portfolio itself", "Name a folder beside it.")
    if is_there(out) and (not is_folder(out) or any(out.iterdir())):
        raise Stop(f"{out.as_posix()} is not an empty folder", "Name one that is empty or new.", Exit.NOT_SAVED)
    room = kept.room(journal.root)
    old = [step for step in kept.entry.steps if isinstance(step, Put) and step.old is not None]
    if not old:
        raise Stop(f"nothing older is kept: simcred {kept.entry.what}, and replaced no file for that", "", Exit.NOT_SAVED)
    copies = [(room.kept("old", step.number), step.path) for step in old]
    Changes(out, f"saved what was there before simcred {kept.entry.what}", copies=copies).apply()
    return [(out / step.path).as_posix() for step in old]


def _journal(start: Path) -> Journal | None:
    """The journal of the portfolio or programme that a path is in; None where nothing was written down."""
    root = place_of(start)
    if root is None or not is_journalled(root):
        return None
    journal = Journal(root)
    if journal.is_somebody_elses():
        raise Stop(
            "this folder, or .simcred/undo in it, belongs to another user of this computer",
            "Only that user can undo what was written here.",
            Exit.NOT_SAVED,
        )
    return journal


def _why_nothing(start: Path) -> str | None:
    """Why nothing is ever kept here, where that is so."""
    why = Journal(place_of(start) or start).hindrance()
    return f"Nothing is kept here: {why}." if why is not None else None


def _changed_since(kept: Kept, path: str) -> Stop:
    """The error for a file that has other bytes than the command left."""
    replaced = any(isinstance(step, Put) and step.path == path and step.old is not None for step in kept.entry.steps)
    hint = "What it was before can be had beside it: simcred undo --save-as DIR"
    if not replaced:
        parts = path.split("/")
        item = parts[1] if parts[0] == "evidence" and len(parts) > 1 else None
        hint = (
            f"To take it out all the same: simcred remove {item}"
            if item is not None
            else "Move it away yourself if it is not wanted."
        )
    return Stop(f"{path} has changed since simcred {kept.entry.what}, so nothing was undone", hint, Exit.NOT_SAVED)


def _refuse_loss(journal: Journal, kept: Kept) -> None:
    """Raises `Stop` when there is more in a portfolio than what its start made, or in its journal than manifests."""
    others = strangers(journal.root, kept.entry.steps)
    if others:
        hint = "Those stay where they are. simcred undo --yes does it."
        raise Stop(f"this would undo `init` and take the portfolio away, and other things lie in it: {_names(others)}", hint)
    lost = [step for other in journal.entries() if other.entry.phase != "done" for step in other.entry.steps]
    folders = [step.path for step in lost if isinstance(step, Placed) and len(step.files) > 1]
    if folders:
        hint = "Save its files first if you have them nowhere else. simcred undo --yes does it."
        raise Stop(f"with the portfolio goes what was undone before and is still kept: {_names(folders)}", hint)


def _leave(root: Path, above: int) -> None:
    """Removes the folders that the portfolio was made with; nobody can stand in one of them meanwhile."""
    above = min(above, len(root.parents))
    if above and inside(Path.cwd(), root) is not None:
        os.chdir([root, *root.parents][above])
    remove_folders(root, above)


def _dated(kept: Kept) -> tuple[str, str]:
    """When a command ran, by this computer's clock, and what it did."""
    return f"{kept.entry.at.astimezone():%Y-%m-%d %H:%M}", kept.entry.what


def _came_to(steps: Sequence[Step], words: tuple[str, str, str, str]) -> str:
    """What it came to, file by file: how those stand that a command changed, moved and made, and what is said of none."""
    changed, moved, made, nothing = words
    parts = [
        _said([step.path for step in steps if isinstance(step, Put) and step.old is not None], changed),
        _said([step.old for step in steps if isinstance(step, Moved)], moved),
        _said([_named(step) for step in steps if isinstance(step, Placed) or (isinstance(step, Put) and step.old is None)], made),
    ]
    return both([part for part in parts if part]) or nothing


def _named(step: Placed | Put) -> str:
    """A file, or a folder with what is in it."""
    return f"{step.path} ({_names(step.files)})" if isinstance(step, Placed) and step.files else step.path


def _said(names: Sequence[str], how: str) -> str:
    """How things are with some files; nothing without any."""
    return f"{_names(names)} {'is' if len(names) == 1 else 'are'} {how}" if names else ""


def _names(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    all_names = list(names)
    more = len(all_names) - _MOST_NAMES
    return both([*all_names[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])])
