"""The restricted packet: nothing of what shows or names students is in its page, its PDF or its ZIP, and the rest can be read."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Simcred
from msgspec.structs import replace
from test_naming import SECRET, named  # noqa: F401 - a fixture
from test_packet import read_as_text, reviewed
from test_pdf import texts

from simcred.app.look import Look, one
from simcred.model.evidence import EvidenceFile
from simcred.model.outcome import GoalAssessment
from simcred.packet.cards import Source
from simcred.packet.restricted import linked, restricted

GOAL = "unit-organizer-fi"
TODAY = dt.date(2026, 11, 20)
VIDEO = "2026-10-20-populations-launch-video"
BOARD = "evidence/2026-09-24-class-organizer"
DRAFT = "evidence/2026-09-18-draft-organizer"
LOG = "evidence/2026-10-02-log"


class Packet:
    """A restricted packet as somebody gets it: its page, its PDF as text, and what lies in its ZIP."""

    def __init__(self, folder: Path) -> None:
        self.page = (folder / f"{GOAL}-restricted.html").read_text("utf-8")
        self.pdf = (folder / f"{GOAL}-restricted.pdf").read_bytes()
        with zipfile.ZipFile(folder / f"{GOAL}-restricted.zip") as archive:
            self.files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}

    def holds(self, *secrets: str | bytes) -> list[str | bytes]:
        """Which of some texts or bytes can be found anywhere in it, also where they are escaped, or part of another."""
        said = (unescape(self.page) + read_as_text(self.page) + texts(self.pdf)).encode()
        whole = b"\0".join([self.page.encode(), said, self.pdf, *self.files.values(), *(name.encode() for name in self.files)])
        return [secret for secret in secrets if (secret.encode() if isinstance(secret, str) else secret) in whole]


def packet(simcred: Simcred, folder: Path) -> Packet:
    out = folder.parent / "out"
    ran = simcred("packet", folder, "--goal", GOAL, "--restricted", "--zip", "--pdf", "--out", out)
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in out.iterdir()) == [f"{GOAL}-restricted.{kind}" for kind in ("html", "pdf", "zip")]
    return Packet(out)


def traces(path: Path) -> list[str | bytes]:
    """All by which a file could be had or recognised: its bytes, both digests, and the beginning of its preview's bytes."""
    data = path.read_bytes()
    digests = [hashlib.sha256(data).hexdigest(), hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()]
    return [data, base64.b64encode(data[:300]), *digests]


def source(folder: Path, today: dt.date = TODAY) -> tuple[Source, list[GoalAssessment]]:
    """What the packet of the level 2 goal is made from."""
    _, seen = one(folder, Look(today))
    assert seen.facts is not None
    assert seen.facts.portfolio is not None
    goals = [goal for goal in seen.assessment.goals if goal.goal.id == GOAL]
    return Source(seen.facts, seen.facts.portfolio, seen.programme, seen.assessment, today), goals


def change(folder: Path, item: str, **data: object) -> None:
    """Sets fields of an item; those that are None go."""
    file = folder / item / "evidence.yaml"
    whole = {**yaml.safe_load(file.read_text("utf-8")), **data}
    text = yaml.safe_dump(
        {name: value for name, value in whole.items() if value is not None}, allow_unicode=True, sort_keys=False
    )
    file.write_text(text, "utf-8")


def card(page: str, title: str) -> str:
    """What a page says at an item."""
    found = re.search(rf"<article[^>]*>\s*<h4>{re.escape(title)}</h4>.*?</article>", page, re.DOTALL)
    assert found, title
    return read_as_text(found[0])


