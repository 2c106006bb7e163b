"""What a search in a text finds: from where to where, and what it is. Never the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from simcred.model.naming import How

_ORDER: Mapping[str, int] = {
    "own": -1, "full": 0, "number": 1, "ssn": 2, "school-number": 3, "initial": 4, "email": 5, "phone": 6, "birth": 7, "address": 8,
    "digits": 9, "author": 10, "family": 11, "given": 12,
}  # fmt: skip
"""Which of two things in the same place says more."""


class Hit(Struct, frozen=True, order=True):
    """Something in a text that leads to a person: from and to (in the text as `plain` makes it), what, and whose (the roster's line; 0 without).

    `own` is what belongs to the portfolio's own people; it keeps others from being met there, and is told to nobody.
    """

    start: int
    end: int
    how: How | Literal["own"]
    line: int


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that touch no other, in order; where two have the same place, the one that says more."""
    every = sorted(set(hits), key=lambda one: (_ORDER[one.how], one.start, -one.end))
    kept: list[Hit] = []
    taken = bytearray(max((hit.end for hit in every), default=0))
    for hit in every:
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept)
