"""Which bytes stand behind a packet: the digests of its files, and what changed since somebody looked at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from simcred.load.facts import Facts
from simcred.model.outcome import GoalAssessment
from simcred.model.review import Pin, Review, Submission
from simcred.model.tree import Digests


def digests(facts: Facts, path: str) -> Digests | None:
    """The digests of a file; None where there is none, or something that is no file or cannot be read."""
    entry = facts.entries.get(path)
    if entry is None or entry.kind != "file":
        return None
    try:
        return facts.tree.digests(path)
    except OSError:
        return None


def pinned(facts: Facts, slug: str) -> list[Pin]:
    """The files of an item as they are now; those that cannot be read are left out."""
    now = ((path, digests(facts, path)) for path in facts.items[slug].paths())
    return [Pin(path, both.sha256, both.blob) for path, both in now if both is not None]


def counting(goals: Iterable[GoalAssessment]) -> list[str]:
    """The items that count for some goals, by name."""
    return sorted({slug for goal in goals for outcome in goal.rows for slug in outcome.evidence})


def appendix(facts: Facts, goals: Iterable[GoalAssessment]) -> Iterator[dict[str, Any]]:
    """Every file of the evidence that counts, with its size and both digests."""
    for slug in counting(goals):
        for path in facts.items[slug].paths():
            entry = facts.entries.get(path)
            if entry is not None and entry.kind == "file":
                yield {"path": path, "size": entry.size, "digests": digests(facts, path)}


def changes(facts: Facts, goal: GoalAssessment, papers: list[Review | Submission]) -> Iterator[str]:
    """What became of the files that the last review or submission saw, and what counts now that none of them saw."""
    last = max(papers, key=lambda paper: (paper.date, paper.path), default=None)
    if last is None:
        return
    seen = {pin.path: pin for pin in _pins(last)}
    yield f"Since {last.path.rpartition('/')[2]} of {last.date}:"
    unchanged = 0
    for pin in seen.values():
        now = digests(facts, pin.path)
        if now is not None and now.sha256 == pin.sha256:
            unchanged += 1
        elif now is not None:
            yield f"changed: {pin.path}"
        else:
            yield f"{'cannot be read' if pin.path in facts.entries else 'gone'}: {pin.path}"
    ever = {pin.path for paper in papers for pin in _pins(paper)}
    for slug in counting([goal]):
        if facts.items[slug].manifest not in ever:
            yield f"not looked at yet: {slug}"
    yield f"unchanged: {unchanged} of {len(seen)} files that were seen"


def _pins(paper: Review | Submission) -> tuple[Pin, ...]:
    """Everything that a review or submission has seen."""
    return paper.pins() if isinstance(paper, Review) else paper.seen
