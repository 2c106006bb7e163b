"""Making the packet of one goal, or of all."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from simcred import __version__
from simcred.app.look import Look, one
from simcred.exits import Exit, Stop
from simcred.packet.context import Source, context
from simcred.packet.page import render
from simcred.words import did_you_mean
from simcred.workspace.changes import Changes


def make_packet(path: Path, goal: str | None, out: Path, look: Look) -> Path:
    """Writes the packet and returns its file: OUT/<goal>.html, or OUT/index.html for all goals. Raises `Stop`."""
    _, seen = one(path, look)
    programme = seen.programme
    if seen.facts is None or seen.facts.portfolio is None:
        raise Stop("portfolio.yaml cannot be read", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    goals = [known for known in seen.assessment.goals if goal in (None, known.goal.id)]
    if goal is not None and not goals:
        known_ids = [known.goal.id for known in seen.assessment.goals]
        raise Stop(f"there is no goal {goal}", did_you_mean(goal, known_ids) or f"Goals here: {', '.join(known_ids) or 'none'}.")
    source = Source(seen.facts, seen.facts.portfolio, programme, seen.assessment, look.today)
    way = Path(os.path.relpath(seen.spot.root.resolve(), out.resolve())).as_posix()
    page = render(context(source, goals, __version__), to_portfolio=quote(way))
    name = f"{goal}.html" if goal is not None else "index.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    Changes(out, writes=[(name, page)]).apply()
    return out / name
