"""What a developer fills in who has only the page: a row's form for answers by hand, and a review file to be completed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from simcred.load.paths import is_slug
from simcred.model.outcome import GoalAssessment, Owed, RowOutcome
from simcred.model.portfolio import Partner
from simcred.model.programme import Form
from simcred.model.review import Pin


def open_forms(forms: Mapping[str, Form], outcome: RowOutcome) -> Iterator[dict[str, Any]]:
    """What a row still waits for from others: forms, question by question in their parts, and plain confirmations."""
    for owed in outcome.owed if outcome.open else ():
        ask, form = owed.ask, forms.get(owed.ask.form or "")
        if form is None and (ask.statement != "confirm" or owed.about == ()):
            continue  # there is nothing yet that could be confirmed
        yield {
            "title": form.title if form is not None else f"Confirmation of {outcome.row.id}",
            "confirm": outcome.row.title if form is None else None,
            "whom": owed.whom,
            "item": None if owed.about is None else ", ".join(owed.about),
            "lesson": ask.complete and owed.about is not None,
            "parts": [
                (part, list(questions))
                for part, questions in groupby(form.questions if form is not None else (), lambda asked: asked.part)
            ],
        }


def reviewers(goal: GoalAssessment, partner: Partner | None) -> list[str]:
    """The ids of those who have something to say of a goal, the partner first where something is asked of them."""
    rows = [outcome.row for outcome in goal.rows]
    asked = any({"partner", "mentor"} & set(ask.by) for row in rows for ask in row.attestation_asks())
    ids = [partner.person] if partner is not None and asked else []
    ids += [
        _by(owed, partner) for outcome in goal.rows if outcome.open for owed in outcome.owed if owed.ask.statement != "recommend"
    ]
    return list(dict.fromkeys(ids)) or ["YOUR-ID"]


def _by(owed: Owed, partner: Partner | None) -> str:
    """The id of whoever owes a statement: the partner where it may be theirs, else the first who is named."""
    if partner is not None and partner.person in owed.ids:
        return partner.person
    return next((name for name in owed.ids if is_slug(name)), "YOUR-ID")


class Blank(Struct, frozen=True):
    """What a review file that is to be completed is made for: the portfolio's id, the reviewer's, the attempt, the partner."""

    portfolio: str
    reviewer: str
    attempt: int | None
    partner: Partner | None


def blank_review(blank: Blank, goal: GoalAssessment, forms: Mapping[str, Form], pins: Callable[[str], Sequence[Pin]]) -> str:
    """A review file of a goal with everything in it that only a computer can say; `pins` are the files of an item."""
    checklist = goal.checklist
    if checklist is None:
        return ""
    attempt = "null" if blank.attempt is None else blank.attempt
    lines = [
        "schema: simcred/review/1",
        f"portfolio: {{id: {blank.portfolio}, goal: {json.dumps(goal.goal.id)}, attempt: {attempt}}}",
        f"reviewer: {json.dumps(blank.reviewer)}",
        "date: YEAR-MONTH-DAY",
        f"checklist: {{id: {checklist.id}, version: {json.dumps(checklist.version)}, sha256: {checklist.digest}}}",
        "verdict: null        # or recommend, or return",
        "# text: What you say of the whole. A verdict also needs `seen` here, as below.",
        "# decisions:         # one for each row you speak of: met, not-yet, question or not-applicable",
        "#   - row: ROW",
        "#     decision: not-yet",
        "#     text: What to change.",
        "#     seen:          # the files you looked at, each with its numbers from the list of files",
        "#       - {path: evidence/ITEM/evidence.yaml, sha256: NUMBER, blob: NUMBER}",
    ]
    whole = tuple(dict.fromkeys(slug for outcome in goal.rows for slug in outcome.evidence))
    asked: list[str] = []
    for outcome in goal.rows:
        mine = [owed for owed in outcome.owed if outcome.open and _by(owed, blank.partner) == blank.reviewer]
        asked += [line for owed in mine for line in _attestation(outcome, owed, forms, pins, whole)]
    return "\n".join([*lines, *(["attestations:", *asked] if asked else [])]) + "\n"


def _attestation(
    outcome: RowOutcome,
    owed: Owed,
    forms: Mapping[str, Form],
    pins: Callable[[str], Sequence[Pin]],
    whole: tuple[str, ...],
) -> Iterator[str]:
    """The lines for one statement that a row still waits for; one about no single item may rest on the `whole` evidence."""
    ask, form = owed.ask, forms.get(owed.ask.form or "")
    if form is None and (ask.statement != "confirm" or owed.about == ()):
        return
    yield f"  - row: {outcome.row.id}"
    yield f"    form: {form.id}" if form is not None else "    statement: confirm"
    if owed.about is not None:
        yield f"    item: {json.dumps(owed.about[0] if owed.about else 'ITEM')}"
    if ask.complete and owed.about is not None:
        yield "    lesson_date: YEAR-MONTH-DAY"
    if form is not None:
        yield "    answers:"
        yield from (f'      {question.id}: ""' for question in form.questions)
    rests = owed.about if owed.about is not None else whole if ask.seen else outcome.evidence
    seen = [pin for slug in rests for pin in pins(slug)]
    if seen:
        yield "    seen:"
        yield from (f"      - {{path: {json.dumps(p.path)}, sha256: {p.sha256}, blob: {p.blob}}}" for p in seen)
