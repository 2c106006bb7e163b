"""What a row asks another person to state: the newest statement that is complete and still fits decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from simcred.model.checklist import AttestationAsk, Row
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import Owed, RowOutcome
from simcred.model.review import Attestation, Pin, Review
from simcred.rules.standing import Lapse, Standing
from simcred.words import both, count, either


class _Stated(Struct, frozen=True):
    """A statement, the review it stands in (with the filled-in form, where there is one), and the files it rests on."""

    review: Review
    attestation: Attestation | None
    pins: tuple[Pin, ...]


def attestation(
    standing: Standing,
    row: Row,
    ask: AttestationAsk,
    about: tuple[str, ...] | None,
    enough: Callable[[set[str]], bool] = bool,
) -> RowOutcome:
    """The outcome of a row, or a part of one, that asks for a statement.

    `about` are the items it may be about; `enough` says of those that were stated whether they are all that is needed.
    """
    items = [standing.case.facts.items[slug] for slug in about or ()] or (
        standing.counting.row(ask.after) if ask.after is not None else []
    )
    waiting = standing.whom(ask.by, items)
    owed = (Owed(ask, waiting, standing.ids(ask.by, items), about),)
    lapses: list[Lapse] = []
    incomplete: str | None = None
    covered: set[str] = set()
    for stated in _stated(standing, row, ask):
        by = standing.may_speak_as(stated.review, ask.by)
        if not standing.may_attest(stated.review.reviewer, by, stated.review.date):
            incomplete = incomplete or _by_another(standing, ask, stated.review)
            continue
        lack = _lack(standing, ask, stated, about)
        if lack is not None:
            incomplete = incomplete or lack
            continue
        lapse = standing.lapse(stated.review, stated.pins, row.id, "statement")
        if lapse is not None:
            lapses.append(lapse)
            continue
        covered |= _covered(standing, stated, about or ())
        if about is None or enough(covered):
            return RowOutcome(row, "met", have=1, need=1, evidence=about or ())
    if lapses:
        newest, said = lapses[0], tuple(lapse.finding for lapse in lapses)
        return RowOutcome(
            row,
            newest.outcome,
            need=1,
            waiting_for=waiting,
            reason=newest.reason,
            why="no-attestation",
            findings=said,
            owed=owed,
        )
    if covered:
        incomplete = f"so far only {both(sorted(covered))} of it is confirmed"
    reason = incomplete or _wanted(standing, ask)
    return RowOutcome(row, "waiting", need=1, waiting_for=waiting, reason=reason, why="no-attestation", owed=owed)


def _covered(standing: Standing, stated: _Stated, about: tuple[str, ...]) -> set[str]:
    """The items that a statement has seen whole and is not older than, of those it may be about."""
    items = (standing.case.facts.items[slug] for slug in about)
    return {item.slug for item in items if item.date.end <= stated.review.date and not _unseen(standing, stated, item)}


def _unseen(standing: Standing, stated: _Stated, item: EvidenceItem) -> list[str]:
    """The files of an item that a statement does not say it saw."""
    pinned = {pin.path for pin in stated.pins}
    return [path for path in item.paths() if path not in pinned and path in standing.case.facts.entries]


def _by_another(standing: Standing, ask: AttestationAsk, review: Review) -> str:
    """Why somebody's statement is not the one that is waited for."""
    ids = standing.ids(ask.by)
    if standing.is_partner(review.reviewer, ask.by):
        return f"{review.reviewer}'s statement of {review.date} is older than the partnership"
    return f"{review.reviewer}'s statement does not count" + (f"; it is asked of {either(ids)}" if ids else "")


def _wanted(standing: Standing, ask: AttestationAsk) -> str:
    """What is waited for, in words."""
    if ask.form is None:
        return "the recommendation" if ask.statement == "recommend" else "the confirmation"
    form = standing.case.programme.forms.get(ask.form)
    return form.title if form is not None else str(ask.form)


def _stated(standing: Standing, row: Row, ask: AttestationAsk) -> Iterator[_Stated]:
    """Statements made for a row, newest first. A recommendation rests on all that its review and its submission saw."""
    if ask.statement == "recommend":
        verdict = standing.verdict()
        if verdict is not None and verdict.verdict == "recommend":
            submitted = standing.submission.seen if standing.submission is not None else ()
            yield _Stated(verdict, None, (*verdict.pins(), *submitted))
        return
    speaking = sorted((*standing.entitled, *standing.peers), key=lambda review: (review.number, review.path), reverse=True)
    for review in speaking:
        for said in review.attestations:
            if said.row == row.id and said.form == ask.form and said.statement == ask.statement:
                yield _Stated(review, said, _rests_on(standing, review, said))


