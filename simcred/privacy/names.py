"""Finds the roster's names in text: where, and how much of a name it is. Nothing of the text is kept or repeated.

What counts as a name: given and family name side by side in either order (a comma, initials, middle names and quoted
nicknames may stand between), a family name with an initial, either alone. Names made of common words (Will Grace) must have
their capitals. A family name behind a title or another given name is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate

from msgspec import Struct

from simcred.privacy.common import COMMON, KNOWN
from simcred.privacy.hits import Hit
from simcred.privacy.roster import PARTICLES, Roster, Student

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_TITLES_AS_TEXT = """
mr mrs ms miss mx dr prof professor coach principal sir madam rev officer nurse teacher aunt uncle
"""
_TITLES = frozenset(_TITLES_AS_TEXT.split())
_BREAKS = {number: " " for number in range(128) if not chr(number).isalnum() and number != ord("\n")}
_NOBODYS = COMMON | KNOWN
"""Words that are nobody's name alone."""
_SENTENCE_ENDS = re.compile(r"[.!?:]\s|[/\\<>{}=+@#$%^&]|\n\s*\n")
_AT_ONCE = 24
"""Lines."""
_SPLIT = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz-"
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
        self._numbers = {student.number.lstrip(_LETTERS): student for student in roster.students if student.number is not None}
        self._joined = {word: student.line for student in roster.students for word in _joined(student)}
        self._phrases = _phrases(roster)
        numbers = [student.number for student in self._numbers.values() if student.number is not None]
        self._keys = frozenset([*self._numbers, *numbers, *map(str.upper, numbers), *self._forms()])

    def _forms(self) -> Iterator[str]:
        """The words of all names as they can stand in a text: what is a word of everyday language too, with a capital at least."""
        for word in self._roles:
            yield from (word.capitalize(), word.upper())
            if word not in COMMON:
                yield word
        for student in self._students:
            yield from (word for word in student.written if word.lower() in self._roles and not word.islower())
            yield from _joined_as_written(student)

    def find(self, whole: str, strangers: set[str], *, table: bool = False, name: bool = False) -> Iterator[Hit]:
        """Every hit in a text that `plain` has made plain. In a `table`, a comma parts two cells; a `name` is a file's or an account's.

        Family names that stand behind somebody else's given name go into `strangers`.
        """
        for tokens in self._near(whole):
            yield from self._in(whole, tokens, strangers, table=table, name=name)
        if self._phrases is not None and not whole.isascii():
            for found in self._phrases[0].finditer(whole.lower()):
                yield Hit(found.start(), found.end(), "full", self._phrases[1][" ".join(found[0].split())])

    def _near(self, whole: str) -> Iterator[list[_Token]]:
        """The tokens of each stretch of lines in which a word of the roster stands, with the line before and after."""
        lines = whole.translate(_BREAKS).split("\n")
        with_words = list(self._with_words(lines))
        if not with_words:
            return
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        first = last = with_words[0]
        for number in (*with_words[1:], None):
            if number is not None and number <= last + 2:
                last = number
                continue
            begin, end = starts[max(0, first - 1)], starts[min(len(lines), last + 2)]
            tokens = [
                _Token(found.start(), found.end(), found[0].lower(), found[0][0].isupper())
                for found in _TOKEN.finditer(whole, begin, min(end, len(whole)))
            ]
            yield self._put_together(whole, tokens)
            if number is not None:
                first = last = number

    def _number(self, whole: str, token: _Token, *, table: bool) -> Iterator[Hit]:
        """A student's number, with the letters before it that belong to it."""
        student = self._numbers[token.word]
        letters = (student.number or "")[: -len(token.word)].rstrip("-")
        begin = token.start - len(letters)
        before = (
            whole[begin - 1 : token.start - 1]
            if letters and whole[token.start - 1 : token.start] == "-"
            else whole[begin : token.start]
        )
        if before.lower() == letters and _stands_alone(whole, _Token(begin, token.end, token.word, False), table=table):
            yield Hit(begin, token.end, "number", student.line)

    def _with_words(self, lines: list[str]) -> Iterator[int]:
        """The numbers of the lines in which a word of the roster stands; many lines are asked at once, since most have none."""
        for first in range(0, len(lines), _AT_ONCE):
            some = lines[first : first + _AT_ONCE]
            if not self._keys.isdisjoint(" ".join(some).split()):
                yield from (number for number, line in enumerate(some, first) if not self._keys.isdisjoint(line.split()))

    def _put_together(self, whole: str, tokens: list[_Token]) -> list[_Token]:
        """The tokens, with halves put together that are one word of the roster: Mc Bride."""
        made: list[_Token] = []
        for token in tokens:
            last = made[-1] if made else None
            if last is not None and self._halves(whole, last, token):
                made[-1] = _Token(last.start, token.end, last.word + token.word, capital=True)
                continue
            made.append(token)
        return made

    def _halves(self, whole: str, one: _Token, two: _Token) -> bool:
        """Whether two words are one of the roster's, and the second is none by itself."""
        if not one.capital or two.start - one.end > _SPLIT:
            return False
        together = one.word + two.word in self._roles and two.word not in self._roles
        return together and whole[one.end : two.start] in (" ", "-", "'", "-\n", "-\r\n")

    def _in(self, whole: str, tokens: list[_Token], strangers: set[str], *, table: bool, name: bool) -> Iterator[Hit]:
        """The hits among some tokens."""
        for at, token in enumerate(tokens):
            if token.word in self._joined and whole[token.start : token.end] in self._keys:
                yield Hit(token.start, token.end, "full", self._joined[token.word])
            if token.word in self._numbers:
                yield from self._number(whole, token, table=table)
            for number, role in self._roles.get(token.word, ()):
                student = self._students[number]
                other = student.family | student.middle if role == "given" else student.given
                end = _other_name(whole, tokens, at, student, other, given_first=role == "given", table=table, name=name)
                if end is not None:
                    yield Hit(token.start, tokens[end].end, "full", student.line)
                elif role == "family" and (span := _with_initial(whole, tokens, at, student, name=name)) is not None:
                    yield Hit(*span, "initial", student.line)
                elif role == "given" and _given_alone(whole, tokens, at):
                    yield Hit(token.start, token.end, "given", student.line)
                elif role == "family" and _family_alone(whole, tokens, at, student.family, strangers, name=name):
                    yield Hit(token.start, token.end, "family", student.line)


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
            if _is_meant(tokens[at], token, strangers) or _is_in_an_address(whole, tokens[at], token, gap):
                found = to
            if token.word in student.middle and token.word not in student.family:
                continue
            break
        if token.word in own or len(token.word) == 1 or token.word in PARTICLES:
            continue
        if strangers or commas or not token.capital or not token.word.isalpha():
            break
        strangers += 1
    return found


