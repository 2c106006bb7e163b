"""The educator's own words about a portfolio: who, with whom, towards what. Shapes stand in schemas/portfolio.json."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from simcred.model.days import Span

Track = Literal["cer", "ls"]

LEVELS = {
    1: ("PL", "Professional Learning"),
    2: ("FI", "Fidelity of Implementation"),
    3: ("SP", "Specialist"),
    4: ("PD", "SIM Professional Developer"),
    5: ("PDL", "SIM Professional Development Leader"),
}
"""Level -> (code used in badge names, title)."""
LAST_OF_ONE = 3
"""The last level that is earned for one intervention; those above are for a track, and there the partner is a mentor."""


class Educator(Struct, frozen=True):
    """Whose portfolio it is."""

    name: str
    email: str
    school: str | None = None
    division: str | None = None


class Partner(Struct, frozen=True):
    """The SIM Professional Developer or specialist who works with the educator; `person` is an id in people.yaml."""

    person: str
    name: str
    email: str | None = None
    since: dt.date | None = None
    through: str | None = None


class ChecklistRef(Struct, frozen=True):
    """The checklist a goal was started with."""

    id: str
    version: str | None = None


class Joined(Struct, frozen=True):
    """When and where the educator joined the badge; a record only."""

    date: dt.date
    page: str | None = None


class Payment(Struct, frozen=True):
    """Who pays for the credential."""

    by: str
    reference: str | None = None
    grant: str | None = None


def aim_of(level: int, intervention: str | None, track: str | None) -> tuple[int, str | None, str | None]:
    """The badge that a level of an intervention or track is: up to level 3 the intervention says the track."""
    return level, intervention, track if level > LAST_OF_ONE else None


class Goal(Struct, frozen=True):
    """One level of one intervention, or of a track at levels 4 and 5."""

    id: str
    level: int
    intervention: str | None = None
    track: Track | None = None
    checklist: ChecklistRef | None = None
    joined: Joined | None = None
    payment: Payment | None = None
    posted: tuple[str, ...] = ()
    partner: Partner | None = None

    @property
    def aim(self) -> tuple[int, str | None, str | None]:
        """The badge a goal is for; two goals of one portfolio have different ones."""
        return aim_of(self.level, self.intervention, self.track)


class Consent(Struct, frozen=True):
    """Where signed permissions are kept, what they cover and until when; never the forms themselves.

    `until` is the last day of the permission, `retain_until` the last day on which what it covers may be kept at all.
    """

    id: str
    covers: tuple[str, ...]
    uses: tuple[str, ...]
    signed: Span
    held_by: str
    count: int | None = None
    until: dt.date | None = None
    retain_until: dt.date | None = None


ConsentState = Literal["holds", "not signed yet", "has ended"]


class HeldConsent(Struct, frozen=True):
    """A consent record on one day: how it stands, and the items in use that name it."""

    consent: Consent
    state: ConsentState
    items: tuple[str, ...]


class Earned(Struct, frozen=True):
    """A badge already held elsewhere."""

    level: int
    date: dt.date
    intervention: str | None = None
    track: Track | None = None
    page: str | None = None

    @property
    def aim(self) -> tuple[int, str | None, str | None]:
        """The badge that it is."""
        return aim_of(self.level, self.intervention, self.track)


class NotApplicable(Struct, frozen=True):
    """The educator's statement that a row does not apply."""

    goal: str
    row: str
    reason: str


class Portfolio(Struct, frozen=True):
    """portfolio.yaml."""

    id: str
    educator: Educator
    goals: tuple[Goal, ...]
    partner: Partner | None = None
    consents: tuple[Consent, ...] = ()
    earned: tuple[Earned, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()

    def partner_of(self, goal: Goal) -> Partner | None:
        """The goal's own partner, else the portfolio's."""
        return goal.partner or self.partner
