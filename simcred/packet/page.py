"""One HTML page: no script, a strict content policy, nothing fetched, the same bytes for the same input."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simcred import resources
from simcred.gate import clean


def _finalized(value: Any) -> Any:
    """Text passes the gate before it is escaped."""
    return clean(value) if type(value) is str else "" if value is None else value


def _size(size: int | None) -> str:
    """A file's size for people."""
    if size is None:
        return "not there"
    for unit, scale in (("MB", 1_000_000), ("KB", 1_000)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} bytes"


def render(data: dict[str, Any], *, to_portfolio: str) -> bytes:
    """The page. `to_portfolio` is the way from the page's folder to the portfolio's, for links to files."""
    environment = Environment(
        loader=FileSystemLoader(resources.folder("templates/packet")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["size"] = _size
    style = resources.data("templates/packet/style.css").decode("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    template = environment.get_template("packet.html.j2")
    return template.render(**data, style=style, style_hash=f"sha256-{digest}", to_portfolio=to_portfolio).encode("utf-8")
