"""The roster's names in text: how they are written in life, what looks like one and is none, and that nothing of them is repeated."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, Simcred
from hypothesis import given
from hypothesis import strategies as st
from unsaid import assert_unkept, assert_unsaid

from simcred.inspect.room import Room
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Known, Patterns
from simcred.privacy.roster import parse
from simcred.privacy.search import Search

SET = ROOT / "tests/data/privacy/one"


def finder(*students: str) -> Search:
    return Search(Finder(parse("\n".join(students).encode())), None)


def found(text: str, *students: str, table: bool = False, name: bool = False) -> list[str]:
    """How much of a name is found in a text, hit by hit."""
    return [hit.how for hit in finder(*students).find(text, table=table, name=name)]


@pytest.mark.parametrize(
    "text",
    [
        "Jayden Smith", "jayden smith", "JAYDEN SMITH", "Smith, Jayden", "Smith Jayden", "Jayden Smith's map", "Jayden Smith\u2019s",
        "Jayden T. Smith", "Jayden Michael Smith", "Jayden\u00a0Smith", "Jayden\nSmith", "**Jayden** Smith", "[Jayden Smith](x)",
        "Jayden-Smith", "jayden_smith", 'Jayden "Jay" Smith', "Jay\u00adden Smith", "Jayd\u0435n Smith and Jayden Smith",
        "Jayden&nbsp;Smith",
    ],
)  # fmt: skip
def test_a_full_name_as_it_stands_in_life(text: str) -> None:
    assert found(f"We saw {text} yesterday.", "Jayden Smith; Jay") == ["full"]


@pytest.mark.parametrize(
    ("student", "text"),
    [
        ("Nguyễn, Minh Anh", "Minh Anh Nguyen"),
        ("Emil Strauß", "Emil Strauss"),
        ("Emil Strauss", "Emil Strauß"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Jörg Müller", "Jo\u0308rg Mu\u0308ller"),
        ("Siobhan O'Brien", "Siobhan O\u2019Brien"),
        ("Siobhan O'Brien", "SIOBHAN OBRIEN"),
        ("Smith-Jones, Olivia", "Olivia Smith\u2013Jones"),
        ("de la Cruz, Mateo", "Cruz, Mateo de la"),
        ("van der Berg, Lotte", "Lotte Vanderberg"),
        ("Hernández López, María Guadalupe", "María Hernández"),
        ("Omar al-Rashid", "omar al rashid"),
        ("I\u015f\u0131l Y\u0131ld\u0131z", "Isil Yildiz"),
    ],
)
def test_a_name_from_anywhere(student: str, text: str) -> None:
    assert found(f"and {text} explained it", student) == ["full"]


@pytest.mark.parametrize(
    ("text", "students"),
    [
        ("We will grace the stage.", ("Will Grace",)),
        ("Will grace be given?", ("Will Grace",)),
        ("may hope", ("May Hope",)),
        ("I asked them. Smith Street is near Kowalczyk Hall, and so is Jayden Lake.", ("Jayden Smith",)),
        ("Bo Lindgren", ("Bo Li",)),
        ("Mr. Kowalczyk, Ms Kowalczyk and Dana Kowalczyk", ("Benjamin Kowalczyk",)),
        ("Kowalczyk Street", ("Benjamin Kowalczyk",)),
        ("0.204518, 2045.18 and 978-0-00-204518-6, 1204518", ("Jayden Smith; id 204518",)),
        ("Jayden Miller", ("Jayden Smith",)),
    ],
)
def test_what_looks_like_a_name_and_is_none(text: str, students: tuple[str, ...]) -> None:
    assert found(text, *students) == []


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("J. Smith", "initial"),
        ("N. J. Kowalczyk", "initial"),
        ("Smith J.", "initial"),
        ("Kowalczyk led the recap.", "family"),
        ("Jayden led the recap.", "given"),
        ("I asked Jayden. Smith Street is near.", "given"),
        ("number 204518.", "number"),
    ],
)
def test_a_part_of_a_name(text: str, how: str) -> None:
    assert found(text, "Jayden Smith; id 204518", "Nora Kowalczyk") == [how]


def test_cells_of_a_table_and_names_of_files() -> None:
    assert found("Li,Bo,7\nBo,Li,9", "Bo Li", table=True) == ["full", "full"]
    assert found("We saw Jayden, Smith Hall and more", "Jayden Smith") == ["given"]
    for name in ("jayden_smith_essay.txt", "Smith-Jayden.v2.docx", "JaydenSmith.pdf", "essay.jayden.smith.md"):
        assert found(name, "Jayden Smith", name=True) == ["full"], name
    assert found("essay.SmithJ.pdf", "Jayden Smith", name=True) == ["initial"]


@pytest.mark.parametrize(
    ("line", "why"),
    [("Jayden", "no two words"), ("1234", "no two words"), (";", "no two words"), ("; id 204518", "no two words")],
)
def test_a_line_that_is_nobody_is_told_and_not_repeated(line: str, why: str) -> None:
    read = parse(f"# the class\n\n{line}\nBo Li\n".encode())
    assert [number for number, _ in read.problems] == [3]
    assert why in read.problems[0][1]
    assert [student.line for student in read.students] == [4]


def test_rosters_of_other_programs() -> None:
    assert parse(b"\xef\xbb\xbfBo Li\r\n").students == parse(b"Bo Li\n").students
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        assert parse("Bo Li\nMaria Garc\u00eda\n".encode(encoding)).students[1].family == {"garcia"}, encoding
    assert parse(b"x" * 1_000_001).problems[0][1].startswith("the roster is larger")


@pytest.mark.parametrize("data", [b"", b"# nobody\n", b"Jayden\n", b"x" * 1_000_001, b"a\0b\0c\0"])
def test_a_roster_of_nobody_is_no_look(simcred: Simcred, named: Path, data: bytes) -> None:
    (named / ".simcred/roster").write_bytes(data)
    ran = simcred("privacy", "check", named)
    assert "cannot be used, so nobody looked for them" in ran.err
    assert "were looked through for your students' names" not in ran.err
    assert ran.code == 1
    assert "error   MC704" in ran.out
    made = simcred("packet", named, "--goal", "unit-organizer-fi", "--zip", "--out", named.parent / "out")
    assert made.code == 3
    assert not list(named.parent.glob("out/*.zip"))
    assert "no list" not in simcred("privacy", "check", named / "evidence/2026-10-02-log/evidence.yaml", "-C", named).out


# In a portfolio


SECRET = ("Jayden", "Kowalczyk", "204518")


@pytest.fixture
def named(example: Path) -> Path:
    """A portfolio with a roster, and with students of it named in it."""
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Jayden Kowalczyk; id 204518\n", "utf-8")
    log = example / "evidence/2026-10-02-log/evidence.yaml"
    log.write_text(log.read_text("utf-8") + "x-note: Jayden Kowalczyk and 204518\n", "utf-8")
    return example


def test_check_says_where_a_student_is_named_and_never_who(simcred: Simcred, named: Path) -> None:
    said = [f for f in simcred("check", named, "--json").data["portfolios"][0]["findings"] if f["code"].startswith("MC70")]
    last = len((named / "evidence/2026-10-02-log/evidence.yaml").read_text("utf-8").splitlines())
    path = "evidence/2026-10-02-log/evidence.yaml"
    assert [(f["code"], f["severity"], f["path"], f["line"]) for f in said] == [
        ("MC701", "error", path, last),
        ("MC703", "error", path, last),
    ]
    assert {f["evidence"] for f in said} == {"2026-10-02-log"}
    for words in (["check"], ["check", "--json"], ["check", "--format", "concise"], ["status", "--all"], ["status", "--json"]):
        ran = simcred(*words, named)
        assert not [word for word in SECRET if word in ran.out + ran.err], words


def test_names_in_documents_and_pictures_are_found_once_and_then_remembered(
    simcred: Simcred, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = named / "evidence/2026-09-18-draft-organizer"
    for name in ("parent-night.pptx", "newsletter-may.docx"):
        source = next((SET / "files").rglob(name))
        shutil.copy(source, folder / name)
        with (folder / "evidence.yaml").open("a", encoding="utf-8") as file:
            file.write(f"  - path: {name}\n")
    shutil.copy(SET / "roster", named / ".simcred/roster")
    read: list[str] = []
    whole = Room.read
    monkeypatch.setattr(Room, "read", lambda self, data, content: (read.append(content.type), whole(self, data, content))[1])

    def told() -> list[tuple[str, str, str]]:
        found = simcred("check", named, "--json").data["portfolios"][0]["findings"]
        return [(f["code"], f["path"], f["message"]) for f in found if f["code"].startswith("MC70")]

    first = told()
    assert {path.rpartition("/")[2] for _, path, _ in first} >= {"parent-night.pptx", "newsletter-may.docx"}
    assert any("the notes of slide" in message for _, _, message in first)
    assert {"pptx", "docx"} <= set(read)
    read.clear()
    assert told() == first
    assert read == []


def test_a_document_that_cannot_be_read_is_told(simcred: Simcred, named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_CACHE", "")
    monkeypatch.setattr(Room, "read", lambda self, data, content: None)
    found = [f for f in simcred("check", named, "--json").data["portfolios"][0]["findings"] if f["code"] == "MC706"]
    assert found
    assert all(f["severity"] == "warning" for f in found)


def test_of_a_file_that_is_called_as_a_student_the_folder_is_named(simcred: Simcred, named: Path) -> None:
    (named / "evidence/2026-10-02-log/jayden_kowalczyk").mkdir()
    (named / "evidence/2026-10-02-log/Kowalczyk, Jayden.md").write_text("A map.", "utf-8")
    found = [f for f in simcred("check", named, "--json").data["portfolios"][0]["findings"] if f["code"] == "MC701"]
    told = [f for f in found if f["line"] is None]
    assert [(f["path"], f["evidence"]) for f in told] == [("evidence/2026-10-02-log", "2026-10-02-log")] * 2
    assert len({f["fingerprint"] for f in found}) == len(found)


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["check", "--format", "concise"], ["status", "--json"]])
def test_what_is_wrong_with_a_value_does_not_repeat_the_student_in_it(simcred: Simcred, named: Path, words: list[str]) -> None:
    log = named / "evidence/2026-10-02-log/evidence.yaml"
    more = "student: Jayden Kowalczyk\nhalo: Kowalczyk, Jayden\nJayden Kowalczyk: yes\nfollows: the-map-of-jayden-kowalczyk\n"
    log.write_text(log.read_text("utf-8") + more, "utf-8")
    for _ in range(2):  # the second time from memory
        ran = simcred(*words, named)
        assert "MC2" in ran.out or words[0] == "status"
        assert not [word for word in ("ayden", "owalczyk") if word in ran.out + ran.err]


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--json"], ["check", "--format", "concise"], ["status", "--all"], ["privacy", "check"]]
)
def test_a_file_that_is_called_as_a_student_is_named_by_nobody(simcred: Simcred, named: Path, words: list[str]) -> None:
    """Of what is wrong with such a file otherwise, too: it is not listed, it is empty."""
    (named / "evidence/2026-10-02-log/Kowalczyk, Jayden.md").write_text("", "utf-8")
    (named / "evidence/jayden-kowalczyk").mkdir()
    shutil.copy(named / "evidence/2026-10-02-log/evidence.yaml", named / "evidence/jayden-kowalczyk/evidence.yaml")
    ran = simcred(*words, named)
    assert not [word for word in ("ayden", "owalczyk") if word in ran.out + ran.err]
    if words == ["check"]:
        assert "[name].md" in ran.out
    other = simcred("check", ROOT / "example-portfolio")
    assert "[name]" not in other.out + other.err


def test_that_nothing_of_a_roster_is_said_can_fail(named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look that every command of every test gets sees a name that is said, and one that is kept."""
    monkeypatch.chdir(tmp_path)
    assert_unsaid([named], "S03 led it, and 204518")
    with pytest.raises(AssertionError, match="was said"):
        assert_unsaid([named], "KOWALCZYK led it")
    assert_unsaid([named, "Jayden Kowalczyk"], "There is no Jayden Kowalczyk")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/naming").write_bytes(b"\0" + "Kowalczyk".encode("utf-16-le"))
    with pytest.raises(AssertionError, match="is kept"):
        assert_unkept([tmp_path / "kept"])


