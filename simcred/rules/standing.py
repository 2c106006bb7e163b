"""Who may speak about a goal, and what the reviews and submissions in its portfolio are worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from simcred.findings.finding import About, Finding, Place, found
from simcred.load.paths import slug_of
from simcred.model.checklist import Checklist, FromGoal, Row
from simcred.model.evidence import EvidenceItem, people_in
from simcred.model.portfolio import LAST_OF_ONE, Goal
from simcred.model.review import Pin, Review
from simcred.rules.case import Case, plain
from simcred.rules.counting import Counting
from simcred.wording import PEOPLE
from simcred.words import either

REVIEWING_ROLES = ("specialist", "developer", "development-leader", "institute-director", "crl")
RELATIONS = ("partner", "session-leader", "guided-teacher", "participant", "apprentice", "mentor")
"""What somebody can be to the educator; who it is stands in portfolio.yaml (the partner) and in the evidence (the others)."""
_PEERS = ("guided-teacher", "participant", "apprentice")
"""Relations of people who need no role of their own: they speak of what happened to them, and decide nothing."""
_TITLES = {
    "partner": "your partner",
    "session-leader": "led the session",
    "guided-teacher": "the teacher you guide",
    "participant": "took part in your session",
    "apprentice": "your apprentice",
    "mentor": "your mentor",
    "institute-director": "institute director",
    "development-leader": "led the institute",
}


def _asked(row: Row) -> Iterator[str]:
    """The relations and roles of whom a row asks for a statement."""
    for ask in row.attestation_asks():
        yield from ask.by


class Lapse(Struct, frozen=True):
    """Why a statement does not hold (any more): the row's outcome by it, a sentence, and the finding that says so."""

    outcome: Literal["outdated", "cannot-tell"]
    reason: str
    finding: Finding


