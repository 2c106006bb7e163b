"""Educators' words as safe HTML: Markdown without raw HTML, without pictures, with web links only."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from simcred.gate import clean

_LONGEST = 20_000
_BRACKETS = 1_000
"""More than these is no reflection with a few links in it, and the parser looks for the end of each bracket to the last one."""
_CELLS = 5_000
"""As many cells a table may have: each line gets as many as the first has, also where it is short."""
_DEEP = 60
"""Quotes in quotes, and stars in stars; nobody reads them any deeper."""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable("image")
    parser.validateLink = lambda url: url.lower().startswith(("https://", "http://"))  # type: ignore[method-assign]
    return parser


def _too_much(text: str) -> bool:
    """Whether text is too long, or has too many brackets or bars, to be taken apart."""
    lines = text.splitlines()
    cells = max((line.count("|") for line in lines), default=0) * len(lines)
    return len(text) > _LONGEST or text.count("[") > _BRACKETS or cells > _CELLS


def _parsed(text: str) -> list[Token] | None:
    """Text taken apart; None where it is too much, or nested too deep."""
    if _too_much(text):
        return None
    tokens = _parser().parse(text)
    return tokens if _depth(tokens) <= _DEEP else None


def _depth(tokens: Iterable[Token]) -> int:
    """How deep tokens lie in one another."""
    now = deepest = 0
    for token in tokens:
        now += token.nesting
        deepest = max(deepest, now + (_depth(token.children) if token.children else 0))
    return deepest


def markdown(text: str) -> Markup:
    """Markdown as HTML; headings stay below the packet's own. Text that is too long or too deep to be taken apart is shown as it is written."""
    text = clean(text)
    tokens = _parsed(text)
    if tokens is None:
        return Markup("<pre>{}</pre>\n").format(escape(text))
    html = str(_parser().renderer.render(tokens, _parser().options, {}))
    for level in range(6, 0, -1):
        lower = min(6, level + 4)
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    return Markup(html)  # noqa: S704 - markdown-it has escaped everything that is not its own


_KINDS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "bullet_list": "bullets",
    "blockquote": "quote",
    "strong": "strong",
    "em": "em",
    "list_item": "entry",
    "table": "paragraph",
}
_TEXTS = {
    "text": "text",
    "code_inline": "code",
    "fence": "block",
    "code_block": "block",
    "html_block": "text",
    "html_inline": "text",
}


def tree(text: str) -> list[dict[str, Any]]:
    """Markdown as a tree of plain values, for pages that are not HTML: each has a `kind`, and `text` or `parts`."""
    text = clean(text)
    tokens = _parsed(text)
    return [{"kind": "block", "text": text}] if tokens is None else _parts(SyntaxTreeNode(tokens).children)


def _parts(nodes: Iterable[SyntaxTreeNode]) -> list[dict[str, Any]]:
    """Nodes and what is in them; what has no kind of its own is what is in it."""
    made: list[dict[str, Any]] = []
    for node in nodes:
        inner = _parts(node.children) if node.children else []
        if node.type in _TEXTS:
            made.append({"kind": _TEXTS[node.type], "text": node.content})
        elif node.type in ("softbreak", "hardbreak"):
            made.append({"kind": "text", "text": " "} if node.type == "softbreak" else {"kind": "break"})
        elif node.type == "link":
            made.append({"kind": "link", "address": str(node.attrs.get("href", "")), "parts": inner})
        elif node.type == "ordered_list":
            made.append({"kind": "numbers", "start": int(node.attrs.get("start", 1)), "parts": inner})
        elif node.type == "hr":
            made.append({"kind": "rule"})
        elif node.type in _KINDS:
            made.append({"kind": _KINDS[node.type], "parts": inner})
        else:
            made.extend(inner)
    return made
