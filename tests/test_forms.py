"""Signed forms are told from what is about permission: by their words, by their names, and at `add`; nothing repeats what a name says."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from conftest import ROOT, Simcred
from files import made as bytes_of
from test_writing import contents

from simcred import assess
from simcred.app.places import starter
from simcred.load.facts import load
from simcred.load.shape import Shapes
from simcred.model.naming import Naming
from simcred.privacy.forms import is_form
from simcred.rules.forms import called_form, calls_form, says_empty
from simcred.snapshot.memory import MemoryTree

TEXTS = ROOT / "tests/data/privacy/forms"
SIGNED = sorted((TEXTS / "signed").glob("*.txt"))
OTHERS = sorted((TEXTS / "others").glob("*.txt"))
FORMS = [
    "permission-slips-period4.pdf",
    "consent_form_S03.pdf",
    "PhotoRelease.jpg",
    "signed consents.pdf",
    "ConsentForm.docx",
    "consentform.pdf",
    "Opt-Out Form.docx",
    "opt_in_slip.png",
    "media release 2026.pdf",
    "release form - signed.pdf",
    "scan of signed permission, lesson 3.jpg",
    "signed-consent-form-reflection-week.pdf",
    "autorización_firmada.pdf",
    "AUTHORIZATION-FORM.PDF",
    "waiver-signature.png",
    "forms-consent-period2",
]
NO_FORMS = [
    "organizer-final.pdf",
    "release-notes.pdf",
    "press-release-form.pdf",
    "permission-slip-blank.pdf",
    "consent form template.docx",
    "sample-signed-consent-form.pdf",
    "poem-permission-slip.md",
    "reflection-on-consent-forms.md",
    "consent-form-tracker.csv",
    "why-we-sign-permission-forms.pptx",
    "lesson-about-consent.pdf",
    "consent.pdf",
    "forms-of-energy.pdf",
    "transformations.pdf",
    "signed-partnership.pdf",
    "adoption-form.pdf",
    "platform.docx",
]
CALLED = [
    "Signed permission slips, period 4",
    "Photo releases",
    "The parents' consent forms",
    "Letters of consent",
    "Signed consents",
]
NOT_CALLED = [
    "A reflection on permission slips",
    "Permission slips: what I would do again, a reflection",
    "Consent form (blank)",
    "Unit Organizer on consent",
    "Release of energy",
    "Students fill in forms",
]


def test_there_are_enough_of_both() -> None:
    assert len(SIGNED) >= 15
    assert len(OTHERS) >= 15


@pytest.mark.parametrize("path", SIGNED, ids=lambda path: path.stem)
def test_a_form_is_known_by_its_words(path: Path) -> None:
    assert is_form(path.read_text("utf-8"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_what_is_about_permission_is_no_form(path: Path) -> None:
    assert not is_form(path.read_text("utf-8"))


def test_only_the_first_pages_are_looked_at_and_quickly() -> None:
    form = (TEXTS / "signed/media-release-filled.txt").read_text("utf-8")
    page = "Some words of a page about teaching. " * 100
    assert is_form(page + form)
    assert not is_form(page * 4 + form)
    hard = [
        "i " * 9000,
        "x" * 9000,
        "i/" * 9000,
        "signature " * 2000,
        " \t" * 9000,
        "my child " * 2000,
        "signed: i, we, permission " * 700,
    ]
    begin = time.perf_counter()
    for text in hard:
        is_form(f"{text} sign permission parent or guardian")
    assert time.perf_counter() - begin < 5, "a second is plenty on a slow computer"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_known_by_its_name_and_the_quick_look_lets_it_through(name: str) -> None:
    assert called_form(name)
    assert assess._may_be_form(name), "or nobody would look"


@pytest.mark.parametrize("name", NO_FORMS)
def test_other_names_are_no_forms(name: str) -> None:
    assert not called_form(name)


def test_titles_call_something_a_form_or_are_about_one() -> None:
    assert [title for title in CALLED if not calls_form(title)] == []
    assert [title for title in NOT_CALLED if calls_form(title)] == []
    assert [title for title in CALLED if not assess._may_be_form(title)] == []


PORTFOLIO = (ROOT / "tests/cases/base/portfolio.yaml").read_bytes()
ITEM = """schema: simcred/evidence/1
title: Draft Unit Organizer
kind: device
stage: draft
intervention: cer-unit-organizer
date: 2026-09-18
files: [{{path: {0}}}]
"""


def told(name: str, forms: tuple[str, ...]) -> list[tuple[str, str, int | None]]:
    """What is said of signed forms in a portfolio of one item with one file."""
    tree = MemoryTree(
        {"portfolio.yaml": PORTFOLIO, "evidence/a/evidence.yaml": ITEM.format(name).encode(), f"evidence/a/{name}": b"x"}
    )
    facts = load(tree, Shapes(starter().kinds))
    facts.naming = Naming(forms=forms)
    said = assess.assess(facts, starter(), dt.date(2026, 11, 20))
    assert [outcome.evidence for outcome in said.goals[0].rows if outcome.row.id == "L2C-02"] == [("a",)], "it counts still"
    return [(f.message, f.place.path, f.place.line) for f in said.findings if f.code == "MC714"]


def test_a_file_whose_words_are_a_form_s_is_told_unless_it_is_called_empty() -> None:
    words = "this file reads like a signed permission form"
    assert told("scan.pdf", ("evidence/a/scan.pdf",)) == [(words, "evidence/a/evidence.yaml", 7)]
    assert told("scan.pdf", ()) == []
    assert says_empty("form-blank.pdf")
    assert told("form-blank.pdf", ("evidence/a/form-blank.pdf",)) == []
    assert len(told("permission-slip.pdf", ("evidence/a/permission-slip.pdf",))) == 1, "once, though name and words say it"


def made(path: Path) -> Path:
    """A file of its name."""
    path.write_bytes(bytes_of(path, path.name))
    return path


def test_a_form_is_not_copied_and_its_name_not_repeated(simcred: Simcred, example: Path) -> None:
    form = made(example.parent / "permission-slip-jayden-smith.pdf")
    before = contents(example)
    ran = simcred("add", "L2C-02", form, "--title", "More", "-C", example)
    assert ran.code == 1
    assert "the file has the name of a signed permission form, and those stay at school" in ran.err
    assert "simcred consent add" in ran.err
    assert "jayden" not in ran.out + ran.err
    draft = made(example.parent / "draft-2.pdf")
    assert "file 2 of 2 has the name" in simcred("add", "L2C-02", draft, form, "-C", example).err
    assert "the file has the name" in simcred("edit", "2026-09-18-draft-organizer", form, "-C", example).err
    assert contents(example) == before
    renamed = form.rename(form.with_name("permission-form-blank.pdf"))
    assert simcred("add", "L2C-02", renamed, "--title", "More", "-C", example).code == 0


def test_what_its_title_calls_a_form_is_not_copied(simcred: Simcred, example: Path) -> None:
    scan = made(example.parent / "scan.pdf")
    before = contents(example)
    ran = simcred("add", "L2C-02", scan, "--title", "Signed permission form", "-C", example)
    assert ran.code == 1
    assert "this item is said to be a signed permission form, and those stay at school" in " ".join(ran.err.split())
    assert "simcred consent add" in ran.err
    assert contents(example) == before
    assert simcred("add", "L2C-02", scan, "--title", "How I wrote the permission form", "-C", example).code == 0


def test_a_form_in_the_folder_is_told_without_its_name(simcred: Simcred, example: Path) -> None:
    made(example / "evidence/2026-09-18-draft-organizer/permission-slip-jayden-smith.pdf")
    ran = simcred("check", "--select", "MC714", example)
    assert ran.code == 1
    assert "1 file in this folder has the name of a signed permission form" in " ".join(ran.out.split())
    assert "jayden" not in ran.out + ran.err
