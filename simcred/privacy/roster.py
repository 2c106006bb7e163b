"""The roster: the students whose names must not leave, one a line. It is read, and never printed.

    Jayden Smith; Jay Smith; id 204518
    Hernandez Lopez, Maria; Lupita

A name is `First Last` or `Last, First`; behind a `;` stand other spellings, nicknames and the student's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from simcred.privacy.folding import plain, spellings
from simcred.privacy.text import decoded

MOST_BYTES, MOST_LINES = 1_000_000, 20_000
_NUMBER = re.compile(r"(?:(?:id|no|nr|number)\b)?[ .:#]*([a-z]{0,3}-?[0-9][0-9-]{2,18}[0-9])", re.IGNORECASE)
_SAYS_NUMBER = re.compile(r"(?:id|number)\b[ .:#]*\S*", re.IGNORECASE)
_MOST_WORDS = 12
"""Words of one student's names; nobody has more, and each is put together with each."""
_PARENTHESES = re.compile(r"\(([^()]*)\)")
"""What stands beside a name: how somebody is called, or is to be spoken of (she/her)."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019\u02bc][^\W\d_]+)*")
_PARTICLES_AS_TEXT = (
    "al af an bin da das de del della den der di do dos du el ibn la las le los st t ter ten van vant ver von y zu"
)
PARTICLES = frozenset(_PARTICLES_AS_TEXT.split())
"""Words that stand in many family names, and tell nobody from anybody."""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
"""What tells a son from his father, and is no part of the name."""


class Student(Struct, frozen=True):
    """One student by the words of the name, in plain small letters: given names (nicknames too), family names, and what else may stand
    between them. `line` is the roster's, `number` the student's own number, where it is known; `written` are the words as they stand
    in the roster, with their capitals; of three words or more without a comma, those in the `middle` may be part of either name; `phrases` are whole spellings in other letters than Latin ones, in small letters.
    """

    line: int
    given: frozenset[str]
    family: frozenset[str]
    between: frozenset[str]
    number: str | None = None
    written: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    middle: frozenset[str] = frozenset()


class Roster(Struct, frozen=True):
    """All students, and lines that cannot be used, each with a sentence that repeats nothing of it.

    Not `usable` is one of which nothing can be used, so that nobody is looked for.
    """

    students: tuple[Student, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()
    usable: bool = True


def parse(data: bytes) -> Roster:
    """A roster from its bytes, whichever program wrote them. Never raises."""
    if len(data) > MOST_BYTES:
        return Roster(problems=((1, f"the roster is larger than {MOST_BYTES // 1000} KB"),), usable=False)
    text = decoded(data)
    if "\0" in text:
        return Roster(problems=((1, "this is no text; save it again as plain text"),), usable=False)
    students: list[Student] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        if len(students) == MOST_LINES:
            problems.append((number, f"there are more than {MOST_LINES} students; those from here on are not looked for"))
            break
        student = _student(number, said)
        if student is None:
            problems.append((number, "there are no two words of a name in it; write First Last, or Last, First"))
        else:
            students.append(student)
    if not students and not problems:
        problems.append((1, "there is nobody in it yet"))
    return Roster(tuple(students), tuple(problems), usable=bool(students))


def _student(number: int, line: str) -> Student | None:
    """One student; None for a line that has no first and last name."""
    line, inside = _PARENTHESES.sub(" ", line), [said for said in _PARENTHESES.findall(line) if "/" not in said]
    name, *others = (part.strip() for part in line.split(";"))
    others += inside
    if len(line.split()) > 2 * _MOST_WORDS:
        return None
    given, family, between = _name(name)
    known = None
    for other in filter(None, others):
        if said := _NUMBER.fullmatch(other):
            known = known or said[1].replace("-", "").lower()
            continue
        if _SAYS_NUMBER.fullmatch(other):
            continue  # a number in a shape that is none
        more = _name(other)
        given, family, between = given | more[0], family | more[1], between | more[2]
    if not given or not family or max(len(given), len(family)) > 2 * _MOST_WORDS:
        return None
    written = frozenset(plain(word) for word in _words(line))
    phrases = frozenset(phrase for part in (name, *others) if (phrase := _phrase(part)))
    middle = frozenset(form for word in _middle(name) for form in spellings(word))
    return Student(number, frozenset(given), frozenset(family), frozenset(between), known, written, phrases, middle)


def _middle(name: str) -> list[str]:
    """The words between the first and the last of a name without a comma, which may belong to either."""
    words = [] if "," in name else list(_words(_without_suffix(name)))
    return [word for word in words[1:-1] if len(word) > 1 and not _is_particle(word)]


def _phrase(text: str) -> str:
    """A spelling in other letters than Latin ones as it is looked for; empty for any other."""
    said = " ".join(plain(text).lower().replace(",", " ").split())
    return said if len(said) > 1 and any(char.isalpha() and not char.isascii() for char in said) else ""


def _name(text: str) -> tuple[set[str], set[str], set[str]]:
    """The words of one spelling of a name: given, family, between. One word alone is a given name."""
    text = _without_suffix(text)
    last, comma, first = text.partition(",")
    if not comma:
        *before, family_name = text.split() if len(text.split()) > 1 else [text, ""]
        first_words, last_words = list(_words(" ".join(before))), list(_words(family_name))
        while len(first_words) > 1 and _is_particle(first_words[-1]):
            last_words.insert(0, first_words.pop())
    else:
        first_words, last_words = list(_words(first)), list(_words(last))
    given, family, between = set[str](), set[str](), set[str]()
    for words, into in ((first_words, given), (last_words, family)):
        for word in words:
            (between if len(word) == 1 or _is_particle(word) else into).update(spellings(word))
    if len(last_words) > 1:
        family.update(spellings("".join(last_words)))
    if not family and last_words:  # nothing but such words: then they are the name
        family, between = (
            {form for word in last_words for form in spellings(word)},
            between - {plain(w).lower() for w in last_words},
        )
    if not given and first_words:
        given = {form for word in first_words for form in spellings(word)}
    return given, family, between


def _without_suffix(text: str) -> str:
    """A name without what tells a son from his father: John Smith Jr., Smith, John III, or Smith Jr., John."""
    parts = [part.split() for part in text.split(",")]
    kept = [[word for word in words if word.strip(".").lower() not in _SUFFIXES] for words in parts]
    return ", ".join(" ".join(words) for words in kept if words)


def _is_particle(word: str) -> bool:
    return plain(word).lower() in PARTICLES


def _words(text: str) -> Iterator[str]:
    """The words of a name; both halves of a double name."""
    return (found[0] for found in _WORD.finditer(text))
