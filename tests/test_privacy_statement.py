"""What a packet and a sheet say of privacy at their beginning: facts, and never a look that did not happen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Simcred
from msgspec.structs import replace
from test_bundle import GOAL
from test_naming import named  # noqa: F401 - a fixture
from test_packet import read_as_text
from test_pdf import pdf_of, texts
from test_restricted import BOARD, DRAFT, LOG, change, source
from test_sheet import html, sheet

from simcred.findings.finding import About, Place, found
from simcred.model.naming import Naming
from simcred.packet.privacy import for_packet, for_sheet

TODAY = dt.date(2026, 11, 20)
ONLY = "For the educator, the developer and the centre (CRL) only. Please pass it on to nobody else."
NOBODY_LOOKED = "There was no list of the students' names, so nobody looked for them."


def said(folder: Path, naming: Naming | None = None, today: dt.date = TODAY) -> str:
    """The statement of the packet, where a look for names came to `naming`."""
    made, goals = source(folder, today)
    if naming is not None:
        made.facts.naming = naming
    return " ".join(for_packet(made, goals))


def test_page_pdf_and_sheet_open_with_it(simcred: Simcred, example: Path) -> None:
    pdf = texts(pdf_of(simcred, example))
    page = read_as_text((example.parent / f"out/{GOAL}.html").read_text("utf-8"))
    for text in (page, pdf):
        assert text.index(ONLY) < text.index("required rows are met")
        assert NOBODY_LOOKED in text
    for text in (" ".join(sheet(simcred, example).split()), read_as_text(html(simcred, example))):
        assert "Privacy" in text
        assert text.index("Who reads what you post: everybody. 1 item of this goal is kept back") < text.index("Requirement 1")


def test_who_can_be_recognised_and_by_which_permission(example: Path) -> None:
    assert "People can be seen or heard in 1 item: covered by the permission c-period4 (until 2027-08-31)." in said(example)
    change(example, BOARD, people={"shown": ["students"]})
    assert "in 2 items: 1 covered by the permission c-period4 (until 2027-08-31); 1 not covered." in said(example)
    change(example, BOARD, people=None)
    assert "Nobody has said yet whether people can be seen or heard in 1 item." in said(example)
    for item in (BOARD, "evidence/2026-10-20-populations-launch-video"):
        change(example, item, people={"shown": []})
    assert "Nobody can be recognised in the pictures and recordings here, as far as the educator has said." in said(example)
    change(example, BOARD, people={"shown": ["students"]})
    assert "in 1 item: no permission covers it." in said(example)


def test_a_link_and_a_document_of_scores_of_which_nobody_said_it_are_counted(example: Path) -> None:
    assert "Nobody has said" not in said(example)
    change(example, DRAFT, links=[{"url": "https://drive.example.org/elsewhere"}])
    assert "Nobody has said yet whether people can be seen or heard in 1 item." in said(example)


def test_what_cannot_be_read_is_counted(example: Path) -> None:
    (example / LOG / "evidence.yaml").write_text("title: [", "utf-8")
    assert "1 item of the portfolio cannot be read, so nobody knows who is in it." in said(example)


def test_forms_that_are_still_to_be_signed_cover_nothing(example: Path) -> None:
    file = example / "portfolio.yaml"
    file.write_text(file.read_text("utf-8").replace("end: 2026-09-11", "end: 2026-11-21"), "utf-8")
    assert "in 1 item: no permission covers it." in said(example)


def test_a_permission_without_an_end_and_one_that_has_ended(example: Path) -> None:
    file = example / "portfolio.yaml"
    text = file.read_text("utf-8")
    assert "c-period4 (ended on 2027-08-31)" in said(example, today=dt.date(2027, 9, 1))
    file.write_text(text.replace("    until: 2027-08-31\n", ""), "utf-8")
    assert "c-period4 (no end is noted)" in said(example)


@pytest.mark.parametrize(
    ("naming", "sentence"),
    [
        (Naming(), NOBODY_LOOKED),
        (Naming(problems=((1, "the roster cannot be read: it is no file"),)), NOBODY_LOOKED),
        (
            Naming(failed="KeyError", looked=3),
            "The search for students' names broke off, so nobody knows whether one stands in it.",
        ),
        (Naming(looked=1), "looked for by the educator's list: 1 file of the portfolio was looked through. No program"),
        (Naming(looked=0), "0 files of the portfolio were looked through."),
        (
            Naming(looked=41, unread=("a.pdf", "b.pdf"), problems=((2, "no two words"),)),
            "41 files of the portfolio were looked through; 2 documents could not be read; 1 line of the list could not be used.",
        ),
    ],
)
def test_it_never_speaks_of_a_look_that_did_not_happen(example: Path, naming: Naming, sentence: str) -> None:
    text = said(example, naming)
    assert sentence in text
    assert ("looked through" in text) is (naming.looked is not None and not naming.failed)


def test_what_is_still_told_is_counted_by_kind(simcred: Simcred, named: Path) -> None:  # noqa: F811
    assert "`simcred check` still tells of a student's name (1 place) and a student's number (1 place)." in said(named)
    assert simcred("packet", named, "--goal", GOAL, "--out", named.parent / "out").code == 0
    assert "a student's name (1 place)" in read_as_text((named.parent / f"out/{GOAL}.html").read_text("utf-8"))
    made, goals = source(named)
    elsewhere = Place("evidence/2026-11-13-paraphrasing-log/evidence.yaml", 3)
    findings = [found("MC702", "x", Place(f"{DRAFT}/evidence.yaml", line)) for line in (3, 4)]
    findings += [
        found("MC701", "x", elsewhere),
        found("MC704", "x", Place(".simcred/roster", 1)),
        found("MC301", "x", Place(f"{DRAFT}/a")),
    ]
    findings += [found("MC343", "x", Place("evidence"), about=About(evidence="2026-10-02-log"))]
    made = replace(made, assessment=replace(made.assessment, findings=tuple(findings)))
    told = next(sentence for sentence in for_packet(made, goals) if "still tells" in sentence)
    assert "a student who seems to have a full name (1 place) and what may be a part of a student's name (2 places)." in told


def test_when_it_is_to_be_deleted(example: Path) -> None:
    assert "Delete it, with every copy and print, by 2027-08-31 (the end of the permission c-period4)." in said(example)
    late = said(example, today=dt.date(2027, 9, 1))
    assert "It was to be deleted by 2027-08-31 (the end of the permission c-period4): please delete it now" in late
    log = example / "evidence/2026-10-02-log/evidence.yaml"
    before = log.read_bytes()
    change(example, "evidence/2026-10-02-log", retain_until="2027-06-30")
    assert "by 2027-06-30 (the day that the educator set)." in said(example)
    portfolio = example / "portfolio.yaml"
    text = portfolio.read_text("utf-8")
    assert text.count("until: 2027-08-31") == 1
    portfolio.write_text(text.replace("until: 2027-08-31", "until: 2027-08-31\n    retain_until: 2027-05-31"), "utf-8")
    assert "by 2027-05-31 (the day that was promised with c-period4)." in said(example)
    portfolio.write_text(text, "utf-8")
    log.write_bytes(before)
    change(example, "evidence/2026-10-20-populations-launch-video", people={"shown": []})
    assert "once the badge is decided; no day is set for it." in said(example)


def test_a_sheet_says_until_when_posts_may_stand(example: Path) -> None:
    made, _ = source(example)
    slugs = ["2026-10-02-log", "2026-10-20-populations-launch-video"]
    assert for_sheet(made, slugs[:1], 0)[0] == "Who reads what you post: everybody."
    assert for_sheet(made, slugs[:1], 2)[0].endswith("2 items of this goal are kept back, as it says below.")
    assert for_sheet(made, slugs[:1], 0)[-1] == "What is posted stays there until you take it down."
    assert for_sheet(made, slugs, 0)[-1] == "Take down what was posted by 2027-08-31 (the end of the permission c-period4)."
    late = replace(made, today=dt.date(2027, 9, 1))
    assert for_sheet(late, slugs, 0)[-1] == "Take down what was posted now (the end of the permission c-period4, 2027-08-31)."


# The sheet holds back what names a student


def test_what_names_a_student_is_held_back_on_the_sheet(simcred: Simcred, named: Path) -> None:  # noqa: F811
    text = sheet(simcred, named)
    plain = " ".join(text.split())
    last = len((named / "evidence/2026-10-02-log/evidence.yaml").read_text("utf-8").splitlines())
    where = f"evidence/2026-10-02-log/evidence.yaml, line {last}: a student's full name stands in this line"
    assert f"held back: a student is named in it ({where}, and 1 more place)." in plain
    assert "Log, the first full week" in text
    assert "developer sees it" in plain, "the video, of which no student is named"
    assert "more place). The site shows everything to everybody." in plain
    assert "more place). The site shows everything to everybody." in read_as_text(html(simcred, named))
    assert "2026-10-02: Log" not in text, "its words are not there to be copied"
    assert "ayden" not in text
    assert "ayden" not in html(simcred, named)
    file = named / "portfolio.yaml"
    claim = f"not_applicable:\n  - {{goal: {GOAL}, row: L2C-06o, reason: Jayden Kowalczyk was ill.}}\n"
    file.write_text(f"{file.read_text('utf-8')}{claim}", "utf-8")
    assert "ayden" not in sheet(simcred, named)


def test_a_row_of_which_all_is_held_back_is_to_be_looked_at(simcred: Simcred, named: Path) -> None:  # noqa: F811
    change(named, DRAFT, title="Map of Jayden Kowalczyk")
    text = sheet(simcred, named)
    plain = " ".join(text.split())
    assert "L2C-02 Draft of the device nothing to post: not before you have looked, as it says below" in plain
    assert "KEEP PRIVATE: (a title in which a student is named) (L2C-02): held back: a student is named in it" in plain
    assert "Look first: L2C-02" in plain
    assert "ayden" not in text


def test_a_list_that_cannot_be_used_is_no_list_that_is_missing(example: Path) -> None:
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("# nobody yet\n", "utf-8")
    assert "The list of the students' names could not be used, so nobody looked for them." in said(example)
    assert NOBODY_LOOKED not in said(example)