def test_a_name_makes_the_evidence_no_less(simcred: Simcred, named: Path) -> None:
    goals = simcred("status", named, "--json").data["portfolios"][0]["goals"]
    (named / ".simcred/roster").unlink()
    assert simcred("status", named, "--json").data["portfolios"][0]["goals"] == goals


def test_without_a_roster_nothing_is_looked_for(simcred: Simcred, named: Path) -> None:
    (named / ".simcred/roster").unlink()
    assert not re.search("MC70[1-5]", simcred("check", named).out)


def test_a_roster_that_git_tracks_is_an_error(simcred: Simcred, named: Path) -> None:
    run = ["git", "-C", str(named)]
    subprocess.run([*run, "init", "-q"], check=True)
    subprocess.run([*run, "add", "portfolio.yaml"], check=True)
    assert "MC705" not in simcred("check", named).out
    subprocess.run([*run, "add", "-f", ".simcred/roster"], check=True)
    assert "MC705" in simcred("check", named).out


def test_a_roster_that_cannot_be_read_is_told(simcred: Simcred, named: Path) -> None:
    (named / ".simcred/roster").unlink()
    (named / ".simcred/roster").mkdir()
    assert "the roster cannot be read" in " ".join(simcred("check", named).out.split())
    shutil.rmtree(named / ".simcred/roster")


