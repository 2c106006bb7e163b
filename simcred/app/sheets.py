"""The copy sheet of a goal: shown, made into a page, and ticked as its rows are posted."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from simcred.app.goals import goal_meant
from simcred.app.look import Look, Seen
from simcred.app.manifests import as_seen, opened, readable, save_portfolio
from simcred.app.packets import place_for, refuse_foreign, way_between
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.model.outcome import GoalAssessment
from simcred.packet.cards import Source
from simcred.packet.sheet import Sheet, sheet
from simcred.packet.sheet_page import sheet_page
from simcred.wording import PROVENANCE
from simcred.words import both, cut, did_you_mean
from simcred.workspace.changes import Changes
from simcred.workspace.edit_values import set_value


def sheet_for(path: Path, goal: str | None, look: Look) -> Sheet:
    """The sheet of a goal. Raises `Stop` when there is none."""
    seen, _ = opened(path, look)
    return sheet_of(seen, judged_goal(seen, goal), look)


def make_sheet(path: Path, goal: str | None, out: Path | None, look: Look) -> Path:
    """Writes the sheet as a page, OUT/<goal>-sheet.html, and returns its path; OUT is where packets go when nothing is said."""
    seen, _ = opened(path, look)
    made = sheet_of(seen, judged_goal(seen, goal), look)
    notice = seen.programme.notice
    return put_page(
        seen, out, f"{made.goal}-sheet.html", "the copy sheet", lambda way: sheet_page(made, notice, to_portfolio=way)
    )


def put_page(seen: Seen, out: Path | None, name: str, what: str, page: Callable[[str], bytes]) -> Path:
    """Writes a page about a portfolio into OUT (None: where packets go) and returns its path; `what` it is, in a few words.

    `page` makes it, given the way from its folder to the portfolio's. Raises `Stop` where it may not be written.
    """
    base, folder = place_for(out)
    way = way_between(seen.spot.root.resolve(), (base / folder).resolve())
    place = (PurePosixPath(folder) / name).as_posix()
    refuse_foreign(base / folder, [name])
    Changes(base, f"made {what} {place}", writes=[(place, page(way))], product=True).apply()
    return (Path(os.path.relpath(base / folder)) if out is None else out) / name


def tick(path: Path, goal: str | None, posted: Sequence[str], not_posted: Sequence[str], look: Look) -> list[str]:
    """Ticks rows as posted, or takes their ticks away; remarks. Raises `Stop` for a row that the goal has not."""
    seen, portfolio = opened(path, look)
    judged = judged_goal(seen, goal)
    goal, number = judged.goal.id, portfolio.goals.index(judged.goal)
    ticked, cleared = _rows(judged, posted), _rows(judged, not_posted)
    if twice := [row for row in ticked if row in cleared]:
        raise Stop(f"{both(twice)} cannot be posted and not posted", "Leave one of the two out.")
    held = list(portfolio.goals[number].posted)
    wanted = [row for row in dict.fromkeys([*held, *ticked]) if row not in cleared]
    if wanted == held:
        return ["The ticks stand so already; nothing was changed."]
    before = as_seen(seen)
    what = f"ticked {both(ticked)} of {goal} as posted" if ticked else f"took the tick of {both(cleared)} of {goal} away"
    save_portfolio(seen, what, before, set_value(PORTFOLIO, before, ("goals", number, "posted"), wanted))
    lines = {line.id: line for page in sheet_of(seen, judged, look).requirements for line in page.lines}
    remarks = [f"{both(ticked)} {'is' if len(ticked) == 1 else 'are'} ticked as posted."] if ticked else []
    remarks += [f"{both(cleared)} {'is' if len(cleared) == 1 else 'are'} not ticked any more."] if cleared else []
    return remarks + [f"For {row}, the sheet has nothing to post: {lines[row].nothing}." for row in ticked if lines[row].nothing]


def judged_goal(seen: Seen, said: str | None) -> GoalAssessment:
    """A goal as it was judged. Raises `Stop` when there is none of that id, or it has no checklist."""
    _, portfolio = readable(seen)
    goal = portfolio.goals[goal_meant(seen, portfolio, said)].id
    judged = next((known for known in seen.assessment.goals if known.goal.id == goal), None)
    if judged is None or judged.checklist is None:
        raise Stop(f"{goal} has no checklist in this programme", "`simcred check` says more.", Exit.CANNOT_JUDGE)
    return judged


def sheet_of(seen: Seen, judged: GoalAssessment, look: Look) -> Sheet:
    """A goal's sheet."""
    facts, portfolio = readable(seen)
    source = Source(facts, portfolio, seen.programme, seen.assessment, look.today)
    return sheet(source, judged, PROVENANCE[judged.checklist.status] if judged.checklist is not None else "")


def _rows(judged: GoalAssessment, said: Sequence[str]) -> list[str]:
    """Rows by their ids, in whichever case they are written; several may stand with commas between them."""
    known = {outcome.row.id.casefold(): outcome.row.id for outcome in judged.rows}
    rows = [name.strip() for text in said for name in text.split(",") if name.strip()]
    if said and not rows:
        raise Stop("no row is named", f"Name one of {both(list(known.values()))}.")
    for name in rows:
        if name.casefold() not in known:
            hint = did_you_mean(name.upper(), list(known.values())) or "`simcred sheet` shows the rows."
            raise Stop(f"{judged.goal.id} has no row {cut(name)}", hint)
    return list(dict.fromkeys(known[name.casefold()] for name in rows))