def test_what_shows_students_is_left_out_and_the_checklist_stays_readable(simcred: Simcred, example: Path) -> None:
    link = yaml.safe_load((example / "evidence" / VIDEO / "evidence.yaml").read_text("utf-8"))["links"][0]["url"]
    made = packet(simcred, example)
    assert made.holds(link, *traces(example / "evidence" / VIDEO / "evidence.yaml")) == []
    said = card(made.page, "Video of the second launch, populations, Cue to Review")
    assert "Left out: it shows students, who can be heard too." in said
    assert "Video of a lesson, 2026-10-20" in said
    assert "The launch of the populations unit" in said, "the educator's words stay"
    assert '<p class="kind">Restricted packet</p>' in made.page
    for text in (read_as_text(made.page), texts(made.pdf)):
        assert "This is the restricted packet" in text
        assert "Left out are the files and links of 1 item in which people can be recognised." in text
        assert "Left out: it shows students, who can be heard too." in text
        assert "11 of 13 required rows are met" in text
    assert "review file to complete at its end" in read_as_text(made.page)
    assert "schema: simcred/review/1" not in made.page


def test_the_zip_holds_what_the_page_links_to_and_nothing_else(simcred: Simcred, example: Path) -> None:
    made = packet(simcred, example)
    page = made.files[f"packet/{GOAL}-restricted.html"].decode()
    linked = {unescape(path) for path in re.findall(r'href="\.\./([^"#]+)"', page)}
    own = {f"packet/{GOAL}-restricted.html", f"packet/{GOAL}-restricted.pdf", "READ-ME.txt", "manifest-sha256.txt"}
    assert len(linked) > 5
    assert set(made.files) == linked | own
    assert all(made.files[path] == (example / path).read_bytes() for path in linked)
    assert "ana.rivera@example.org" not in str(made.files["READ-ME.txt"])
    assert made.holds("ana.rivera@example.org", "sam.okafor@example.org") == []


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ({"shown": ["students"]}, "Left out: it shows students."),
        ({"shown": ["students", "adults"], "consent": ["c-period4"]}, "Left out: it shows students and adults."),
        ({"shown": [], "heard": ["students"]}, "Left out: students can be heard in it."),
        ({"shown": ["students"], "heard": ["adults"]}, "Left out: it shows students, and adults can be heard."),
        ({"shown": ["students"], "heard": ["students"], "deidentified": True}, "Left out: students can be heard in it."),
        ({"shown": [], "deidentified": False}, "Left out: names and faces are not removed from it."),
        (None, "Left out: nobody said whether people can be seen or heard in it."),
    ],
)
def test_a_picture_goes_with_every_trace_of_it(
    simcred: Simcred, example: Path, people: dict[str, object] | None, why: str
) -> None:
    """A review and a submission have seen it: their files hold its digest, and say what became of it."""
    photo = example / BOARD / "whiteboard.jpg"
    before = traces(photo)
    reviewed(example, f"{BOARD}/whiteboard.jpg", f"{BOARD}/evidence.yaml", f"{DRAFT}/evidence.yaml")
    shutil.copy(ROOT / "tests/data/privacy/one/files/photos/204829.jpg", photo)
    change(example, BOARD, people=people)
    made = packet(simcred, example)
    assert why in card(made.page, "Unit map built with the class, on the whiteboard")
    assert made.holds(*before, *traces(photo), *traces(example / BOARD / "evidence.yaml")[2:], f"{BOARD}/whiteboard.jpg") == []
    assert "1 of 1 files that were seen are unchanged" in read_as_text(made.page)


def test_without_people_in_it_the_same_picture_is_shown(simcred: Simcred, example: Path) -> None:
    for people in ({"shown": []}, {"shown": ["students"], "deidentified": True}):
        change(example, BOARD, people=people)
        made = packet(simcred, example)
        assert made.holds((example / BOARD / "whiteboard.jpg").read_bytes())
        assert "left-out" not in card(made.page, "Unit map built with the class, on the whiteboard")


