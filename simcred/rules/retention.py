"""Days until which something may be kept: what is to be deleted soon, or was to be deleted, and where it lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from simcred.findings.finding import About, Finding, found
from simcred.load.facts import PORTFOLIO
from simcred.model.evidence import EvidenceItem
from simcred.rules.case import Case
from simcred.rules.consents import NOTICE, some
from simcred.words import count


def due(case: Case) -> Iterator[Finding]:
    """What is to be deleted within a month, or was to be: an item by its own day, and all that rely on a consent record by that record's.

    A withdrawn item is in the folder still, so it is told too.
    """
    for item in case.items():
        if item.retain_until is not None and _is_near(item.retain_until, case.today):
            place = case.facts.place(item.manifest, "retain_until")
            message = f"{item.slug} {_kept(item.retain_until, case.today)}"
            hint = _hint(item.retain_until, case.today, [item])
            yield found("MC717", message, place, hint=hint, about=About(evidence=item.slug), subject="item")
    for number, consent in enumerate(case.facts.portfolio.consents if case.facts.portfolio is not None else ()):
        if consent.retain_until is None or not _is_near(consent.retain_until, case.today):
            continue
        items = [item for item in case.items() if item.people.needs_consent and consent.id in item.people.consent]
        if items:
            what = f"{count(len(items), 'item')} ({some([item.slug for item in items])})"
            place = case.facts.place(PORTFOLIO, "consents", number, "retain_until")
            message = f"what {consent.id} allows {_kept(consent.retain_until, case.today)}: {what}"
            yield found("MC717", message, place, hint=_hint(consent.retain_until, case.today, items), subject=consent.id)


def _is_near(day: dt.date, today: dt.date) -> bool:
    """Whether a day is to be spoken of."""
    return (day - today).days <= NOTICE


def _kept(day: dt.date, today: dt.date) -> str:
    """Until when something may be or might be kept."""
    left = (day - today).days
    if left < 0:
        return f"was to be kept until {day} only"
    when = "which is today" if left == 0 else f"{count(left, 'day')} from now"
    return f"may be kept until {day} only, {when}"


def _hint(day: dt.date, today: dt.date, items: Sequence[EvidenceItem]) -> str:
    """What is to be done, and by which commands: wherever simcred or its user has put it."""
    name = items[0].slug if len(items) == 1 else "ITEM"
    steps = [
        f"simcred remove {name}",
        f"then delete .simcred/removed/{name} and .simcred/undo, which keep it for you",
        "and every packet that shows it (packet/, and those you have handed on)",
    ]
    links = [link for item in items for link in item.links]
    if links:
        salt = " with the salt beside it" if any(link.commitment is not None for link in links) else ""
        steps.append(f"and what it links to{salt}, where that is kept")
    begin = "Delete it now" if day < today else "Hand in before then what needs it, then delete it"
    shared = f"If the folder was saved or shared before, those copies have it still: simcred privacy purge-guide evidence/{name}"
    return f"{begin}: {', '.join(steps)}. {shared}"
