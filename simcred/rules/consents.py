"""Permission wherever somebody can be recognised: the row that asks for it, and what every portfolio is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from simcred.findings.finding import About, Finding, found
from simcred.load.facts import PORTFOLIO
from simcred.load.paths import ending_of
from simcred.model.checklist import Row
from simcred.model.evidence import EvidenceItem, Link
from simcred.model.outcome import GoalAssessment, RowOutcome
from simcred.model.portfolio import Consent
from simcred.model.programme import Programme
from simcred.rules.case import Case
from simcred.rules.filetypes import PICTURES, RECORDINGS, is_seen_or_heard
from simcred.rules.standing import Standing
from simcred.words import both, count, either

_LATE = dt.timedelta(days=14)
"""How long after the recording a permission may still be signed: ours, for a form that comes back a little late."""
_USES = ("developer", "crl")
"""Who sees a portfolio: every permission must allow both."""
NOTICE = 30
"""So many days before something ends it is told: new forms take some weeks to come back."""


UNSAID = "nobody said whether somebody can be seen or heard in"


def every(standing: Standing, row: Row) -> RowOutcome:
    """Met when consent records cover every item that counts for the goal and in which somebody can be recognised.

    While nobody has said that of a picture or a recording, it may be so, and the row is open. While an item cannot be read, nobody
    can tell.
    """
    counted = standing.counting.all()
    items = [item for item in counted if item.people.needs_consent]
    unsaid = {item.slug: file for item in counted if (file := _unsaid(standing.case, item)) is not None}
    if not items and not unsaid and not standing.case.facts.broken:
        return RowOutcome(row, "not-applicable", reason="nobody can be recognised in the evidence that counts")
    held = standing.case.facts.portfolio
    consents = held.consents if held is not None else ()
    problems = {item.slug: problem for item in items if (problem := _problem(standing.case, item, consents)) is not None}
    have, need = len(items) - len(problems), len(items) + len(unsaid)
    slugs = tuple(item.slug for item in items if item.slug not in problems)
    if problems:
        slug, problem = next(iter(problems.items()))
        return RowOutcome(row, "unmet", have=have, need=need, evidence=slugs, reason=f"{slug}: {problem}", why="no-consent")
    if unsaid:
        slug, file = next(iter(unsaid.items()))
        reason = f"{slug}: {UNSAID} {file}"
        return RowOutcome(row, "unmet", have=have, need=need, evidence=slugs, reason=reason, near=slug, why="people-unsaid")
    if broken := sorted(standing.case.facts.broken):
        reason = f"evidence/{broken[0]}/evidence.yaml cannot be read yet, so nobody knows who is in it"
        return RowOutcome(row, "cannot-tell", have=have, need=need, evidence=slugs, reason=reason, why="unreadable")
    return RowOutcome(row, "met", have=have, need=need, evidence=slugs)


def _problem(case: Case, item: EvidenceItem, consents: Sequence[Consent]) -> str | None:
    """Why consent does not cover an item now, where its forms are still to be signed too."""
    return uncovered(item, consents) or unsigned(item, consents, case.today)


def _unsaid(case: Case, item: EvidenceItem) -> str | None:
    """What in an item may show or voice somebody, where nobody said it."""
    return unsaid_in(item, recordings=takes_recordings(case.programme, item))


def unsaid_in(item: EvidenceItem, further: Collection[str] = (), *, recordings: bool = False) -> str | None:
    """A picture or a recording of an item that may show or voice somebody, where nobody said whether it does; None otherwise.

    What is kept elsewhere counts too, where its link says what it is, and always where it may be a recording (`recordings`).
    `further` are endings of other files that may. The program does not look at faces.
    """
    if "people" in item.data:
        return None
    files = (file.path for file in item.files if may_show(file.path) or ending_of(file.path) in further)
    elsewhere = (link.name for link in item.links if recordings or _leads_to_one(link))
    return next(chain(files, elsewhere), None)


def _leads_to_one(link: Link) -> bool:
    """Whether a link says of itself that it leads to a picture or a recording: by its type, or else by how its address ends."""
    way = (link.url or "").partition("?")[0].partition("#")[0]
    return is_seen_or_heard(link.media_type) or (link.media_type is None and may_show(way))


def takes_recordings(programme: Programme, item: EvidenceItem) -> bool:
    """Whether an item is of a kind whose files may be recordings, so that what it links to may be one."""
    kind = programme.kinds.get(item.kind)
    return kind is not None and not RECORDINGS.isdisjoint(kind.formats)


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
    faces = item.people.shown and not item.people.deidentified
    wanted = {word for word, there in (("image", faces), ("voice", item.people.heard)) if there}
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


def withheld(item: EvidenceItem, consents: Iterable[Consent], today: dt.date) -> str | None:
    """Why permissions do not let everybody see an item in which somebody can be recognised, from today on; None where they do."""
    records = tuple(consents)
    problem = uncovered(item, records)
    named = (consent for consent in records if consent.id in item.people.consent)
    return problem or next((why for consent in named if (why := _not_for_everybody(consent, today)) is not None), None)


def _not_for_everybody(consent: Consent, today: dt.date) -> str | None:
    """Why a permission does not let everybody see what it covers."""
    if "public" not in consent.uses:
        return f"{consent.id} does not allow it to be shown to everybody"
    if consent.signed.end > today:
        return f"{consent.id} is not signed yet ({consent.signed})"
    if consent.until is not None and consent.until < today:
        return f"{consent.id} has run out ({consent.until})"
    if consent.retain_until is not None and consent.retain_until < today:
        return f"what {consent.id} allows was to be kept until {consent.retain_until} only"
    return None


def covered(case: Case) -> Iterator[Finding]:
    """Items in which somebody can be recognised and that no permission covers; that a record is not there is told elsewhere."""
    records = _records(case)
    for item in _recognisable(case):
        if not set(records).issuperset(item.people.consent):
            continue
        problem = uncovered(item, records.values()) or unsigned(item, records.values(), case.today)
        if problem is None:
            continue
        hint = (
            "Name a record that covers it (`simcred consent list`), or write one of the signed forms (`simcred consent add`). "
            "Or take names and faces out and say so: people.deidentified=true."
        )
        place = case.facts.place(item.manifest, "people", key=True)
        yield found("MC715", problem, place, hint=hint, about=About(evidence=item.slug))


def _records(case: Case) -> dict[str, Consent]:
    """The portfolio's consent records by their ids."""
    held = case.facts.portfolio
    return {consent.id: consent for consent in held.consents} if held is not None else {}


