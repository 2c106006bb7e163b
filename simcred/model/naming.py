"""Where something in a portfolio leads to a student, or to somebody else in private: places only, never a word of what stands there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

How = Literal[
    "full", "initial", "family", "given", "number",
    "school-number", "email", "phone", "digits", "ssn", "address", "birth", "author",
]  # fmt: skip
"""What leads to somebody. Of the roster: given and family name, family name with an initial, one of the two alone, the student's number.

By its form alone: a number as the programme's student numbers are, an e-mail address, a telephone number, digits in a row that may
be one, a social security or taxpayer number, an address, a day of birth; and what a file says of who made it.
"""

SAYS_WHO: frozenset[How] = frozenset({"full", "initial", "number", "ssn"})
"""What says who a student is, so that a name of a file with it is not to be repeated."""
ROSTER = ".simcred/roster"
"""The educator's own list of students, from the portfolio's folder. It is never tracked, shared or printed."""
LET_STAND = ".simcred/let-stand"
"""What the educator looked at and let stand: the ids of findings, which only this user's key can tell anything of. It is never tracked."""


class NamedAt(Struct, frozen=True):
    """One place: the file, the line of a text or `where` in a document (None of both: the file's own name), what, and how often.

    `mark` stands for the words there, sealed by this user's key; empty where there is no key.
    """

    path: str
    line: int | None
    how: How
    times: int = 1
    where: str | None = None
    mark: str = ""


class Naming(Struct, frozen=True):
    """What a look for students and other private people came to: places, lines of the roster that cannot be used, and whether git tracks it.

    `looked` is in how many files somebody looked for the roster's names (None: nobody did, as there is no roster or `blind` says
    why); `unread` are those in which nobody could, each with the reason. `unusable` is a roster of which nothing can be used.
    `let_stand` are findings that the educator decided on. `forms` are files that read like permission forms for somebody to sign. `failed` names the mistake in simcred that kept it from looking at all.
    """

    places: tuple[NamedAt, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    failed: str = ""
    problems: tuple[tuple[int, str], ...] = ()
    tracked: bool = False
    looked: int | None = None
    unusable: bool = False
    let_stand: frozenset[str] = frozenset()
    forms: tuple[str, ...] = ()

    @property
    def blind(self) -> str:
        """Why nobody could look for the roster's names; empty where somebody could, and where there is no roster."""
        if self.failed:
            return f"the look broke off: {self.failed}"
        return "the class list cannot be used" if self.unusable else ""


GAVE_UP = "the program that reads such files gave up on it"
"""Why nobody could look through a file, for a reason that may be gone at the next look; such a verdict is never kept."""

Place = tuple[str, int | None, How, int, str]
"""Where in a file (words, or none and the line), what, how often, and the mark of the words."""


class Verdict(Struct, frozen=True, omit_defaults=True):
    """What a search in one file, or in one name, came to: places, and why it did not go through all of it, where it did not.

    `form`: it reads like a permission form for somebody to sign.
    """

    places: tuple[Place, ...] = ()
    unread: str = ""
    form: bool = False


class Sought(Struct, frozen=True):
    """What is looked for: the roster's bytes (None without one), own addresses and names, shapes of student numbers, and the year."""

    roster: bytes | None
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    year: int
