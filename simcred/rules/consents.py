"""The row that asks for permission wherever somebody can be recognised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from simcred.model.checklist import Row
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import RowOutcome
from simcred.model.portfolio import Consent
from simcred.rules.standing import Standing
from simcred.words import both, either

_LATE = dt.timedelta(days=14)
"""How long after the recording a permission may still be signed: ours, for a form that comes back a little late."""
_USES = ("developer", "crl")
"""Who sees a portfolio: every permission must allow both."""


def every(standing: Standing, row: Row) -> RowOutcome:
    """Met when consent records cover every item that counts for the goal and in which somebody can be recognised."""
    items = [item for item in standing.counting.all() if item.people.needs_consent]
    if not items:
        return RowOutcome(row, "not-applicable", reason="nobody can be recognised in the evidence that counts")
    held = standing.case.facts.portfolio
    consents = held.consents if held is not None else ()
    problems = {item.slug: problem for item in items if (problem := uncovered(item, consents)) is not None}
    have = len(items) - len(problems)
    slugs = tuple(item.slug for item in items if item.slug not in problems)
    if not problems:
        return RowOutcome(row, "met", have=have, need=len(items), evidence=slugs)
    slug, problem = next(iter(problems.items()))
    return RowOutcome(row, "unmet", have=have, need=len(items), evidence=slugs, reason=f"{slug}: {problem}", why="no-consent")


def uncovered(item: EvidenceItem, consents: Iterable[Consent]) -> str | None:
    """Why consent does not cover an item in which somebody can be recognised; None where it does.

    Each record that it names must hold, and together they must cover what is shown.
    """
    records = {consent.id: consent for consent in consents}
    if not item.people.consent:
        return "people can be recognised and no consent record is named"
    for name in item.people.consent:
        if name not in records:
            return f"there is no consent record {name} in portfolio.yaml"
        problem = _not_in_force(records[name], item)
        if problem is not None:
            return problem
    wanted = {word for word, there in (("image", item.people.shown), ("voice", item.people.heard)) if there}
    missing = wanted - {word for name in item.people.consent for word in records[name].covers}
    return f"{both(item.people.consent)} does not cover {either(sorted(missing))}" if missing else None


def _not_in_force(consent: Consent, item: EvidenceItem) -> str | None:
    """Why one record does not hold for an item: its uses, the day it was signed, and the day it ends."""
    if not set(_USES) <= set(consent.uses):
        return f"{consent.id} does not allow your developer and the centre to see it"
    if consent.signed.start - item.date.end > _LATE:
        return f"{consent.id} was signed more than {_LATE.days} days after the recording"
    if consent.until is not None and consent.until < item.date.end:
        return f"{consent.id} had run out by then ({consent.until})"
    return None
