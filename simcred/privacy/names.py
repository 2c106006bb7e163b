"""Finds the roster's names in text: where, and how much of a name it is. Nothing of the text is kept or repeated.

What counts as a name: given and family name side by side in either order (a comma, initials, middle names and quoted
nicknames may stand between), a family name with an initial, either alone. Names made of common words (Will Grace) must have
their capitals. A family name behind a title or another given name is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from simcred.privacy.common import COMMON
from simcred.privacy.hits import Hit
from simcred.privacy.roster import PARTICLES, Roster, Student

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_TITLES_AS_TEXT = """
mr mrs ms miss mx dr prof professor coach principal sir madam rev officer nurse teacher aunt uncle
"""
_TITLES = frozenset(_TITLES_AS_TEXT.split())
_BREAKS = {number: " " for number in range(128) if not chr(number).isalnum() and number != ord("\n")}
_SENTENCE_ENDS = re.compile(r"[.!?:]\s|[/\\<>{}=+@#$%^&]|\n\s*\n")
_MOST_ALIKE = 300
"""Students of one name; no school has more, and each is looked at wherever it stands."""
_MOST_BETWEEN = 4
_WIDEST = 16
_NEAR, _MOST_INITIALS = 4, 3
"""Signs between an initial and what it belongs to; initials of one name."""
_OPENERS_AS_TEXT = """
the a an and or but so then when while after before today yesterday tomorrow in on at for with from to by of as if since
student students group groups team partner partners period table class ask asked saw see note notes name is are was were
can has have does did how what who why where please thank thanks dear hi hello our my his her their this that these
those also only not no yes absent present together between
"""
_OPENERS = frozenset(_OPENERS_AS_TEXT.split())
"""Words that begin a sentence with a capital and are nobody's given name."""
_PLACES_AS_TEXT = """
street st avenue ave road rd lane ln drive school elementary county park hall river creek city hospital library
"""
_PLACES = frozenset(_PLACES_AS_TEXT.split())


class _Token(Struct, frozen=True):
    """A word or number: where it is, in small letters, and whether it begins with a capital."""

    start: int
    end: int
    word: str
    capital: bool


class Finder:
    """Looks for the students of one roster."""

    def __init__(self, roster: Roster) -> None:
        self._students = roster.students
        self._roles: dict[str, list[tuple[int, str]]] = {}
        for number, student in enumerate(roster.students):
            for role, words in (("given", student.given), ("family", student.family)):
                for word in words:
                    held = self._roles.setdefault(word, [])
                    if len(held) < _MOST_ALIKE:
                        held.append((number, role))
        self._numbers = {student.number: student for student in roster.students if student.number is not None}
        self._keys = frozenset([*self._numbers, *self._forms()])

    def _forms(self) -> Iterator[str]:
        """The words of all names as they can stand in a text: what is a word of everyday language too, with a capital at least."""
        for word in self._roles:
            yield from (word.capitalize(), word.upper())
            if word not in COMMON:
                yield word
        for student in self._students:
            yield from (word for word in student.written if word.lower() in self._roles and not word.islower())

    def find(self, whole: str, *, table: bool = False, name: bool = False) -> Iterator[Hit]:
        """Every hit in a text that `plain` has made plain. In a `table`, a comma parts two cells; a `name` is a file's or an account's."""
        for tokens in self._near(whole):
            yield from self._in(whole, tokens, table=table, name=name)

    def _near(self, whole: str) -> Iterator[list[_Token]]:
        """The tokens of each stretch of lines in which a word of the roster stands, with the line before and after."""
        lines = whole.translate(_BREAKS).split("\n")
        with_words = [number for number, line in enumerate(lines) if not self._keys.isdisjoint(line.split())]
        if not with_words:
            return
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        first = last = with_words[0]
        for number in (*with_words[1:], None):
            if number is not None and number <= last + 2:
                last = number
                continue
            begin, end = starts[max(0, first - 1)], starts[min(len(lines), last + 2)]
            yield [
                _Token(found.start(), found.end(), found[0].lower(), found[0][0].isupper())
                for found in _TOKEN.finditer(whole, begin, min(end, len(whole)))
            ]
            if number is not None:
                first = last = number

    def _in(self, whole: str, tokens: list[_Token], *, table: bool, name: bool) -> Iterator[Hit]:
        """The hits among some tokens."""
        for at, token in enumerate(tokens):
            if token.word in self._numbers and _stands_alone(whole, token, table=table):
                yield Hit(token.start, token.end, "number", self._numbers[token.word].line)
            for number, role in self._roles.get(token.word, ()):
                student = self._students[number]
                other = student.family if role == "given" else student.given
                end = _other_name(whole, tokens, at, student, other, given_first=role == "given", table=table, name=name)
                if end is not None:
                    yield Hit(token.start, tokens[end].end, "full", student.line)
                elif role == "family" and (span := _with_initial(whole, tokens, at, student)) is not None:
                    yield Hit(*span, "initial", student.line)
                elif _alone(whole, tokens, at, role):
                    yield Hit(token.start, token.end, "family" if role == "family" else "given", student.line)


