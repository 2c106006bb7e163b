"""Finds what leads to a person by its form alone: addresses, telephone and other numbers, days of birth. No roster is needed.

Nothing of the text is kept or repeated. Each search costs about as much as the text is long, whatever stands in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct

from simcred.model.naming import How
from simcred.privacy.hits import Hit

_AT = re.compile(
    r"(?<![\w.%+@-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}(?!(?:png|jpe?g|gif|svg|webp|heic|pdf|docx?|css|js|py|md|csv|txt|mp[34])\b)[A-Za-z]{2,24}(?![\w@-])"
)
_US = r"(?:\+?1[-. ]{0,2})?(?:\(\d{3}\)[-. ]{0,2}|\d{3}(?:[-. ]{1,2}|/))\d{3}[-. ]\d{4}"
_ABROAD = r"\+(?!1\b)[1-9][\d() .-]{6,20}\d"
_PHONE = re.compile(rf"(?<![\w.,/=#&+-])(?:{_ABROAD}|{_US})(?![-.,/]?\d|\w)")
_BARE = re.compile(r"(?<![\w.,/=#&+-])1?[2-9]\d{2}[2-9]\d{6}(?![-.,/]?\d|\w)")
_NUMBERED = re.compile(r"(?<![\w-])(?!000|666)(\d{3})-(?!00)(\d\d)-(?!0000)\d{4}(?![\w-])")
_WORD = r"[A-Z][A-Za-z'.]{0,20}"
_KINDS = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Circle|Cir|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Trail|Trl|"
    "Parkway|Pkwy|Highway|Hwy|Loop|Square|Sq"
)
_STREET = re.compile(
    rf"(?<![\w$.,#:/-])\d{{1,5}}[A-Z]?[ ]{{1,2}}(?:(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,4}}(?:{_KINDS})\b\.?(?![a-z'])"
)
_BOX = re.compile(r"\bP\.? ?O\.? ?Box \d{1,6}\b", re.IGNORECASE)
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?-?date|born|birth ?-?day|b-?day|day of birth|fecha de nacimiento|geboren)",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    r"(?<![\d./-])(?:"
    r"(?P<a>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?P<b>\d{4}|\d{2})"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?P<c>\d{{4}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{_MONTH},? (?P<d>\d{{4}})"
    r")(?![\d/-])",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(?<![\w.,-])\d{5}(?![\w.,-]*\w)")
"""A day as spreadsheets keep it."""
_NEAR_BORN = 60
"""Signs between the word for a birth and its day."""
_MOST = 5_000
"""Of what costs more than a look, so many places in a text; whoever has found so many has enough to do."""
_OLDEST, _YOUNGEST = 23, 3
"""Years of a student's age."""
_SIGN = {"#": "[0-9]", "@": "[A-Za-z]"}


class Known(Struct, frozen=True):
    """What is no student's: e-mail addresses of the portfolio's own people; and the forms that student numbers have (# a digit, @ a letter)."""

    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Patterns:
    """Looks for what leads to a person, as of a year."""

    def __init__(self, known: Known, year: int) -> None:
        self._own = {address.casefold() for address in known.addresses}
        self._numbers = _numbers(known.numbers)
        self._years = range(year - _OLDEST, year - _YOUNGEST + 1)
        self._serials = range(_serial(self._years.start), _serial(self._years.stop))

    def find(self, whole: str, *, table: bool = False, name: bool = False) -> Iterator[Hit]:
        """Every hit in a text that `plain` has made plain; in a file's `name` only what is likely to be meant there."""
        if "@" in whole:
            yield from (_hit(found, "own" if found[0].casefold() in self._own else "email") for found in _AT.finditer(whole))
        if self._numbers is not None:
            yield from (_hit(found, "school-number") for found in self._numbers.finditer(whole))
        yield from (_hit(found, "ssn") for found in _NUMBERED.finditer(whole) if _is_given_out(found[1], found[2]))
        if name:
            return
        yield from _phones(whole)
        yield from (_hit(found, "address") for shape in (_STREET, _BOX) for found in shape.finditer(whole))
        yield from self._births(whole, table=table)

    def _births(self, whole: str, *, table: bool) -> Iterator[Hit]:
        """Days of birth: a day near a word for it; in a table under such a heading, every day that a student can be born on."""
        first = next(_BORN.finditer(whole), None)
        if first is None:
            return
        end = 0
        if table and (heading := whole.find("\n", first.start())) >= 0 and not _DAY.search(whole, first.start(), heading):
            yield from (_hit(day, "birth") for day in _DAY.finditer(whole, heading) if self._is_students(day))
            yield from (_hit(day, "birth") for day in _SERIAL.finditer(whole, heading) if int(day[0]) in self._serials)
            return
        for word in islice(_BORN.finditer(whole), _MOST):
            if word.start() < end:
                continue
            day = _DAY.search(whole, word.end(), word.end() + _NEAR_BORN)
            if day is not None and "\n\n" not in whole[word.end() : day.start()] and self._is_students(day):
                end = day.end()
                yield _hit(day, "birth")

    def _is_students(self, day: re.Match[str]) -> bool:
        """Whether somebody who was born on a day is of an age to go to school."""
        year = int(day["a"] or day["b"] or day["c"] or day["d"])
        return (year + 2000 if year < 100 else year) in self._years


def _serial(year: int) -> int:
    """The number by which spreadsheets keep the first day of a year: the days since the end of 1899."""
    return (dt.date(year, 1, 1) - dt.date(1899, 12, 30)).days


def _hit(found: re.Match[str], how: How | Literal["own"]) -> Hit:
    return Hit(found.start(), found.end(), how, 0)


def _is_given_out(area: str, group: str) -> bool:
    """Whether a number of that form is given out: social security numbers begin below 900, taxpayers' numbers above it."""
    return area < "900" or group >= "50"


def _phones(whole: str) -> Iterator[Hit]:
    """Telephone numbers that exist in their numbering plan; digits in a row are told apart, for they may be anything."""
    candidates = [(found, "phone") for found in islice(_PHONE.finditer(whole), _MOST)]
    candidates += [(found, "digits") for found in islice(_BARE.finditer(whole), _MOST)]
    if not candidates:
        return
    from phonenumbers import NumberParseException, is_valid_number, parse

    for found, how in candidates:
        try:
            if is_valid_number(parse(found[0], "US")):
                yield _hit(found, "phone" if how == "phone" else "digits")
        except NumberParseException:
            continue


def _numbers(shapes: Collection[str]) -> re.Pattern[str] | None:
    """What finds student numbers of these shapes, as far as they stand alone; None where no shape is known."""
    if not shapes:
        return None
    written = ("".join(_SIGN.get(sign, re.escape(sign)) for sign in shape) for shape in shapes)
    return re.compile(rf"(?<![A-Za-z0-9])(?<![0-9][-./,])(?:{'|'.join(written)})(?![A-Za-z0-9]|[-./,][0-9])")