def test_no_name_is_kept_anywhere(simcred: Simcred, named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        simcred("check", named)
        simcred("status", named)
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept for word in SECRET if word.encode() in path.read_bytes()]
    assert "Jayden" not in json.dumps(simcred("explain", "MC701").out)


def test_a_look_that_breaks_off_is_told_and_keeps_nothing_else_from_being_told(
    simcred: Simcred, named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[object]:
        raise KeyError("Jayden Kowalczyk")

    monkeypatch.setenv("SIMCRED_CACHE", "")
    monkeypatch.setattr(Finder, "find", broken)
    for words in (["privacy", "check", named], ["packet", named, "--zip", "--out", named.parent / "out"]):
        ran = simcred(*words)
        assert ran.code == 3
        assert "nobody could look for students' names" in ran.err
        assert "Nothing was found" not in ran.out
    ran = simcred("check", named)
    assert "MC901" in ran.out
    assert "Jayden" not in ran.out + ran.err
    assert simcred("status", named).code == 3, "it could not be judged"


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=200), st.booleans(), st.booleans())
def test_no_text_and_no_roster_is_too_odd(lines: list[str], text: str, table: bool, name: bool) -> None:
    whole = "\n".join([*lines, "Bo Li; id 2045"])
    for said in (text, f"{text} Bo {text} Li", whole):
        search = Search(Finder(parse(whole.encode("utf-8", "replace"))), Patterns(Known(numbers=("###-@",)), 2026))
        hits = list(search.find(said, table=table, name=name))
        assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
        assert all(one.end <= two.start for one, two in pairwise(hits))
