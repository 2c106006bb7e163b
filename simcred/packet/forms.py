"""What a developer fills in who has only the page: a row's form for answers by hand, and a review file to be completed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from simcred.model.outcome import GoalAssessment, RowOutcome
from simcred.model.portfolio import Partner
from simcred.model.programme import Form
from simcred.model.review import Pin
from simcred.words import either


def open_forms(forms: Mapping[str, Form], outcome: RowOutcome) -> Iterator[dict[str, Any]]:
    """What a row still waits for from others: forms, question by question in their parts, and plain confirmations."""
    for owed in outcome.owed if outcome.open else ():
        ask, form = owed.ask, forms.get(owed.ask.form or "")
        if form is None and ask.statement != "confirm":
            continue
        yield {
            "title": form.title if form is not None else f"Confirmation of {outcome.row.id}",
            "confirm": outcome.row.title if form is None else None,
            "whom": outcome.waiting_for or either([name.replace("-", " ") for name in ask.by]),
            "item": None if owed.about is None else ", ".join(owed.about),
            "lesson": ask.complete and owed.about is not None,
            "parts": [
                (part, list(questions))
                for part, questions in groupby(form.questions if form is not None else (), lambda asked: asked.part)
            ],
        }


def asked_of(goal: GoalAssessment, partner: Partner | None) -> str:
    """The id under which a review of the goal is given: the partner's where its rows are asked of them."""
    asks = (ask for outcome in goal.rows for ask in outcome.row.attestation_asks())
    return partner.person if partner is not None and any({"partner", "mentor"} & set(ask.by) for ask in asks) else "YOUR-ID"


def blank_review(
    portfolio: str,
    reviewer: str,
    attempt: int | None,
    goal: GoalAssessment,
    forms: Mapping[str, Form],
    pins: Callable[[str], Sequence[Pin]],
) -> str:
    """A review file of a goal with everything in it that only a computer can say; `pins` are the files of an item."""
    checklist = goal.checklist
    if checklist is None:
        return ""
    lines = [
        "schema: simcred/review/1",
        f"portfolio: {{id: {portfolio}, goal: {json.dumps(goal.goal.id)}, attempt: {'null' if attempt is None else attempt}}}",
        f"reviewer: {json.dumps(reviewer)}",
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
    asked = [line for outcome in goal.rows if outcome.open for line in _attestations(outcome, forms, pins, whole)]
    return "\n".join([*lines, *(["attestations:", *asked] if asked else [])]) + "\n"


def _attestations(
    outcome: RowOutcome, forms: Mapping[str, Form], pins: Callable[[str], Sequence[Pin]], whole: tuple[str, ...]
) -> Iterator[str]:
    """The lines for what one row still waits for; a plain word about no single item rests on the `whole` evidence."""
    for owed in outcome.owed:
        ask, form = owed.ask, forms.get(owed.ask.form or "")
        if form is None and ask.statement != "confirm":
            continue
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