def test_a_link_of_which_nobody_said_whom_it_shows_is_left_out(simcred: Simcred, example: Path) -> None:
    change(example, DRAFT, links=[{"url": "https://drive.example.org/elsewhere"}])
    made = packet(simcred, example)
    assert "nobody said" in card(made.page, "Draft Unit Organizer, energy and matter in ecosystems")
    assert made.holds("drive.example.org", *traces(example / DRAFT / "organizer-draft.pdf")) == []
    change(example, DRAFT, people={"shown": []})
    assert packet(simcred, example).holds("drive.example.org")


def test_the_words_of_what_is_left_out_lead_nowhere(simcred: Simcred, example: Path) -> None:
    words = (
        "Look [here](https://v.example.org/1?a=(b)) and ![there](https://v.example.org/2), at <https://v.example.org/3>,\n"
        "https://v.example.org/4. and www.v.example.org/5 [as][so].\n\n[so]: https://v.example.org/6\n" + "[" * 300
    )
    change(example, f"evidence/{VIDEO}", narrative=words, **{"x-note": "https://v.example.org/7"})
    made = packet(simcred, example)
    assert made.holds("v.example.org") == []
    said = card(made.page, "Video of the second launch, populations, Cue to Review")
    assert "here (link left out)" in said
    assert "there (link left out)" in said


def test_nobody_else_s_words_lead_there_either(simcred: Simcred, example: Path) -> None:
    """The same address in another item, its log, a review and a submission."""
    link = yaml.safe_load((example / "evidence" / VIDEO / "evidence.yaml").read_text("utf-8"))["links"][0]["url"]
    log = yaml.safe_load((example / LOG / "evidence.yaml").read_text("utf-8"))["log"]
    change(example, LOG, log={**log, "ideas": f"See {link}."})
    files = [{"path": "organizer-draft.pdf", "description": f"Shown in {link}"}]
    change(example, DRAFT, narrative=f"As in {link}, and https://other.example.org/kept.", files=files)
    reviewed(example, f"{DRAFT}/evidence.yaml")
    review = example / f"reviews/{GOAL}/001-sam-okafor.yaml"
    decision = f"decisions:\n  - {{row: L2C-04, decision: question, text: 'At 3:10 in {link}?', seen: []}}\n"
    review.write_text(f"{review.read_text('utf-8')}text: Watched {link} twice.\n{decision}", "utf-8")
    made = packet(simcred, example)
    assert made.holds(link) == []
    assert made.holds("https://other.example.org/kept")
    said = read_as_text(made.page)
    for words in (
        "See (link left out).",
        "As in (link left out), and",
        "At 3:10 in (link left out)?",
        "Watched (link left out) twice.",
    ):
        assert words in said


# Students who are named


@pytest.fixture
def quiet(named: Path) -> Path:  # noqa: F811
    """The example with a roster, and nobody of it named yet."""
    file = named / LOG / "evidence.yaml"
    file.write_text("".join(line for line in file.read_text("utf-8").splitlines(True) if not line.startswith("x-note")), "utf-8")
    return named


def test_words_that_name_a_student_are_left_out(simcred: Simcred, quiet: Path) -> None:
    file = {"path": "plan.txt", "description": "By Jayden Kowalczyk"}
    (quiet / LOG / "plan.txt").write_text("A plan.", "utf-8")
    change(quiet, LOG, narrative="Jayden Kowalczyk asked first.", files=[file], by="Jayden Kowalczyk")
    made = packet(simcred, quiet)
    assert made.holds(*SECRET) == []
    said = card(made.page, "Log, the first full week with the organizer")
    assert "Its words are left out: a student is named in them." in said
    assert "plan.txt" in said, "its files stay"
    assert "What went well" not in said
    assert "the words of 1 item in which a student is named" in read_as_text(made.page)
    assert made.holds(*traces(quiet / LOG / "evidence.yaml")) == [], "a digest would let a guess at the words be tested"


