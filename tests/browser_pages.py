"""The pages that the browser lane looks at: those of the example, and those of a portfolio that tries everything a page can trip over."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from test_hostile import TEXTS

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
RIGHT_TO_LEFT = "مُنظِّم الوحدة: الطاقة والمادة في النظم البيئية (Unit Organizer) ١٢٣"
HEBREW = "מארגן היחידה, טיוטה ראשונה"
EMOJI = "🌱🐛🐦 food webs 👩🏽‍🏫 ✅ ½ ≤ 3 μm"
NAME = 'Zoë <b id="content">[draft]</b> O\'Neil & "שרה" 👩🏽‍🏫'
MARKDOWN = f"""# A heading of the educator's own

## And one below it

A paragraph with *words*, `code_that_goes_on_{"and_on_" * 20}`, a [link](https://example.org/{"a" * 120}) and <b>raw</b> HTML.

- one
  - two
    - three

1. first
2. second

> said by somebody, <script>alert(1)</script>

| column | {WORD[:80]} |
|---|---|
| a | b |

```
{"x = 1; " * 30}
```

![a picture](https://www.example.org/picture.png) <https://example.org>

---

###### The smallest heading
"""
SAID = [*TEXTS, WORD, RIGHT_TO_LEFT, HEBREW, EMOJI, MARKDOWN]
PAPERS = [
    ("organizer-draft.pdf", "unit-organizer-seventh-grade-period-4-energy-and-matter1.pdf"),
    ("progress.pdf", "Ökosysteme_und_Stoffkreisläufe_Klasse_7b_Fassung_März_26.pdf"),
    ("agenda.docx", "🌱 food webs & chains, 100 % finished (really), “final” 2.docx"),
]
PICTURES = [
    ("whiteboard.jpg", "a" * 56 + ".jpg"),
    ("organizer-s03.png", "עבודת תלמיד מספר שלוש, כיתה שש, מארגן היחידה, טיוטה שנייה.png"),
]
"""Files of the example, and the names of some 60 characters that they get."""

KINDS: list[dict[str, Any]] = [
    {"kind": "device", "stage": "draft"},
    {"kind": "account", "stage": "co-constructed"},
    {"kind": "device", "stage": "final"},
    {"kind": "account", "stage": "routine", "uses": ["2026-10-01", "2026-10-13"]},
    {"kind": "student-work", "halo": "high", "student": "S03"},
    {"kind": "log"},
    {"kind": "coaching", "with": {"name": HEBREW}},
    {"kind": "implementation", "minutes_a_day": 45, "days_a_week": 5},
    {"kind": "video"},
    {"kind": "scores"},
]
ITEMS = 40
SCORED = [dt.date(2026, 9, 10), dt.date(2026, 10, 8), dt.date(2026, 10, 29), dt.date(2026, 11, 12)]
MEASURES = dict(zip(("pretest", "controlled", "advanced", "posttest"), SCORED, strict=True))


class _Plain(yaml.SafeDumper):
    """Writes the same value out each time; a portfolio holds no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def hostile(folder: Path) -> Path:
    """A portfolio of 40 items in which every text and every name is one that a page could trip over."""
    said = cycle(SAID)
    _write(folder / "portfolio.yaml", _portfolio())
    for number in range(ITEMS):
        _item(folder / f"evidence/{_slug(number)}", number, said)
    _write(folder / f"evidence/{_slug(ITEMS)}/evidence.yaml", {"schema": "simcred/evidence/1", "titel": WORD, "kind": EMOJI})
    _write(folder / "reviews/unit-organizer-fi/001-sam-okafor.yaml", _review(said))
    return folder


def _slug(number: int) -> str:
    return f"2026-10-{number % 28 + 1:02}-{'very-long-slug-' * 2}{number:02}"


def _portfolio() -> dict[str, Any]:
    goal = {"intervention": "cer-unit-organizer", "checklist": {"version": "2026.1"}}
    return {
        "schema": "simcred/portfolio/1",
        "id": "p-7h2k9q",
        "educator": {"name": NAME, "email": "z@example.org", "school": WORD, "division": RIGHT_TO_LEFT},
        "partner": {"person": "sam-okafor", "name": HEBREW, "since": dt.date(2026, 8, 20)},
        "goals": [
            {"id": "unit-organizer-fi", "level": 2, **goal, "checklist": {"id": "fi-cer", "version": "2026.1"}},
            {"id": "paraphrasing-fi", "level": 2, "intervention": "ls-paraphrasing"},
        ],
        "not_applicable": [{"goal": "unit-organizer-fi", "row": "L2C-06o", "reason": TEXTS[1] + WORD}],
    }


def _item(folder: Path, number: int, said: Iterator[str]) -> None:
    """One item of one of the kinds."""
    own = KINDS[number % len(KINDS)]
    manifest: dict[str, Any] = {
        "schema": "simcred/evidence/1",
        "title": _one_line(next(said)),
        "intervention": "cer-unit-organizer",
        "date": dt.date(2026, 10, number % 28 + 1),
        "by": _one_line(next(said)),
        **own,
        "narrative": next(said),
        "people": {"shown": [], "deidentified": True},
        **_more(own["kind"], number, said),
    }
    if own.get("stage") == "final":
        manifest["follows"] = _slug(number - 2)
    _write(folder / "evidence.yaml", manifest)
    if own["kind"] == "scores":
        (folder / "scores.csv").write_text(_scores(), "utf-8")
        return
    for source, name in ((source, name) for source, name in PAPERS + PICTURES if name in str(manifest.get("files"))):
        shutil.copy(next((ROOT / "example-portfolio/evidence").rglob(source)), folder / name)


def _more(kind: str, number: int, said: Iterator[str]) -> dict[str, Any]:
    """What belongs to the kind: its files, and whatever it asks besides."""
    if kind == "scores":
        files = [{"path": "scores.csv", "description": _one_line(next(said))}]
        return {
            "intervention": "ls-paraphrasing",
            "date": {"start": SCORED[0], "end": SCORED[-1]},
            "measures": MEASURES,
            "files": files,
        }
    if kind == "video":
        link = {"url": f"https://drive.example.org/{'long' * 40}", "description": _one_line(next(said)), "access": WORD}
        return {"links": [link]}
    if kind == "log":
        return {"log": {name: next(said) for name in ("went_well", "challenges", "next_time", "adjustments", "ideas")}}
    all_files = PAPERS + PICTURES if kind in ("device", "account", "student-work") else PAPERS
    files = [{"path": all_files[(number // 2) % len(all_files)][1], "description": _one_line(next(said))}]
    if kind == "implementation":
        group = {"size": 24, "level": _one_line(next(said)), "characteristics": next(said)}
        return {"date": {"start": dt.date(2026, 9, 1), "end": dt.date(2026, 11, 13)}, "group": group, "files": files}
    return {"files": files}


def _scores() -> str:
    """Thirty students, four measures."""
    rows = [
        f"S{student:02},{measure},{day},{(student * 7 + at * 5) % 21},20"
        for student in range(1, 31)
        for at, (measure, day) in enumerate(MEASURES.items())
    ]
    return "\n".join(["student,measure,date,score,out_of", *rows, ""])


def _review(said: Iterator[str]) -> dict[str, Any]:
    return {
        "schema": "simcred/review/1",
        "portfolio": {"id": "p-7h2k9q", "goal": "unit-organizer-fi", "attempt": None},
        "reviewer": "sam-okafor",
        "date": dt.date(2026, 11, 1),
        "checklist": {"id": "fi-cer", "version": "2026.1", "sha256": "0" * 64},
        "decisions": [
            {"row": row, "decision": decision, "text": text, "seen": []}
            for row, decision, text in zip(
                ("L2C-02", "L2C-03", "L2C-04", "L2C-06"), ("not-yet", "question", "not-yet", "question"), said, strict=False
            )
        ],
        "verdict": None,
        "seen": [],
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")
