"""The narrative log: what was written after lessons, one after another, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcred.gate import clean, inert, visible
from simcred.load.shape import field_shape
from simcred.model.evidence import MISSING, EvidenceItem, field
from simcred.model.programme import LOG, Kind


def questions(kind: Kind) -> dict[str, str]:
    """The questions of a kind's log by their dotted field, in the kind's own order and words; none where it has no log."""
    shape = field_shape({"properties": kind.fields}, LOG)
    fields = {f"{LOG}.{name}": str(node.get("description", name)) for name, node in shape.get("properties", {}).items()}
    return {name: kind.prompts.get(name, text) for name, text in fields.items()}


def narrative_log(items: Iterable[EvidenceItem], kind: Kind) -> str:
    """Items of a kind as Markdown in the order of their days: a heading each, and its answers under the kind's questions.

    What was written in other words, or lies in files, is there too. Empty where there is nothing.
    """
    ordered = sorted(items, key=lambda item: (item.date.start, item.date.end, item.slug))
    return "\n".join(part for item in ordered for part in _entry(item, kind))


def _entry(item: EvidenceItem, kind: Kind) -> Iterator[str]:
    """The lines of one item."""
    yield f"## {item.date}: {visible(item.title)}\n"
    for name, question in questions(kind).items():
        answer = field(item, name)
        if answer is not MISSING:
            yield f"### {visible(question)}\n"
            yield f"{_text(str(answer))}\n"
    if item.narrative is not None:
        yield f"{_text(item.narrative)}\n"
    files = [name for name in (item.narrative_file, *(file.path for file in item.files)) if name is not None]
    if files:
        yield f"In {', '.join(visible(name) for name in files)}.\n"


def _text(text: str) -> str:
    """A person's words, in which nothing hides and nothing commands."""
    return "\n".join(inert(line) for line in clean(text).strip().split("\n"))
