"""One outcome a row, and one state a goal. The program counts; what people said stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from simcred.findings.finding import Finding
from simcred.model.checklist import AttestationAsk, Checklist, EvidenceAsk, PersonAsk, Row
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import GoalAssessment, Judgement, RowOutcome, State, Why
from simcred.model.portfolio import Goal
from simcred.model.review import Attestation, Decision, Pin, Review
from simcred.rules.case import Case
from simcred.rules.counting import OUT_OF_ORDER, Counting, different
from simcred.rules.pins import Pins
from simcred.rules.standing import Standing
from simcred.words import count, either

_CONSENT_DAYS = dt.timedelta(days=14)
"""How long after the recording a permission may still be signed: ours, for a form that comes back a little late."""


class _Said(Struct, frozen=True):
    """The decision that holds for a row, with the review it stands in."""

    decision: Decision
    review: Review


def assess_goal(case: Case, goal: Goal, blocked: frozenset[str], pins: Pins) -> tuple[GoalAssessment, list[Finding]]:
    """A goal's rows and state, and findings about its reviews."""
    checklist = case.programme.checklist_for(goal)
    track, name = case.programme.track_of(goal), case.goal_name(goal)
    if checklist is None:
        return GoalAssessment(goal, track, name, None, "collecting", None, "claimed", ()), []
    counting = Counting(case, goal, checklist, blocked)
    judge = _Judge(case, goal, checklist, counting, Standing(case, goal, checklist, counting, pins))
    rows = tuple(judge.row(row) for row in checklist.rows)
    standing = judge.standing
    state = _state(checklist, rows, standing)
    assessed = GoalAssessment(goal, track, name, checklist, state, standing.changed_since_submission(), "claimed", rows)
    return assessed, standing.findings


def _state(checklist: Checklist, rows: tuple[RowOutcome, ...], standing: Standing) -> State:
    """A goal's state from its rows, its submission and the verdict on it."""
    if checklist.status == "placeholder":
        return "collecting"
    open_due = {row.row.due for row in rows if row.open and row.row.category == "must"}
    if standing.submission is not None:
        verdict = standing.verdict()
        if verdict is not None and verdict.verdict == "return":
            return "returned"
        return "submitted" if open_due & {"submit", "recommend"} else "recommended"
    return "collecting" if "submit" in open_due else "ready"