def test_a_title_that_names_a_student_is_left_out_wherever_it_stands(simcred: Simcred, quiet: Path) -> None:
    change(quiet, DRAFT, title="Map of Jayden Kowalczyk")
    reviewed(quiet, f"{LOG}/evidence.yaml")
    made = packet(simcred, quiet)
    assert made.holds(*SECRET) == []
    assert made.page.count("(title left out: a student is named in it)") >= 3, "at its row, as what another grew from, as new"


def test_a_title_over_two_lines_is_told_by_either(simcred: Simcred, quiet: Path) -> None:
    file = quiet / DRAFT / "evidence.yaml"
    text = re.sub(
        "^title: .*$", "title:\n  Map of the unit, a draft by\n  Jayden Kowalczyk", file.read_text("utf-8"), flags=re.MULTILINE
    )
    file.write_text(text, "utf-8")
    made = packet(simcred, quiet)
    assert made.holds(*SECRET) == []
    assert "(title left out" in made.page


def test_a_document_that_names_a_student_is_left_out(simcred: Simcred, quiet: Path) -> None:
    (quiet / DRAFT / "notes.txt").write_text("Seen by Jayden Kowalczyk, 204518.", "utf-8")
    files = [{"path": "organizer-draft.pdf"}, {"path": "notes.txt", "description": "Notes"}]
    change(quiet, DRAFT, files=files)
    made = packet(simcred, quiet)
    assert made.holds(*SECRET, *traces(quiet / DRAFT / "notes.txt")) == []
    said = card(made.page, "Draft Unit Organizer, energy and matter in ecosystems")
    assert "Left out: 1 file in which a student is named." in said
    assert "I drafted this the week before" in said
    assert f"{DRAFT}/organizer-draft.pdf" in made.files
    assert "1 file in which a student is named" in read_as_text(made.page)


def test_words_in_a_file_of_their_own_are_left_out(simcred: Simcred, quiet: Path) -> None:
    (quiet / DRAFT / "story.md").write_text("My whale of a story: Jayden Kowalczyk.", "utf-8")
    change(quiet, DRAFT, narrative=None, narrative_file="story.md")
    made = packet(simcred, quiet)
    assert made.holds(*SECRET, "whale", *traces(quiet / DRAFT / "story.md")) == []
    assert "Its words are left out" in card(made.page, "Draft Unit Organizer, energy and matter in ecosystems")


def test_a_file_that_is_called_as_a_student_is_named_nowhere(simcred: Simcred, quiet: Path) -> None:
    """Nor one that lies there and is not listed, which `check` tells, nor one of which nobody said whom it shows."""
    shutil.copy(quiet / BOARD / "whiteboard.jpg", quiet / BOARD / "jayden_kowalczyk.jpg")
    change(quiet, BOARD, files=[{"path": "jayden_kowalczyk.jpg"}], people=None)
    (quiet / DRAFT / "Kowalczyk, Jayden.docx").write_bytes(b"no document")
    made = packet(simcred, quiet)
    assert made.holds("ayden", "owalczyk") == []


def test_what_reviewers_and_submissions_say_of_a_student_is_left_out(simcred: Simcred, quiet: Path) -> None:
    reviewed(quiet, f"{DRAFT}/evidence.yaml", f"{DRAFT}/jayden-kowalczyk.pdf")
    review = quiet / f"reviews/{GOAL}/001-sam-okafor.yaml"
    decision = "decisions:\n  - {row: L2C-04, decision: not-yet, text: Jayden Kowalczyk was away., seen: []}\n"
    review.write_text(f"{review.read_text('utf-8')}text: Well done Jayden Kowalczyk.\n{decision}", "utf-8")
    made = packet(simcred, quiet)
    assert made.holds("ayden", "owalczyk") == []
    assert made.page.count("(left out: a student is named in it)") >= 2
    assert "001-sam-okafor" in made.page


