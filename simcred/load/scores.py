"""Students' scores from a table (CSV): bytes to values, and what is wrong with which line.

No text says what stands in a line, because a student's name may: these texts are remembered, and names must not be.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from simcred.load.characters import bad_characters
from simcred.words import both, did_you_mean, either

COLUMNS = ("student", "measure", "date", "score", "out_of")
MEASURES = ("pretest", "controlled", "advanced", "posttest", "generalization", "maintenance")
MOST_BYTES, MOST_LINES = 256 * 1024, 5_000
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t]*(?=\n)', re.IGNORECASE)
"""What Excel takes from a first line, and some programs write for it."""
_LONGEST_STUDENT = 40
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class Score(Struct, frozen=True):
    """What one student reached in one measure on one day: `score` of `out_of` points. `student` is a made-up name."""

    student: str
    measure: str
    date: dt.date
    score: float
    out_of: float


class Scores(Struct, frozen=True):
    """The lines that could be read, in their order, and what is wrong with others: lines from 1, each with a sentence.

    `named` are lines whose student looks like somebody's full name.
    """

    rows: tuple[Score, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()
    named: tuple[int, ...] = ()


def parse(data: bytes) -> Scores:
    """A table with the header student,measure,date,score,out_of.

    Read as spreadsheet programs write it: with a byte order mark or not, with commas, semicolons (and then decimal commas too)
    or tabs, in any order of columns, with empty lines, and with Excel's `sep=;` in front. Days are ISO dates; at most 5,000 lines
    and 256 KiB. Never raises.
    """
    if len(data) > MOST_BYTES:
        return Scores(problems=((1, f"the table is larger than {MOST_BYTES // 1024} KiB"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Scores(problems=((line, "the table is not in UTF-8; save it as `CSV UTF-8`"),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if said := _SEPARATOR.match(text):
        comma, text = said[1], text[said.end() :]  # its end stays, so that lines keep their numbers
    else:
        comma = max(",;\t", key=text.partition("\n")[0].count)
    rows: list[Score] = []
    problems: list[tuple[int, str]] = []
    named: list[int] = []
    try:
        _read(_lines(text, comma), comma, rows, problems, named)
    except csv.Error:
        problems.append((text.count("\n") + 1, "a quotation mark is opened and not closed, or a line holds what no table does"))
    return Scores(tuple(rows), tuple(problems), tuple(named))


def _lines(text: str, comma: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, with the number of each. Raises csv.Error."""
    if "\0" in text:  # Pythons differ in what they make of it
        raise csv.Error("NUL")
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=comma, strict=True)
    last = 0
    for cells in reader:
        begun, last = last + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield begun, [cell.strip() for cell in cells]


def _read(
    lines: Iterator[tuple[int, list[str]]], comma: str, rows: list[Score], problems: list[tuple[int, str]], named: list[int]
) -> None:
    """Sorts the lines into values and problems. Raises csv.Error."""
    number, header = next(lines, (1, []))
    columns = [cell.casefold().replace(" ", "_") for cell in header]
    if problem := _header_problem(columns):
        problems.append((number, problem))
        return
    count = 1
    for count, (number, cells) in enumerate(lines, start=2):
        if count > MOST_LINES:
            problems.append((number, f"the table has more than {MOST_LINES} lines; what follows is not read"))
            return
        said = _said(columns, cells)
        if isinstance(said, str):
            problems.append((number, said))
            continue
        if _is_full_name(said["student"]):
            named.append(number)
        read = _score(said, decimal_comma=comma != ",")
        if isinstance(read, str):
            problems.append((number, read))
        else:
            rows.append(read)
    if count == 1:
        problems.append((number, "there is no score below the first line"))


def _header_problem(columns: list[str]) -> str:
    """Why the first line is not the header; empty when it is."""
    wanted = ",".join(COLUMNS)
    if missing := [column for column in COLUMNS if column not in columns]:
        return f"the first line lacks {both(missing)}; it must say {wanted}"
    if len(columns) > len(COLUMNS):
        return f"the first line has more than the five columns {wanted}; take the others out"
    return ""


def _said(columns: list[str], cells: list[str]) -> dict[str, str] | str:
    """A line's cells by column, or what is wrong; empty cells at its end do not count."""
    while len(cells) > len(columns) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != len(columns):
        return f"there are {len(cells)} cells, not {len(columns)}"
    said = dict(zip(columns, cells, strict=True))
    if missing := [column for column in COLUMNS if not said[column]]:
        return f"{both(missing)} {'is' if len(missing) == 1 else 'are'} missing; leave the line out if there was no test"
    return said


def _score(said: dict[str, str], *, decimal_comma: bool) -> Score | str:
    """The value of a line, or what is wrong with it."""
    if len(said["student"]) > _LONGEST_STUDENT or any(True for _ in bad_characters(said["student"])):
        return "the student is no short made-up name such as S03"
    measure = said["measure"].casefold()
    if measure not in MEASURES:
        return f"the measure is none of {either(MEASURES)}. {did_you_mean(measure, MEASURES)}".rstrip(" .")
    day = _day(said["date"])
    if day is None:
        return "the date is not written like 2026-10-14 (spreadsheet programs change dates when they save)"
    score, out_of = (_number(said[column], decimal_comma=decimal_comma) for column in ("score", "out_of"))
    if score is None or out_of is None:
        return f"{'score' if score is None else 'out_of'} is not a number such as 15 or 12.5"
    if not out_of or score > out_of:
        return "out_of is 0" if not out_of else "the score is higher than out_of"
    return Score(said["student"], measure, day, score, out_of)


def _day(text: str) -> dt.date | None:
    """A day in ISO form that is in the calendar."""
    try:
        return dt.date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None


def _number(text: str, *, decimal_comma: bool) -> float | None:
    """A number of points; a comma may stand in it where it does not part the columns."""
    if not _NUMBER.match(text) or ("," in text and not decimal_comma):
        return None
    return float(text.replace(",", "."))


def _is_full_name(student: str) -> bool:
    """Whether a student's made-up name looks like a first and a last name: two or more words that begin with capitals."""
    words = [word for word in re.split(r"[\s,_]+", student) if len(word) > 1 and word.isalpha()]
    return len(words) > 1 and all(word[0].isupper() for word in words)