def _joins(gap: str, before: _Token, *, table: bool, name: bool) -> bool:
    """Whether what stands between two words can stand inside one name."""
    if len(gap) > _WIDEST or gap.count("\n") > 1:
        return False
    if "." in gap and gap != "." and not name and len(before.word) > 2:
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


def _is_in_an_address(whole: str, one: _Token, two: _Token, gap: str) -> bool:
    """Whether two words stand together as the last part of a web address or an account does (site/brooke-fields)."""
    around = whole[max(0, one.start - 1) : one.start], whole[two.end : two.end + 1]
    return gap in ("-", "_", ".", "%20", "+") and (around[0] in ("/", "@", "=") or around[1] in ("/", "@"))


def _with_initial(whole: str, tokens: list[_Token], at: int, student: Student, *, name: bool) -> tuple[int, int] | None:
    """From where to where a family name with the student's initials goes; None where there are none beside it, or another's."""
    token = tokens[at]
    begin = at
    while begin and tokens[begin - 1].word in PARTICLES and not whole[tokens[begin - 1].end : tokens[begin].start].strip(" '-"):
        begin -= 1
    first = begin
    while first and begin - first < _MOST_INITIALS and _is_initial(whole, tokens[first - 1], tokens[first]):
        first -= 1
    if first < begin:
        return (tokens[first].start, token.end) if _fits(tokens[first], token, student) else None
    if at + 1 < len(tokens):
        behind = tokens[at + 1]
        ends = whole[behind.end : behind.end + 1] in ("._- " if name else ".") or behind.end == len(whole)
        near = not whole[token.end : behind.start].strip(" ,_\n") and behind.start - token.end <= _NEAR
        if len(behind.word) == 1 and behind.capital and ends and near and _fits(behind, token, student):
            further = tokens[at + 2] if at + 2 < len(tokens) else None
            if (
                further is not None
                and len(further.word) == 1
                and whole[behind.end : further.start] == "."
                and not _fits(further, token, student)
            ):
                return None  # Washington, D.C.
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