def _recognisable(case: Case) -> list[EvidenceItem]:
    """The items in use in which somebody can be recognised; none where portfolio.yaml, which has the records, cannot be used."""
    if case.facts.portfolio is None:
        return []
    return [item for item in case.items() if item.status == "active" and item.people.needs_consent]


def unsigned(item: EvidenceItem, consents: Iterable[Consent], today: dt.date) -> str | None:
    """That a record of an item says of itself that its forms are still to be signed."""
    later = (consent for consent in consents if consent.id in item.people.consent and consent.signed.end > today)
    return next((f"{consent.id} is not signed yet ({consent.signed})" for consent in later), None)


def ending(case: Case) -> Iterator[Finding]:
    """Permissions that end soon or have ended while items rely on them; items that are of a later day are told with the item."""
    items = _recognisable(case)
    for number, consent in enumerate(case.facts.portfolio.consents if case.facts.portfolio is not None else ()):
        if consent.until is None or (consent.until - case.today).days > NOTICE:
            continue
        rely = [item.slug for item in items if consent.id in item.people.consent and item.date.end <= consent.until]
        if rely:
            over = consent.until < case.today
            still = f"{count(len(rely), 'item')} {'still ' if over else ''}{'relies' if len(rely) == 1 else 'rely'} on it"
            place = case.facts.place(PORTFOLIO, "consents", number, "until")
            message = f"the permission {consent.id} {_ends(consent.until, case.today)}, and {still}: {some(rely)}"
            yield found("MC716", message, place, hint=_AFTER if over else _BEFORE, subject=consent.id)


_BEFORE = (
    "Ask for new forms, and write their last day as `until` (`simcred edit portfolio.yaml`); or put other evidence in its place "
    "by then. Once the badge is awarded, delete it: `simcred remove ITEM`."
)
_AFTER = (
    "Nobody may be shown it any more. Take it out (`simcred remove ITEM`), or put other evidence in its place; once new forms "
    "are signed, write their last day as `until` (`simcred edit portfolio.yaml`)."
)


def _ends(day: dt.date, today: dt.date) -> str:
    """When something ends or has ended."""
    left = (day - today).days
    if left < 0:
        return f"ended on {day}"
    return f"ends today ({day})" if left == 0 else f"ends in {count(left, 'day')}, on {day}"


_NAMED = 3


def some(slugs: list[str]) -> str:
    """The first items of some, and how many more there are."""
    more = [f"{len(slugs) - _NAMED} more"] if len(slugs) > _NAMED else []
    return both([*slugs[:_NAMED], *more])


def posted(case: Case, goal: GoalAssessment) -> Iterator[Finding]:
    """Rows that are ticked as posted, where everybody sees them, while permissions let nothing that counts for them be seen so.

    Of a row's items the copy sheet holds back those that must stay private; where another one is left, that was posted.
    """
    records = tuple(_records(case).values())
    for outcome in goal.rows:
        items = [case.facts.items[slug] for slug in outcome.evidence if slug in case.facts.items]
        if outcome.row.id not in goal.goal.posted or outcome.row.consent is not None or not items:
            continue
        why = [withheld(item, records, case.today) if item.people.needs_consent else None for item in items]
        if why[0] is not None and None not in why:
            number = next((number for number, known in enumerate(case.goals) if known is goal.goal), 0)
            place = case.facts.place(PORTFOLIO, "goals", number, "posted", goal.goal.posted.index(outcome.row.id))
            message = (
                f"{outcome.row.id} is ticked as posted, where everybody can see it, and {items[0].slug} is not for that: {why[0]}"
            )
            hint = f"Take it off the badge site, and then the tick: simcred sheet {goal.goal.id} --not-posted {outcome.row.id}"
            about = About(goal=goal.goal.id, row=outcome.row.id)
            yield found("MC715", message, place, hint=hint, about=about, subject=f"posted {outcome.row.id}")
