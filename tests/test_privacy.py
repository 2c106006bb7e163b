"""`simcred privacy`: what is told and let stand, the class list, copies that say nothing of themselves, and the guide for afterwards."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Simcred
from files import SHEET, box, docx, office, pdf, picture, recording, wav
from PIL import Image

from simcred.app import look
from simcred.app.look import _LEADS_TO_SOMEBODY
from simcred.inspect.passages import passages
from simcred.inspect.stripping import stripped
from simcred.model.contents import Passage
from simcred.privacy.hits import Hit, outermost
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Known, Patterns
from simcred.privacy.roster import Roster, parse
from simcred.privacy.search import Search

FILES = ROOT / "tests/data/privacy/one/files"
LOG = "evidence/2026-10-02-log/evidence.yaml"


def met(text: str, *, table: bool = False, name: bool = False, **known: tuple[str, ...]) -> list[tuple[int, str]]:
    """What is met in a text by its form alone: line and kind."""
    search = Search(Finder(Roster()), Patterns(Known(**known), 2026))
    return [(one.line, one.how) for one in search.find(text, table=table, name=name)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Write to pat.kim@example.com.", "email"),
        ("<PAT.KIM+school@mail.example.com>", "email"),
        ("(785) 555-0142", "phone"),
        ("785-555-0142", "phone"),
        ("785.555.0142", "phone"),
        ("1 785 555 0142", "phone"),
        ("+1-785-555-0142 x12", "phone"),
        ("+44 20 7946 0018", "phone"),
        ("785\u2011555\u20110142", "phone"),
        ("Call 7855550142", "digits"),
        ("219-09-9999", "ssn"),
        ("900-70-1234", "ssn"),
        ("1427 Prairie Lark Lane", "address"),
        ("88 W. Sandplum St., Apt 3B", "address"),
        ("P.O. Box 31", "address"),
        ("DOB: 04/17/2013", "birth"),
        ("born on 9 June 2013", "birth"),
        ("Birthday: Aug 3, 2013", "birth"),
        ("her date of birth is 2012-12-14", "birth"),
        ("d.o.b. 4/17/13", "birth"),
    ],
)
def test_what_leads_to_somebody_by_its_form(text: str, how: str) -> None:
    assert met(f"One.\n{text}\n") == [(2, how)]
    assert re.search(_LEADS_TO_SOMEBODY, text.encode()) or "@" in text, "what is found by its form is worth a look"


@pytest.mark.parametrize(
    "text",
    [
        "@period4 and nate@ and 5 @ $2.00 and version@1.2",
        "pages 785-555 and 12-34-09, 7-2, 1:05-1:52",
        "ISBN 978-0-00-204518-6 and 0-306-40615-2",
        "Lesson of 2026-10-14, 10/14/2026, 14.10.2026 at 10:45-11:05",
        "000-12-3456, 666-12-3456, 123-00-4567, 123-45-0000, 930-12-1234",
        "part 345-67-89012 and 219-09-99991",
        "12 Angry Men, 3 Drive questions, 26 letters, 10 Court rooms",
        "Lincoln was born on February 12, 1809.",
        "The town was born again. The lesson was on 4/17/2026.",
        "0.204518, 31605001824471, 2045.18",
        "sha256: 3fa9c1d2e07855550142ab",
        "https://lms.example.org/a/7855550142",
        "120-130-1400 and 000-000-0000",
    ],
)
def test_what_looks_like_it_and_is_none(text: str) -> None:
    assert met(text) == []


def test_days_of_birth_in_a_table_stand_under_their_heading() -> None:
    assert met("student,born,score\nS01,2013-04-17,7\nS02,4/18/2013,9\n", table=True) == [(2, "birth"), (3, "birth")]
    assert met("student\tBorn\tscore\nS01\t41257\t7\nS02\t12\t9\n", table=True) == [(2, "birth")]
    assert met("student,day,score\nS01,2013-04-17,7\n", table=True) == []
    assert met("student,born,score\nS01,1950-04-17,7\n", table=True) == [], "of no student's age"


def test_own_addresses_and_shapes_of_numbers() -> None:
    own = ("ana.rivera@example.org",)
    assert met("Ana.Rivera@Example.org or pat.kim@example.com", addresses=own) == [(1, "email")]
    assert met("K-20451, XK-20451, K-204510, K-2045", numbers=("K-#####",)) == [(1, "school-number")]
    assert met("A12 b-345", numbers=("@##", "@-###")) == [(1, "school-number"), (1, "school-number")]
    assert met("20451_essay K-20451.pdf", name=True, numbers=("#####",)) == [(1, "school-number")] * 2
    assert met("IMG_7855550142.jpg", name=True) == [], "a number in a file's name may be anything"


def test_of_two_in_one_place_the_one_that_says_more_is_told() -> None:
    one, two, three = Hit(0, 10, "email", 0), Hit(2, 8, "full", 1), Hit(9, 12, "given", 2)
    assert outermost([one, two, three]) == [two, three]
    assert outermost([Hit(0, 4, "own", 0), two]) == [Hit(0, 4, "own", 0)]


# privacy check and allow


@pytest.fixture
def told(example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portfolio in which somebody is named, and we are in it."""
    with (example / LOG).open("a", encoding="utf-8") as file:
        file.write("x-note: Bo Lindgren, 785-555-0142\n")
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    monkeypatch.chdir(example)
    return example


