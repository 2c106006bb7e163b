"""The copy sheet as a page: each text in a field of its own that can be selected and copied, without a script."""

from __future__ import annotations

from typing import Any

from simcred import __version__
from simcred.gate import clean
from simcred.packet.page import page, size_words
from simcred.packet.sheet import Post, Requirement, Sheet
from simcred.packet.sheet_text import SEEN_BY_THEM, SIZE_NOTE, WARNING, heading, how_to_tick, left_to_post
from simcred.packet.titles import LONGEST
from simcred.words import both

_COLUMNS, _MOST_ROWS = 75, 18


def sheet_page(sheet: Sheet, notice: str, *, to_portfolio: str) -> bytes:
    """The page. `to_portfolio` is the way from its folder to the portfolio's, for links to files."""
    data = {
        "sheet": sheet,
        "notice": notice,
        "provenance": f"{sheet.provenance[:1].upper()}{sheet.provenance[1:]}",
        "warning": WARNING,
        "privacy": sheet.privacy,
        "left": left_to_post(sheet),
        "command": how_to_tick(sheet),
        "requirements": [_requirement(requirement, number) for number, requirement in enumerate(sheet.requirements)],
        "version": __version__,
        "to_portfolio": to_portfolio,
    }
    return page("sheet.html.j2", data)


def _requirement(requirement: Requirement, number: int) -> dict[str, Any]:
    """One requirement of the page."""
    several = len(requirement.lines) > 1
    return {
        "heading": heading(requirement),
        "lines": requirement.lines,
        "posts": [_post(post, f"post-{number}-{at}", several=several) for at, post in enumerate(requirement.posts)],
        "private": [
            {"title": p.title, "rows": both(p.rows), "why": p.why, "seen_by_them": "" if p.named else SEEN_BY_THEM}
            for p in requirement.private
        ],
    }


def _post(post: Post, anchor: str, *, several: bool) -> dict[str, Any]:
    """One post; how many lines its text takes is guessed from its length."""
    text = clean(post.text)
    rows = sum(1 + len(line) // _COLUMNS for line in text.split("\n"))
    return {
        "anchor": anchor,
        "rows": both(post.rows) if several else "",
        "title": post.title,
        "length": f"{len(post.title)} of {LONGEST} characters" + (f"; cut from {post.full}" if post.full is not None else ""),
        "text": text,
        "height": min(max(rows, 2), _MOST_ROWS),
        "uploads": [
            {
                "path": upload.path,
                "description": upload.description,
                "notes": "; ".join([size_words(upload.size), *([SIZE_NOTE] if upload.big else [])]),
            }
            for upload in post.uploads
        ],
        "held_back": [{"path": path, "why": why} for path, why in post.held_back],
        "links": post.links,
    }
