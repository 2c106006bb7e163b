"""Days and stretches of days, as evidence and checklists use them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Relation = Literal["after", "within"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of whole days, first and last included; one day has the same `start` and `end`."""

    start: dt.date
    end: dt.date

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
