"""Days and stretches of days, as evidence and checklists use them."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

Relation = Literal["after", "within"]


class Span(tuple[dt.date, dt.date]):
    """A stretch of whole days, first and last included; one day has the same `start` and `end`.

    In a file it is one day, or a start and an end: so it decodes itself, and is no Struct.
    """

    __slots__ = ()

    def __new__(cls, start: dt.date, end: dt.date) -> Self:
        """The stretch from `start` to `end`."""
        return super().__new__(cls, (start, end))

    @property
    def start(self) -> dt.date:
        """The first day."""
        return self[0]

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self[1]

    def __str__(self) -> str:
        """The day, or both days, in ISO form."""
        return self.start.isoformat() if self.start == self.end else f"{self.start} to {self.end}"


def stands_in(relation: Relation, mine: Span, other: Span) -> bool:
    """Whether `mine` stands in `relation` to `other`.

    after: starts no earlier than the other ends. within: lies inside the other's days.
    """
    if relation == "after":
        return mine.start >= other.end
    return other.start <= mine.start and mine.end <= other.end
