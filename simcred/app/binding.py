"""Binding a file that is kept outside the portfolio: it is looked at, salted and digested where it lies, and never copied."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.called import Names
from simcred.app.places import inside
from simcred.app.which import fits_definition
from simcred.exits import Exit, Stop
from simcred.findings.catalogue import code_of
from simcred.inspect.glance import glance
from simcred.load.paths import ending_of
from simcred.model.blanks import is_blank
from simcred.model.media import ALGORITHM, SALT_ENDING
from simcred.model.programme import Kind
from simcred.questions import Question, Unanswered
from simcred.rules.contents import fault_of
from simcred.rules.filetypes import media_type
from simcred.snapshot.folder import is_file, is_folder
from simcred.snapshot.gitindex import is_repository
from simcred.snapshot.outside import Outside
from simcred.words import count, reason, size
from simcred.workspace.salting import salt_beside, salt_of

_LONGEST = 100 * 3600

Progress = Callable[[str, int], None]
"""What is told before a whole file is read: what it may be called in front of people, and its size."""


def silent(name: str, size: int) -> None:
    """Tells nobody."""


class Media(Struct, frozen=True):
    """A file that may be bound: where it really lies, what it may be called in front of people, and what a glance at it says."""

    path: Path
    called: str
    size: int
    media_type: str
    length: str | None


class Links(Struct, frozen=True):
    """What was said on the command line of evidence kept elsewhere: addresses, the files behind them, and where those are kept."""

    urls: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    access: str | None = None


def media_of(files: Sequence[Path], kind: Kind | None, root: Path) -> list[Media]:
    """Files to be bound to the portfolio at `root`. Raises `Stop` for one that cannot be, with the reason."""
    names = Names.of(root) if files else Names(None)
    return [_looked_at(_outside(path, root, names), kind, names) for path in files]


_UNSAID = "the file"
"""What a file is called whose name, or that of a folder above it, is a student's."""


def _outside(path: Path, root: Path, names: Names) -> Path:
    """Where a file really lies. Raises `Stop` when it is none, or would be saved and shared with the portfolio."""
    called = names.said(path.as_posix()) or _UNSAID
    if is_folder(path):
        raise Stop(f"{called} is a folder", "Name the file in it.")
    if not is_file(path):
        raise Stop(
            f"there is no file {path if called != _UNSAID else 'of that name'}",
            "Look at its name and folder; a name with spaces needs quotes.",
        )
    if path.name.endswith(SALT_ENDING):
        raise Stop(f"{called} is the salt of a file", "Name the file itself; its salt is found beside it.")
    shared = next((folder for folder in (root, *root.parents) if is_repository(folder)), root)
    for folder, what in ((root, "the portfolio"), (shared, "the folder that is saved and shared with the portfolio")):
        if inside(path, folder) is not None:
            hint = "Move it to where your school keeps videos, and name it there. What is kept here once stays in the history."
            raise Stop(f"{called} lies inside {what}, so it is not kept outside", hint)
    return path.resolve()


def _looked_at(path: Path, kind: Kind | None, names: Names) -> Media:
    """A glance at a file. Raises `Stop` for one that nobody could use, or that cannot be read."""
    called = names.said(path.name) or _UNSAID
    try:
        with Outside(path) as file:
            content, length = glance(file), file.size
    except OSError as error:
        raise Stop(f"{called} cannot be read: {reason(error)}", "Look at its permissions, or copy it anew.") from None
    if not length:
        raise Stop(f"{path if names.said(path.as_posix()) else _UNSAID} is empty", "Export or copy it again.")
    fault = fault_of(path.name if called != _UNSAID else f"file{path.suffix}", content, kind.formats if kind is not None else ())
    if fault is not None and code_of(fault.code).severity == "error":
        raise Stop(fault.message, fault.hint)
    return Media(path, called, length, media_type(content.type, ending_of(path.name)), _clock(content.seconds))


