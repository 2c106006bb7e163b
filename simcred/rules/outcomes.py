"""One outcome a row, and one state a goal. The program counts; what people said stands beside it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from simcred.findings.finding import Finding
from simcred.model.checklist import Checklist, EvidenceAsk, FromGoal, Part, Row
from simcred.model.outcome import GoalAssessment, RowOutcome, State, Why
from simcred.model.portfolio import Earned, Goal
from simcred.rules import consents, persons, statements
from simcred.rules.case import Case
from simcred.rules.counting import Counting
from simcred.rules.judgements import judged
from simcred.rules.standing import Standing
from simcred.rules.variety import variety
from simcred.words import count, either

_DIFFERENT = {"intervention": "routines or strategies"}
"""What a field that must differ is, in words."""


def assess_goal(case: Case, goal: Goal, blocked: frozenset[str]) -> tuple[GoalAssessment, list[Finding]]:
    """A goal's rows and state, and findings about its reviews."""
    checklist = case.programme.checklist_for(goal)
    track, name = case.programme.track_of(goal), case.goal_name(goal)
    if checklist is None:
        return GoalAssessment(goal, track, name, None, "collecting", None, "claimed", ()), []
    counting = Counting(case, goal, checklist, blocked)
    standing = Standing(case, goal, checklist, counting)
    rows = tuple(_row(standing, row) for row in checklist.rows_for(goal.intervention))
    state = _state(checklist, rows, standing)
    changed, heard = standing.changed_since_submission(), tuple(review.path for review in standing.heard())
    assessed = GoalAssessment(goal, track, name, checklist, state, changed, "claimed", rows, heard)
    return assessed, [*standing.findings, *(finding for row in rows for finding in row.findings)]


