"""The pages of docs. `python tests/test_docs.py` writes those anew that are made: codes.md and rows.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from requirements import Key, differences, named, rows

from simcred.app.places import starter
from simcred.findings.catalogue import catalogue
from simcred.model.checklist import AttestationAsk, Checklist, Row
from simcred.report.reading import BASIS, TRACKS
from simcred.wording import PROVENANCE, parts_of
from simcred.words import both, either

DOCS = ROOT / "docs"
PROSE = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
KEY = re.compile(r"\b[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*\b")
ROW_ID = re.compile(r"\bL\d[A-Z]?-\w+")


def codes() -> Iterator[str]:
    yield from ("# Codes", "", "Made from the catalogue of codes. `simcred explain CODE` says why, and shows an example.", "")
    yield from ("| code | severity | what | what to do |", "|---|---|---|---|")
    for code in catalogue().values():
        yield f"| {code.id} | {code.severity} | {code.title} | {code.how} |"


def rows_page() -> Iterator[str]:
    programme = starter()
    yield from ("# Rows", "", f"Made from the starter programme {programme.version}. {programme.notice}", "")
    yield f"Basis: {'; '.join(f'`{basis}` is {words}' for basis, words in BASIS.items())}. [Sources](sources.md) says what each key is."
    yield "Ours: what simcred adds to what the source says. `simcred explain ROW` says why a row is there and what counts."
    yield "What is not known: [open questions](open-questions.md)."
    for checklist in sorted(programme.checklists.values(), key=lambda held: (held.level, held.id)):
        yield from ("", f"## Level {checklist.level}: {checklist.title} ({checklist.id} {checklist.version})", "")
        yield f"For {TRACKS[checklist.track]}; {PROVENANCE[checklist.status]}."
        yield from ("", "| row | what | category | due | basis | source | ours | note |", "|---|---|---|---|---|---|---|---|")
        for row in checklist.rows:
            told = "; ".join(notes(checklist, row))
            yield f"| {row.id} | {row.title} | {row.category} | {row.due} | {row.basis} | {row.source} | {ours(row)} | {told} |"
    yield from ("", "## Where a row differs", "")
    yield "The rows were written down a second time by hand (tests/data/requirements.csv), and a test compares the two."
    yield from different()


def ours(row: Row) -> str:
    """What of a row is not its source's."""
    return "all of it" if row.basis == "assumed" else parts_of(row)


def notes(checklist: Checklist, row: Row) -> Iterator[str]:
    """What else there is to say of a row, in few words."""
    if row.item is not None:
        yield f"item {row.item} of the badge page"
    if row.any_of:
        yield "several ways"
    if levels := sorted({ask.level for ask in row.from_goals()}):
        yield f"level {both([str(level) for level in levels])} counts here"
    yield from dict.fromkeys(statement(ask) for ask in row.attestation_asks())
    yield from (f"{ask.recommended} recommended" for ask in row.evidence_asks() if ask.recommended is not None)
    if any(texts.row == row.id for texts in checklist.texts):
        yield "texts differ by routine or strategy"
    if any(entry.key == Key(checklist.track, row.id) for entry in named()):
        yield "differs, see the end"


def statement(ask: AttestationAsk) -> str:
    """Who states what."""
    what = f"fills in {ask.form}" if ask.form is not None else "recommends" if ask.statement == "recommend" else "confirms"
    return f"{either([name.replace('-', ' ') for name in ask.by])} {what}"


def different() -> Iterator[str]:
    found = {(entry.key, entry.what): entry for entry in differences()}
    entries = [(found[entry.key, entry.what], entry.why) for entry in named() if (entry.key, entry.what) in found]
    if not entries:
        yield "They agree everywhere."
        return
    yield from ("", "| row | track | what differs | in the checklist | by hand | why |", "|---|---|---|---|---|---|")
    for entry, why in entries:
        what = entry.what.replace("_", " ")
        yield f"| {entry.key.id} | {TRACKS[entry.key.track]} | {what} | {entry.here} | {entry.required} | {why} |"


MADE: dict[str, Callable[[], Iterator[str]]] = {"codes.md": codes, "rows.md": rows_page}


def sources() -> dict[str, tuple[str, str]]:
    """What docs/sources.md says each key is, and where."""
    lines = (
        line.strip("| ").split(" | ") for line in (DOCS / "sources.md").read_text("utf-8").splitlines() if line.startswith("| ")
    )
    table = {key: (what, address) for key, what, address in lines}
    del table["key"]
    return table


def keys_used() -> set[str]:
    """The keys in every row's and form's source, and in the remarks of their files."""
    folder = ROOT / "templates/programme"
    files = [*folder.glob("checklists/*.yaml"), *folder.glob("forms/*.yaml")]
    remarks = [line for file in files for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    said = [row.source for _, row in rows().values()] + [form.source or "" for form in starter().forms.values()]
    return {key for text in said for key in KEY.findall(text)} | {
        key for text in remarks for key in KEY.findall(text) if "-" in key
    }


def questions() -> dict[str, str]:
    """The questions of docs/open-questions.md, and what is said of each."""
    text = (DOCS / "open-questions.md").read_text("utf-8")
    parts = re.split(r"^#{2,3} (.*)\n", text, flags=re.MULTILINE)[1:]
    return {title: said for title, said in zip(parts[::2], parts[1::2], strict=True) if title.endswith("?")}


@pytest.mark.parametrize("name", MADE)
def test_a_page_that_is_made_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == "\n".join(MADE[name]()) + "\n", "run: python tests/test_docs.py"


def test_every_code_says_all() -> None:
    for code in catalogue().values():
        assert all((code.title, code.why, code.how, code.example)), code.id


def test_every_key_has_a_source_and_every_source_is_used() -> None:
    assert set(sources()) == keys_used()
    assert list(sources()) == sorted(sources())


def test_every_source_but_the_mission_has_an_address() -> None:
    for key, (what, address) in sources().items():
        assert what
        assert address == "none" if key == "SEED" else address.startswith(("https://", "http://")), key


def test_what_rests_on_the_mission_alone_is_assumed() -> None:
    alone = [row for _, row in rows().values() if KEY.findall(row.source) == ["SEED"]]
    assert alone
    assert {row.basis for row in alone} == {"assumed"}


def test_a_row_that_names_no_source_is_ours() -> None:
    for _, row in rows().values():
        assert row.source.startswith("ours") == (row.basis == "assumed"), row.id
        assert row.basis == "assumed" or KEY.search(row.source), row.id


@pytest.mark.parametrize("title", questions())
def test_a_question_says_what_holds_meanwhile_where_and_what_would_change(title: str) -> None:
    assert re.findall(r"^- (\w+):", questions()[title], re.MULTILINE) == ["Meanwhile", "Rows", "Otherwise"]


@pytest.mark.parametrize("page", ["open-questions.md", "sources.md", "educators.md", "developers.md"])
def test_every_row_that_a_page_names_is_there(page: str) -> None:
    known = {key.id for key in rows()}
    assert set(ROW_ID.findall((DOCS / page).read_text("utf-8"))) <= known


@pytest.mark.parametrize("page", PROSE, ids=[page.relative_to(ROOT).as_posix() for page in PROSE])
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


if __name__ == "__main__":
    for name, made in MADE.items():
        (DOCS / name).write_text("\n".join(made()) + "\n", "utf-8")
