"""Who may do what, and when. Shapes stand in schemas/people.json."""

import datetime as dt

from msgspec import Struct, field


class Role(Struct, frozen=True, omit_defaults=True):
    """One role, in its areas (a track or an intervention; none named: everywhere) and its window of days."""

    role: str
    areas: tuple[str, ...] = ()
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = None
    portfolios: tuple[str, ...] = ()

    def holds(self, day: dt.date) -> bool:
        """Whether the role is active on that day, first and last day included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def covers(self, track: str | None, intervention: str | None) -> bool:
        """Whether the role reaches that track or intervention."""
        return not self.areas or track in self.areas or intervention in self.areas


class KnownPerson(Struct, frozen=True, omit_defaults=True):
    """One entry of people.yaml."""

    id: str
    name: str | None = None
    emails: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


class People(Struct, frozen=True, omit_defaults=True):
    """people.yaml."""

    people: tuple[KnownPerson, ...]

    def person(self, person_id: str) -> KnownPerson | None:
        """The person of that id."""
        return next((known for known in self.people if known.id == person_id), None)
