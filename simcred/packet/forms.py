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
    """The forms that a row still waits for, question by question in their parts."""
    for ask in outcome.row.attestation_asks():
        form = forms.get(ask.form or "")
        if form is not None and outcome.open:
            yield {
                "title": form.title,
                "whom": outcome.waiting_for or either([name.replace("-", " ") for name in ask.by]),
                "lesson": bool(outcome.row.all_of),
                "parts": [(part, list(questions)) for part, questions in groupby(form.questions, lambda asked: asked.part)],
            }


def asked_of(goal: GoalAssessment, partner: Partner | None) -> str:
    """The id under which a review of the goal is given: the partner's where its rows are asked of them."""
    asks = (ask for outcome in goal.rows for ask in outcome.row.attestation_asks())
    return partner.person if partner is not None and any("partner" in ask.by for ask in asks) else "YOUR-ID"


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
    asked = [line for outcome in goal.rows if outcome.open for line in _attestations(outcome, forms, pins)]
    return "\n".join([*lines, *(["attestations:", *asked] if asked else [])]) + "\n"


def _attestations(outcome: RowOutcome, forms: Mapping[str, Form], pins: Callable[[str], Sequence[Pin]]) -> Iterator[str]:
    """The lines for the forms of one row."""
    for ask in outcome.row.attestation_asks():
        form = forms.get(ask.form or "")
        if form is None:
            continue
        yield f"  - row: {outcome.row.id}"
        yield f"    form: {form.id}"
        if outcome.row.all_of:
            yield f"    item: {json.dumps(outcome.evidence[0] if outcome.evidence else 'ITEM')}"
            yield "    lesson_date: YEAR-MONTH-DAY"
        yield "    answers:"
        yield from (f'      {question.id}: ""' for question in form.questions)
        seen = [pin for slug in outcome.evidence for pin in pins(slug)]
        if seen:
            yield "    seen:"
            yield from (f"      - {{path: {json.dumps(p.path)}, sha256: {p.sha256}, blob: {p.blob}}}" for p in seen)
