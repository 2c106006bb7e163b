"""The preview of what everybody would see, as a page with small pictures of the files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcred import __version__
from simcred.gate import clean
from simcred.load.paths import ending_of
from simcred.model.contents import Preview as Picture
from simcred.packet.cards import picture
from simcred.packet.page import page
from simcred.packet.preview import Part, Preview, Shown
from simcred.packet.preview_text import EVERYBODY, NOBODY_LOOKED, NOTHING
from simcred.rules.filetypes import SEEN_ONLY


def preview_page(preview: Preview, notice: str, pictures: Mapping[str, Picture], *, to_portfolio: str) -> bytes:
    """The page; `pictures` are those of files, by their paths from the portfolio's folder, to which `to_portfolio` is the way."""
    data = {
        "preview": preview,
        "notice": notice,
        "everybody": EVERYBODY,
        "nobody_looked": "" if preview.looked else NOBODY_LOOKED,
        "nothing": NOTHING,
        "parts": [_part(part, pictures) for part in preview.parts],
        "version": __version__,
        "to_portfolio": to_portfolio,
    }
    return page("preview.html.j2", data)


def _part(part: Part, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """One requirement."""
    return {"heading": part.heading, "lines": part.lines, "posts": [_post(post, pictures) for post in part.posts]}


def _post(post: Shown, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """One post; its text as it is written, since how the site would set it is not known."""
    files = []
    for file in post.files:
        name, shown = file.path.rpartition("/")[2], pictures.get(file.path)
        seen = None if shown is None else picture(shown, name, file.description, None)
        there = file.size is not None and ending_of(file.path) in SEEN_ONLY
        files.append({"name": name, "path": file.path, "there": there, "size": file.size, "picture": seen})
    return {
        "title": post.title,
        "posted": post.posted,
        "done": post.posted == "ticked as posted",
        "paragraphs": clean(post.text).split("\n\n"),
        "files": files,
        "links": post.links,
    }
