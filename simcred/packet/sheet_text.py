"""The copy sheet as plain text. What is to be pasted stands between rules, unindented, and its paragraphs are not broken:
a terminal folds them on the screen, and the site gets them whole.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simcred.gate import clean, inert, visible
from simcred.packet.page import size_words
from simcred.packet.sheet import Post, Requirement, Sheet
from simcred.packet.titles import LONGEST
from simcred.steps import command
from simcred.words import both

WARNING = (
    "The badge site shows everything to everybody. Post only what stands here, and look at each file once more before "
    "you attach it: no student's name, no face without a permission that says so."
)
SEEN_BY_THEM = "; your developer sees it in the packet"
"""Said of what is to be kept private, but not of what names a student: that goes to nobody."""
SIZE_NOTE = "over 4 MB: another badge site takes no more; what this one takes is not known"
WIDTH = 80


def sheet_text(sheet: Sheet) -> str:
    """The whole sheet."""
    return "".join(f"{line}\n" for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from folded(f"Copy sheet for {sheet.goal}: {sheet.title}, {sheet.name}")
    yield from folded(sheet.educator)
    yield from folded(f"{sheet.provenance[:1].upper()}{sheet.provenance[1:]}.")
    if sheet.page is not None:
        yield visible(f"Your page: {sheet.page}")
    yield ""
    yield from folded(WARNING)
    yield ""
    yield "Privacy"
    for sentence in sheet.privacy:
        yield from folded(f"- {sentence}", hang=2)
    for requirement in sheet.requirements:
        yield ""
        yield "=" * WIDTH
        yield from _requirement(requirement, sheet)
    yield ""
    yield "=" * WIDTH
    yield from folded(left_to_post(sheet))
    if sheet.left:
        yield f"Tick what you posted: {how_to_tick(sheet)}"


def left_to_post(sheet: Sheet) -> str:
    """What is left to post, in a sentence."""
    look = f" Look first: {both(sheet.undecided)}." if sheet.undecided else ""
    return (f"Left to post: {both(sheet.left)}." if sheet.left else "Everything that there is to post is ticked.") + look


def how_to_tick(sheet: Sheet) -> str:
    """The command that ticks the first row that is left; nothing where none is."""
    return command(f"sheet {sheet.goal} --posted {sheet.left[0]}", sheet.folder) if sheet.left else ""


def heading(requirement: Requirement) -> str:
    """A requirement's name on the badge page, or that it is not known."""
    if requirement.number is not None:
        return f"Requirement {requirement.number}"
    return f"{requirement.lines[0].id}: its number on the badge page is not known"


def _requirement(requirement: Requirement, sheet: Sheet) -> Iterator[str]:
    yield heading(requirement)
    for line in requirement.lines:
        yield from folded(f"[{'x' if line.posted else ' '}] {line.id}  {line.title}", hang=4)
        if line.nothing is not None:
            yield from folded(f"nothing to post: {line.nothing}", indent=4)
    for post in requirement.posts:
        yield from _post(post, sheet, several=len(requirement.lines) > 1)
    for private in requirement.private:
        yield ""
        yield from folded(f"KEEP PRIVATE: {private.title} ({both(private.rows)}): {private.why}.", hang=4)
        yield from folded(f"The site shows everything to everybody{'' if private.named else SEEN_BY_THEM}.", indent=4)


def _post(post: Post, sheet: Sheet, *, several: bool) -> Iterator[str]:
    cut = f"; cut from {post.full}" if post.full is not None else ""
    yield ""
    yield from folded(f"Title{f' (for {both(post.rows)})' if several else ''}, {len(post.title)} of {LONGEST} characters{cut}:")
    yield from _ruled(post.title, sheet)
    yield "Text:"
    yield from _ruled(post.text, sheet)
    for upload in post.uploads:
        notes = [size_words(upload.size), *([SIZE_NOTE] if upload.big else [])]
        yield from folded(f"Attach: {upload.path} ({'; '.join(notes)})", hang=8)
        if upload.description:
            yield from folded(upload.description, indent=8)
    for path, why in post.held_back:
        yield from folded(f"DO NOT ATTACH: {path}: {why}.", hang=8)
    for link in post.links:
        yield visible(f"Link:   {link.name}")
        if link.description:
            yield from folded(link.description, indent=8)


def _ruled(text: str, sheet: Sheet) -> Iterator[str]:
    """Text to be pasted, between rules: exactly as it was written, or not at all where a build server would obey it."""
    lines = clean(text).split("\n")
    if any(inert(line) != line for line in lines):
        page = command(f"sheet {sheet.goal} --format html", sheet.folder)
        sentence = "It holds `::` or `##`, which is a command to some servers, so it does not stand here. Copy it from the page:"
        yield from folded(f"{sentence} {page}", indent=4)
        return
    yield "-" * WIDTH
    yield from lines
    yield "-" * WIDTH


def folded(text: str, *, indent: int = 0, hang: int = 0) -> list[str]:
    """A sentence of ours in lines of the sheet's width."""
    begin, rest = " " * indent, " " * (hang or indent)
    return textwrap.wrap(
        visible(text), WIDTH, initial_indent=begin, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [""]