def ids(out: str) -> list[str]:
    return re.findall(r"\[([0-9a-f]{10})\]", out)


def test_check_tells_of_places_with_ids_and_of_how_far_it_went(simcred: Simcred, told: Path) -> None:
    ran = simcred("privacy", "check")
    assert ran.code == 1
    assert [code in ran.out for code in ("MC701", "MC709", "MC209")] == [True, True, False]
    assert len(set(ids(ran.out))) == 2
    assert "files were looked through for your students' names" in ran.err
    (told / ".simcred/roster").unlink()
    ran = simcred("privacy", "check")
    assert ran.code == 0, "a telephone number is a warning"
    assert "nobody looked for them" in ran.err


def test_what_is_let_stand_is_not_asked_again_until_other_words_stand_there(simcred: Simcred, told: Path) -> None:
    name, phone = ids(simcred("privacy", "check").out)
    assert simcred("privacy", "allow", name).code == 0
    ran = simcred("privacy", "check")
    assert ids(ran.out) == [phone]
    assert "1 place you let stand" in ran.err
    assert "MC701" not in simcred("check").out
    (told / LOG).write_text((told / LOG).read_text("utf-8") + "x-more: nothing\n", "utf-8")
    assert ids(simcred("privacy", "check").out) == [phone], "the same words in the same file"
    (told / LOG).write_text((told / LOG).read_text("utf-8").replace("Bo Lindgren,", "Bo Lindgren, Lindgren Bo,"), "utf-8")
    assert len(ids(simcred("privacy", "check").out)) == 2, "other words"
    kept = (told / ".simcred/let-stand").read_text("utf-8")
    assert "indgren" not in kept
    assert "MC" not in kept


def test_a_whole_file_is_let_stand_and_it_can_be_undone(simcred: Simcred, told: Path) -> None:
    assert simcred("privacy", "allow", LOG).code == 0
    assert "Nothing was found" in simcred("privacy", "check").out
    assert simcred("undo").code == 0
    assert len(ids(simcred("privacy", "check").out)) == 2


def test_what_another_user_let_stand_is_told_here(
    simcred: Simcred, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, phone = ids(simcred("privacy", "check").out)
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path / "another"))
    (told / ".simcred/let-stand").write_text(f"{name}\n{phone}\n", "utf-8")
    assert len(ids(simcred("privacy", "check").out)) == 2
    monkeypatch.setenv("SIMCRED_STATE", "")
    ran = simcred("privacy", "check")
    assert "MC701" in ran.out
    assert ids(ran.out) == [], "without a key nothing can be let stand"


def test_an_id_that_is_not_told_is_refused(simcred: Simcred, told: Path) -> None:
    ran = simcred("privacy", "allow", "0123456789")
    assert ran.code == 2
    assert "nothing is told under" in ran.err
    assert not (told / ".simcred/let-stand").exists()


def test_a_single_file_is_looked_through_wherever_it_lies(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    essay = tmp_path / "essay.txt"
    essay.write_text("A map.\nBy Bo Lindgren\n", "utf-8")
    ran = simcred("privacy", "check", essay)
    assert ran.code == 1
    assert re.search(r"^ +2 +error +MC701", ran.out, re.MULTILINE)
    assert "indgren" not in ran.out.replace(str(tmp_path), "") + ran.err
    said = simcred("privacy", "check", essay, "--json")
    assert [(f["code"], f["line"]) for f in said.data["findings"]] == [("MC701", 2)]
    essay.write_text("A map.\n", "utf-8")
    assert simcred("privacy", "check", essay).code == 0
    (tmp_path / "Lindgren_Bo.txt").write_text("A map.\n", "utf-8")
    assert "MC701" in simcred("privacy", "check", tmp_path / "Lindgren_Bo.txt").out
    (tmp_path / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x01" * 2_000)
    ran = simcred("privacy", "check", tmp_path / "old.doc")
    assert ran.code == 3
    assert "Nobody could look through" in ran.out


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>Lindgren</td><td>Bo</td></tr></table>",
        "<p><b>Bo</b> <i>Lindgren</i></p>",
        '<img src="a.png"\n alt="Bo Lindgren">',
        "<!-- Bo Lindgren -->",
        "<p>B&#111; Lindgren</p>",
    ],
)
def test_in_pages_tags_part_no_name(simcred: Simcred, told: Path, tmp_path: Path, page: str) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><html><body>\n{page}</body></html>", "utf-8")
    assert "MC701" in simcred("privacy", "check", tmp_path / "page.html").out


