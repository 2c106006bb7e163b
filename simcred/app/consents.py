"""Consent records: where signed forms are kept and what they allow. A new one is written, and those there are, are listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.answers import parse_date
from simcred.app.goals import demand
from simcred.app.look import Look, Seen
from simcred.app.manifests import as_seen, opened, readable, save_portfolio
from simcred.app.which import fits_field
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.load.shape import schema
from simcred.model.evidence import EvidenceItem
from simcred.model.portfolio import Consent, ConsentState, HeldConsent
from simcred.questions import Choice, Question
from simcred.words import both, cut, did_you_mean, either
from simcred.workspace.edit import append

_FIELDS = schema("portfolio")["properties"]["consents"]["items"]["properties"]
_USUAL = ("developer", "crl")
"""Who must see a portfolio; what a record allows where nothing is said."""
_MOST = 3


class NewConsent(Struct, frozen=True):
    """What was said about signed forms; `signed` is a day or START..END."""

    id: str | None
    covers: tuple[str, ...] = ()
    signed: str | None = None
    held_by: str | None = None
    uses: tuple[str, ...] = ()
    count: int | None = None
    until: str | None = None
    retain_until: str | None = None


def add_consent(path: Path, told: NewConsent, look: Look) -> tuple[str, list[str]]:
    """Writes a consent record into portfolio.yaml; its id, and remarks. Raises `Stop` where an answer is missing or wrong."""
    seen, portfolio = opened(path, look)
    data = _data(told, look.today)
    twin = next((known for known in portfolio.consents if known.id == data["id"]), None)
    if twin is not None:
        hint = "Give this one another id; `simcred edit portfolio.yaml` changes the one that is there."
        raise Stop(f"there is a consent record {twin.id} already, signed {twin.signed}", hint, Exit.NOT_SAVED)
    before = as_seen(seen)
    save_portfolio(seen, f"noted the consent record {data['id']}", before, append(PORTFOLIO, before, "consents", data))
    return str(data["id"]), list(_remarks(data, seen, look.today))


def _data(told: NewConsent, today: dt.date) -> dict[str, Any]:
    """A record's data, in the order people read it. Raises `Unanswered` for what is missing, `Stop` for what cannot be."""
    demand({"ID": told.id, "--covers": told.covers or None, "--signed": told.signed, "--held-by": told.held_by}, _questions())
    data: dict[str, Any] = {"id": told.id, "covers": _several(told.covers, "covers")}
    if told.count is not None:
        data["count"] = told.count
    data["uses"] = _several(told.uses, "uses") or list(_USUAL)
    data["signed"] = parse_date(str(told.signed))
    start, end = (data["signed"][name] if isinstance(data["signed"], dict) else data["signed"] for name in ("start", "end"))
    if end > today.isoformat():
        raise Stop(f"{end} is still to come", "Note the forms once they are signed.")
    for name, said in (("until", told.until), ("retain_until", told.retain_until)):
        if said is not None:
            data[name] = _last_day(said, start, f"--{name.replace('_', '-')}")
    data["held_by"] = told.held_by
    return data


def _several(said: Sequence[str], name: str) -> list[str]:
    """The words of an option that is repeated or has commas in it, each once. Raises `Stop` for one that is not known."""
    known: list[str] = _FIELDS[name]["items"]["enum"]
    words = list(dict.fromkeys(word.strip().lower() for text in said for word in text.split(",") if word.strip()))
    for word in words:
        if word not in known:
            near = did_you_mean(word, known)
            raise Stop(f"--{name} {cut(word)} is not known", f"{near} It can be {either(known)}, with commas between.".strip())
    return words


def _last_day(said: str, start: str, option: str) -> str:
    """One day that is not before the first of the signatures. Raises `Stop` for anything else."""
    day = parse_date(said)
    if isinstance(day, dict):
        raise Stop(f"{cut(said)} is a stretch of days", f"Give {option} one day, such as 2027-08-31.")
    if day < start:
        raise Stop(f"{day} lies before the day of the first signature, {start}", f"Correct {option} or --signed.")
    return day


def _questions() -> list[Question]:
    """The questions for what a record cannot do without."""
    choices = (Choice("image", "to be seen"), Choice("voice", "to be heard"))
    return [
        Question(
            option="ID",
            text="What do you call this record, such as c-period4?",
            explain="A short name of small letters, digits and hyphens; items name it.",
            check=_fits("id"),
        ),
        Question(option="--covers", text="What do the signed forms allow?", choices=choices, several=True),
        Question(
            option="--signed",
            value="DATE",
            text="When were they signed? One day, or as 2026-09-02..2026-09-12.",
            check=parse_date,
        ),
        Question(
            option="--held-by", value="TEXT", text="Where are the forms kept, such as school office?", check=_fits("held_by")
        ),
    ]


def _fits(name: str) -> Callable[[str], None]:
    """What checks an answer against a field of a record."""
    return fits_field({"properties": _FIELDS, "$defs": schema("portfolio")["$defs"]}, name)


def _remarks(data: Mapping[str, Any], seen: Seen, today: dt.date) -> Iterator[str]:
    """What to do with a new record, and what is odd about it."""
    if data.get("until", "9") < today.isoformat():
        yield f"It ended on {data['until']}, so nobody may be shown by it any more."
    waiting = [item.slug for item in _items(seen) if not item.people.consent]
    if waiting:
        are = f"{both(waiting[:_MOST])} {'has' if len(waiting) == 1 else 'have'} no permission yet"
        yield f"{are}. Name it there: simcred edit {waiting[0]} --set people.consent={data['id']}"
    else:
        yield f"Name it with what it is for: simcred add ROW FILE --set people.shown=students --set people.consent={data['id']}"


def _items(seen: Seen) -> Iterator[EvidenceItem]:
    """The items in use in which somebody can be recognised."""
    facts, _ = readable(seen)
    yield from (item for _, item in sorted(facts.items.items()) if item.status == "active" and item.people.needs_consent)


def held_consents(path: Path, look: Look) -> list[HeldConsent]:
    """The consent records of the portfolio here, in its own order. Raises `Stop` where it cannot be read."""
    seen, portfolio = opened(path, look)
    items = list(_items(seen))
    return [
        HeldConsent(known, _state(known, look.today), tuple(item.slug for item in items if known.id in item.people.consent))
        for known in portfolio.consents
    ]


def _state(consent: Consent, today: dt.date) -> ConsentState:
    """Whether a record holds on a day."""
    if consent.signed.end > today:
        return "not signed yet"
    return "has ended" if consent.until is not None and consent.until < today else "holds"
