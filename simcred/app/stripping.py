"""A copy of a file that says nothing of who made it or where: made, and looked at before anybody gets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from simcred.app.places import nearest_portfolio
from simcred.exits import Exit, Stop
from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.reading import Reading
from simcred.inspect.room import room
from simcred.inspect.stripping import RECORDINGS, STRIPPED, stripped
from simcred.model.contents import READ, Content
from simcred.rules.filetypes import TYPES
from simcred.snapshot.folder import is_there
from simcred.snapshot.opening import read_regular
from simcred.words import both, reason
from simcred.workspace.changes import Changes

_ABOUT_ITSELF = ("the properties", "what the camera", "what is written beside", "the tags", "where it was taken")
"""How places begin that say something of the file, and are no part of what it shows."""
_OURS = "PDFium"
"""What the library that writes our PDFs calls itself in them."""


class Wish(Struct, frozen=True):
    """What was asked for: the file, where the copy goes (beside it when nothing is said), or that it takes the file's place."""

    file: Path
    out: Path | None = None
    replace: bool = False


def strip(wish: Wish) -> tuple[Path, list[str]]:
    """Writes the copy; where it is, and remarks. Raises `Stop` where it cannot be made, or would still say something."""
    data = _bytes(wish.file)
    reading = Reading()
    try:
        content = reading.content(data)
        if content.type not in STRIPPED or content.state != "whole":
            raise Stop(_why_not(wish.file, content), "Export or save it again, without its details.", Exit.CANNOT_JUDGE)
        said = list(_said(data, content))
        made = stripped(data, content.type) if content.type in RECORDINGS else room().strip(data, content)
        after = reading.content(made) if made else None
        left = list(_said(made, after)) if made and after is not None and after.state == "whole" else None
    finally:
        reading.close()
    if made is None or left is None or after is None or after.type != content.type:
        hint = "Open it in the program that made it, and save or export it again without its details."
        raise Stop(f"{wish.file.name} could not be made anew", hint, Exit.NOT_SAVED)
    if left:
        hint = "Nothing was written. Print it to PDF, or take a screenshot, and use that."
        raise Stop(f"the copy would still say something in {both(left)}", hint, Exit.NOT_SAVED)
    return _written(wish, made), [_said_before(said), *_not_along(content)]


def _bytes(file: Path) -> bytes:
    """The file's bytes. Raises `Stop`."""
    try:
        data, _ = read_regular(file, MOST_BYTES + 1)
    except OSError as error:
        raise Stop(f"{file.as_posix()} cannot be read: {reason(error)}", "Name a file.") from None
    if len(data) > MOST_BYTES:
        raise Stop(f"{file.as_posix()} is too large", "Export it again, without its details.", Exit.CANNOT_JUDGE)
    return data


def _why_not(file: Path, content: Content) -> str:
    """Why there can be no copy."""
    if content.state != "whole":
        return f"{file.name} cannot be used as it is{f': {content.detail}' if content.detail else ''}"
    what = TYPES[content.type][0] if content.type in TYPES else "of a kind that is not known"
    return f"{file.name} is {what}, which cannot be made anew here"


def _said(data: bytes, content: Content) -> Iterator[str]:
    """The places in which a file says something of itself, each once."""
    words = room().read(data, content) if content.type in READ else None
    passages = words.passages if words is not None else ()
    places = [said.where for said in passages if said.where.startswith(_ABOUT_ITSELF) and said.text != _OURS]
    places += ["where it was taken"] if content.located else []
    yield from dict.fromkeys(places)


def _said_before(said: list[str]) -> str:
    """What the copy does not say any more."""
    if not said:
        return "The file said nothing of itself that simcred can see; the copy was made all the same."
    return f"The copy says nothing in {both(said)}. What it shows is the same: look at that yourself."


def _not_along(content: Content) -> Iterator[str]:
    """What else the copy lacks."""
    if content.type == "pdf":
        yield "Bookmarks, attached files, and the order in which screen readers read do not come along."
    if content.type in ("docx", "xlsx", "pptx"):
        yield "Comments and tracked changes are still in it, by nobody's name."


def _written(wish: Wish, made: bytes) -> Path:
    """Puts the copy where it belongs. Raises `Stop` for a place that is taken."""
    file = Path(wish.file)
    portfolio = nearest_portfolio(file.absolute().parent, *file.absolute().parent.parents)
    if wish.replace:
        if portfolio is None:
            raise Stop(
                "--replace is for files in a portfolio, where it can be undone", "Leave it away; the copy lies beside the file."
            )
        Changes(portfolio, f"took out of {file.name} what it says of itself", writes=[(_within(file, portfolio), made)]).apply()
        return file
    out = wish.out if wish.out is not None else file.with_name(f"{file.stem}-stripped{file.suffix}")
    if is_there(out):
        raise Stop(f"{out.as_posix()} is there already", "Move it away, or name another place with --out.", Exit.NOT_SAVED)
    place = out.absolute()
    base = nearest_portfolio(place.parent, *place.parent.parents) or place.parent
    Changes(base, f"made {out.name}, a copy that says nothing of itself", writes=[(_within(out, base), made)]).apply()
    return out


def _within(file: Path, base: Path) -> str:
    """A file's path from a folder that it is in."""
    return file.absolute().parent.resolve().relative_to(base.resolve()).joinpath(file.name).as_posix()
