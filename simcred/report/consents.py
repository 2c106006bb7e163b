"""Consent records, for reading: what is allowed, until when, where the forms are, and what relies on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcred.model.portfolio import Consent, ConsentState, HeldConsent
from simcred.report.lines import Line, Tone, line
from simcred.words import both, count

_COVERS = {"image": "being seen", "voice": "being heard"}
_USES = {"developer": "your developer", "crl": "the centre", "public": "everybody"}
_TONES: dict[ConsentState, Tone] = {"holds": "good", "not signed yet": "warn", "has ended": "bad"}


def listed(records: Sequence[HeldConsent]) -> Iterator[Line]:
    """Each record in a few lines, and its items."""
    if not records:
        yield line("There is no consent record yet. `simcred consent add` writes one.")
    for held in records:
        consent = held.consent
        end = f" until {consent.until}" if consent.until is not None and held.state == "holds" else ""
        ended = f" ({consent.until})" if held.state == "has ended" else ""
        yield line(
            (consent.id, "title"),
            "  ",
            (f"{held.state}{end}{ended}", _TONES[held.state]),
            facts=(f"{consent.id}: {held.state}{end}{ended}",),
        )
        yield from (line(text, indent=2) for text in _said(consent))
        if held.items:
            yield line(f"for {count(len(held.items), 'item')}:", indent=2)
            yield from (line(slug, indent=4, whole=True) for slug in held.items)
        else:
            yield line(("no item names it", "quiet"), indent=2)


def _said(consent: Consent) -> Iterator[str]:
    """What a record says, sentence by sentence."""
    covers = both([_COVERS[what] for what in consent.covers])
    yield f"{covers}, by {both([_USES[who] for who in consent.uses])}"
    forms = f"{count(consent.count, 'form')} " if consent.count is not None else ""
    yield f"{forms}signed {consent.signed}, kept: {consent.held_by}"
    if consent.retain_until is not None:
        yield f"to be deleted after {consent.retain_until}"
