"""What everybody would see on the badge site: what the sheet has one post and nothing else, and how sure the rest is."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from conftest import Simcred
from test_packet import read_as_text
from test_restricted import BOARD, DRAFT, change
from test_sheet import GOAL, changed, pasted, requirements, sheet


def preview(simcred: Simcred, folder: Path, goal: str = GOAL) -> str:
    ran = simcred("privacy", "preview", goal, "-C", folder)
    assert ran.code == 0, ran.err
    return ran.out


def page(simcred: Simcred, folder: Path) -> str:
    ran = simcred("privacy", "preview", GOAL, "--out", folder.parent / "out", "-C", folder)
    assert ran.code == 0, ran.err
    path = folder.parent / f"out/{GOAL}-public.html"
    assert ran.out == f"{path.as_posix()}\n"
    return path.read_text("utf-8")


def parts(text: str) -> list[str]:
    """What is shown, what is shown beside it, and what is not."""
    return text.split("=" * 80 + "\n")[1:]


def test_it_shows_every_post_of_the_sheet_and_its_files(simcred: Simcred, example: Path) -> None:
    posts = [pasted(part) for part in requirements(sheet(simcred, example))]
    words = [text for part in posts for text in part]
    assert len(words) == 20
    shown = " ".join(parts(preview(simcred, example))[0].split())
    made = page(simcred, example)
    for text in words:
        assert " ".join(text.split()) in shown
        assert " ".join(text.split()) in read_as_text(made)
    assert "SHOWN: 10 posts" in shown
    assert "Shown: 10 posts" in read_as_text(made)
    assert "File: organizer-draft.pdf (18 KB)" in shown
    assert "File: organizer-draft.pdf (18 KB)" in read_as_text(made)
    assert made.count("<img ") == 5, "files as they would be seen"


def test_it_says_when_nobody_looked_for_names(simcred: Simcred, example: Path) -> None:
    for looked in (False, True):
        for text in (" ".join(preview(simcred, example).split()), read_as_text(page(simcred, example))):
            assert ("Nobody looked for students' names in it" in text) is not looked
        (example / ".simcred").mkdir(exist_ok=True)
        (example / ".simcred/roster").write_text("Jayden Kowalczyk\n", "utf-8")


def test_what_is_not_shown_stands_there_with_the_reason(simcred: Simcred, example: Path) -> None:
    shown, _, hidden = parts(preview(simcred, example))
    hidden = " ".join(hidden.split())
    link = yaml.safe_load((example / "evidence/2026-10-20-populations-launch-video/evidence.yaml").read_text("utf-8"))["links"][0]
    for text in (shown, page(simcred, example)):
        assert link["url"] not in text
    assert (
        "Video of the second launch, populations, Cue to Review: c-period4 does not allow it to be shown to everybody." in hidden
    )
    assert "scores.csv: each of its lines is a student's; the means stand in the text." in hidden
    assert "L2C-09 Permission for everybody shown or heard: the permissions stay at school; they are never posted." in hidden
    assert "E-mail addresses" in hidden
    assert "ana.rivera@example.org" not in preview(simcred, example)


def test_what_the_site_shows_of_its_own_says_how_sure_that_is(simcred: Simcred, example: Path) -> None:
    _, beside, _ = parts(preview(simcred, example))
    lines = re.findall(r"^- .*?(?=^- |\Z)", beside, re.MULTILINE | re.DOTALL)
    marks = r"\((seen on KUCRL's badge pages|read in the site's own code, of unknown age|likely, not seen|not known)\)$"
    assert len(lines) == 8
    assert all(re.search(marks, " ".join(line.split())) for line in lines)
    assert "Level 2 Fidelity of Implementation, Unit Organizer" in " ".join(beside.split())


def test_ticks_and_what_is_posted_and_must_not_be(simcred: Simcred, example: Path) -> None:
    assert simcred("sheet", GOAL, "--posted", "L2C-02,L2C-03,L2C-05a", "-C", example).code == 0
    change(example, BOARD, people={"shown": ["students"]})
    shown, _, hidden = parts(preview(simcred, example))
    assert "Draft Unit Organizer, energy and matter in ecosystems   [ticked as posted]" in " ".join(shown.split("\n"))
    assert "[L2C-05a ticked as posted]" in " ".join(shown.split())
    assert "its row is ticked as posted, so look there, and take it down" in " ".join(hidden.split())
    made = page(simcred, example)
    assert made.count('<span class="mark met">ticked as posted</span>') == 1


def test_a_goal_without_anything_to_post_says_so(simcred: Simcred, example: Path) -> None:
    for item in (example / "evidence").iterdir():
        change(example, f"evidence/{item.name}", people={"shown": [], "deidentified": False})
    assert "Nothing: there is nothing to post yet" in preview(simcred, example)
    assert "Nothing: there is nothing to post yet" in page(simcred, example)


def test_the_page_is_safe_and_the_same_each_time(simcred: Simcred, example: Path) -> None:
    attack = "<script>alert(1)</script> \u202e ::error::x"
    assert simcred("edit", DRAFT, "--set", f"narrative={attack}", "-C", example).code in (0, 2)
    changed(example, "2026-09-18-draft-organizer", "title: Draft Unit", "title: <img src=x> Draft Unit")
    made = page(simcred, example)
    assert made == page(simcred, example)
    assert "<script" not in made
    assert "<img src=x>" not in made
    assert "<img src=x> Draft Unit" in unescape(made)
    assert "Content-Security-Policy" in made
    assert "\u202e" not in made


def test_hostile_words_command_nothing(simcred: Simcred, example: Path) -> None:
    changed(example, "2026-09-18-draft-organizer", "narrative: >-\n", "narrative: |-\n  ::error::x\n")
    assert not re.search(r"^\s*::error", preview(simcred, example), re.MULTILINE)


def test_lines_fit_a_terminal(simcred: Simcred, example: Path) -> None:
    assert max(map(len, preview(simcred, example).splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["unit-organiser-fi"], 2, "Did you mean unit-organizer-fi"),
        ([GOAL, "--format", "json"], 2, "It has text and html"),
        ([GOAL, "--out", "evidence/x"], 2, "is among what the portfolio keeps"),
    ],
)
def test_what_cannot_be_is_said(simcred: Simcred, example: Path, words: list[str], code: int, message: str) -> None:
    ran = simcred("privacy", "preview", *words, "-C", example)
    assert (ran.code, message in ran.err) == (code, True), ran.err


def test_format_html_makes_the_page_where_packets_go(simcred: Simcred, example: Path) -> None:
    ran = simcred("privacy", "preview", GOAL, "--format", "html", "-C", example)
    assert ran.code == 0
    assert (example / f"packet/{GOAL}-public.html").is_file()
    assert "The preview is made." in ran.err
