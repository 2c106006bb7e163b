"""The preview of what everybody would see, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simcred.gate import clean, inert, visible
from simcred.packet.page import size_words
from simcred.packet.preview import Part, Preview, Shown
from simcred.packet.sheet_text import WIDTH, folded
from simcred.words import count

EVERYBODY = "Once it is posted, everybody can see this, also search engines; what was seen once can be kept by whoever saw it."
NOBODY_LOOKED = (
    "Nobody looked for students' names in it: there is no list of them that could be used (`simcred privacy roster FILE`). "
    "Look through it yourself."
)
NOTHING = "Nothing: there is nothing to post yet, or all of it is to be kept private."


def preview_text(preview: Preview) -> str:
    """The whole preview."""
    return "".join(f"{line}\n" for line in _lines(preview))


def _lines(preview: Preview) -> Iterator[str]:
    yield from folded(f"What everybody would see of {preview.goal}: {preview.title}, {preview.name}")
    yield from folded(preview.educator)
    if preview.page is not None:
        yield visible(f"On your page: {preview.page}")
    yield ""
    yield from folded(EVERYBODY)
    if not preview.looked:
        yield from folded(NOBODY_LOOKED)
    yield from ("", "=" * WIDTH, f"SHOWN: {count(preview.posts, 'post')}")
    if not preview.parts:
        yield from folded(NOTHING)
    for part in preview.parts:
        yield from _part(part)
    yield from ("", "=" * WIDTH, "SHOWN BESIDE IT by the site, as far as is known")
    for known in preview.beside:
        yield from folded(f"- {known.what} ({known.how_sure})", hang=2)
    yield from ("", "=" * WIDTH, "NOT SHOWN, if you post what the sheet says")
    for what, why in preview.hidden:
        yield from folded(f"- {what}: {why}.", hang=2)


def _part(part: Part) -> Iterator[str]:
    yield ""
    yield part.heading
    for line in part.lines:
        yield from folded(line, indent=2)
    for post in part.posts:
        yield from _post(post)


def _post(post: Shown) -> Iterator[str]:
    yield ""
    yield from folded(f"{post.title}   [{post.posted}]", indent=4, hang=4)
    for line in clean(post.text).split("\n"):
        yield from _wrapped(line)
    for file in post.files:
        yield from folded(f"File: {file.path.rpartition('/')[2]} ({size_words(file.size)})", indent=6, hang=12)
    for link in post.links:
        yield visible(f"      Link: {link.url}")


def _wrapped(line: str) -> list[str]:
    """A line of a post's text, set in."""
    begin = " " * 6
    return textwrap.wrap(inert(line), WIDTH, initial_indent=begin, subsequent_indent=begin, break_on_hyphens=False) or [""]