def _rests_on(standing: Standing, review: Review, said: Attestation) -> tuple[Pin, ...]:
    """The files a filled-in form rests on: its own pins, and the review's pins of the item it is about."""
    if said.item is None:
        return said.seen or review.seen
    folder = f"evidence/{said.item}/"
    return (*said.seen, *(pin for pin in review.pins() if pin.path.startswith(folder)))


def _lack(standing: Standing, ask: AttestationAsk, stated: _Stated, about: tuple[str, ...] | None) -> str | None:
    """What a statement still lacks to count; None when it is complete."""
    review, said = stated.review, stated.attestation
    if ask.after is not None:
        items = standing.counting.row(ask.after)
        if not any(review.date >= item.date.end for item in items):
            what = f"is dated before {items[0].slug}" if items else f"is about {ask.after}, for which nothing counts yet"
            return f"{review.reviewer}'s statement {what}"
    if ask.seen and about is None and (unbased := _unbased(standing, ask, stated)) is not None:
        return unbased
    if ask.before is not None and standing.submission is not None and review.date > standing.submission.date:
        return f"{review.reviewer}'s statement of {review.date} came after the submission of {standing.submission.date}"
    if said is None:
        return None if stated.pins else f"{review.reviewer}'s recommendation does not say what it is based on (seen)"
    return _about_another(standing, ask, stated, said, about) or _blank(standing, ask, said, review)


def _unbased(standing: Standing, ask: AttestationAsk, stated: _Stated) -> str | None:
    """Why a statement about no single item does not rest on what counts: on the row it comes after, or on any evidence."""
    items = standing.counting.row(ask.after) if ask.after is not None else standing.counting.all()
    seen = [item for item in items if not _unseen(standing, stated, item)]
    who = f"{stated.review.reviewer}'s statement"
    if not seen:
        return f"{who} does not say what it is based on (seen)"
    named = [names for item in seen if (names := _named(standing, item, ask.by))] if ask.after is not None else []
    if named and not any(stated.review.reviewer in names for names in named):
        return f"{who} does not count; it is for {either(sorted(set().union(*named)))} to say"
    return None


def _named(standing: Standing, item: EvidenceItem, by: tuple[str, ...]) -> set[str]:
    """The ids of those whom an item names in what a row asks for."""
    return {person for name in by for person in standing.named_in(item, name)}


def _about_another(
    standing: Standing, ask: AttestationAsk, stated: _Stated, said: Attestation, about: tuple[str, ...] | None
) -> str | None:
    """Why a statement is not about an item that counts, as its author saw it; a whole form says the day it is about, too."""
    if about is None:
        return None
    who = f"{stated.review.reviewer}'s {'form' if ask.form is not None else 'statement'}"
    item = standing.case.facts.items.get(said.item or "")
    if item is None or item.slug not in about:
        return f"{who} is about another item ({said.item or 'none named'})"
    if stated.review.date < item.date.end:
        return f"{who} is dated before {item.slug}"
    named = _named(standing, item, ask.by)
    if named and stated.review.reviewer not in named and not standing.is_partner(stated.review.reviewer, ask.by):
        return f"{who} is about {item.slug}, and that is for {either(sorted(named))} to say"
    if ask.complete and said.lesson_date is None:
        return f"{who} does not say the day of the lesson or session"
    if said.lesson_date is not None and not item.date.start <= said.lesson_date <= item.date.end:
        return f"{who} is about the {said.lesson_date}, {item.slug} is of {item.date}"
    if unseen := _unseen(standing, stated, item):
        return f"{who} does not say which version of {unseen[0]} it saw (seen)"
    return None


def _blank(standing: Standing, ask: AttestationAsk, said: Attestation, review: Review) -> str | None:
    """What is missing in a filled-in form, or is not what was attached to it."""
    if said.file is not None:
        path = f"{review.path.rpartition('/')[0]}/{said.file.path}"
        state = standing.case.pins.state(Pin(path, said.file.sha256, ""))
        if state == "unreadable":
            return f"{said.file.path}, which {review.reviewer} attached, cannot be read"
        if state != "same":
            return f"{said.file.path} is not the file that {review.reviewer} attached"
    if not ask.complete:
        return None
    form = standing.case.programme.forms.get(ask.form or "")
    if form is None:
        return f"the programme has no form {ask.form} to hold {review.reviewer}'s answers against"
    blank = [question.text for question in form.questions if not str(said.answers.get(question.id, "")).strip()]
    if not blank:
        return None
    return f"{review.reviewer}'s form has {count(len(blank), 'question')} without an answer: {blank[0]}"
