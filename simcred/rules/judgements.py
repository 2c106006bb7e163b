"""What reviewers decided about a row, and what that does to its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from simcred.findings.finding import Finding
from simcred.model.checklist import Row
from simcred.model.outcome import Judgement, RowOutcome
from simcred.model.portfolio import NotApplicable
from simcred.model.review import Decision, Review
from simcred.rules.standing import REVIEWING_ROLES, Standing


class _Said(Struct, frozen=True):
    """A decision on a row, with the review it stands in."""

    decision: Decision
    review: Review


def judged(standing: Standing, row: Row, machine: RowOutcome) -> RowOutcome:
    """The machine's outcome of a row, beside and under what people said of it."""
    holding, lapsed = _holding(standing, row)
    said = next((s for s in holding if s.decision.decision == "not-yet"), None) or next(iter(holding), None)
    judgement: Judgement = said.decision.decision if said is not None else "none"
    outcome = _not_applicable(standing, row, machine, said)
    if said is not None and judgement == "not-yet" and outcome.outcome != "not-applicable":
        reason = f"{said.review.reviewer} on {said.review.date}: {said.decision.text or 'not yet'}"
        outcome = replace(outcome, outcome="unmet", reason=reason, why="not-yet", waiting_for=None)
    return replace(outcome, judgement=judgement, findings=(*outcome.findings, *lapsed))


def _holding(standing: Standing, row: Row) -> tuple[list[_Said], list[Finding]]:
    """Each reviewer's newest decision that still fits, newest first; a question never takes the place of a decision.

    And findings about those that do not fit any more.
    """
    decided: dict[str, _Said] = {}
    asked: dict[str, _Said] = {}
    for said in _decisions(standing, row):
        (asked if said.decision.decision == "question" else decided)[said.review.reviewer] = said
    holding, lapsed = [], []
    for said in (*_newest_first(decided), *_newest_first(asked)):
        lapse = standing.lapse(said.review, said.decision.seen, row.id, "decision")
        if lapse is None or (lapse.outcome == "cannot-tell" and said.decision.decision == "not-yet"):
            holding.append(said)
        if lapse is not None:
            lapsed.append(lapse.finding)
    return holding, lapsed


def _decisions(standing: Standing, row: Row) -> Iterator[_Said]:
    """Every decision on a row, oldest first."""
    for review in standing.entitled:
        yield from (_Said(decision, review) for decision in review.decisions if decision.row == row.id)


def _newest_first(said: dict[str, _Said]) -> list[_Said]:
    return sorted(said.values(), key=lambda each: (each.review.number, each.review.path), reverse=True)


def _not_applicable(standing: Standing, row: Row, machine: RowOutcome, said: _Said | None) -> RowOutcome:
    """The educator's word that a row does not apply: enough where the row is not a must, else a request to a reviewer."""
    claim = _claim(standing, row)
    if claim is None:
        return machine
    answered = said is not None and said.decision.decision == "not-applicable" and _may_excuse(standing, row, said.review)
    if answered or row.category != "must":
        return replace(machine, outcome="not-applicable", reason=claim.reason, waiting_for=None)
    if not machine.open:
        return machine
    whom = standing.partner.name if standing.partner is not None else "a reviewer"
    reason = f"you asked to leave it out; {whom} has not answered yet"
    return replace(machine, waiting_for=whom, reason=reason, why="asked")


def _claim(standing: Standing, row: Row) -> NotApplicable | None:
    """What the educator says of a row that does not apply."""
    held = standing.case.facts.portfolio
    claims = held.not_applicable if held is not None else ()
    return next((claim for claim in claims if claim.goal == standing.goal.id and claim.row == row.id), None)


def _may_excuse(standing: Standing, row: Row, review: Review) -> bool:
    """Whether a reviewer may leave a row out: never one that hangs on another's hand, and only the partner, or a listed role."""
    if row.person is not None or next(row.attestation_asks(), None) is not None:
        return False
    listed = standing.has_role(review.reviewer, REVIEWING_ROLES, review.date)
    return bool(listed) or standing.may_attest(review.reviewer, ("partner",), review.date)
