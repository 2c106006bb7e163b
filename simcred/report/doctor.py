"""What `doctor` found: as lines, and as JSON, `simcred.doctor/1`, as published in schemas/doctor.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from simcred import __version__
from simcred.gate import visible
from simcred.model.machine import Diagnosis, Section, State
from simcred.report.lines import Line, Tone, blank, line
from simcred.words import both, count

FORMAT = "simcred.doctor/1"
_TONES: dict[State, Tone] = {"ok": "good", "note": "warn", "fix": "bad"}
_TEXT = 8
"""The column in which sentences begin."""


def lines(sections: Sequence[Section]) -> Iterator[Line]:
    """Every section with its facts, a word before each; and one line that sums up."""
    for section in sections:
        yield line((section.title, "title"))
        for diagnosis in section.diagnoses:
            yield from _diagnosis(diagnosis)
        yield blank()
    yield _sum(sections)


def _diagnosis(diagnosis: Diagnosis) -> Iterator[Line]:
    """One fact, what to do about it, and the command that does it."""
    yield line((f"{diagnosis.state:<4}", _TONES[diagnosis.state]), f"  {diagnosis.text}", indent=2, hang=_TEXT)
    if diagnosis.cure:
        yield line((diagnosis.cure, "quiet"), indent=_TEXT)
    if diagnosis.command:
        yield line((diagnosis.command, "code"), indent=_TEXT, whole=True)


def _sum(sections: Sequence[Section]) -> Line:
    """How much there is to do."""
    counts = _counts(sections)
    notes = count(counts["note"], "note")
    if not counts["fix"]:
        return line(("Nothing to fix", "good"), f", {notes}." if counts["note"] else ".")
    parts = [f"{count(counts['fix'], 'thing')} to fix", *([notes] if counts["note"] else [])]
    return line((f"{both(parts)}.", "title"))


def _counts(sections: Sequence[Section]) -> Counter[str]:
    return Counter(diagnosis.state for section in sections for diagnosis in section.diagnoses)


def as_json(sections: Sequence[Section]) -> str:
    """The same for programs: every key always there, null where there is nothing, ASCII."""
    counts = _counts(sections)
    data = {
        "schema": FORMAT,
        "tool": {"name": "simcred", "version": __version__},
        "sections": [
            {"name": section.name, "title": section.title, "diagnoses": [_as_data(said) for said in section.diagnoses]}
            for section in sections
        ],
        "summary": {state: counts[state] for state in get_args(State)},
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def _as_data(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "state": diagnosis.state,
        "text": visible(diagnosis.text),
        "cure": visible(diagnosis.cure) or None,
        "command": visible(diagnosis.command) or None,
    }
