"""One outcome a row, and one state a goal. The program counts; what people said stands beside it."""

from __future__ import annotations

from msgspec.structs import replace

from simcred.findings.finding import Finding
from simcred.model.checklist import Checklist, EvidenceAsk, Row
from simcred.model.outcome import GoalAssessment, RowOutcome, State, Why
from simcred.model.portfolio import Goal
from simcred.rules import consents, persons, statements
from simcred.rules.case import Case
from simcred.rules.counting import OUT_OF_ORDER, Counting, different
from simcred.rules.judgements import judged
from simcred.rules.standing import Standing
from simcred.words import count, either


def assess_goal(case: Case, goal: Goal, blocked: frozenset[str]) -> tuple[GoalAssessment, list[Finding]]:
    """A goal's rows and state, and findings about its reviews."""
    checklist = case.programme.checklist_for(goal)
    track, name = case.programme.track_of(goal), case.goal_name(goal)
    if checklist is None:
        return GoalAssessment(goal, track, name, None, "collecting", None, "claimed", ()), []
    counting = Counting(case, goal, checklist, blocked)
    standing = Standing(case, goal, checklist, counting)
    rows = tuple(_row(standing, row) for row in checklist.rows)
    state = _state(checklist, rows, standing)
    assessed = GoalAssessment(goal, track, name, checklist, state, standing.changed_since_submission(), "claimed", rows)
    return assessed, [*standing.findings, *(finding for row in rows for finding in row.findings)]


def unjudged(case: Case, goal: Goal) -> GoalAssessment:
    """A goal that a mistake in the program kept from being judged: nothing of it can be told."""
    checklist = case.programme.checklist_for(goal)
    reason = "the program could not judge it"
    rows = tuple(
        RowOutcome(row, "cannot-tell", reason=reason, why="unreadable")
        for row in (checklist.rows if checklist is not None else ())
    )
    name = case.goal_name(goal)
    return GoalAssessment(goal, case.programme.track_of(goal), name, checklist, "collecting", None, "claimed", rows)


def _row(standing: Standing, row: Row) -> RowOutcome:
    """One row: what the machine says of it, beside what people said."""
    outcome = judged(standing, row, _machine(standing, row))
    if outcome.outcome == "unmet" and row.due != "submit" and outcome.waiting_for:
        return replace(outcome, outcome="waiting")
    return outcome


def _machine(standing: Standing, row: Row) -> RowOutcome:
    """The outcome before anybody's word on it."""
    if row.evidence is not None:
        return _evidence(standing, row, row.evidence)
    if row.attestation is not None:
        return statements.attestation(standing, row, row.attestation, None)
    if row.person is not None:
        return persons.person(standing, row, row.person)
    if row.consent is not None:
        return consents.every(standing, row)
    return _any_of(standing, row) if row.any_of else _all_of(standing, row)


def _evidence(standing: Standing, row: Row, ask: EvidenceAsk) -> RowOutcome:
    """A row, or a part of one, that asks for evidence."""
    counting = standing.counting
    items = counting.ask(ask, row)
    slugs = tuple(item.slug for item in items)
    have = len(different(items, ask.distinct_by)) if ask.distinct_by else len(items)
    advised = ask.recommended if ask.recommended is not None and ask.recommended > have else None
    if have >= ask.at_least:
        return RowOutcome(row, "met", have=have, need=ask.at_least, evidence=slugs, advised=advised)
    if broken := counting.broken_for(ask):
        reason = f"evidence/{broken[0]}/evidence.yaml cannot be read yet, so it cannot be told"
        return RowOutcome(row, "cannot-tell", have=have, need=ask.at_least, evidence=slugs, reason=reason, why="unreadable")
    if items:
        what = f"different {either(list(ask.distinct_by))}" if ask.distinct_by else ""
        reason = f"{have} of {ask.at_least} {what}".strip() + f" ({count(len(items), 'item')} there)"
        why: Why = "not-different" if ask.distinct_by else "too-few"
        return RowOutcome(row, "unmet", have=have, need=ask.at_least, evidence=slugs, reason=reason, why=why)
    miss = counting.nearest_miss(ask, row)
    why = "out-of-order" if miss is not None and miss[0] == OUT_OF_ORDER else "too-few"
    return RowOutcome(row, "unmet", need=ask.at_least, advised=advised, reason=miss[1] if miss is not None else None, why=why)


def _any_of(standing: Standing, row: Row) -> RowOutcome:
    """A row that can be met in several ways."""
    outcomes = [_evidence(standing, row, part.evidence) for part in row.any_of if part.evidence is not None]
    met = [outcome for outcome in outcomes if not outcome.open]
    if met:
        evidence = tuple(sorted({slug for outcome in met for slug in outcome.evidence}))
        return RowOutcome(row, "met", have=len(met), need=1, evidence=evidence)
    unreadable = next((outcome for outcome in outcomes if outcome.outcome == "cannot-tell"), None)
    best = unreadable or next((outcome for outcome in outcomes if outcome.reason), outcomes[0])
    return replace(best, have=0, need=1)


def _all_of(standing: Standing, row: Row) -> RowOutcome:
    """A row of several parts: evidence first, then what others say about that evidence."""
    outcomes: list[RowOutcome] = []
    evidence: tuple[str, ...] = ()
    for part in row.all_of:
        if part.evidence is not None:
            outcomes.append(_evidence(standing, row, part.evidence))
            evidence += outcomes[-1].evidence
        elif part.attestation is not None:
            outcomes.append(statements.attestation(standing, row, part.attestation, evidence))
    have = sum(outcome.outcome == "met" for outcome in outcomes)
    findings = tuple(finding for outcome in outcomes for finding in outcome.findings)
    first_open = next((outcome for outcome in outcomes if outcome.open), None)
    if first_open is None:
        return RowOutcome(row, "met", have=have, need=len(row.all_of), evidence=evidence, findings=findings)
    return replace(first_open, have=have, need=len(row.all_of), evidence=evidence, advised=None, findings=findings)


def _state(checklist: Checklist, rows: tuple[RowOutcome, ...], standing: Standing) -> State:
    """A goal's state from its rows, its submission and the verdict on it."""
    if checklist.status == "placeholder":
        return "collecting"
    if standing.case.facts.unread_papers(standing.goal.id):
        return "collecting" if standing.submission is None else "submitted"
    open_due = {row.row.due for row in rows if row.open and row.row.category == "must"}
    if standing.submission is not None:
        verdict = standing.verdict()
        if verdict is not None and verdict.verdict == "return":
            return "returned"
        return "submitted" if open_due & {"submit", "recommend"} else "recommended"
    return "collecting" if "submit" in open_due else "ready"