class Standing:
    """The people and papers of one goal. `findings` are about reviews that do not count at all."""

    def __init__(self, case: Case, goal: Goal, checklist: Checklist, counting: Counting) -> None:
        self.case, self.goal, self.checklist, self.counting = case, goal, checklist, counting
        held = case.facts.portfolio
        self.partner = held.partner_of(goal) if held is not None else None
        papers = [paper for paper in case.facts.papers_of(goal.id) if paper.date <= case.today]
        self.submission = case.submission(goal)
        self.findings: list[Finding] = []
        self._names: dict[str, dict[str, str]] = {}
        self._lower: dict[tuple[int, str, frozenset[str]], Standing | None] = {}
        self.entitled: list[Review] = []
        self.peers: list[Review] = []
        for paper in papers:
            if isinstance(paper, Review):
                self._heard(paper)

    def _heard(self, review: Review) -> None:
        """Puts a review with those that count, or with those whose statements do; else a finding says why it does not."""
        findings = len(self.findings)
        if self._entitled(review):
            self.entitled.append(review)
        elif self._is_peer(review):
            del self.findings[findings:]
            self.peers.append(review)

    def heard(self) -> list[Review]:
        """The reviews that count, at least for what their authors may state, in the order they were made."""
        return sorted((*self.entitled, *self.peers), key=lambda review: (review.number, review.path))

    def related(self, relation: str) -> dict[str, str]:
        """The people who stand in a relation to the educator (or are named in a role): person id to name."""
        named = self._named(relation)
        if self.partner is not None and self.is_partner(self.partner.person, (relation,)):
            return {self.partner.person: self.partner.name, **named}
        return named

    def _named(self, relation: str) -> dict[str, str]:
        """Those whom the evidence that counts names, as `related`."""
        if relation not in self._names:
            items = self.counting.all()
            self._names[relation] = {who: name for item in items for who, name in self.named_in(item, relation).items()}
        return self._names[relation]

    def named_in(self, item: EvidenceItem, relation: str) -> dict[str, str]:
        """Those whom an item names: person id to name. Without an id, the partner's if it is they, else one made of the name."""
        kind = self.case.programme.kinds.get(item.kind)
        fields = [name for name, held in (kind.relations if kind is not None else {}).items() if held == relation]
        fields += ["guided"] if relation == "guided-teacher" else []
        mine = {self.partner.name.casefold(): self.partner.person} if self.partner is not None else {}
        named: dict[str, str] = {}
        for person in (person for name in fields for person in people_in(item, name)):
            named[person.person or mine.get(person.name.casefold()) or slug_of(person.name) or person.name] = person.name
        return named

    def is_partner(self, person: str, by: tuple[str, ...]) -> bool:
        """Whether a person is the partner, and a row asks for the partner, or for the mentor that a partner is."""
        asked = "partner" in by or ("mentor" in by and self.goal.level > LAST_OF_ONE)
        return asked and self.partner is not None and person == self.partner.person

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

    def is_educator(self, person: str, name: str | None = None) -> bool:
        """Whether a person is the educator: by the people list (address, portfolio), without one by address or name."""
        held, people = self.case.facts.portfolio, self.case.programme.people
        if held is None:
            return False
        educator, partner = held.educator, self.partner
        addresses: set[str] = set()
        if partner is not None and partner.person == person:
            name = name or partner.name
            addresses |= {partner.email.casefold()} if partner.email else set()
        known = people.person(person) if people is not None else None
        if known is not None:
            addresses |= {mail.casefold() for mail in known.emails}
            if any(role.role == "educator" and self.case.place in role.portfolios for role in known.roles):
                return True
        elif plain(educator.name) == plain(name or "") or (slug_of(educator.name) or None) == slug_of(person):
            return True
        return educator.email.casefold() in addresses

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

    def _is_peer(self, review: Review) -> bool:
        """Whether a review is by somebody on the people list who only stands in a relation that a row asks for."""
        people, asked = self.case.programme.people, {name for row in self.checklist.rows for name in _asked(row)}
        if people is None or people.person(review.reviewer) is None or self.is_educator(review.reviewer):
            return False
        return any(review.reviewer in self.related(name) for name in _PEERS if name in asked)

    def may_attest(self, person: str, by: tuple[str, ...], day: dt.date) -> bool:
        """Whether a person stands in one of the relations on that day, or holds one of the roles, that a row names.

        A role is looked up in the people list; without one, anybody may claim it.
        """
        for name in by:
            if name not in RELATIONS:
                if self.has_role(person, (name,), day) is not False:
                    return True
            elif person in self._named(name) or (
                self.partner is not None and self.is_partner(person, (name,)) and day >= (self.partner.since or day)
            ):
                return True
        return False

    def may_speak_as(self, review: Review, by: tuple[str, ...]) -> tuple[str, ...]:
        """The relations and roles, of those a row asks for, in which the author of a review may speak."""
        return by if review in self.entitled else tuple(name for name in by if name in _PEERS)

    def ids(self, by: tuple[str, ...], items: Sequence[EvidenceItem] = ()) -> tuple[str, ...]:
        """The ids of those whom a row waits for, as far as they are named; as `whom`."""
        own = [person for item in items for name in by for person in self.named_in(item, name)]
        return tuple(dict.fromkeys(own or [person for name in by for person in self.related(name)]))

    def whom(self, by: tuple[str, ...], items: Sequence[EvidenceItem] = ()) -> str:
        """Whom a row waits for, in words: those whom the items name that it is about, else anybody who is named."""
        for name in by:
            own = [person for item in items for person in self.named_in(item, name).values()]
            if known := own or list(self.related(name).values()):
                return f"{known[0]} ({_TITLES[name]})"
        return either([PEOPLE[name] for name in by])

    def lower(self, ask: FromGoal, barred: frozenset[str]) -> Standing | None:
        """The people and papers of the level whose rows are to be met; None when the programme has no such checklist.

        Where the portfolio has no goal of that level, it is as if it had one that nobody has reviewed. `barred` are items that
        may not count.
        """
        key = ask.level, ask.same, barred
        if key not in self._lower:
            self._lower[key] = self._beneath(ask, barred) if ask.level < self.goal.level else None
        return self._lower[key]

    def _beneath(self, ask: FromGoal, barred: frozenset[str]) -> Standing | None:
        """As `lower`, looked up."""
        programme, mine = self.case.programme, self.goal
        track = programme.track_of(mine)
        same = mine.intervention if ask.same == "intervention" else None
        wanted = Goal("", ask.level, same, track)
        for goal in self.case.goals:
            if goal.level == ask.level and (goal.intervention == same if same is not None else programme.track_of(goal) == track):
                wanted = goal
                break
        checklist = programme.checklist_for(wanted) or programme.checklist_for(Goal("", ask.level, same, track))
        if checklist is None:
            return None
        return Standing(self.case, wanted, checklist, self.counting.of(wanted, checklist, barred))

    def lapse(self, review: Review, pins: tuple[Pin, ...], row: str | None, what: str) -> Lapse | None:
        """Why a statement that rests on those files does not hold any more; None while it does."""
        about, place = About(goal=self.goal.id, row=row), self.case.facts.place(review.path)
        since = f"since {review.reviewer}'s {what} of {review.date}"
        if review.checklist.sha256 != self.checklist.digest:
            reason = f"the checklist has changed {since}"
            return Lapse(
                "outdated", reason, found("MC502", reason, place, hint="Ask for another look.", about=about, subject=what)
            )
        for pin in pins:
            state = self.case.pins.state(pin)
            if state == "unreadable":
                reason = f"{pin.path} cannot be read, so whether it changed {since} cannot be told"
                return Lapse("cannot-tell", reason, found("MC002", reason, Place(pin.path), about=about, subject=what))
            if state != "same":
                reason = f"{pin.path} has changed {since}"
                hint = "Ask for another look."
                return Lapse("outdated", reason, found("MC501", reason, place, hint=hint, about=about, subject=what))
        return None

    def changed_since_submission(self) -> bool | None:
        """Whether what was submitted has changed since; None before a submission, and when a file cannot be read."""
        if self.submission is None:
            return None
        states = {self.case.pins.state(pin) for pin in self.submission.seen}
        return True if states & {"changed", "gone"} else None if "unreadable" in states else False

    def verdict(self) -> Review | None:
        """The newest verdict on the newest submission (on none, before the first) by somebody who may give one."""
        attempt = self.submission.number if self.submission is not None else None
        asks = [ask for row in self.checklist.rows for ask in row.attestation_asks() if ask.statement == "recommend"]
        by = asks[0].by if asks else ("partner", *REVIEWING_ROLES)
        fits: Iterator[Review] = (
            review
            for review in reversed(self.entitled)
            if review.verdict is not None
            and review.portfolio.attempt == attempt
            and self.may_attest(review.reviewer, by, review.date)
        )
        return next(fits, None)
