"""The packet as a PDF: made by the extra, checked by its compiler against PDF/UA-1, the same bytes for the same input."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
import pytest
import typst
from conftest import Simcred

GOAL = "unit-organizer-fi"


def pdf_of(simcred: Simcred, folder: Path, *words: str) -> bytes:
    ran = simcred("packet", folder, "--goal", GOAL, "--pdf", *words, "--out", folder.parent / "out")
    assert ran.code == 0, ran.err
    return (folder.parent / f"out/{GOAL}.pdf").read_bytes()


def texts(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_it_has_what_the_page_has(simcred: Simcred, example: Path) -> None:
    data = pdf_of(simcred, example)
    said = texts(data)
    for words in (
        "Ana Rivera (example)",
        "Level 2 Fidelity of Implementation: Unit Organizer",
        "Starter checklist, not KUCRL official",
        "I drafted this the week before the unit",
        "Integrity appendix",
        "Signature",
        "What went well, and why?",
    ):
        assert words in said, words
    assert b"pdfuaid" in data, "marked as PDF/UA, after the compiler has checked it"
    assert data == pdf_of(simcred, example)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_papers(simcred: Simcred, example: Path, paper: str, size: tuple[int, int]) -> None:
    page = pypdfium2.PdfDocument(pdf_of(simcred, example, "--paper", paper))[0]
    assert (round(page.get_width()), round(page.get_height())) == size


def test_no_word_of_an_educator_is_markup(simcred: Simcred, example: Path) -> None:
    words = '#panic("x") $x^2$ = *[a](javascript:alert(1)) #read("/etc/passwd") @ref <label> `code` <b>'
    manifest = example / "evidence/2026-09-18-draft-organizer/evidence.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text[: text.index("narrative:")] + f"narrative: |\n  {words}\n" + text[text.index("files:") :], "utf-8")
    portfolio = example / "portfolio.yaml"
    portfolio.write_text(
        portfolio.read_text("utf-8").replace("name: Ana Rivera (example)", 'name: "Zoë #set [draft] Łukasz"'), "utf-8"
    )
    said = texts(pdf_of(simcred, example))
    assert "Zoë #set [draft] Łukasz" in said
    for part in ('#panic("x")', "$x^2$", '#read("/etc/passwd")', "@ref", "<label>"):
        assert part in said, part


def test_without_the_extra_it_says_how_to_get_it(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = simcred("packet", example, "--pdf", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "simcred[pdf]" in ran.err
    assert not (tmp_path / "out").exists(), "all or nothing"


def test_a_paper_that_is_not_there(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    ran = simcred("packet", example, "--pdf", "--paper", "a3", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "letter or a4" in ran.err


def test_hidden_characters_are_shown_as_escapes(simcred: Simcred, example: Path) -> None:
    (example / "evidence/2026-09-18-draft-organizer/\u202efdp.exe").write_bytes(b"x")
    said = texts(pdf_of(simcred, example))
    assert "\\u202efdp.exe" in said
    assert "\u202e" not in said


def test_the_compiler_reads_its_own_files_and_letters_alone(
    simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, dict[str, object]]] = []
    whole = typst.compile

    def compiled(main: Path, **how: object) -> object:
        asked.append((main, how))
        return whole(main, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "compile", compiled)
    pdf_of(simcred, example)
    ((main, how),) = asked
    assert how["root"] == main.parent
    assert how["ignore_system_fonts"] is True
    assert how["pdf_standards"] == ["ua-1"]