class _Judge:
    """Judges the rows of one goal."""

    def __init__(self, case: Case, goal: Goal, checklist: Checklist, counting: Counting, standing: Standing) -> None:
        self.case, self.goal, self.checklist, self.counting, self.standing = case, goal, checklist, counting, standing

    def row(self, row: Row) -> RowOutcome:
        """What the machine says of a row, put beside what people said of it."""
        machine = self._machine(row)
        said = self._said(row)
        judgement: Judgement = said.decision.decision if said is not None else "none"
        machine = self._not_applicable(row, machine, judgement)
        if said is not None and judgement == "not-yet" and machine.outcome != "not-applicable":
            machine = self._not_yet(machine, said)
        if machine.outcome == "unmet" and row.due != "submit" and machine.waiting_for:
            machine = replace(machine, outcome="waiting")
        return replace(machine, judgement=judgement)

    def _machine(self, row: Row) -> RowOutcome:
        """The outcome before anybody's word on it."""
        if row.evidence is not None:
            return self._evidence(row, row.evidence)
        if row.attestation is not None:
            return self._attestation(row, row.attestation, None)
        if row.person is not None:
            return self._person(row, row.person)
        if row.consent is not None:
            return self._consent(row)
        return self._any_of(row) if row.any_of else self._all_of(row)

    def _evidence(self, row: Row, ask: EvidenceAsk) -> RowOutcome:
        """A row, or a part of one, that asks for evidence."""
        items = self.counting.ask(ask, row)
        slugs = tuple(item.slug for item in items)
        have = len(different(items, ask.distinct_by)) if ask.distinct_by else len(items)
        advised = ask.recommended if ask.recommended is not None and ask.recommended > have else None
        if have >= ask.at_least:
            return RowOutcome(row, "met", have=have, need=ask.at_least, evidence=slugs, advised=advised)
        if broken := self.counting.broken_for(ask):
            reason = f"evidence/{broken[0]}/evidence.yaml cannot be read yet, so it cannot be told"
            return RowOutcome(row, "cannot-tell", have=have, need=ask.at_least, evidence=slugs, reason=reason, why="unreadable")
        if items:
            what = f"different {either(list(ask.distinct_by))}" if ask.distinct_by else ""
            reason = f"{have} of {ask.at_least} {what}".strip() + f" ({count(len(items), 'item')} there)"
            why: Why = "not-different" if ask.distinct_by else "too-few"
            return RowOutcome(row, "unmet", have=have, need=ask.at_least, evidence=slugs, reason=reason, why=why)
        miss = self.counting.nearest_miss(ask, row)
        why = "out-of-order" if miss is not None and miss[0] == OUT_OF_ORDER else "too-few"
        return RowOutcome(row, "unmet", need=ask.at_least, advised=advised, reason=miss[1] if miss is not None else None, why=why)

    def _person(self, row: Row, ask: PersonAsk) -> RowOutcome:
        """A row that asks for a person with a role."""
        if ask.who == "partner":
            partner = self.standing.partner
            if partner is None:
                return self._person_outcome(row, "no partner is named in portfolio.yaml", ())
            if self.standing.is_educator(partner.person):
                return self._person_outcome(row, f"{partner.name} is the educator; the partner is another person", ())
            problem = self._not_active(partner.person, ask, self._days(ask, partner.since))
            return self._person_outcome(row, problem, ())
        rows = [day for day in ask.active_on if self.checklist.row(day) is not None]
        items = [item for name in rows for item in self.counting.row(name)]
        named = [(item, leader) for item in items if isinstance(leader := item.data.get("leader"), dict)]
        if not named:
            reason = "no leader is named" + (f" in {items[0].slug}" if items else "")
            return self._person_outcome(row, reason, ())
        problems = []
        for item, leader in named:
            problem = self._not_active(str(leader.get("person") or ""), ask, [item.date.end])
            if problem is None:
                return self._person_outcome(row, None, (item.slug,))
            problems.append(problem)
        return self._person_outcome(row, problems[0], ())

    def _person_outcome(self, row: Row, problem: str | None, evidence: tuple[str, ...]) -> RowOutcome:
        if problem is None:
            return RowOutcome(row, "met", have=1, need=1, evidence=evidence)
        return RowOutcome(row, "unmet", need=1, reason=problem, why="no-person")

    def _days(self, ask: PersonAsk, since: dt.date | None) -> list[dt.date]:
        """The days on which a partner must be active, as far as they have come."""
        days = [since] if "start" in ask.active_on and since is not None else []
        if "submission" in ask.active_on:
            submission = self.standing.submission
            days.append(submission.date if submission is not None else self.case.today)
        return days

    def _not_active(self, person: str, ask: PersonAsk, days: Iterable[dt.date]) -> str | None:
        """Why a person does not fit a row; None when they do, or when nobody keeps a list to check against."""
        for day in days:
            if self.standing.has_role(person, ask.roles, day) is False:
                who = person or "the person named"
                return f"{who} is not listed as an active {either(list(ask.roles)).replace('-', ' ')} on {day}"
        return None

    def _consent(self, row: Row) -> RowOutcome:
        """A row that asks for permission wherever somebody can be recognised."""
        items = [item for item in self.counting.all() if item.people.needs_consent]
        if not items:
            return RowOutcome(row, "not-applicable", reason="nobody can be recognised in the evidence")
        problems = {item.slug: problem for item in items if (problem := self._not_permitted(item)) is not None}
        have = len(items) - len(problems)
        slugs = tuple(item.slug for item in items if item.slug not in problems)
        if not problems:
            return RowOutcome(row, "met", have=have, need=len(items), evidence=slugs)
        slug, problem = next(iter(problems.items()))
        return RowOutcome(row, "unmet", have=have, need=len(items), evidence=slugs, reason=f"{slug}: {problem}", why="no-consent")

    def _not_permitted(self, item: EvidenceItem) -> str | None:
        """Why no consent record covers an item; None when one does."""
        portfolio = self.case.facts.portfolio
        records = {consent.id: consent for consent in portfolio.consents} if portfolio is not None else {}
        named = [records[name] for name in item.people.consent if name in records]
        if not named:
            return "people can be recognised and no consent record is named"
        wanted = {word for word, there in (("image", item.people.shown), ("voice", item.people.heard)) if there}
        problem = None
        for consent in named:
            if not wanted <= set(consent.covers):
                problem = f"{consent.id} does not cover {either(sorted(wanted - set(consent.covers)))}"
            elif not {"developer", "crl"} <= set(consent.uses):
                problem = f"{consent.id} does not allow your developer and the centre to see it"
            elif consent.signed.start > item.date.end + _CONSENT_DAYS:
                problem = f"{consent.id} was signed more than {_CONSENT_DAYS.days} days after the recording"
            elif consent.until is not None and consent.until < item.date.end:
                problem = f"{consent.id} had run out by then"
            else:
                return None
        return problem

    def _any_of(self, row: Row) -> RowOutcome:
        """A row that can be met in several ways."""
        outcomes = [self._evidence(row, part.evidence) for part in row.any_of if part.evidence is not None]
        met = [outcome for outcome in outcomes if not outcome.open]
        if met:
            evidence = tuple(sorted({slug for outcome in met for slug in outcome.evidence}))
            return RowOutcome(row, "met", have=len(met), need=1, evidence=evidence)
        best = next((o for o in outcomes if o.outcome == "cannot-tell"), None) or next(
            (o for o in outcomes if o.reason), outcomes[0]
        )
        return replace(best, have=0, need=1)

    def _all_of(self, row: Row) -> RowOutcome:
        """A row of several parts: evidence first, then what others say about that evidence."""
        need, have = len(row.all_of), 0
        evidence: tuple[str, ...] = ()
        first_open: RowOutcome | None = None
        for part in row.all_of:
            if part.evidence is not None:
                outcome = self._evidence(row, part.evidence)
                evidence += outcome.evidence
            elif part.attestation is not None:
                outcome = self._attestation(row, part.attestation, evidence)
            else:
                continue
            have += outcome.outcome == "met"
            first_open = first_open or (outcome if outcome.open else None)
        if first_open is None:
            return RowOutcome(row, "met", have=have, need=need, evidence=evidence)
        return replace(first_open, have=have, need=need, evidence=evidence, advised=None)

    def _attestation(self, row: Row, ask: AttestationAsk, about: tuple[str, ...] | None) -> RowOutcome:
        """A row, or a part of one, that asks for another person's statement (`about`: the items it may be about)."""
        standing = self.standing
        waiting = standing.whom(ask.by)
        outdated: str | None = None
        incomplete: str | None = None
        for review, pins, attestation in self._statements(row, ask):
            if not standing.may_attest(review.reviewer, ask.by, review.date):
                continue
            incomplete = self._incomplete(ask, attestation, about, review)
            if incomplete is not None:
                continue
            outdated = standing.outdated(review, pins, row.id, "statement")
            if outdated is None:
                return RowOutcome(row, "met", have=1, need=1, evidence=about or ())
        if outdated is not None:
            return RowOutcome(row, "outdated", need=1, waiting_for=waiting, reason=outdated, why="no-attestation")
        return RowOutcome(
            row, "waiting", need=1, waiting_for=waiting, reason=incomplete or self._wanted(ask), why="no-attestation"
        )

    def _wanted(self, ask: AttestationAsk) -> str:
        """What is waited for, in words."""
        if ask.form is not None:
            form = self.case.programme.forms.get(ask.form)
            return form.title if form is not None else str(ask.form)
        return "the recommendation"

    def _statements(self, row: Row, ask: AttestationAsk) -> Iterable[tuple[Review, tuple[Pin, ...], Attestation | None]]:
        """Statements made for a row, newest first, each with the files it rests on."""
        if ask.statement == "recommend":
            verdict = self.standing.verdict()
            if verdict is not None and verdict.verdict == "recommend":
                yield verdict, verdict.seen, None
            return
        for review in reversed(self.standing.entitled):
            for attestation in review.attestations:
                if attestation.row == row.id and attestation.form == ask.form and attestation.statement == ask.statement:
                    yield review, attestation.seen or review.seen, attestation

    def _incomplete(
        self, ask: AttestationAsk, said: Attestation | None, about: tuple[str, ...] | None, review: Review
    ) -> str | None:
        """What a filled-in form still lacks; None when it is complete."""
        if ask.after is not None:
            items = self.counting.row(ask.after)
            if items and all(review.date < item.date.end for item in items):
                return f"{review.reviewer}'s statement is dated before {items[0].slug}"
        if said is None:
            return None
        if about is not None:
            item = self.case.facts.items.get(said.item or "")
            if item is None or item.slug not in about:
                return f"{review.reviewer}'s form is about another item ({said.item or 'none named'})"
            if review.date < item.date.end:
                return f"{review.reviewer}'s form is dated before the lesson"
            if said.lesson_date is None:
                return f"{review.reviewer}'s form does not say the day of the lesson"
        form = self.case.programme.forms.get(ask.form or "")
        if ask.complete and form is not None:
            blank = [question.text for question in form.questions if said.answers.get(question.id) in (None, "")]
            if blank:
                return f"{review.reviewer}'s form has {count(len(blank), 'question')} without an answer: {blank[0]}"
        return None

    def _said(self, row: Row) -> _Said | None:
        """The newest decision on a row, while it still fits the evidence and the checklist."""
        for review in reversed(self.standing.entitled):
            for decision in reversed(review.decisions):
                if decision.row == row.id:
                    if decision.decision == "not-yet" and self._new_evidence(row, decision):
                        return None
                    held = self.standing.outdated(review, decision.seen, row.id, "decision") is None
                    return _Said(decision, review) if held else None
        return None

    def _new_evidence(self, row: Row, decision: Decision) -> bool:
        """Whether evidence counts for the row now that the reviewer had not seen."""
        seen = {pin.path for pin in decision.seen}
        return any(item.manifest not in seen for item in self.counting.row(row.id))

    def _not_yet(self, machine: RowOutcome, said: _Said) -> RowOutcome:
        """A row that a reviewer sent back keeps open until its evidence changes."""
        reason = f"{said.review.reviewer} on {said.review.date}: {said.decision.text or 'not yet'}"
        return replace(machine, outcome="unmet", reason=reason, why="not-yet", waiting_for=None)

    def _not_applicable(self, row: Row, machine: RowOutcome, judgement: Judgement) -> RowOutcome:
        """The educator's word that a row does not apply: enough where the row is not a must, else a request."""
        portfolio = self.case.facts.portfolio
        claims = portfolio.not_applicable if portfolio is not None else ()
        claim = next((c for c in claims if c.goal == self.goal.id and c.row == row.id), None)
        if judgement == "not-applicable" or (claim is not None and row.category != "must"):
            return replace(
                machine, outcome="not-applicable", reason=claim.reason if claim is not None else machine.reason, waiting_for=None
            )
        if claim is not None and machine.open:
            whom = self.standing.partner.name if self.standing.partner is not None else "a reviewer"
            reason = f"you asked to leave it out; {whom} has not answered yet"
            return replace(machine, waiting_for=whom, reason=reason, why="asked")
        return machine
