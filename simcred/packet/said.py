"""What people said: decisions on rows, filled-in forms and statements, and words about the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simcred.model.programme import Form
from simcred.model.review import Review
from simcred.wording import JUDGEMENTS

_STATED = {"confirm": "Confirmation", "recommend": "Recommendation"}


def thread(reviews: Sequence[Review], row: str) -> Iterator[dict[str, Any]]:
    """What reviewers said of a row, oldest first."""
    for review in reviews:
        for decision in review.decisions:
            if decision.row == row:
                yield {
                    "by": review.reviewer,
                    "date": review.date,
                    "word": decision.decision,
                    "decision": JUDGEMENTS[decision.decision],
                    "text": decision.text,
                }


def verdicts(reviews: Sequence[Review]) -> Iterator[dict[str, Any]]:
    """What reviewers said of the whole."""
    for review in reviews:
        if review.verdict or review.text:
            yield {"by": review.reviewer, "date": review.date, "verdict": review.verdict, "text": review.text}


def attestations(reviews: Sequence[Review], forms: dict[str, Form], row: str) -> Iterator[dict[str, Any]]:
    """Filled-in forms and statements for a row, question by question."""
    for review in reviews:
        for said in review.attestations:
            if said.row != row:
                continue
            form = forms.get(said.form or "")
            questions = form.questions if form is not None else ()
            yield {
                "by": review.reviewer,
                "date": review.date,
                "title": form.title if form is not None else said.form or _STATED.get(said.statement or "", "Statement"),
                "lesson": said.lesson_date,
                "item": said.item,
                "answers": [(question.text, _answer(said.answers.get(question.id))) for question in questions],
            }


def _answer(value: object) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
