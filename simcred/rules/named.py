"""People named in evidence: somebody else than the educator, under an id, and whose work an item is."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.load.paths import slug_of
from simcred.model.evidence import EvidenceItem, people_in
from simcred.rules.case import Case, plain


def people(case: Case) -> Iterator[Finding]:
    """What is wrong with the people that items name."""
    for item in case.items():
        yield from _others(case, item)
        yield from _whose(case, item)
        yield from _without_id(case, item)


def _without_id(case: Case, item: EvidenceItem) -> Iterator[Finding]:
    """People whose name makes no id, so that nothing that they say could be told to be theirs."""
    kind = case.programme.kinds.get(item.kind)
    for name in kind.relations if kind is not None else ():
        for person in people_in(item, name):
            if not person.person and not slug_of(person.name):
                message = f"no id can be made of the name {person.name}"
                place = case.facts.place(item.manifest, name)
                hint = "Add `person:` with a short name of small letters, under which that person's reviews are kept."
                yield found("MC202", message, place, hint=hint, about=About(evidence=item.slug), subject=name, severity="warning")


def _whose(case: Case, item: EvidenceItem) -> Iterator[Finding]:
    """An item that names a guided teacher says whose work it is: it would pass for one's own."""
    kind = case.programme.kinds.get(item.kind)
    if item.guided is not None and item.teacher == "own" and kind is not None and not kind.guiding:
        message = f"{item.guided.name} is named as guided, and the item is marked as your own work"
        hint = "Add `teacher: guided`; for your own work take `guided` out."
        place = case.facts.place(item.manifest, "guided", key=True)
        yield found("MC332", message, place, hint=hint, about=About(evidence=item.slug))


def _others(case: Case, item: EvidenceItem) -> Iterator[Finding]:
    """People named as somebody else, such as the teacher who is guided or the observer: another than the educator."""
    held, kind = case.facts.portfolio, case.programme.kinds.get(item.kind)
    fields = {name: what for name, what in (kind.relations if kind is not None else {}).items() if what != "session-leader"}
    for name, what in {"guided": "guided-teacher", **fields}.items():
        for person in people_in(item, name):
            if held is not None and plain(person.name) == plain(held.educator.name):
                message = f"{person.name} is the educator, and the {what.replace('-', ' ')} is somebody else"
                place = case.facts.place(item.manifest, name)
                hint = "Name the other person."
                yield found("MC325", message, place, hint=hint, about=About(evidence=item.slug), subject=name)
