"""docs/codes.md is made from the catalogue and the checklists. `python tests/test_docs.py` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simcred.app.places import starter
from simcred.findings.catalogue import catalogue

PAGE = Path(__file__).resolve().parent.parent / "docs/codes.md"


def lines() -> Iterator[str]:
    programme = starter()
    yield from (
        "# Rows and codes",
        "",
        f"Made from the starter programme {programme.version} and the catalogue of codes. {programme.notice}",
        "",
    )
    yield "Basis: real = seen on a KUCRL badge page; near = carried over from a sister badge or page; assumed = ours."
    for checklist in programme.checklists.values():
        yield from ("", f"## {checklist.title} ({checklist.id} {checklist.version})", "")
        yield from ("| row | what | category | due | basis | source |", "|---|---|---|---|---|---|")
        for row in checklist.rows:
            yield f"| {row.id} | {row.title} | {row.category} | {row.due} | {row.basis} | {row.source} |"
    yield from ("", "## Codes", "", "| code | severity | what | what to do |", "|---|---|---|---|")
    for code in catalogue().values():
        yield f"| {code.id} | {code.severity} | {code.title} | {code.how} |"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == "\n".join(lines()) + "\n", "run: python tests/test_docs.py"


def test_every_code_says_all() -> None:
    for code in catalogue().values():
        assert all((code.title, code.why, code.how, code.example)), code.id


if __name__ == "__main__":
    PAGE.write_text("\n".join(lines()) + "\n", "utf-8")