def test_for_many_files_the_portfolio_is_looked_at_once(
    simcred: Simcred, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"By Bo Lindgren, {name}\n", "utf-8")
    looked: list[Path] = []
    see = look.see
    monkeypatch.setattr(look, "see", lambda spot, how: (looked.append(spot.root), see(spot, how))[1])
    ran = simcred("privacy", "check", *(tmp_path / name for name in ("a.txt", "b.txt", "c.txt")))
    assert ran.out.count("MC701") == 3
    assert len(looked) == 1


def test_what_is_told_of_a_single_file_beside_names(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    """The same as of one in the portfolio: where it was taken, that it is a form, and that nobody looked for names."""
    shutil.copy(ROOT / "tests/cases/MC707/bad/evidence/2026-09-18-draft/board.jpg", tmp_path / "board.jpg")
    assert "MC707" in simcred("privacy", "check", tmp_path / "board.jpg").out
    words = "I give permission for my child to be filmed.\nName of student: S03\nSignature of parent or guardian: ______\n"
    (tmp_path / "page.txt").write_text(words, "utf-8")
    assert simcred("privacy", "check", tmp_path / "page.txt").code == 1
    assert "MC714" in simcred("privacy", "check", tmp_path / "page.txt").out
    (tmp_path / "page.txt").rename(tmp_path / "permission-form-blank.txt")
    assert simcred("privacy", "check", tmp_path / "permission-form-blank.txt").code == 0, "as in the portfolio"
    (told / ".simcred/roster").unlink()
    (tmp_path / "words.txt").write_text("A map.\n", "utf-8")
    assert "There is no list of your students' names" in simcred("privacy", "check", tmp_path / "words.txt").out


def test_the_report_for_programs_has_the_same_findings(simcred: Simcred, told: Path) -> None:
    findings = simcred("privacy", "check", "--json").data["portfolios"][0]["findings"]
    assert [finding["code"] for finding in findings] == ["MC701", "MC709"]
    assert not re.search("indgren|555-0142", json.dumps(findings))


def test_files_that_nobody_can_look_through_are_named(simcred: Simcred, told: Path) -> None:
    (told / "evidence/2026-10-02-log/board.heic").write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", b"x" * 40))
    (told / "evidence/2026-10-02-log/plan.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    ran = simcred("privacy", "check")
    assert "Nobody looked through evidence/2026-10-02-log/board.heic" in ran.err
    assert "Nobody looked through evidence/2026-10-02-log/plan.pdf: it ends too soon" in ran.err
    assert ran.out.count("MC706") == 2
    (told / ".simcred/roster").unlink()
    assert "MC706" not in simcred("check").out, "nobody's names were looked for at all"


def test_a_scan_is_no_document_that_was_looked_through(simcred: Simcred, told: Path) -> None:
    scan = "evidence/2026-10-02-log/scan.pdf"
    (told / scan).write_bytes(pdf(stream=b"10 10 200 100 re f"))
    ran = simcred("privacy", "check")
    assert f"Nobody looked through {scan}: 1 of its pages is a picture, in which nobody can read." in ran.err
    assert ran.out.count("MC706") == 1
    ran = simcred("privacy", "check", told / scan)
    assert ran.code == 3
    assert "1 of its pages is a picture" in ran.out + ran.err


def test_of_a_text_that_is_far_too_long_the_rest_is_said_not_to_be_looked_through(simcred: Simcred, told: Path) -> None:
    log = told / "evidence/2026-10-02-log/long.txt"
    log.write_bytes(b"By Bo Lindgren\n" + b"words and words\n" * 700_000)
    ran = simcred("privacy", "check")
    assert "Nobody looked through evidence/2026-10-02-log/long.txt: a part of it could not be read, or is too long." in ran.err
    assert ran.out.count("MC701") == 2


@pytest.mark.parametrize("text", ["born ", "785-555-0142 ", "1 ", "5 A A A A ", "+1 ", "a@a.", f" +2{'3456789012' * 4}x"])
def test_no_text_is_too_costly_to_look_through(text: str) -> None:
    """So many places at most are looked at closely; each of these would take far longer otherwise, or forever."""
    begun = time.process_time()
    assert len(met(text * (2_000_000 // len(text)))) <= 5_000
    assert time.process_time() - begun < 10


# The class list


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Last Name,First Name,Student ID\nKowalczyk,Jayden,204518\nLi,Bo,\n",
            ["Kowalczyk, Jayden; id 204518", "Li, Bo"],
        ),
        ("first\tlast\tpreferred\nMaria\tLopez\tLupita\n", ["Lopez, Maria; Lupita"]),
        ("Student Name;ID\nMaria Lopez;7781\n", ["Maria Lopez; id 7781"]),
        ('"Student","Grade"\n"Lopez, Maria","7"\n', ["Lopez, Maria"]),
        ("Jayden Kowalczyk\n\nLi, Bo; id 204519\n", ["Jayden Kowalczyk", "Li, Bo; id 204519"]),
        ("\ufeffLast_Name,First_Name\nLi,Bo\n", ["Li, Bo"]),
        ('Student Number,"Last, First",Grade Level\n204518,"Quackenbush, Elodie",7\n', ["Quackenbush, Elodie; id 204518"]),
        (
            'Student,ID,SIS User ID,Section\n"Li, Bo",55120,204519,P4\n"Student, Test",1,2,P4\nPoints Possible,,,\n',
            ["Li, Bo; id 204519"],
        ),
        ("Class Roster - Period 4\n\nStudent ID,Last Name,First Name\n204519,Li,Bo\n", ["Li, Bo; id 204519"]),
        ("Learner,Period\nMaria Lopez,4\n", ["Maria Lopez"]),
        ("Guardian Name,Student First,Student Last\nKaren Lopez,Maria,Lopez\n", ["Lopez, Maria"]),
        ('Sortable Name,Student ID\n"Lopez, Maria",77812\n', ["Lopez, Maria; id 77812"]),
        ("Student Name;Perm ID\nMaria Lopez;7781\n", ["Maria Lopez; id 7781"]),
    ],
)
def test_class_lists_of_other_programs(simcred: Simcred, told: Path, tmp_path: Path, text: str, lines: list[str]) -> None:
    (tmp_path / "class.csv").write_text(text, "utf-8")
    ran = simcred("privacy", "roster", tmp_path / "class.csv", "--replace")
    assert ran.code == 0, ran.err
    assert f"{len(lines)} student" in ran.err
    assert ("by the columns" in ran.err) is not lines[0].startswith("Jayden Kowalczyk")
    kept = (told / ".simcred/roster").read_text("utf-8").splitlines()
    assert kept[0].startswith("#")
    assert kept[1:] == lines
    assert not re.search("Kowalczyk|Lopez|Bo", ran.out + ran.err)


def test_a_second_list_is_added_and_nobody_twice(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    (tmp_path / "class.txt").write_text("Bo Lindgren\nMaria Lopez\n", "utf-8")
    ran = simcred("privacy", "roster", tmp_path / "class.txt")
    assert "1 student is taken over" in ran.err
    assert "2 students are looked for" in ran.err
    assert (told / ".simcred/roster").read_text("utf-8") == "Bo Lindgren\nMaria Lopez\n"
    assert "2 students are looked for" in simcred("privacy", "roster").err


def test_what_stands_beside_a_name_is_no_part_of_it() -> None:
    (one, two) = parse(b"Elodie Quackenbush (she/her)\nChen, Yu (Amy)\n").students
    assert (one.given, one.family) == ({"elodie"}, {"quackenbush"})
    assert (two.given, two.family) == ({"yu", "amy"}, {"chen"})


def test_no_line_of_a_roster_is_too_costly() -> None:
    """Each word of a name is put together with each; nobody has so many."""
    known = parse(
        " ".join(f"Name{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]}" for n in range(2_000)).encode() + b"\nBo Li\n"
    )
    assert [number for number, _ in known.problems] == [1]
    assert len(known.students) == 1


def test_numbers_with_letters_and_names_of_three_words() -> None:
    search = Search(Finder(parse(b"Bo Li; id S0204518\nMaria Hernandez Lopez\nAna Li; number\n")), None)

    def hows(text: str) -> list[str]:
        return [one.how for one in search.find(text)]

    assert hows("S0204518 scored 12, s0204518 too, but T0204518, 0204518 and XS0204518 are others.") == ["number"] * 2
    assert hows("Maria Hernandez and Maria Lopez and Lopez, Maria") == ["full"] * 3
    assert hows("Hernandez led it; the id and the number.") == ["given"]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a table",
        b"%PDF-1.4",
        b"one\ntwo\n",
        b"",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 9,
        b"<html><table><tr><td>Maria Lopez</td></tr></table>",
        b"Grade,Teacher,Room,Text\n7,Ana Rivera,204,x\n",
    ],
)
def test_a_list_that_is_none_is_refused(simcred: Simcred, told: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "class.xlsx").write_bytes(data)
    assert simcred("privacy", "roster", tmp_path / "class.xlsx").code == 2
    assert (told / ".simcred/roster").read_text("utf-8") == "Bo Lindgren\n"


def test_the_list_is_kept_out_of_git_from_its_first_day(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    (tmp_path / "class.txt").write_text("Maria Lopez\n", "utf-8")
    assert simcred("privacy", "roster", tmp_path / "class.txt").code == 0
    assert (told / ".gitignore").read_bytes() == (ROOT / "templates/portfolio/gitignore").read_bytes()
    (told / ".gitignore").write_text("*.tmp\n", "utf-8")
    assert "Add this line to it: /.simcred/*" in simcred("privacy", "roster", tmp_path / "class.txt").err


def test_without_a_list_the_way_to_one_is_told(simcred: Simcred, told: Path) -> None:
    (told / ".simcred/roster").unlink()
    assert "simcred privacy roster FILE" in simcred("privacy", "roster").err


# Copies that say nothing of themselves


def words_of(data: bytes, kind: str) -> tuple[Passage, ...]:
    return passages(data, kind).passages


def says(data: bytes, kind: str) -> set[str]:
    """The places in which a document or picture says something of itself."""
    about = ("the properties", "what the camera", "what is written", "where it was")
    return {said.where for said in words_of(data, kind) if said.where.startswith(about) and said.text != "PDFium"}


@pytest.mark.parametrize("kind", ["jpg", "png", "pdf", "docx", "xlsx", "pptx"])
def test_copies_of_the_test_set_say_nothing_of_themselves_and_show_the_same(kind: str) -> None:
    files = sorted(FILES.rglob(f"*.{kind}"))
    before = [path for path in files if says(path.read_bytes(), kind)]
    assert before, "there is something to take out"
    for path in before:
        data = path.read_bytes()
        made = stripped(data, kind)
        assert says(made, kind) == set(), path.name
        authors = {
            line for said in words_of(made, kind) if said.author for line in said.text.split("\n") if said.text != "PDFium"
        }
        assert authors <= {"", "A", "Author"}, path.name
        if kind in ("docx", "xlsx", "pptx"):
            whole = [said.text for said in words_of(data, kind) if not said.author and said.where != "the properties"]
            assert [said.text for said in words_of(made, kind) if not said.author] == whole
            assert b"thumbnail" not in zipfile.ZipFile(io.BytesIO(made)).read("_rels/.rels")
        if kind == "pdf":
            pages = [said.text for said in words_of(data, kind) if said.where.startswith("page ")]
            assert [said.text for said in words_of(made, kind) if said.where.startswith("page ")] == pages
        if kind == "png":
            assert Image.open(io.BytesIO(made)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_photo_that_says_to_be_turned_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Pat Kim"
    made = stripped(picture("JPEG", "x", (40, 20), exif=exif), "jpg")
    image = Image.open(io.BytesIO(made))
    assert image.size == (20, 40)
    assert not dict(image.getexif())
    plain = picture("JPEG", "x", (40, 20), comment=b"Pat Kim")
    assert b"Pat" not in stripped(plain, "jpg")


def test_recordings_keep_their_places_and_lose_their_tags() -> None:
    said = box(b"udta", box(b"\xa9nam", b"Pat Kim") + box(b"\xa9xyz", b"+39.0-098.0/"))
    data = recording()
    moov = data.index(b"moov") - 4
    size = int.from_bytes(data[moov : moov + 4], "big")
    whole = data[:moov] + (size + len(said)).to_bytes(4, "big") + data[moov + 4 : moov + size] + said + data[moov + size :]
    made = stripped(whole, "mp4")
    assert len(made) == len(whole)
    assert b"Pat" not in made
    assert b"+39" not in made
    assert made[: moov + size] == whole[: moov + size]
    sound = wav()
    listed = b"LIST" + (16).to_bytes(4, "little") + b"INFOIART\x04\0\0\0Pat\0"
    tagged = b"RIFF" + (len(sound) - 8 + len(listed)).to_bytes(4, "little") + sound[8:] + listed
    assert stripped(tagged, "wav") == sound
    frames = b"\xff\xfb\x90\0" + b"\1" * 400
    tag = b"ID3\x03\0\0\0\0\0\x0a" + b"Pat Kim 12"
    assert stripped(tag + frames + b"TAG" + b"Pat".ljust(125, b"\0"), "mp3") == frames


def test_strip_writes_a_copy_beside_the_file_and_never_over_another(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    photo = tmp_path / "board.jpg"
    exif = Image.Exif()
    exif[0x013B] = "Pat Kim"
    photo.write_bytes(picture("JPEG", "x", exif=exif))
    before = photo.read_bytes()
    ran = simcred("privacy", "strip", photo)
    assert ran.code == 0, ran.err
    assert photo.read_bytes() == before
    assert b"Pat" not in (tmp_path / "board-stripped.jpg").read_bytes()
    assert "Pat" not in ran.out + ran.err
    assert simcred("privacy", "strip", photo).code == 4, "there is one already"
    assert simcred("privacy", "strip", photo, "--replace").code == 2, "outside of a portfolio nothing can be undone"
    assert photo.read_bytes() == before


def test_strip_in_the_place_of_a_file_can_be_undone(simcred: Simcred, told: Path) -> None:
    shutil.copy(next(FILES.rglob("newsletter-may.docx")), told / "evidence/2026-10-02-log/news.docx")
    file = told / "evidence/2026-10-02-log/news.docx"
    before = file.read_bytes()
    assert simcred("privacy", "strip", "evidence/2026-10-02-log/news.docx", "--replace").code == 0
    assert file.read_bytes() != before
    assert simcred("undo").code == 0
    assert file.read_bytes() == before


def test_a_recording_of_nothing_but_what_it_says_is_refused(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    (tmp_path / "tags.mp3").write_bytes(b"ID3\x03\0\0\0\0\0\x0a" + b"Pat Kim 12")
    ran = simcred("privacy", "strip", tmp_path / "tags.mp3")
    assert ran.code == 4, ran.err
    assert "could not be made anew" in ran.err
    with pytest.raises(ValueError, match="more boxes"):
        stripped(box(b"moov", box(b"free") * 100_001), "mp4")
    assert sorted(tmp_path.glob("*stripped*")) == []


@pytest.mark.parametrize("name", ["words.txt", "cut.pdf", "nothing.jpg", "folder"])
def test_what_cannot_be_made_anew_is_refused(simcred: Simcred, told: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_bytes(b"%PDF-1.4\n1 0 obj\n" if name == "cut.pdf" else b"a\nb\n")
    assert simcred("privacy", "strip", path).code in (2, 3)
    assert sorted(tmp_path.glob("*stripped*")) == []


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an office document."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_names_of_tables_and_what_stands_in_the_text_are_let_be() -> None:
    table = b'<table id="1" name="Scores" displayName="Scores"><autoFilter ref="A1"/></table>'
    people = b'<personList><person displayName="Pat Kim" userId="p" id="{1}"/></personList>'
    data = office("xl/workbook.xml", SHEET, b"<workbook/>", more={"xl/tables/table1.xml": table, "xl/persons/person.xml": people})
    made = parts(stripped(data, "xlsx"))
    assert made["xl/tables/table1.xml"] == table
    assert b"Pat" not in made["xl/persons/person.xml"]
    told = [said for said in words_of(data, "xlsx") if "Scores" in said.text]
    assert [said.author for said in told] == [False], "a table is nobody"
    text = 'The novel, author="Jane Austen", initials=\'J.A.\' &lt;a author="Jane Austen"&gt;'
    more = (
        f'<w:p xmlns:w="w">{text}<!-- a author="J" --><![CDATA[<a author="J">]]></w:p><w:ins xmlns:w="w" w:author="Pat > Kim"/>'
    )
    made = parts(stripped(docx(more), "docx"))
    said = made["word/document.xml"].decode()
    assert text in said
    assert '<!-- a author="J" --><![CDATA[<a author="J">]]>' in said
    assert '<w:ins xmlns:w="w" w:author="Author"/>' in said


def test_what_lies_in_a_document_says_nothing_of_itself_either() -> None:
    artist = Image.Exif()
    artist[0x013B] = "Pat Kim"
    frames = b"\xff\xfb\x90\0" + b"\1" * 400
    gif = picture("GIF", "x", comment=b"Pat Kim")
    links = (
        b'<Relationships><Relationship Id="a" Type="t/attachedTemplate" '
        b'Target="file:///C:\\Users\\pat.doe\\Templates\\Plan%20A.dotx" TargetMode="External"/>'
        b'<Relationship Id="b" Target="https://example.org/home/profile:a" TargetMode="External"/></Relationships>'
    )
    data = docx("x", more={
        "word/media/image1.jpg": picture("JPEG", "x", exif=artist), "word/media/image2.gif": gif,
        "word/media/media1.mp3": b"ID3\x03\0\0\0\0\0\x12" + b"TPE1\0\0\0\x08\0\0\0Pat Kim" + frames,
        "word/_rels/settings.xml.rels": links,
    })  # fmt: skip
    assert sum("Pat" in said.text or "pat" in said.text for said in words_of(data, "docx")) == 4
    made = parts(stripped(data, "docx"))
    assert not any(b"pat" in part.lower() for part in made.values())
    assert b'Target="Plan%20A.dotx" TargetMode="External"' in made["word/_rels/settings.xml.rels"]
    assert b'Target="https://example.org/home/profile:a"' in made["word/_rels/settings.xml.rels"]
    assert made["word/media/media1.mp3"] == frames
    old, new = Image.open(io.BytesIO(gif)), Image.open(io.BytesIO(made["word/media/image2.gif"]))
    assert new.convert("RGB").tobytes() == old.convert("RGB").tobytes()


def test_properties_that_other_programs_write_elsewhere_are_emptied() -> None:
    name = "package/services/metadata/core-properties/a1.psmdcp"
    said = b'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Pat Kim</dc:creator></cp:coreProperties>'
    data = docx("x", more={name: said})
    assert [one.author for one in words_of(data, "docx") if "Pat" in one.text] == [True]
    assert b"Pat" not in parts(stripped(data, "docx"))[name]


def test_a_moving_picture_moves_on() -> None:
    images = [Image.new("L", (9, 9), shade) for shade in (0, 90, 200)]
    out = io.BytesIO()
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=70, loop=2, comment=b"Pat Kim")
    made = parts(stripped(docx("x", more={"word/media/image1.gif": out.getvalue()}), "docx"))["word/media/image1.gif"]
    assert b"Pat" not in made
    new = Image.open(io.BytesIO(made))
    assert (new.n_frames, new.info["loop"], new.info["duration"]) == (3, 2, 70)


@pytest.mark.parametrize("what", ["a picture", "a change", "a link"])
def test_a_copy_that_would_still_say_something_is_refused(simcred: Simcred, told: Path, tmp_path: Path, what: str) -> None:
    artist = Image.Exif()
    artist[0x013B] = "Pat Kim"
    wide = '<?xml version="1.0" encoding="UTF-16"?><a><ins author="Pat Kim"/></a>'.encode("utf-16")
    more, place = {
        "a picture": ({"word/media/image1.tiff": picture("TIFF", "x", exif=artist)}, "a picture, what the camera or program wrote"),
        "a change": ({"word/footnotes.xml": wide}, "the names of authors"),
        "a link": (
            {"word/_rels/a.xml.rels": '<?xml version="1.0" encoding="UTF-16"?><a><b TargetMode="External" Target="C:\\Users\\pat\\a"/></a>'.encode("utf-16")},
            "a link to a file on a computer",
        ),
    }[what]  # fmt: skip
    (tmp_path / "plan.docx").write_bytes(docx("x", more=more))
    ran = simcred("privacy", "strip", tmp_path / "plan.docx")
    assert ran.code == 4
    assert f"the copy would still say something in {place}" in ran.err
    assert "Print it to PDF" in ran.err
    assert sorted(tmp_path.glob("*stripped*")) == []


def test_of_a_part_that_nobody_can_look_at_that_is_said(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(docx("x", more={"word/embeddings/oleObject1.bin": bytes(range(200))}))
    ran = simcred("privacy", "strip", tmp_path / "plan.docx")
    assert ran.code == 0, ran.err
    assert "A part of it could not be looked at" in ran.err
    assert "what they say stays" in ran.err
    assert f"simcred privacy check {tmp_path / 'plan-stripped.docx'}" in ran.err


def film(more: bytes) -> bytes:
    """A recording with something more in its first track."""
    data = recording()
    at = data.index(b"mdia") - 4
    end = at + int.from_bytes(data[at : at + 4], "big")
    made = bytearray(data[:end] + more + data[end:])
    for kind in (b"mdia", b"trak", b"moov"):
        place = data.index(kind) - 4
        made[place : place + 4] = (int.from_bytes(data[place : place + 4], "big") + len(more)).to_bytes(4, "big")
    return bytes(made)


def test_names_of_the_tracks_of_a_film_are_taken_out(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    made = film(box(b"hdlr", bytes(8) + b"vide" + bytes(12) + b"Pat Kim's camera\0"))
    (tmp_path / "lesson.mp4").write_bytes(made)
    assert "the tags" in {one.where for one in words_of(made, "mp4")}
    ran = simcred("privacy", "strip", tmp_path / "lesson.mp4")
    assert ran.code == 0, ran.err
    copy = (tmp_path / "lesson-stripped.mp4").read_bytes()
    assert copy == made.replace(b"Pat Kim's camera", bytes(16))


def test_a_film_of_which_no_copy_can_be_made_is_not_for_printing(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    stsd = box(b"stsd", bytes(7) + b"\1" + box(b"gpmd", bytes(8)))
    (tmp_path / "lesson.mp4").write_bytes(film(box(b"minf", box(b"stbl", stsd))))
    ran = simcred("privacy", "strip", tmp_path / "lesson.mp4")
    assert ran.code == 4
    assert "Print" not in ran.err
    assert "Export it anew" in ran.err


def test_a_sound_of_nothing_but_heads_of_tags_is_gone_through_at_once() -> None:
    started = time.perf_counter()
    assert stripped(b"ID3\x03\0\0\0\0\0\0" * 500_000 + b"\xff\xfb\x90\0", "mp3") == b"\xff\xfb\x90\0"
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("text", ["<a ", "<!--", "<![CDATA[", '<a "', "<", "<a author=", "aa"])
def test_no_part_is_too_costly_to_make_anew(text: str) -> None:
    part = ("<" + text * (1_000_000 // len(text))).encode()
    data = docx("x", more={"word/footnotes.xml": part})
    started = time.perf_counter()
    assert parts(stripped(data, "docx"))["word/footnotes.xml"] == part
    assert time.perf_counter() - started < 10


def test_strip_where_a_folder_is_a_link(simcred: Simcred, told: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "board.png").write_bytes(picture("PNG", "x"))
    try:
        (told / "linked").symlink_to(away, target_is_directory=True)
        (tmp_path / "way").symlink_to(told / "evidence", target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    ran = simcred("privacy", "strip", "linked/board.png", "--replace")
    assert ran.code == 2
    assert "--replace is for files that lie in a portfolio" in ran.err
    assert simcred("privacy", "strip", "linked/board.png").code == 0
    assert (away / "board-stripped.png").exists()
    shutil.copy(away / "board.png", told / "evidence/2026-10-02-log/board.png")
    assert simcred("privacy", "strip", tmp_path / "way/2026-10-02-log/board.png", "--replace").code == 0


# What to do afterwards


def test_the_guide_says_how_far_it_has_come(simcred: Simcred, told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = simcred("privacy", "purge-guide", LOG)
    assert ran.code == 0
    assert "It was not saved in git here" in ran.out
    assert "simcred remove 2026-10-02-log" in ran.out
    assert "filter-repo" not in ran.out
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    run = ["git", "-C", str(told), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*run, *words], check=True)
    (told / LOG).unlink()
    ran = simcred("privacy", "purge-guide", LOG)
    assert "It was saved in git here" in ran.out
    assert f"git -C fresh filter-repo --invert-paths --path {LOG}" in ran.out
    assert "simcred remove" not in ran.out, "it is not there any more"
    ran = simcred("privacy", "purge-guide", "evidence/2026-10-02-lag")
    assert ran.code == 2
    assert "Did you mean evidence/2026-10-02-log" in ran.err


def test_the_guide_knows_items_older_names_and_where_it_is_shared(
    simcred: Simcred, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "saved or shared" in simcred("privacy", "purge-guide", "2026-10-02-log").out
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    run = ["git", "-C", str(told), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    (told / "evidence/2026-10-02-log/lindgren_bo.txt").write_text("A map of the unit, with the words of it.\n" * 9, "utf-8")
    for words in (
        ["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"],
        ["mv", "evidence/2026-10-02-log/lindgren_bo.txt", "evidence/2026-10-02-log/map.txt"], ["commit", "-qm", "renamed"],
    ):  # fmt: skip
        subprocess.run([*run, *words], check=True)
    ran = simcred("privacy", "purge-guide", "evidence/2026-10-02-log/map.txt")
    assert "filter-repo --invert-paths --path evidence/2026-10-02-log/map.txt --path NAME" in ran.out
    assert "put the real one" in ran.out
    assert "seems not to be shared" in ran.out
    subprocess.run([*run, "remote", "add", "origin", "https://code.example.org/elm.git"], check=True)
    ran = simcred("privacy", "purge-guide", "evidence/2026-10-02-log/map.txt")
    assert "push --force --all https://code.example.org/elm.git" in ran.out
    subprocess.run([*run, "mv", "evidence/2026-10-02-log/map.txt", "evidence/2026-10-02-log/plan.txt"], check=True)
    subprocess.run([*run, "commit", "-qm", "renamed again"], check=True)
    ran = simcred("privacy", "purge-guide", "evidence/2026-10-02-log/plan.txt")
    assert "--path evidence/2026-10-02-log/plan.txt --path evidence/2026-10-02-log/map.txt --path NAME" in ran.out


def test_a_signed_form_is_known_by_its_words_whatever_it_is_called(simcred: Simcred, told: Path) -> None:
    words = (
        "Dear parent or guardian,\n\nI give permission for my child to be filmed in class.\n\n"
        "Name of student: S03\nSignature of parent or guardian: ______________  Date: ______\n"
    )
    log = told / "evidence/2026-10-02-log"
    (log / "page.txt").write_text(words, "utf-8")
    (log / "scan.docx").write_bytes(docx("<t>" + words.replace("\n", "</t></p><p><t>") + "</t>"))
    (log / "about.txt").write_text("The students read a poem about permission and wrote their own.\n", "utf-8")
    for _ in range(2):  # the second time from memory
        found = [f for f in simcred("check", "--json").data["portfolios"][0]["findings"] if f["code"] == "MC714"]
        assert [(f["path"], f["severity"], f["message"][:7]) for f in found] == [("evidence/2026-10-02-log", "error", "2 files")]