def test_what_every_packet_is_made_of_cannot_be_left_out(simcred: Simcred, quiet: Path) -> None:
    words = ("packet", quiet, "--goal", GOAL, "--restricted", "--out", quiet.parent / "out")
    file = quiet / "portfolio.yaml"
    before = file.read_text("utf-8")
    claim = f"not_applicable:\n  - {{goal: {GOAL}, row: L2C-06o, reason: Jayden Kowalczyk was ill.}}\n"
    file.write_text(f"{before}{claim}", "utf-8")
    ran = simcred(*words)
    assert (ran.code, "portfolio.yaml, line" in ran.err) == (1, True)
    assert "ayden" not in ran.err
    file.write_text(before, "utf-8")
    (quiet / DRAFT).rename(quiet / "evidence/2026-09-18-jayden-kowalczyk")
    ran = simcred(*words)
    assert (ran.code, "rename the folder" in " ".join(ran.err.split())) == (1, True)
    assert "ayden" not in ran.err
    assert not (quiet.parent / "out").exists()


def test_it_is_the_same_whenever_it_is_made_and_the_whole_one_is_left_alone(simcred: Simcred, example: Path) -> None:
    words = ("packet", example, "--goal", GOAL, "--out", example.parent / "out")
    assert simcred(*words, "--zip").code == 0
    whole = (example.parent / f"out/{GOAL}.html").read_bytes()
    first = {}
    for _ in range(2):
        assert simcred(*words, "--restricted", "--zip", "--pdf").code == 0
        made = {path.name: path.read_bytes() for path in (example.parent / "out").glob("*-restricted.*")}
        assert first in ({}, made)
        first = made
    assert (example.parent / f"out/{GOAL}.html").read_bytes() == whole


def test_all_goals_in_one(simcred: Simcred, example: Path) -> None:
    ran = simcred("packet", example, "--restricted", "--out", example.parent / "out")
    assert ran.out == f"{(example.parent / 'out/index-restricted.html').as_posix()}\n"
    assert "The restricted packet is made." in ran.err


def test_a_person_in_a_manifest_that_tells_is_named_at_no_row(quiet: Path) -> None:
    """Whoever is waited for is called as the manifest calls them."""
    change(quiet, "evidence/2026-10-08-coaching", **{"with": {"name": "Jayden Kowalczyk"}})
    made, goals = source(quiet)
    row = next(row for row in goals[0].rows if row.owed)
    said = "Jayden Kowalczyk (took part)"
    waiting = replace(row, reason=said, waiting_for=said, owed=tuple(replace(owed, whom=said) for owed in row.owed))
    _, cured = restricted(made, [replace(goals[0], rows=(*goals[0].rows, waiting))])
    told = cured[0].rows[-1]
    assert {told.reason, told.waiting_for, *(owed.whom for owed in told.owed)} == {"(a name that is left out) (took part)"}


def test_the_same_picture_in_another_item_is_left_out_there_too(simcred: Simcred, example: Path) -> None:
    """Whoever says of the one that it shows students has said it of both."""
    shutil.copy(example / BOARD / "whiteboard.jpg", example / DRAFT / "board.jpg")
    change(example, DRAFT, files=[{"path": "organizer-draft.pdf"}, {"path": "board.jpg"}], people={"shown": []})
    change(example, BOARD, people={"shown": ["students"]})
    made = packet(simcred, example)
    assert made.holds(*traces(example / BOARD / "whiteboard.jpg")) == []
    said = card(made.page, "Draft Unit Organizer, energy and matter in ecosystems")
    assert "Left out: 1 file that another item has too, and that is left out there." in said
    assert "1 file that other items have as well" in read_as_text(made.page)


# What may tell, and what nobody could look through


