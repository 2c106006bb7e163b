"""Educators' words as safe HTML: Markdown without raw HTML, without pictures, with web links only."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from simcred.gate import clean

_LONGEST = 20_000
_BRACKETS = 1_000
"""More than these is no reflection with a few links in it, and the parser looks for the end of each bracket to the last one."""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable("image")
    parser.validateLink = lambda url: url.lower().startswith(("https://", "http://"))  # type: ignore[method-assign]
    return parser


def markdown(text: str) -> Markup:
    """Markdown as HTML; headings stay below the packet's own. Text that is too long to be taken apart is shown as it is written."""
    text = clean(text)
    if len(text) > _LONGEST or text.count("[") > _BRACKETS:
        return Markup("<pre>{}</pre>\n").format(escape(text))
    html = str(_parser().render(text))
    for level in range(6, 0, -1):
        lower = min(6, level + 4)
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    return Markup(html)  # noqa: S704 - markdown-it has escaped everything that is not its own
