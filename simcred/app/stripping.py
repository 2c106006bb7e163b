"""A copy of a file that says nothing of who made it or where: made, and looked at before anybody gets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from simcred.app.places import nearest_portfolio
from simcred.exits import Exit, Stop
from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.pictures import PICTURES
from simcred.inspect.reading import Reading
from simcred.inspect.room import room
from simcred.inspect.stripping import LOCAL, RECORDINGS, STRIPPED, stripped
from simcred.model.contents import READ, Content, Passage, Words
from simcred.rules.filetypes import TYPES
from simcred.snapshot.folder import is_there
from simcred.snapshot.opening import read_regular
from simcred.words import both, quoted, reason
from simcred.workspace.changes import Changes

_ABOUT_ITSELF = ("the properties", "what the camera", "what is written beside", "the tags", "where it was taken")
"""What places are called that say something of the file, or of one that lies in it, and are no part of what it shows."""
_NOBODY = frozenset({"", "A", "Author"})
"""Who wrote a comment or change, in a copy."""
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
        said = _said(data, content)
        made = _made(data, content)
        after = reading.content(made) if made else None
        left = _said(made, after) if made and after is not None and after.state == "whole" else None
    finally:
        reading.close()
    if made is None or left is None or said is None or after is None or after.type != content.type:
        hint = "Open it in the program that made it, and save or export it again without its details."
        raise Stop(f"{wish.file.name} could not be made anew", hint, Exit.NOT_SAVED)
    if left.places:
        raise Stop(
            f"the copy would still say something in {both(left.places)}",
            f"Nothing was written. {_instead(content)}",
            Exit.NOT_SAVED,
        )
    out = _written(wish, made)
    return out, [_said_before(said.places), *_not_seen(left), *_not_along(content, out)]


def _made(data: bytes, content: Content) -> bytes | None:
    """The copy; None where none can be made."""
    if content.type not in RECORDINGS:
        return room().strip(data, content)
    with suppress(ValueError):
        return stripped(data, content.type)
    return None


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


class _Said(Struct, frozen=True):
    """The places in which a file says something of itself, each once, and whether all of it was looked at."""

    places: list[str]
    whole: bool


def _said(data: bytes, content: Content) -> _Said | None:
    """What a file says of itself; None when nobody could look."""
    words = room().read(data, content) if content.type in READ else Words(whole=True)
    if words is None:
        return None
    places = [place for said in words.passages if (place := _place(said))]
    places += ["where it was taken"] if content.located else []
    return _Said(list(dict.fromkeys(places)), words.whole)


def _not_seen(left: _Said) -> Iterator[str]:
    """What nobody can say of the copy."""
    if not left.whole:
        yield "A part of it could not be looked at, such as a file that lies in it; that may still say something."


def _place(said: Passage) -> str:
    """What a passage is called that says something of its file; empty for one that is a part of what the file shows."""
    if any(about in said.where for about in _ABOUT_ITSELF):
        return said.where if said.text != _OURS else ""
    if said.author and not _NOBODY.issuperset(line.strip() for line in said.text.split("\n")):
        return "the names of authors"
    leads = said.where.endswith("a link") and any(LOCAL.match(unquote(line)) for line in said.text.split("\n"))
    return "a link to a file on a computer" if leads else ""


def _instead(content: Content) -> str:
    """What to do with a file of which no copy can be made."""
    if content.type in RECORDINGS:
        return "Export it anew, without its details, from a program in which films or sounds are cut, and use that."
    return "Take a screenshot, and use that." if content.type in PICTURES else "Print it to PDF, and use that."


def _said_before(said: list[str]) -> str:
    """What the copy does not say any more."""
    if not said:
        return "The file said nothing of itself that simcred can see; the copy was made all the same."
    return f"The copy says nothing in {both(said)}. What it shows is the same: look at that yourself."


def _not_along(content: Content, out: Path) -> Iterator[str]:
    """What else the copy lacks, and what of others it keeps."""
    if content.type == "pdf":
        yield "Bookmarks, attached files, and the order in which screen readers read do not come along."
    if content.type in ("docx", "xlsx", "pptx"):
        yield "Comments and tracked changes are still in it, without their authors' names; what they say stays."
        yield f"To look through it: simcred privacy check {quoted(out.as_posix())}"


def _written(wish: Wish, made: bytes) -> Path:
    """Puts the copy where it belongs. Raises `Stop` for a place that is taken."""
    file = _really(wish.file)
    portfolio = nearest_portfolio(file.parent, *file.parent.parents)
    if wish.replace:
        if portfolio is None:
            hint = "Leave it away; the copy lies beside the file."
            raise Stop("--replace is for files that lie in a portfolio, where it can be undone", hint)
        Changes(portfolio, f"took out of {file.name} what it says of itself", writes=[(_within(file, portfolio), made)]).apply()
        return wish.file
    out = wish.out if wish.out is not None else wish.file.with_name(f"{file.stem}-stripped{file.suffix}")
    if is_there(out):
        raise Stop(f"{out.as_posix()} is there already", "Move it away, or name another place with --out.", Exit.NOT_SAVED)
    place = _really(out)
    base = nearest_portfolio(place.parent, *place.parent.parents) or place.parent
    Changes(base, f"made {out.name}, a copy that says nothing of itself", writes=[(_within(place, base), made)]).apply()
    return out


def _really(file: Path) -> Path:
    """Where a file really lies, when folders on the way to it are links."""
    return file.absolute().parent.resolve() / file.name


def _within(file: Path, base: Path) -> str:
    """A file's path from a folder that it is in."""
    return file.relative_to(base.resolve()).as_posix()