def _given_alone(whole: str, tokens: list[_Token], at: int) -> bool:
    """Whether a given name that stands alone may be the student's: no word of everyday language, and nobody else's."""
    token = tokens[at]
    if token.word in _NOBODYS or len(token.word) < 2 or not token.capital:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) and whole[token.end : tokens[at + 1].start] in (" ", "-") else None
    return after is None or not after.capital or len(after.word) == 1


def _family_alone(whole: str, tokens: list[_Token], at: int, own: frozenset[str], strangers: set[str], *, name: bool) -> bool:
    """The same of a family name; of one behind somebody else's given name that is noted."""
    token = tokens[at]
    before = _before(whole, tokens, at)
    titled = before is not None and before.word in _TITLES
    if titled or (before is not None and before.capital and before.word not in _OPENERS):
        if not titled:
            strangers.add(token.word)
        return False
    if token.word in _NOBODYS or len(token.word) < 3 or not (token.capital or name):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) and whole[token.end : tokens[at + 1].start] in (" ", "-") else None
    return after is None or name or after.word in own or not (after.word in _PLACES or after.capital)


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


_SHORTEST_JOINED = 7


def _joined(student: Student) -> Iterator[str]:
    """Given and family name in one word, in small letters, as accounts have them."""
    for given in student.given:
        for family in student.family:
            if len(given) > 1 and len(family) > 1 and len(given) + len(family) >= _SHORTEST_JOINED:
                yield from (given + family, family + given)


def _joined_as_written(student: Student) -> Iterator[str]:
    """The same as they are written: with two capitals, and in small letters where neither is a word of everyday language."""
    for given in student.given:
        for family in student.family:
            if len(given) > 1 and len(family) > 1 and len(given) + len(family) >= _SHORTEST_JOINED:
                yield from (given.capitalize() + family.capitalize(), family.capitalize() + given.capitalize())
                if not {given, family} & COMMON:
                    yield from (given + family, family + given)


def _phrases(roster: Roster) -> tuple[re.Pattern[str], Mapping[str, int]] | None:
    """What finds spellings in other letters, and whose they are; None where the roster has none."""
    known: dict[str, int] = {}
    for student in roster.students:
        for phrase in student.phrases:
            words = phrase.split()
            known.setdefault(phrase, student.line)
            known.setdefault(" ".join([*words[1:], words[0]]), student.line)
    if not known:
        return None
    parts = (r"\s{1,3}".join(map(re.escape, phrase.split())) for phrase in sorted(known, key=len, reverse=True))
    bounded = (part if _has_no_spaces(part) else rf"(?<!\w){part}(?!\w)" for part in parts)
    return re.compile("|".join(bounded)), known


def _has_no_spaces(phrase: str) -> bool:
    """Whether a phrase is in letters between which nobody writes spaces (Chinese, Japanese, Thai ...)."""
    return any("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in phrase)
