"""Which goal and row something is for: as it was said, or asked for among those that are open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from simcred.app.answers import Addition
from simcred.app.look import Seen
from simcred.app.which import goal_question, goals_named
from simcred.exits import Stop
from simcred.model.checklist import Row
from simcred.model.portfolio import Goal, Portfolio
from simcred.model.programme import Programme
from simcred.questions import Choice, Question, Unanswered
from simcred.snapshot.folder import is_file, is_there
from simcred.wording import CATEGORIES
from simcred.words import both, cut, did_you_mean, either

_ROW = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)+", re.ASCII)


def row_first(told: Addition) -> Addition:
    """What was said, with the row where it belongs: a file may stand in its place, and the row behind it."""
    if told.row is None or not is_file(Path(told.row)):
        return told
    row = next((path for path in told.files if _ROW.fullmatch(str(path)) and not is_there(path)), None)
    files = tuple(path for path in told.files if path != row)
    return replace(told, row=None if row is None else str(row), files=(Path(told.row), *files))


def row_meant(told: Addition, seen: Seen, portfolio: Portfolio) -> tuple[Goal, Row]:
    """The goal and row that are meant. Raises `Unanswered` where nobody says which."""
    programme = seen.programme
    goals = goals_named(told.goal, portfolio.goals)
    if told.row is None:
        raise _which_row(goals, seen)
    rows: dict[str, list[tuple[Goal, Row]]] = {}
    for goal in goals:
        checklist = programme.checklist_for(goal)
        for row in checklist.rows_for(goal.intervention) if checklist is not None else ():
            rows.setdefault(row.id.casefold(), []).append((goal, row))
    for goal, row in lower_rows(goals, programme):
        rows.setdefault(row.id.casefold(), [(goal, row)])
    hits = rows.get(told.row.casefold(), [])
    others = [
        held.id for held in programme.checklists.values() if any(told.row.casefold() == row.id.casefold() for row in held.rows)
    ]
    if not hits and others:
        hint = f"It stands in {either(others)}; a goal has one checklist (simcred goal add ... --checklist ID)."
        raise Stop(f"none of your goals has a row {cut(told.row)}", hint)
    if not hits:
        near = did_you_mean(told.row.upper(), [pair[0][1].id for pair in rows.values()])
        raise Stop(f"none of your goals has a row {cut(told.row)}", near or "`simcred status --all` shows the rows.")
    if len({goal.intervention for goal, _ in hits}) > 1:
        theirs = [goal for goal, _ in hits]
        message = f"{told.row} belongs to several goals: {both([goal.id for goal in theirs])}"
        raise Unanswered(message, "Say which with --goal.", [goal_question(theirs, programme)])
    return hits[0]


def _which_row(goals: Sequence[Goal], seen: Seen) -> Unanswered:
    """The error that asks for the row: those of the goals that are open and take evidence, what must be there first."""
    judged = [known for known in seen.assessment.goals if known.goal in goals]
    outcomes = [outcome for known in judged for outcome in known.rows if outcome.open and any(outcome.row.evidence_asks())]
    outcomes.sort(key=lambda outcome: outcome.row.category != "must")
    rows = {outcome.row.id: outcome.row for outcome in outcomes}
    others = {outcome.row.id: outcome.row for known in judged for outcome in known.rows}
    others |= {row.id: row for _, row in lower_rows(goals, seen.programme)}
    choices = tuple(Choice(row.id, _titled(row)) for row in {**rows, **others}.values())
    explain = "A row of your checklist. The open ones are listed; any other can be named too."
    question = Question(option="ROW", first=True, text="For which row is it?", choices=choices, listed=len(rows), explain=explain)
    hint = f"Open rows: {', '.join(rows)}. `simcred status --all` shows them all." if rows else "Name a row, such as L2C-04."
    return Unanswered("the row is missing for which it is", hint, [question])


def _titled(row: Row) -> str:
    """A row's title, and that it is not asked for by all means."""
    note = CATEGORIES[row.category]
    return f"{row.title} ({note})" if note else row.title


def lower_rows(goals: Sequence[Goal], programme: Programme) -> Iterator[tuple[Goal, Row]]:
    """Rows of a lower level that rows of these goals look for, each for a goal that would have it."""
    for goal in goals:
        checklist = programme.checklist_for(goal)
        for ask in (ask for row in (checklist.rows if checklist is not None else ()) for ask in row.from_goals()):
            lower = Goal(goal.id, ask.level, goal.intervention, programme.track_of(goal))
            beneath = programme.checklist_for(lower)
            yield from ((lower, row) for row in (beneath.rows if beneath is not None else ()))
