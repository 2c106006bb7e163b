"""Which bytes stand behind a packet: the digests of its files, and what changed since somebody looked at them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
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


def shown(goals: Iterable[GoalAssessment]) -> list[str]:
    """The items that are on a page: those that count, and those that only lack something in themselves."""
    goals = list(goals)
    near = {outcome.near for goal in goals for outcome in goal.rows if outcome.near is not None}
    return sorted(near | set(counting(goals)))


def appendix(facts: Facts, goals: Iterable[GoalAssessment], without: Container[str] = ()) -> Iterator[dict[str, Any]]:
    """Every file of the evidence on a page, with its size and both digests; not those `without` which the page is."""
    for slug in shown(goals):
        for path in facts.items[slug].paths():
            entry = facts.entries.get(path)
            if entry is not None and entry.kind == "file" and path not in without:
                yield {"path": path, "size": entry.size, "digests": digests(facts, path)}


def changes(
    facts: Facts, goal: GoalAssessment, papers: Sequence[Review | Submission], without: Container[str] = ()
) -> dict[str, Any] | None:
    """What became of the files that the last review or submission saw, and what counts now that none of them saw.

    None where nobody has looked yet. `changed`, `gone` and `unreadable` are paths, `new` the titles of items by their names.
    Of files `without` which the page is, nothing is said.
    """
    last = max(papers, key=lambda paper: (paper.date, paper.path), default=None)
    if last is None:
        return None
    told: dict[str, Any] = {"changed": [], "gone": [], "unreadable": []}
    seen = {pin.path: pin for pin in _pins(last) if pin.path not in without}
    for pin in seen.values():
        if (now := became(facts, pin)) is not None:
            told[now].append(pin.path)
    ever = {pin.path for paper in papers for pin in _pins(paper)}
    new = {slug: facts.items[slug].title for slug in counting([goal]) if facts.items[slug].manifest not in ever}
    same = len(seen) - sum(len(paths) for paths in told.values())
    return {**told, "new": new, "paper": last.path.rpartition("/")[2], "date": last.date, "same": same, "seen": len(seen)}


def became(facts: Facts, pin: Pin) -> str | None:
    """What became of a file that was seen: changed, gone or unreadable; None where it is the same."""
    now = digests(facts, pin.path)
    if now is not None:
        return None if now.sha256 == pin.sha256 else "changed"
    return "unreadable" if pin.path in facts.entries else "gone"


def _pins(paper: Review | Submission) -> tuple[Pin, ...]:
    """Everything that a review or submission has seen."""
    return paper.pins() if isinstance(paper, Review) else paper.seen