def _other_name(
    whole: str,
    tokens: list[_Token],
    at: int,
    student: Student,
    other: frozenset[str],
    *,
    given_first: bool,
    table: bool,
    name: bool,
) -> int | None:
    """The token with a student's other name behind the one at `at`; None where there is none that belongs to it."""
    own = student.given | student.family | student.between
    strangers = commas = 0
    found = None
    for to in range(at + 1, min(len(tokens), at + 2 + _MOST_BETWEEN)):
        gap = whole[tokens[to - 1].end : tokens[to].start]
        if not _joins(gap, tokens[to - 1], table=table, name=name):
            break
        commas += "," in gap or ";" in gap
        token = tokens[to]
        if token.word in other:
            if commas and given_first and not table:
                break
            if _is_meant(tokens[at], token, strangers):
                found = to
            break
        if token.word in own or len(token.word) == 1:
            continue
        if strangers or commas or not token.capital or not token.word.isalpha():
            break
        strangers += 1
    return found


def _joins(gap: str, before: _Token, *, table: bool, name: bool) -> bool:
    """Whether what stands between two words can stand inside one name."""
    if len(gap) > _WIDEST or gap.count("\n") > 1:
        return False
    if "." in gap and not name and len(before.word) > 2:
        return False
    if _SENTENCE_ENDS.search(gap) and not (gap.strip() == "." and len(before.word) <= 2):
        return False
    return not (table and "\n" in gap)


def _is_meant(one: _Token, two: _Token, strangers: int) -> bool:
    """Whether two words are a name, and no words of everyday language that stand side by side."""
    common = [token for token in (one, two) if token.word in COMMON]
    if len(common) == 2:
        return one.capital and two.capital and not strangers
    return not strangers or (one.capital and two.capital)


def _with_initial(whole: str, tokens: list[_Token], at: int, student: Student) -> tuple[int, int] | None:
    """From where to where a family name with the student's initials goes; None where there are none beside it, or another's."""
    token = tokens[at]
    first = at
    while first and at - first < _MOST_INITIALS and _is_initial(whole, tokens[first - 1], tokens[first]):
        first -= 1
    if first < at:
        return (tokens[first].start, token.end) if _fits(tokens[first], token, student) else None
    if at + 1 < len(tokens):
        behind = tokens[at + 1]
        ends = whole[behind.end : behind.end + 1] in (".", "")
        near = not whole[token.end : behind.start].strip(" ,_\n") and behind.start - token.end <= _NEAR
        if len(behind.word) == 1 and behind.capital and ends and near and _fits(behind, token, student):
            return token.start, behind.end
    return None


def _is_initial(whole: str, token: _Token, following: _Token) -> bool:
    """Whether a word is an initial of what follows it: a letter, or two with a point."""
    gap = whole[token.end : following.start]
    short = len(token.word) == 1 or (len(token.word) == 2 and gap.startswith("."))
    return short and token.word.isalpha() and not gap.strip(" ._\n-*") and len(gap) <= _NEAR and gap.count("\n") <= 1


def _fits(initial: _Token, family: _Token, student: Student) -> bool:
    """Whether an initial is one of the student's; beside a family name that is a word too, both have their capitals."""
    capitals = family.word not in COMMON or (family.capital and initial.capital)
    return capitals and any(given.startswith(initial.word) for given in student.given)


def _alone(whole: str, tokens: list[_Token], at: int, role: str) -> bool:
    """Whether one name that stands alone may be the student's: no word of everyday language, and nobody else's."""
    token = tokens[at]
    if token.word in COMMON or len(token.word) < 3 or (role == "given" and not token.capital):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) and whole[token.end : tokens[at + 1].start] in (" ", "-") else None
    if role == "given":
        return after is None or not after.capital
    before = _before(whole, tokens, at)
    somebody = before is not None and (before.word in _TITLES or (before.capital and before.word not in _OPENERS))
    return not somebody and not (after is not None and after.word in _PLACES)


def _before(whole: str, tokens: list[_Token], at: int) -> _Token | None:
    """The word before a family name and what belongs to it (de la); None where nothing stands right before it."""
    while at:
        gap = whole[tokens[at - 1].end : tokens[at].start]
        if gap.strip(".") not in (" ", "-"):
            return None
        at -= 1
        if tokens[at].word not in PARTICLES:
            return tokens[at]
    return None


def _stands_alone(whole: str, token: _Token, *, table: bool) -> bool:
    """Whether a number is no part of a longer one."""
    joints = "-./" if table else "-./,"
    before, after = whole[max(0, token.start - 2) : token.start], whole[token.end : token.end + 2]
    joined = before[-1:].isalnum() or (len(before) == 2 and before[1] in joints and before[0].isdigit())
    return not joined and not after[:1].isalnum() and not (len(after) == 2 and after[0] in joints and after[1].isdigit())
