"""What a review is worth for a goal: who gave it, for which checklist, and whether it still fits what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.model.checklist import Checklist
from simcred.model.portfolio import Goal
from simcred.model.review import Pin, Review, Submission
from simcred.rules.case import Case
from simcred.rules.counting import Counting
from simcred.rules.pins import Pins

REVIEWING_ROLES = ("specialist", "developer", "development-leader", "institute-director", "crl")


class Standing:
    """The reviews and submissions of one goal, and the people who may speak about it."""

    def __init__(self, case: Case, goal: Goal, checklist: Checklist, counting: Counting, pins: Pins) -> None:
        self.case, self.goal, self.checklist, self.counting, self.pins = case, goal, checklist, counting, pins
        held = case.facts.portfolio
        self.partner = held.partner_of(goal) if held is not None else None
        mine = (held.id if held is not None else "", goal.id)
        self.reviews = [r for r in case.facts.reviews if (r.portfolio.id, r.portfolio.goal) == mine and r.date <= case.today]
        submissions = [s for s in case.facts.submissions if (s.portfolio.id, s.portfolio.goal) == mine]
        self.submission: Submission | None = submissions[-1] if submissions else None
        self.findings: list[Finding] = []
        self.entitled = [review for review in self.reviews if self._entitled(review)]

    def leaders(self) -> dict[str, str]:
        """Session leaders named in the evidence: person id (or name, where there is no id) to name."""
        named: dict[str, str] = {}
        for item in self.counting.all():
            leader = item.data.get("leader")
            if isinstance(leader, dict):
                named[str(leader.get("person") or leader.get("name"))] = str(leader.get("name"))
        return named

    def has_role(self, person: str, roles: tuple[str, ...], day: dt.date) -> bool | None:
        """Whether a person holds one of `roles` for this goal on that day; None without a people list."""
        people = self.case.programme.people
        if people is None:
            return None
        known = people.person(person)
        track = self.case.programme.track_of(self.goal)
        return known is not None and any(
            role.role in roles and role.holds(day) and role.covers(track, self.goal.intervention) for role in known.roles
        )

    def is_educator(self, person: str) -> bool:
        """Whether a person id is the educator's own, by address."""
        held, people = self.case.facts.portfolio, self.case.programme.people
        if held is None:
            return False
        address = held.educator.email.casefold()
        known = people.person(person) if people is not None else None
        addresses = {mail.casefold() for mail in known.emails} if known is not None else set()
        if self.partner is not None and self.partner.person == person and self.partner.email is not None:
            addresses.add(self.partner.email.casefold())
        return address in addresses

    def _entitled(self, review: Review) -> bool:
        """Whether a review counts at all; a finding says why it does not."""
        place, about = self.case.facts.place(review.path, "reviewer"), About(goal=self.goal.id)
        if self.is_educator(review.reviewer):
            hint = "Somebody else must review; it does not count."
            self.findings.append(found("MC504", f"{review.reviewer} is the educator", place, hint=hint, about=about))
            return False
        if self.has_role(review.reviewer, REVIEWING_ROLES, review.date) is False:
            hint = "It does not count. The programme's people list says who may review, where and when."
            message = f"{review.reviewer} may not review {self.goal.id} on {review.date}"
            self.findings.append(found("MC503", message, place, hint=hint, about=about))
            return False
        return True

    def may_attest(self, person: str, by: tuple[str, ...], day: dt.date) -> bool:
        """Whether a person stands in one of the relations, or holds one of the roles, that a row names."""
        if "partner" in by and self.partner is not None and self.partner.person == person:
            return True
        if "session-leader" in by and person in self.leaders():
            return True
        roles = tuple(name for name in by if name in REVIEWING_ROLES)
        return bool(roles) and self.has_role(person, roles, day) is not False

    def whom(self, by: tuple[str, ...]) -> str:
        """Whom a row waits for, in words."""
        if "partner" in by and self.partner is not None:
            return f"{self.partner.name} (your partner)"
        if "session-leader" in by and (names := list(self.leaders().values())):
            return f"{names[0]} (led the session)"
        return " or ".join(word.replace("-", " ") for word in by)

    def same_checklist(self, review: Review) -> bool:
        """Whether a review was made with the checklist that holds now."""
        return review.checklist.sha256 == self.checklist.digest

    def outdated(self, review: Review, pins: tuple[Pin, ...], row: str | None, what: str) -> str | None:
        """Why a statement no longer holds, in a sentence (kept as a finding too); None while it does."""
        about, place = About(goal=self.goal.id, row=row), self.case.facts.place(review.path)
        if not self.same_checklist(review):
            reason = f"the checklist has changed since {review.reviewer}'s {what} of {review.date}"
            hint = "Ask for another look."
            self.findings.append(found("MC502", reason, place, hint=hint, about=about, subject=what))
            return reason
        gone = next(self.pins.changed(pins), None)
        if gone is not None:
            reason = f"{gone.path} has changed since {review.reviewer}'s {what} of {review.date}"
            hint = "Ask for another look."
            self.findings.append(found("MC501", reason, place, hint=hint, about=about, subject=what))
            return reason
        return None

    def changed_since_submission(self) -> bool | None:
        """Whether what was submitted has changed since; None before a submission."""
        return None if self.submission is None else next(self.pins.changed(self.submission.seen), None) is not None

    def verdict(self) -> Review | None:
        """The newest entitled review with a verdict on the newest submission (on none, before the first)."""
        attempt = self.submission.number if self.submission is not None else 0
        fits: Iterator[Review] = (
            r for r in reversed(self.entitled) if r.verdict is not None and (r.portfolio.attempt or 0) >= attempt
        )
        return next(fits, None)
