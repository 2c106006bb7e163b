"""Student scores: read as spreadsheet programs write them, and each line that cannot be read is told without its words."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from simcred.load.scores import COLUMNS, MEASURES, MOST_BYTES, MOST_LINES, Score, parse

HEADER = "student,measure,date,score,out_of\n"
GOOD = HEADER + "S01,pretest,2026-09-15,9,20\nS01,posttest,2026-10-16,15.5,20\n"
ROWS = (
    Score("S01", "pretest", dt.date(2026, 9, 15), 9.0, 20.0),
    Score("S01", "posttest", dt.date(2026, 10, 16), 15.5, 20.0),
)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", ";").replace("15.5", "15,5"),
        GOOD.replace(",", "\t"),
        GOOD.replace("student,", "Student, ").replace("out_of", "Out of"),
        GOOD.replace("S01", '"S01"'),
        GOOD + "\n,,,,\n",
        GOOD.replace("9,20", "9,20,,"),
        "out_of,student,measure,date,score\n20,S01,pretest,2026-09-15,9\n20,S01,Posttest,2026-10-16,15.5\n",
    ],
)
def test_as_spreadsheets_write_it(text: str) -> None:
    said = parse(text.encode())
    assert said.rows == ROWS
    assert not said.problems
    assert not said.named


@pytest.mark.parametrize("path", sorted((ROOT / "example-portfolio").rglob("scores.csv")), ids=lambda path: path.parent.name)
def test_the_examples_read(path: object) -> None:
    said = parse(path.read_bytes())  # type: ignore[attr-defined]
    assert len(said.rows) > 10
    assert not said.problems
    assert not said.named


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("S01,pretest,2026-09-15,9", "4 cells"),
        ("S01,pretest,2026-09-15,9,20,5", "6 cells"),
        ("S01,pretest,2026-09-15,,20", "score is missing"),
        (",,2026-09-15,4,20", "student and measure are missing"),
        ("S01,pretst,2026-09-15,9,20", "Did you mean pretest?"),
        ("S01,pretest,15/09/2026,9,20", "2026-10-14"),
        ("S01,pretest,2026-02-30,9,20", "2026-10-14"),
        ("S01,pretest,2026-09-15,nine,20", "score is not a number"),
        ("S01,pretest,2026-09-15,-1,20", "score is not a number"),
        ("S01,pretest,2026-09-15,nan,20", "score is not a number"),
        ('S01,pretest,2026-09-15,"9,5",20', "score is not a number"),
        ("S01,pretest,2026-09-15,9,1e9", "out_of is not a number"),
        ("S01,pretest,2026-09-15,0,0", "out_of is 0"),
        ("S01,pretest,2026-09-15,21,20", "higher than out_of"),
        ("S\u202e01,pretest,2026-09-15,9,20", "made-up name"),
        ("S" * 41 + ",pretest,2026-09-15,9,20", "made-up name"),
    ],
)
def test_a_line_that_cannot_be_read(line: str, told: str) -> None:
    said = parse((GOOD + line + "\nS02,pretest,2026-09-15,6,20\n").encode())
    assert [number for number, _ in said.problems] == [4]
    assert told in said.problems[0][1]
    assert [row.student for row in said.rows] == ["S01", "S01", "S02"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "lacks student, measure, date, score and out_of"),
        (b"student,measure,date,score\nS01,pretest,2026-09-15,9\n", "lacks out_of"),
        (HEADER.replace("\n", ",name\n").encode(), "more than the five columns"),
        (HEADER.encode() + b"S\xe9,pretest,2026-09-15,9,20\n", "UTF-8"),
        (GOOD.encode("utf-16"), "UTF-8"),
        (HEADER.encode() + b'"S01,pretest\n', "quotation mark"),
        (HEADER.encode() + b"S01\0,pretest,2026-09-15,9,20\n", "what no table does"),
        (b"x" * (MOST_BYTES + 1), "256 KiB"),
        ((HEADER + "S1,pretest,2026-09-15,9,20\n" * MOST_LINES).encode(), f"more than {MOST_LINES} lines"),
    ],
)
def test_a_table_that_cannot_be_read(data: bytes, told: str) -> None:
    (problem,) = parse(data).problems
    assert told in problem[1]


@pytest.mark.parametrize("name", ["Jayden Smith", "Smith, Jayden", "Jayden_Smith", "Zoë Ångström", "S01 Anna Bell"])
def test_full_names_are_noticed(name: str) -> None:
    said = parse((GOOD + f'"{name}",pretest,2026-09-15,6,20\n').encode())
    assert said.named == (4,)


@pytest.mark.parametrize("name", ["S01", "Jayden", "Student 3", "S 1", "Group A", "P4 S03", "blue fox"])
def test_made_up_names_are_left_alone(name: str) -> None:
    assert parse((GOOD + f"{name},pretest,2026-09-15,6,20\n").encode()).named == ()


def test_no_text_says_what_stands_in_a_line() -> None:
    """They are remembered, and names must not be."""
    lines = "".join(f"{','.join(['Jayden'] * number)}\n" for number in range(1, 8))
    said = parse((HEADER + lines).encode())
    assert len(said.problems) == 7
    assert not any("Jayden" in text for _, text in said.problems)


@given(st.binary(max_size=400))
def test_anything_can_be_thrown_at_it(data: bytes) -> None:
    said = parse(GOOD.encode() + data)
    assert said.rows[:2] == ROWS or said.problems
    assert all(number >= 1 and text for number, text in said.problems)


@pytest.mark.parametrize("text", [HEADER, HEADER + "\n", HEADER + "\n\n,,,,\n"])
def test_a_header_alone_is_no_table_of_scores(text: str) -> None:
    found = parse(text.encode())
    assert (found.rows, [said for _, said in found.problems]) == ((), ["there is no score below the first line"])


CELLS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters='"'), max_size=12)
LINES = st.tuples(
    st.sampled_from(["S01", "S02", "Jayden Smith", " S 3 "]),
    st.sampled_from([*MEASURES, "Pretest"]),
    st.dates(dt.date(2026, 9, 1)).map(str),
    st.integers(0, 30).map(str) | st.sampled_from(["9.5", "0"]),
    st.integers(0, 20).map(str),
)


@given(st.lists(LINES | LINES | st.lists(CELLS, max_size=7), max_size=8))
def test_every_line_is_read_or_told(table: list[tuple[str, ...] | list[str]]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(cells) for cells in table)]
    said = parse("\n".join(lines).encode())
    told = [number for number, _ in said.problems]
    filled = {number: cells[0].strip() for number, cells in enumerate(table, start=2) if any(map(str.strip, cells))}
    assert sorted({*told} & {*filled}) == told if filled else told == [1], "of a header alone it is told that it is alone"
    assert [row.student for row in said.rows] == [student for number, student in filled.items() if number not in told]
    assert all(row.measure in MEASURES and 0 <= row.score <= row.out_of for row in said.rows)
    assert {*said.named} <= {*filled}
