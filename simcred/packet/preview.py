"""What everybody would see of a goal on the badge site, once what the copy sheet has one post is posted; and what not. Pure.

What the site shows of its own is known from its pages and its code only in part, so each such line says how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from simcred.model.evidence import Link
from simcred.packet.sheet import Post, Requirement, Sheet, Upload
from simcred.packet.sheet_text import heading
from simcred.words import both

_ON_PAGES = "seen on KUCRL's badge pages"
_IN_CODE = "read in the site's own code, of unknown age"
_LIKELY = "likely, not seen"
_UNKNOWN = "not known"


class Known(Struct, frozen=True):
    """Something that the site shows of its own, and how sure that is."""

    what: str
    how_sure: str


class Shown(Struct, frozen=True):
    """One post as it would stand there; `posted` says whether its rows are ticked: all of them, some, or none."""

    title: str
    text: str
    files: tuple[Upload, ...]
    links: tuple[Link, ...]
    rows: tuple[str, ...]
    posted: str


class Part(Struct, frozen=True):
    """One requirement of the badge page, and what would stand under it."""

    heading: str
    lines: tuple[str, ...]
    posts: tuple[Shown, ...]


class Preview(Struct, frozen=True):
    """The whole preview: what is shown, what the site shows beside it, and what is not shown, each with the reason."""

    goal: str
    title: str
    name: str
    educator: str
    page: str | None
    parts: tuple[Part, ...]
    beside: tuple[Known, ...]
    hidden: tuple[tuple[str, str], ...]
    looked: bool = False
    """Whether somebody looked for students' names in what is shown."""

    @property
    def posts(self) -> int:
        """How many posts everybody would see."""
        return sum(len(part.posts) for part in self.parts)


def preview(sheet: Sheet) -> Preview:
    """What everybody would see if all that the sheet has one post were posted."""
    return Preview(
        sheet.goal,
        sheet.title,
        sheet.name,
        sheet.educator,
        sheet.page,
        tuple(_part(requirement) for requirement in sheet.requirements if requirement.posts),
        tuple(_beside(sheet)),
        tuple(dict.fromkeys(_hidden(sheet))),
        sheet.looked,
    )


def _part(requirement: Requirement) -> Part:
    """One requirement with its posts."""
    ticked = {line.id for line in requirement.lines if line.posted}
    lines = tuple(f"{line.id} {line.title}" for line in requirement.lines)
    return Part(heading(requirement), lines, tuple(_shown(post, ticked) for post in requirement.posts))


def _shown(post: Post, ticked: set[str]) -> Shown:
    """One post, without what is held back."""
    done = [row for row in post.rows if row in ticked]
    posted = "ticked as posted" if len(done) == len(post.rows) else f"{both(done)} ticked as posted" if done else "not posted yet"
    return Shown(post.title, post.text, post.uploads, post.links, post.rows, posted)


def _beside(sheet: Sheet) -> Iterator[Known]:
    """What the badge site shows of its own, beside the posts."""
    yield Known(f"The badge: {sheet.title}, {sheet.name}; the numbers and titles of its requirements", _ON_PAGES)
    yield Known("A page of your own below the badge, with your name as you gave it to the site", _ON_PAGES)
    yield Known("Your posts under their requirements, marked as visible to the public", _ON_PAGES)
    yield Known("The day of each post", _LIKELY)
    yield Known("Once it is awarded: a note, which may name who approved it and when", _ON_PAGES)
    yield Known(
        "Once it is awarded: a file for programs with the day, a link to your evidence, and a check sum of your e-mail address, "
        "by which somebody who knows the address can recognise it",
        _IN_CODE,
    )
    yield Known("Whether a requirement of this badge is set to be seen by its group alone", _UNKNOWN)
    yield Known("Whether feedback and requests can be seen by everybody", _UNKNOWN)


def _hidden(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What the sheet does not have one post, with the reason."""
    for requirement in sheet.requirements:
        ticked = {line.id for line in requirement.lines if line.posted}
        for private in requirement.private:
            there = "; its row is ticked as posted, so look there, and take it down" if ticked.intersection(private.rows) else ""
            yield private.title, f"{private.why}{there}"
        yield from (held for post in requirement.posts for held in post.held_back)
    for requirement in sheet.requirements:
        yield from ((f"{line.id} {line.title}", line.nothing) for line in requirement.lines if line.nothing is not None)
    yield (
        "E-mail addresses, what your partner said, permissions, and the list of students' names",
        "the sheet never has you post them",
    )
