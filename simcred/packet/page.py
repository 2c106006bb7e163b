"""One HTML page: no script, a strict content policy, nothing fetched, the same bytes for the same input."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from simcred import resources
from simcred.exits import Exit, Stop
from simcred.gate import clean
from simcred.words import size

_FOLDER = "templates/packet"
_FILES = (
    "packet.html.j2",
    "goal.html.j2",
    "checklist.html.j2",
    "sheet.html.j2",
    "preview.html.j2",
    "privacy.html.j2",
    "style.css",
)
"""What a page is made of. A template is a program, so nothing else is ever read as one, whatever lies beside them."""


def _file(name: str) -> str | None:
    """The text of one of our files; None for any other name. Raises `Stop` for a link, which leads who knows where."""
    if name not in _FILES:
        return None
    if (resources.folder(_FOLDER) / name).is_symlink():
        raise Stop(f"the packet's {name} is a link to another place", "Install simcred anew.", Exit.CANNOT_JUDGE)
    return resources.data(f"{_FOLDER}/{name}").decode("utf-8")


def _finalized(value: Any) -> Any:
    """Text passes the gate before it is escaped."""
    return clean(value) if type(value) is str else "" if value is None else value


def size_words(number: int | None) -> str:
    """A file's size for people; None for one that is not there."""
    return size(number) if number is not None else "not there"


def page(name: str, data: dict[str, Any]) -> bytes:
    """A page from one of our templates."""
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["size"] = size_words
    style, style_hash = style_of()
    return environment.get_template(name).render(**data, style=style, style_hash=style_hash).encode("utf-8")


def style_of() -> tuple[str, str]:
    """The style sheet of every page, and the name by which the content policy allows it and no other.

    It ends without a line end: some programs leave that out when they compare.
    """
    style = (_file("style.css") or "").strip()
    return style, f"sha256-{base64.b64encode(hashlib.sha256(style.encode('utf-8')).digest()).decode('ascii')}"


def render(data: dict[str, Any], *, to_portfolio: str, bundled: bool = False) -> bytes:
    """The packet. `to_portfolio` is the way from the page's folder to the portfolio's, for links to files; `bundled`: they go in one ZIP."""
    return page("packet.html.j2", {**data, "to_portfolio": to_portfolio, "bundled": bundled})