@pytest.mark.parametrize(
    "words",
    ["Kowalczyk led it.", "Write to mum@example.com.", "Call (785) 555-2938.", "He lives at 12 Oak Street, Lawrence, KS 66044."],
)
def test_what_may_tell_is_left_out_too(simcred: Simcred, quiet: Path, words: str) -> None:
    (quiet / DRAFT / "notes.txt").write_text(words, "utf-8")
    change(quiet, DRAFT, files=[{"path": "organizer-draft.pdf"}, {"path": "notes.txt"}])
    change(quiet, LOG, narrative=f"{words} A whale of a day.")
    made = packet(simcred, quiet)
    assert made.holds(words, "whale", *traces(quiet / DRAFT / "notes.txt")) == []
    said = card(made.page, "Draft Unit Organizer, energy and matter in ecosystems")
    assert "Left out: 1 file in which somebody may be named, or by which somebody can be found." in said
    assert "Its words are left out: somebody may be named in them" in card(
        made.page, "Log, the first full week with the organizer"
    )
    text = read_as_text(made.page)
    assert "1 file in which somebody may be named, or by which" in text
    assert "the words of 1 item in which somebody may be named" in text


def test_what_may_be_a_name_in_a_title_or_a_review_is_left_out(simcred: Simcred, quiet: Path) -> None:
    change(quiet, DRAFT, title="Map of Kowalczyk")
    reviewed(quiet, f"{LOG}/evidence.yaml")
    review = quiet / f"reviews/{GOAL}/001-sam-okafor.yaml"
    review.write_text(f"{review.read_text('utf-8')}text: Well done Kowalczyk.\n", "utf-8")
    made = packet(simcred, quiet)
    assert made.holds(*SECRET) == []
    assert "(title left out: somebody may be named in it)" in made.page
    assert "(left out: somebody may be named in it, or found by it)" in made.page


def test_what_nobody_could_look_through_is_left_out(simcred: Simcred, quiet: Path) -> None:
    data = (quiet / DRAFT / "organizer-draft.pdf").read_bytes()
    (quiet / DRAFT / "first.pdf").write_bytes(data + b"\n")
    change(quiet, DRAFT, files=[{"path": "organizer-draft.pdf"}, {"path": "first.pdf"}])
    made, goals = source(quiet)
    slug = DRAFT.removeprefix("evidence/")
    made.facts.naming = replace(made.facts.naming, unread=((f"{DRAFT}/first.pdf", "it is damaged"),))
    cut, _ = restricted(made, goals)
    assert cut.left_out is not None
    assert cut.left_out.held[slug] == {"in which nobody could look for names": 1}
    assert [file.path for file in cut.facts.items[slug].files] == ["organizer-draft.pdf"]


def test_a_form_is_left_out_whatever_gives_it_away(simcred: Simcred, example: Path) -> None:
    for number, name in enumerate(("parents.pdf", "copy.pdf", "permission-form-signed.pdf")):
        (example / DRAFT / name).write_bytes((example / DRAFT / "organizer-draft.pdf").read_bytes() + b"\n" * number)
    made, goals = source(example)
    slug = DRAFT.removeprefix("evidence/")
    item = made.facts.items[slug]
    said = (("parents.pdf", "Signed permission form"), ("copy.pdf", None), ("permission-form-signed.pdf", None))
    files = (*item.files, *(EvidenceFile(name, description) for name, description in said))
    made.facts.items[slug] = replace(item, files=files)
    made.facts.naming = replace(made.facts.naming, forms=(f"{DRAFT}/copy.pdf",))
    cut, _ = restricted(made, goals)
    assert cut.left_out is not None
    assert cut.left_out.held[slug] == {"taken for a signed form": 3}
    assert cut.left_out.paths >= {f"{DRAFT}/{name}" for name, _ in said}
    assert f"{DRAFT}/organizer-draft.pdf" not in linked(cut.facts, goals), "it is the same file as one of the forms"


def test_what_says_where_it_was_taken_is_left_out(simcred: Simcred, example: Path) -> None:
    photo = example / BOARD / "whiteboard.jpg"
    shutil.copy(ROOT / "tests/data/privacy/one/files/photos/204829.jpg", photo)
    made = packet(simcred, example)
    assert made.holds(*traces(photo)) == []
    said = card(made.page, "Unit map built with the class, on the whiteboard")
    assert "Left out: 1 file with a note inside of where it was taken." in said


