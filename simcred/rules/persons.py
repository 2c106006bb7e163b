"""Rows that ask for a person: named, somebody else than the educator, and active in a role on the days that matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from simcred.model.checklist import PersonAsk, Row
from simcred.model.outcome import RowOutcome
from simcred.rules.standing import Standing
from simcred.words import either


def person(standing: Standing, row: Row, ask: PersonAsk) -> RowOutcome:
    """The outcome of a row that asks for the partner or for the leader of a session."""
    if ask.who == "session-leader":
        return _leader(standing, row, ask)
    problem = _partner_problem(standing, ask)
    return RowOutcome(row, "met", have=1, need=1) if problem is None else _unmet(row, problem)


def _unmet(row: Row, problem: str) -> RowOutcome:
    return RowOutcome(row, "unmet", need=1, reason=problem, why="no-person")


def _partner_problem(standing: Standing, ask: PersonAsk) -> str | None:
    """Why the partner does not fit; None when they do."""
    partner = standing.partner
    if partner is None:
        return "no partner is named in portfolio.yaml"
    if standing.is_educator(partner.person, partner.name):
        return f"{partner.name} is the educator; the partner is another person"
    if "start" in ask.active_on and partner.since is None and standing.case.programme.people is not None:
        return "portfolio.yaml does not say since when (partner, since)"
    problems = (_not_active(standing, partner.person, ask, day) for day in _days(standing, ask, partner.since))
    return next((problem for problem in problems if problem is not None), None)


def _days(standing: Standing, ask: PersonAsk, since: dt.date | None) -> Iterator[dt.date]:
    """The days on which a partner must be active, as far as they have come."""
    if "start" in ask.active_on and since is not None:
        yield since
    if "submission" in ask.active_on:
        yield standing.submission.date if standing.submission is not None else standing.case.today


def _not_active(standing: Standing, person_id: str, ask: PersonAsk, day: dt.date) -> str | None:
    """Why a person does not fit a row on a day; None when they do, or when nobody keeps a list to check against."""
    if standing.has_role(person_id, ask.roles, day) is False:
        who = person_id or "the person named"
        return f"{who} is not listed as an active {either(list(ask.roles)).replace('-', ' ')} on {day}"
    return None


def _leader(standing: Standing, row: Row, ask: PersonAsk) -> RowOutcome:
    """The leader that some item of the rows named says: one who fits is enough."""
    items = [item for name in ask.active_on if standing.checklist.row(name) for item in standing.counting.row(name)]
    problem = "no leader is named" + (f" in {items[0].slug} (leader, name)" if items else "")
    for item in items:
        for person_id, name in standing.named_in(item, "session-leader").items():
            if standing.is_educator(person_id, name):
                problem = f"{name} is the educator; the leader is another person"
                continue
            inactive = _not_active(standing, person_id, ask, item.date.end)
            if inactive is None:
                return RowOutcome(row, "met", have=1, need=1, evidence=(item.slug,))
            problem = inactive
    return _unmet(row, problem)
