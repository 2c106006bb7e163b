"""The privacy statement that a packet and a copy sheet open with: computed from facts, in plain sentences.

It says who may see it, who can be recognised in it and by which permission, whether students' names were looked for, what is
still told of, and when it is to be deleted. It never speaks of a look that did not happen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from simcred.model.evidence import EvidenceItem
from simcred.model.naming import Naming
from simcred.model.outcome import GoalAssessment
from simcred.model.portfolio import Consent
from simcred.packet.bundle import handed_on
from simcred.packet.cards import Source
from simcred.packet.integrity import shown
from simcred.packet.told import kinds, told
from simcred.rules.consents import uncovered, unsaid_in, unsigned
from simcred.words import both, count

_NO_FACES = "No program looks at faces or listens to voices."


def for_packet(source: Source, goals: Sequence[GoalAssessment]) -> tuple[str, ...]:
    """The statement of the packet of some goals; of a restricted one, where the source says what is left out."""
    slugs = shown(goals)
    if source.left_out is None:
        opening = ["For the educator, the developer and the centre (CRL) only. Please pass it on to nobody else."]
        opening += _people(source, slugs)
    else:
        opening = [_restricted(source.facts.naming), source.left_out.in_all()]
        opening.append("Nobody was asked what pictures inside documents show: look through those before you hand it on.")
    return (*opening, *_names(source.facts.naming), *_told(source, slugs, handed_on(source.facts, goals)), _until(source, slugs))


def for_sheet(source: Source, posted: Collection[str], private: int) -> tuple[str, ...]:
    """The statement of a copy sheet: of the items that it has somebody post; `private` others are kept back."""
    kept = f" {_items(private)} of this goal {'is' if private == 1 else 'are'} kept back, as it says below." if private else ""
    who = f"Who reads what you post: everybody.{kept}"
    return (who, *_people(source, posted), *_names(source.facts.naming), *_told(source, posted), _down(source, posted))


def nobody_said(source: Source, item: EvidenceItem) -> str | None:
    """What in an item may show or voice somebody, where nobody said whether it does: a file's path or a link's address.

    Pictures, recordings, links, and what is a document of scores. None where somebody said it, or nothing may.
    """
    kind = source.programme.kinds.get(item.kind)
    unsaid = unsaid_in(item, ("pdf",) if kind is not None and kind.has_scores else ())
    return unsaid or next((link.name for link in item.links if "people" not in item.data), None)


def _restricted(naming: Naming) -> str:
    """What a restricted packet is: one without names only where somebody looked for them."""
    if naming.looked is None:
        what = "what shows people is left out. Nobody looked for students' names: there was no list of them"
    else:
        what = "what shows people or names a student is left out"
    return f"This is the restricted packet: {what}."


def _items(number: int) -> str:
    return count(number, "item")


def _people(source: Source, slugs: Collection[str]) -> Iterator[str]:
    """Who can be seen or heard, by which permissions, and of what nobody said it."""
    items = [source.facts.items[slug] for slug in slugs]
    seen = [item for item in items if item.people.needs_consent]
    consents = source.portfolio.consents
    covered = [item for item in seen if (uncovered(item, consents) or unsigned(item, consents, source.today)) is None]
    unsaid = [item for item in items if nobody_said(source, item) is not None]
    if seen:
        yield f"People can be seen or heard in {_items(len(seen))}: {_by_permission(source, len(seen), covered)}."
    if unsaid:
        yield f"Nobody has said yet whether people can be seen or heard in {_items(len(unsaid))}."
    if broken := source.facts.broken:
        yield f"{_items(len(broken))} of the portfolio cannot be read, so nobody knows who is in {'it' if len(broken) == 1 else 'them'}."
    if not (seen or unsaid or broken):
        yield "Nobody can be recognised in the pictures and recordings here, as far as the educator has said."


def _by_permission(source: Source, seen: int, covered: Sequence[EvidenceItem]) -> str:
    """How many of the items with people in them permissions cover, which do, and until when."""
    if not covered:
        return "no permission covers " + ("it" if seen == 1 else "them")
    records = {name for item in covered for name in item.people.consent}
    said = both([_record(consent, source.today) for consent in source.portfolio.consents if consent.id in records])
    if len(covered) == seen:
        return f"covered by the permission {said}"
    return f"{len(covered)} covered by the permission {said}; {seen - len(covered)} not covered"


def _record(consent: Consent, today: dt.date) -> str:
    """A permission, and until when it holds."""
    if consent.until is None:
        return f"{consent.id} (no end is noted)"
    return f"{consent.id} ({'until' if consent.until >= today else 'ended on'} {consent.until})"


def _names(naming: Naming) -> Iterator[str]:
    """Whether students' names were looked for, in how much, and in what not."""
    if naming.failed:
        yield "The search for students' names broke off, so nobody knows whether one stands in it."
    elif naming.unusable:
        yield "The list of the students' names could not be used, so nobody looked for them."
    elif naming.looked is None:
        yield "There was no list of the students' names, so nobody looked for them."
    else:
        unread = f"; {count(len(naming.unread), 'document')} could not be read" if naming.unread else ""
        lines = f"; {count(len(naming.problems), 'line')} of the list could not be used" if naming.problems else ""
        looked = f"{count(naming.looked, 'file')} of the portfolio {'was' if naming.looked == 1 else 'were'} looked through"
        yield f"Students' names were looked for by the educator's list: {looked}{unread}{lines}. {_NO_FACES}"


def _told(source: Source, slugs: Collection[str], further: Collection[str] = ()) -> Iterator[str]:
    """What is still told of students in some items and `further` files, by kind with the number of places."""
    named = told(source.facts, source.assessment).about(further)
    folders = tuple(f"evidence/{slug}/" for slug in slugs)
    mine = [
        f
        for f in source.assessment.findings
        if f.about.evidence in slugs or f.place.path.startswith(folders) or f.place.path in further or f in named
    ]
    if said := kinds(mine):
        yield f"`simcred check` still tells of {both(said)}. Look there before anybody else does."


def _until(source: Source, slugs: Collection[str]) -> str:
    """Until when a packet may be kept, and what is to be done then."""
    first = min(_days(source, slugs), default=None)
    if first is None:
        return "Delete it, with every copy and print, once the badge is decided; no day is set for it."
    day, why = first
    if day < source.today:
        return f"It was to be deleted by {day} ({why}): please delete it now, with every copy and print."
    return f"Delete it, with every copy and print, by {day} ({why})."


def _down(source: Source, slugs: Collection[str]) -> str:
    """Until when posts may stand on the badge site."""
    first = min(_days(source, slugs), default=None)
    if first is None:
        return "What is posted stays there until you take it down."
    day, why = first
    return f"Take down what was posted {'now' if day < source.today else f'by {day}'} ({why}{f', {day}' if day < source.today else ''})."


def _days(source: Source, slugs: Collection[str]) -> Iterator[tuple[dt.date, str]]:
    """The days by which something of some items is to be gone, each with the reason: a permission ends, or the educator set it."""
    records = {consent.id: consent for consent in source.portfolio.consents}
    for item in (source.facts.items[slug] for slug in slugs):
        if item.retain_until is not None:
            yield item.retain_until, "the day that the educator set"
        if source.left_out is None or item.slug not in source.left_out.items:
            for consent in (records[name] for name in item.people.consent if name in records):
                if consent.retain_until is not None:
                    yield consent.retain_until, f"the day that was promised with {consent.id}"
                if consent.until is not None and item.people.needs_consent:
                    yield consent.until, f"the end of the permission {consent.id}"