def unjudged(case: Case, goal: Goal) -> GoalAssessment:
    """A goal that a mistake in the program kept from being judged: nothing of it can be told."""
    checklist = case.programme.checklist_for(goal)
    reason = "the program could not judge it"
    rows = tuple(
        RowOutcome(row, "cannot-tell", reason=reason, why="unreadable")
        for row in (checklist.rows_for(goal.intervention) if checklist is not None else ())
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
    if row.person is not None:
        return persons.person(standing, row, row.person)
    if row.consent is not None:
        return consents.every(standing, row)
    if row.any_of:
        return _any_of(standing, row)
    return _all_of(standing, row) if row.all_of else _part(standing, row, Part(row.evidence, row.attestation, row.from_goal))


def _enough(standing: Standing, ask: EvidenceAsk | None) -> Callable[[set[str]], bool]:
    """Whether statements about some items are about all that a part asks for: one item, or as many and as different ones."""

    def enough(slugs: set[str]) -> bool:
        """Whether these are."""
        if ask is None or ask.at_least == 1:
            return bool(slugs)
        there = variety(standing.case, standing.goal, ask, [standing.case.facts.items[slug] for slug in sorted(slugs)])
        return there.have >= ask.at_least and there.lack is None

    return enough


def _part(
    standing: Standing,
    row: Row,
    part: Part,
    about: tuple[str, ...] | None = None,
    before: EvidenceAsk | None = None,
) -> RowOutcome:
    """A row that asks for one thing, or one part of a row; a statement beside evidence is about that evidence.

    `about` are the items of the part before it, and `before` what that asks for.
    """
    found = None
    if part.evidence is not None:
        found = _evidence(standing, row, part.evidence)
        about = found.evidence
    if part.from_goal is not None and (found is None or not found.open):
        found = _from_goal(standing, row, part.from_goal)
    if part.attestation is None or (found is not None and found.open):
        return found or RowOutcome(row, "unmet")
    said = statements.attestation(standing, row, part.attestation, about, _enough(standing, part.evidence or before))
    return said if found is None else replace(said, evidence=found.evidence, have=found.have, need=found.need)


def _evidence(standing: Standing, row: Row, ask: EvidenceAsk) -> RowOutcome:
    """A row, or a part of one, that asks for evidence."""
    counting = standing.counting
    items = counting.ask(ask, row)
    slugs = tuple(item.slug for item in items)
    there = variety(standing.case, standing.goal, ask, items)
    have = there.have
    advised = ask.recommended if ask.recommended is not None and ask.recommended > have else None
    if have >= ask.at_least and there.lack is None:
        return RowOutcome(row, "met", have=have, need=ask.at_least, evidence=slugs, advised=advised)
    if broken := counting.broken_for(ask):
        reason = f"evidence/{broken[0]}/evidence.yaml cannot be read yet, so it cannot be told"
        return RowOutcome(row, "cannot-tell", have=have, need=ask.at_least, evidence=slugs, reason=reason, why="unreadable")
    if items:
        what = f"different: {either([_DIFFERENT.get(name, name) for name in ask.distinct_by])}" if ask.distinct_by else ""
        short = f"{have} of {ask.at_least} {what}".strip() + f" ({count(len(items), 'item')} there)"
        reason = there.lack if there.lack is not None and have >= ask.at_least else short
        why: Why = "not-different" if ask.distinct_by else "too-few"
        return RowOutcome(row, "unmet", have=have, need=ask.at_least, evidence=slugs, reason=reason, why=why, ask=ask)
    miss = counting.nearest_miss(ask, row)
    if miss is None:
        return RowOutcome(row, "unmet", need=ask.at_least, advised=advised, why="too-few", ask=ask)
    have, need = (miss.progress.have, miss.progress.need) if miss.progress is not None else (0, ask.at_least)
    if ask.at_least > 1:
        have, need = 0, ask.at_least
    why = "spoiled" if miss.spoiled else "out-of-order" if miss.order else "too-few"
    near = miss.slug or None
    before = standing.checklist.row(miss.first) if miss.first is not None else None
    return RowOutcome(
        row, "unmet", have=have, need=need, advised=advised, reason=miss.reason, why=why, ask=ask, near=near, first=before
    )


def _from_goal(standing: Standing, row: Row, ask: FromGoal) -> RowOutcome:
    """A row, or a part of one, that another level's rows meet, or its badge."""
    held = standing.case.facts.portfolio
    if ask.or_earned and any(_same(standing, ask, badge) for badge in (held.earned if held is not None else ())):
        return RowOutcome(row, "met", have=1, need=1)
    lower = standing.lower(ask, standing.counting.barred_from(row.id))
    asked = [known for name in ask.rows if lower is not None and (known := lower.checklist.row(name)) is not None]
    if lower is None or len(asked) < len(ask.rows):
        reason = f"the programme has no rows {', '.join(ask.rows)} at level {ask.level} to go by"
        return RowOutcome(row, "cannot-tell", need=1, reason=reason, why="unreadable")
    if not asked:
        reason = f"no badge of level {ask.level} is recorded (portfolio.yaml, earned)"
        return RowOutcome(row, "unmet", need=1, reason=reason, why="no-badge")
    outcomes = [_row(lower, known) for known in asked]
    stands = [outcome.outcome == "met" or (not outcome.open and outcome.row.consent is not None) for outcome in outcomes]
    have = sum(stands)
    evidence = tuple(sorted({slug for outcome in outcomes for slug in outcome.evidence}))
    first_open = next((outcome for outcome, stood in zip(outcomes, stands, strict=True) if not stood), None)
    if first_open is None:
        return RowOutcome(row, "met", have=have, need=len(asked), evidence=evidence)
    if not first_open.open:  # left out at its own level, which is no evidence at this one
        first_open = replace(first_open, outcome="unmet", reason="it was left out at its level, and counts here as missing")
    what = f"{first_open.row.id} {first_open.row.title}"
    reason = f"{what}: {first_open.reason}" if first_open.reason else f"nothing yet for {what}"
    return replace(
        first_open,
        row=row,
        first=first_open.first or first_open.row,
        have=have,
        need=len(asked),
        evidence=evidence,
        advised=None,
        reason=reason,
        findings=(),
        owed=(),
    )


def _same(standing: Standing, ask: FromGoal, badge: Earned) -> bool:
    """Whether a badge earned before is of the level asked for, and of the same intervention or track."""
    if badge.level != ask.level or badge.date > standing.case.today:
        return False
    if ask.same == "intervention":
        return badge.intervention is not None and badge.intervention == standing.goal.intervention
    known = standing.case.programme.interventions.get(badge.intervention or "")
    return standing.case.programme.track_of(standing.goal) in (badge.track, known.track if known is not None else None)


def _any_of(standing: Standing, row: Row) -> RowOutcome:
    """A row that can be met in several ways."""
    outcomes = [_part(standing, row, part) for part in row.any_of]
    met = [outcome for outcome in outcomes if not outcome.open]
    findings = tuple(finding for outcome in outcomes for finding in outcome.findings)
    if met:
        evidence = tuple(sorted({slug for outcome in met for slug in outcome.evidence}))
        return RowOutcome(row, "met", have=len(met), need=1, evidence=evidence, findings=findings)
    pressing = [outcome for word in ("outdated", "cannot-tell") for outcome in outcomes if outcome.outcome == word]
    pressing += [outcome for outcome in outcomes if outcome.outcome == "waiting" and outcome.evidence]
    begun = [outcome for outcome in outcomes if outcome.evidence or (outcome.ask is not None and outcome.reason)]
    best = [*pressing, *begun, *outcomes][0]
    owed = tuple(statement for outcome in outcomes for statement in outcome.owed)
    other = next((outcome for outcome in outcomes if outcome.waiting_for is not None), None)
    if best.reason is None and best.waiting_for is None and other is not None:
        best = replace(best, reason=f"or ask {other.waiting_for}: {other.reason}")
    return replace(best, have=0, need=1, findings=findings, owed=owed)


def _all_of(standing: Standing, row: Row) -> RowOutcome:
    """A row of several parts; a statement is about the evidence of the part before it."""
    outcomes: list[RowOutcome] = []
    about: tuple[str, ...] | None = None
    before: EvidenceAsk | None = None
    for part in row.all_of:
        outcomes.append(_part(standing, row, part, about, before))
        if part.evidence is not None:
            about, before = outcomes[-1].evidence, part.evidence
    have = sum(outcome.outcome == "met" for outcome in outcomes)
    evidence = tuple(dict.fromkeys(slug for outcome in outcomes for slug in outcome.evidence))
    findings = tuple(finding for outcome in outcomes for finding in outcome.findings)
    first_open = next((outcome for outcome in outcomes if outcome.open), None)
    if first_open is None:
        advised = max((outcome.advised for outcome in outcomes if outcome.advised is not None), default=None)
        return RowOutcome(
            row,
            "met",
            have=have,
            need=len(row.all_of),
            evidence=evidence,
            findings=findings,
            advised=None if advised is None else advised,
        )
    owed = tuple(statement for outcome in outcomes for statement in outcome.owed)
    return replace(first_open, have=have, need=len(row.all_of), evidence=evidence, advised=None, findings=findings, owed=owed)


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
