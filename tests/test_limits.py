"""Where a limit lies, from both sides: names, depth, keys that are one, folders that are items."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from folders import portfolio

from simcred.app.look import Look, one
from simcred.load.paths import MAX_PATH, ending_of, name_problem, path_problem
from simcred.load.reader import MAX_DEPTH, read

ACCENT = "ré.pdf"


def codes(text: str) -> list[str]:
    return [finding.code for finding in read("x.yaml", text.encode()).findings]


@pytest.mark.parametrize(("length", "fits"), [(1, True), (100, True), (101, False), (0, False)])
def test_the_length_of_a_name(length: int, fits: bool) -> None:
    assert (name_problem("a" * length) is None) is fits


@pytest.mark.parametrize(("length", "fits"), [(MAX_PATH, True), (MAX_PATH + 1, False)])
def test_the_length_of_a_path(length: int, fits: bool) -> None:
    path = "a/" * (MAX_PATH // 2 - 1)
    assert (path_problem(path + "a" * (length - len(path))) is None) is fits


def test_accents_in_a_name() -> None:
    assert name_problem(unicodedata.normalize("NFC", ACCENT)) is None
    assert "accents" in str(name_problem(unicodedata.normalize("NFD", ACCENT)))


@pytest.mark.parametrize("char", ["\u200c", "\u200d", "\u00ad", "\u200b", "\ufeff", "\t", "\n", "\r", "\u202e"])
def test_what_cannot_be_seen_in_a_name(char: str) -> None:
    assert "invisible" in str(name_problem(f"dra{char}ft.pdf"))


@pytest.mark.parametrize("name", ["nul .txt", "con .pdf", "CON   .pdf", "nul", "Nul.txt", "com1 .a.b", "lpt² .x", "nul. x"])
def test_names_that_windows_keeps(name: str) -> None:
    assert "Windows keeps" in str(name_problem(name))


@pytest.mark.parametrize("name", ["null.txt", "con1.pdf", "a nul.txt", "a .txt", "console .txt"])
def test_names_that_are_like_them(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize("name", [".mailmap", ".LfsConfig", ".gitmodules", ".GITIGNORE", "git~1", "GIT~2"])
def test_names_that_git_keeps(name: str) -> None:
    assert "git keeps" in str(name_problem(name))


@pytest.mark.parametrize(("depth", "told"), [(MAX_DEPTH, []), (MAX_DEPTH + 1, ["MC109"])])
def test_the_depth_of_a_file(depth: int, told: list[str]) -> None:
    """The file itself is the first level."""
    assert MAX_DEPTH == 32
    assert codes("a: " + "[" * (depth - 1) + "]" * (depth - 1)) == told
    assert codes("a: " + "{b: " * (depth - 1) + "1" + "}" * (depth - 1)) == told


def test_a_merge_key() -> None:
    assert codes("a: 1\n<<: {b: 2}\n") == ["MC105"]
    assert codes("a: 1\n'<<': {b: 2}\n") == [], "in quotes it is a key like any other"


def test_a_key_with_a_hidden_character_is_told() -> None:
    assert codes('"a\\u202Eb": 1\n') == ["MC108"]
    assert codes('"a\\u0062": 1\n') == [], "an escape may stand for what can be seen"


def test_keys_that_are_one_when_accents_are_put_together() -> None:
    one_way, other_way = (unicodedata.normalize(form, "x-café") for form in ("NFC", "NFD"))
    assert one_way != other_way
    document = read("x.yaml", f"a: 0\n{one_way}: 1\n{other_way}: 2\n".encode())
    assert [(f.code, f.place.line) for f in document.findings] == [("MC104", 3)]
    assert "line 2" in document.findings[0].message
    assert codes(f"{other_way}: 1\n{one_way}: 2\n") == ["MC104"]
    assert codes(f"{one_way}: 1\nx-cafe: 2\na: {{{other_way}: 3}}\n") == []


def test_an_item_is_a_folder_right_below_evidence(tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    item = next((mine / "evidence").iterdir())
    for deeper in (item / "b", mine / "other/evidence/a", mine / "evidence/plain/b"):
        deeper.mkdir(parents=True)
        (deeper / "evidence.yaml").write_bytes((item / "evidence.yaml").read_bytes())
    _, seen = one(mine, Look(dt.date(2026, 11, 20)))
    assert seen.facts is not None
    assert set(seen.facts.items) == {item.name}
    assert not seen.facts.broken
    assert set(seen.facts.documents) == {"portfolio.yaml", f"evidence/{item.name}/evidence.yaml"}


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("a/Plan.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("README", ""),
        ("pdf", ""),
        ("unit.2/notes", ""),
        ("notes.", ""),
        (".csv", "csv"),
    ],
)
def test_what_a_name_says_that_a_file_is(path: str, ending: str) -> None:
    assert ending_of(path) == ending
