"""Making the packet of one goal, or of all."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from simcred import __version__
from simcred.app.look import Look
from simcred.app.manifests import opened, readable
from simcred.app.places import nearest_portfolio
from simcred.exits import Stop
from simcred.packet.context import Source, context
from simcred.packet.page import render
from simcred.words import did_you_mean
from simcred.workspace.changes import Changes

_KEPT = {"evidence", "reviews", "submissions", "awards"}
"""Folders of a portfolio in which every file is looked at, so that a packet there would be taken for one of them."""


def make_packet(path: Path, goal: str | None, out: Path | None, look: Look) -> Path:
    """Writes the packet and returns its file: OUT/<goal>.html, or OUT/index.html for all goals. Raises `Stop`.

    OUT is the portfolio's own `packet` folder when nothing is said and we are in a portfolio, else `packet` here.
    """
    seen, portfolio = opened(path, look)
    facts, _ = readable(seen)
    if not seen.assessment.goals:
        raise Stop(
            "there is no goal yet to make a packet of", "Say what you work towards: simcred goal add INTERVENTION --level LEVEL"
        )
    goals = [known for known in seen.assessment.goals if goal in (None, known.goal.id)]
    if goal is not None and not goals:
        known_ids = [known.goal.id for known in seen.assessment.goals]
        raise Stop(f"there is no goal {goal}", did_you_mean(goal, known_ids) or f"Goals here: {', '.join(known_ids) or 'none'}.")
    source = Source(facts, portfolio, seen.programme, seen.assessment, look.today)
    base, folder = place_for(out)
    page = render(context(source, goals, __version__), to_portfolio=_way(seen.spot.root.resolve(), (base / folder).resolve()))
    name = f"{goal}.html" if goal is not None else "index.html"
    place = (PurePosixPath(folder) / name).as_posix()
    Changes(base, f"made the packet {place}", writes=[(place, page)]).apply()
    return (Path(os.path.relpath(base / folder)) if out is None else out) / name


def place_for(out: Path | None) -> tuple[Path, str]:
    """Where to write: a folder, and the way from there, on which no link is followed.

    A portfolio may come from somebody else, and so may a link in it; what lies above it is its reader's own.
    """
    here = Path.cwd()
    if out is None:
        return nearest_portfolio(here, *here.parents) or here, "packet"
    full = Path(os.path.normpath(out.absolute()))
    portfolio = nearest_portfolio(full, *full.parents)
    for place in (full, full.resolve()):
        _refuse(place, out)
    return (full, ".") if portfolio is None else (portfolio, full.relative_to(portfolio).as_posix())


def _refuse(place: Path, out: Path) -> None:
    """Raises `Stop` for a place among what a portfolio keeps."""
    portfolio = nearest_portfolio(place, *place.parents)
    top = place.relative_to(portfolio).parts[:1] if portfolio is not None else ()
    if top and top[0].casefold() in _KEPT:
        raise Stop(
            f"{out.as_posix()} lies in {top[0]}/, and a packet is no part of that",
            "Leave --out away, or name a folder elsewhere.",
        )


def _way(portfolio: Path, page: Path) -> str:
    """The way from the page's folder to the portfolio's, as a link; from another drive of Windows, the whole address."""
    try:
        return quote(os.fsencode(Path(os.path.relpath(portfolio, page)).as_posix()))
    except ValueError:
        return portfolio.as_uri()
