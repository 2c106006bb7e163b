"""The row that asks for permission wherever somebody can be recognised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from simcred.load.paths import ending_of
from simcred.model.checklist import Row
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import RowOutcome
from simcred.model.portfolio import Consent
from simcred.rules.filetypes import PICTURES, RECORDINGS
from simcred.rules.standing import Standing
from simcred.words import both, either

_LATE = dt.timedelta(days=14)
"""How long after the recording a permission may still be signed: ours, for a form that comes back a little late."""
_USES = ("developer", "crl")
"""Who sees a portfolio: every permission must allow both."""


UNSAID = "nobody said whether somebody can be seen or heard in"


def every(standing: Standing, row: Row) -> RowOutcome:
    """Met when consent records cover every item that counts for the goal and in which somebody can be recognised.

    While nobody has said that of a picture or a recording, it may be so, and the row is open.
    """
    counted = standing.counting.all()
    items = [item for item in counted if item.people.needs_consent]
    unsaid = {item.slug: file for item in counted if (file := unsaid_in(item)) is not None}
    if not items and not unsaid:
        return RowOutcome(row, "not-applicable", reason="nobody can be recognised in the evidence that counts")
    held = standing.case.facts.portfolio
    consents = held.consents if held is not None else ()
    problems = {item.slug: problem for item in items if (problem := uncovered(item, consents)) is not None}
    have, need = len(items) - len(problems), len(items) + len(unsaid)
    slugs = tuple(item.slug for item in items if item.slug not in problems)
    if problems:
        slug, problem = next(iter(problems.items()))
        return RowOutcome(row, "unmet", have=have, need=need, evidence=slugs, reason=f"{slug}: {problem}", why="no-consent")
    if unsaid:
        slug, file = next(iter(unsaid.items()))
        reason = f"{slug}: {UNSAID} {file}"
        return RowOutcome(row, "unmet", have=have, need=need, evidence=slugs, reason=reason, near=slug, why="people-unsaid")
    return RowOutcome(row, "met", have=have, need=need, evidence=slugs)


def unsaid_in(item: EvidenceItem, further: Collection[str] = ()) -> str | None:
    """A picture or a recording of an item that may show or voice somebody, where nobody said whether it does; None otherwise.

    `further` are endings of other files that may. The program does not look at faces.
    """
    if "people" in item.data:
        return None
    return next((file.path for file in item.files if may_show(file.path) or ending_of(file.path) in further), None)


def may_show(name: str) -> bool:
    """Whether a file, by its name, is a picture or a recording, in which somebody may be recognised."""
    return ending_of(name) in PICTURES | RECORDINGS


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