def _clock(seconds: float | None) -> str | None:
    """A length as a manifest writes it; None where it is not known, or longer than can be written."""
    if seconds is None or seconds >= _LONGEST - 1:
        return None
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def link_entries(said: Links) -> list[dict[str, Any]]:
    """The links of a manifest as far as they were said, a file and its address at one place. Raises `Stop` for what does not fit."""
    urls, files = said.urls, said.files
    if said.access is not None and not urls and not files:
        raise Stop("--access says where something is kept", "Say what: --media FILE, or --link URL.")
    if files and urls and len(files) != len(urls):
        hint = (
            "Give a --link for each --media, in the same order. What has only an address can be bound later: simcred privacy bind"
        )
        raise Stop(f"there are {count(len(urls), 'address', 'addresses')} and {count(len(files), 'file')}", hint)
    entries: list[dict[str, Any]] = [{"url": url} for url in urls] or [{} for _ in files]
    if said.access is not None and not is_blank(said.access):
        for entry in entries:
            entry["access"] = said.access
    return entries


def ask_access(said: Links, *, ask_all: bool) -> None:
    """Raises `Unanswered` where nobody said where a file is kept: always where it has no address, else where somebody is asked all."""
    known = said.access is not None and (said.urls or not is_blank(said.access))
    if not said.files or known or (said.urls and not ask_all):
        return
    question = Question(
        option="--access",
        value="TEXT",
        text="Where is it kept, and how does a reviewer get in?",
        explain="A few words, such as: Elm County staff drive; ask me for access. No student's name.",
        optional=bool(said.urls),
        skip="" if said.urls else None,
        check=fits_definition("evidence", "line"),
    )
    hint = 'Say where it is kept and how a reviewer gets in: --access "Elm County staff drive; ask me for access"'
    raise Unanswered("a file without a web address needs a word on where it is", hint, [question])


def bound(media: Media, today: dt.date, progress: Progress = silent) -> tuple[dict[str, Any], str]:
    """What a manifest says of a bound file, and a remark on its salt, which is written where there is none.

    The whole file is read, a piece at a time. Raises `Stop` when that, or writing the salt, is not possible.
    """
    salt, is_new = _salt(media)
    progress(media.called, media.size)
    try:
        with Outside(media.path) as file:
            (value,) = file.salted([salt])
            length = file.size
    except OSError as error:
        hint = "Wait until whatever writes to it is done, and run the command again. The salt beside it is used again."
        raise Stop(f"{media.called} cannot be bound: {reason(error)}", hint, Exit.CANNOT_JUDGE) from None
    commitment = {"algorithm": ALGORITHM, "value": value, "salt_sha256": hashlib.sha256(salt).hexdigest()}
    said = {"commitment": commitment, "size": length, "media_type": media.media_type}
    if media.length is not None:
        said["length"] = media.length
    said["checked_on"] = today.isoformat()
    made = "A salt was written beside it" if is_new else "The salt beside it is used"
    salt_name = f": {salt_beside(media.path).name}" if media.called != _UNSAID else ""
    told = f"{media.called} ({size(length)}) is bound where it lies. {made}{salt_name}."
    told = f"{told[:1].upper()}{told[1:]}" if media.called == _UNSAID else told
    return said, f"{told} Keep the two together, and neither in here; `simcred undo` leaves the salt there."


def _salt(media: Media) -> tuple[bytes, bool]:
    """The salt of a file, and whether it is new. Raises `Stop`, which repeats no name of a student."""
    try:
        return salt_of(media.path)
    except Stop as stop:
        if media.called != _UNSAID:
            raise
        hint = "Look at what lies beside it, and whether you may write there."
        raise Stop("the salt beside the file cannot be used, or not be written", hint, stop.code) from None


def bind_all(entries: Sequence[dict[str, Any]], media: Sequence[Media], today: dt.date, progress: Progress = silent) -> list[str]:
    """Puts into each link what binds its file; remarks. Raises as `bound` does."""
    remarks = []
    for entry, file in zip(entries, media, strict=False):
        said, remark = bound(file, today, progress)
        access = entry.pop("access", None)
        checked = said.pop("checked_on")
        entry.update(said)
        if access is not None:
            entry["access"] = access
        entry["checked_on"] = checked
        remarks.append(remark)
    return remarks