def test_it_says_whether_somebody_looked_for_names(simcred: Simcred, example: Path, named: Path) -> None:  # noqa: F811
    made = packet(simcred, named)
    read_me = " ".join(made.files["READ-ME.txt"].decode().split())
    for text in (read_as_text(made.page), read_me):
        assert "names a student" in text
        assert "Nobody looked" not in text
    (named / ".simcred/roster").unlink()
    made = packet(simcred, named)
    read_me = " ".join(made.files["READ-ME.txt"].decode().split())
    for text in (read_as_text(made.page), read_me):
        assert "names a student" not in text
        assert "Nobody looked for students' names: there was no list of them." in text


def test_addresses_are_known_however_they_are_written(simcred: Simcred, example: Path) -> None:
    change(
        example,
        f"evidence/{VIDEO}",
        links=[{"url": "https://v.example.org/Launch/1/"}],
        title="Launch, at v.example.org/launch/2",
        narrative="See v.example.org/launch/3 and and/or.",
    )
    words = "HTTPS://V.example.org/launch/1 and v.example.org/launch/1, not w.example.org/kept or map.pdf"
    change(example, DRAFT, title=f"Draft, {words}", narrative=words)
    made = packet(simcred, example)
    page = made.page.lower()
    assert "v.example.org" not in page
    assert "w.example.org/kept or map.pdf" in page
    assert "and/or" in page


# The whole packet as a ZIP


def test_no_zip_is_made_that_names_a_student(simcred: Simcred, named: Path) -> None:  # noqa: F811
    (named / DRAFT / "jayden_kowalczyk.txt").write_text("204518", "utf-8")
    out = named.parent / "out"
    ran = simcred("packet", named, "--goal", GOAL, "--zip", "--out", out)
    assert ran.code == 1
    last = len((named / LOG / "evidence.yaml").read_text("utf-8").splitlines())
    said = " ".join(ran.err.split())
    assert f"{LOG}/evidence.yaml, line {last}: a student's full name stands in this line" in said
    assert f"{LOG}/evidence.yaml, line {last}: a student's number stands in this line" in said
    assert f"{DRAFT}: a student's full name stands in the name of a file or folder in here" in said
    assert "add --restricted" in said
    assert not [word for word in SECRET if word.lower() in ran.err.lower()]
    assert not out.exists()
    ran = simcred("packet", named, "--goal", GOAL, "--out", out)
    assert ran.code == 0
    assert "Before you hand it on: 2026-10-02-log: a student's full name stands in this line." in ran.err


def test_many_places_are_listed_in_part(simcred: Simcred, quiet: Path) -> None:
    change(quiet, LOG, narrative="\n".join(["Jayden Kowalczyk"] * 30))
    ran = simcred("packet", quiet, "--goal", GOAL, "--zip", "--out", quiet.parent / "out")
    assert ran.code == 1
    assert ran.err.count("a student's full name stands in this line") == 8
    assert re.search("and [0-9]+ more places; `simcred check` shows them", ran.err)


def test_a_name_in_what_is_not_in_the_zip_keeps_nobody_from_it(simcred: Simcred, quiet: Path) -> None:
    (quiet / "notes.txt").write_text("Jayden Kowalczyk", "utf-8")
    change(quiet, "evidence/2026-11-13-paraphrasing-log", narrative="Jayden Kowalczyk asked.")
    (quiet / DRAFT / "unlisted.txt").write_text("Jayden Kowalczyk", "utf-8")
    words = ("packet", quiet, "--zip", "--out", quiet.parent / "out")
    assert simcred(*words, "--goal", GOAL).code == 0
    assert simcred(*words).code == 1
