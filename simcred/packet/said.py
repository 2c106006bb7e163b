"""What people said: decisions on rows, filled-in forms and statements, and words about the whole.

Only reviews that count are asked; whatever they saw that is another file by now makes their word outdated, and it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from simcred.model.programme import Form
from simcred.model.review import Pin, Review
from simcred.wording import JUDGEMENTS

_STATED = {"confirm": "Confirmation", "recommend": "Recommendation"}


class Voices(Struct, frozen=True):
    """The reviews of a goal that count, and those that do not.

    `partner` is the id of the partner, `checklist` the digest of what is judged by, `attempt` the number of the newest submission,
    `same` whether a file that was seen is the same.
    """

    heard: tuple[Review, ...]
    unheard: tuple[Review, ...]
    partner: str | None
    checklist: str | None
    attempt: int | None
    same: Callable[[Pin], bool]

    def outdated(self, review: Review, seen: Sequence[Pin]) -> str:
        """Why a word of a review does not hold any more; empty where it does."""
        if review.checklist.sha256 != self.checklist:
            return "outdated: the checklist has changed since"
        return "" if all(map(self.same, seen)) else "outdated: the evidence has changed since"

    def overtaken(self, review: Review) -> str:
        """Why a verdict is about something earlier than the newest submission; empty where it is about that."""
        if review.verdict is None or review.portfolio.attempt == self.attempt:
            return ""
        about = "before the submission" if review.portfolio.attempt is None else f"about attempt {review.portfolio.attempt}"
        return f"{about}; attempt {self.attempt} was submitted since" if self.attempt is not None else about


def thread(voices: Voices, row: str) -> Iterator[dict[str, Any]]:
    """What reviewers said of a row, oldest first."""
    for review in voices.heard:
        for decision in review.decisions:
            if decision.row == row:
                yield {
                    "by": review.reviewer,
                    "date": review.date,
                    "decision": JUDGEMENTS[decision.decision],
                    "text": decision.text,
                    "outdated": voices.outdated(review, decision.seen),
                }


def verdicts(voices: Voices, *, partner: bool) -> list[dict[str, Any]]:
    """What the partner said of the whole, or what others said."""
    return [
        {
            "by": review.reviewer,
            "date": review.date,
            "verdict": review.verdict,
            "text": review.text,
            "outdated": voices.overtaken(review) or voices.outdated(review, review.seen),
        }
        for review in voices.heard
        if (review.verdict or review.text) and (review.reviewer == voices.partner) is partner
    ]


def attestations(voices: Voices, forms: Mapping[str, Form], row: str) -> Iterator[dict[str, Any]]:
    """Filled-in forms and statements for a row, question by question."""
    for review in voices.heard:
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
                "outdated": voices.outdated(review, said.seen),
            }


def _answer(value: object) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
