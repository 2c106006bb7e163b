"""Manifests on their way to disk: the portfolio they belong to, read as it is now, and new text shown to be sound."""

from __future__ import annotations

import hashlib
from pathlib import Path

from simcred.app.look import Look, Seen, one
from simcred.app.places import portfolio_at, usable
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.reader import MAX_BYTES, Document, read
from simcred.load.shape import Shapes
from simcred.model.portfolio import Portfolio
from simcred.model.tree import TooBig
from simcred.workspace.changes import Changes
from simcred.workspace.effects import changed_meanwhile
from simcred.workspace.undo import clear_up


def modeline(name: str, depth: int) -> str:
    """The line by which editors find the schema."""
    return f"# yaml-language-server: $schema={'../' * depth}.simcred/schemas/{name}.json\n"


def valid(path: str, name: str, data: bytes, shapes: Shapes) -> Document:
    """The bytes read back. Raises `Stop` with everything that is wrong with them."""
    document = read(path, data)
    shapes.check(name, document)
    errors = [finding for finding in document.findings if finding.severity == "error"]
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise Stop(f"{first.message}{more}", first.hint)
    return document


def opened(path: Path, look: Look) -> tuple[Seen, Portfolio]:
    """The portfolio a path is in, once what a killed command left half done is taken back. Raises `Stop` when it cannot be read."""
    clear_up(portfolio_at(path))
    _, seen = one(path, look)
    usable(seen.found)
    _, portfolio = readable(seen)
    return seen, portfolio


def readable(seen: Seen) -> tuple[Facts, Portfolio]:
    """What was found in a portfolio, and its own manifest. Raises `Stop` when that cannot be read."""
    if seen.facts is None or seen.facts.portfolio is None:
        raise Stop("portfolio.yaml cannot be read", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    return seen.facts, seen.facts.portfolio


def as_seen(seen: Seen, path: str = PORTFOLIO) -> bytes:
    """A manifest's bytes, the same that the portfolio was read from. Raises `Stop` when they have changed since."""
    facts, _ = readable(seen)
    try:
        data = facts.tree.read(path, MAX_BYTES)
    except (OSError, TooBig):
        raise changed_meanwhile(path) from None
    if hashlib.sha256(data).digest() != facts.documents[path].digest:
        raise changed_meanwhile(path)
    return data


def save_portfolio(seen: Seen, what: str, before: bytes, changed: bytes) -> None:
    """Puts a new portfolio.yaml in the place of the one that was read; `what` says in the past tense what it comes to.

    Raises `Stop` when it would not be sound, or is no longer what was read.
    """
    valid(PORTFOLIO, "portfolio", changed, seen.found.shapes)
    Changes(seen.spot.root, what, writes=[(PORTFOLIO, changed)], before={PORTFOLIO: before}).apply()
