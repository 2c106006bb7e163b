"""Names that point at something: goals, rows, kinds, interventions, items, consents, people."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, found
from simcred.load.facts import PORTFOLIO
from simcred.model.evidence import MISSING, EvidenceItem, field
from simcred.model.portfolio import LAST_OF_ONE, Goal
from simcred.rules.case import Case, ancestors
from simcred.words import both, did_you_mean, lowered


def goals(case: Case) -> Iterator[Finding]:
    """Goals: told apart, of a level and track that agree, with a checklist."""
    ids: dict[str, int] = {}
    aims: dict[tuple[object, ...], str] = {}
    for number, goal in enumerate(case.goals):
        place = case.facts.place(PORTFOLIO, "goals", number, "id")
        about = About(goal=goal.id)
        if goal.id in ids:
            yield found(
                "MC312",
                f"two goals are called {goal.id}",
                place,
                hint="Give one of them another id.",
                about=about,
                subject=goal.id,
            )
        if aims.setdefault(goal.aim, goal.id) != goal.id:
            yield found(
                "MC312",
                f"{goal.id} is for the same badge as {aims[goal.aim]}",
                place,
                hint="Keep one of them.",
                about=about,
                subject=goal.id,
            )
        ids[goal.id] = number
        yield from _intervention(case, goal, ("goals", number, "intervention"))
        yield from _checklist(case, goal, number)
        yield from _too_narrow(case, goal, number)


def _too_narrow(case: Case, goal: Goal, number: int) -> Iterator[Finding]:
    """A goal of a level that is for a whole track, and names one routine or strategy."""
    if goal.level > LAST_OF_ONE and goal.intervention is not None:
        place = case.facts.place(PORTFOLIO, "goals", number, "intervention")
        message = f"level {goal.level} is for a whole track, not for {goal.intervention}"
        hint = "Take `intervention` out; `track` says which."
        yield found("MC313", message, place, hint=hint, about=About(goal=goal.id), subject="intervention")


def _intervention(case: Case, goal: Goal, pointer: tuple[str | int, ...]) -> Iterator[Finding]:
    """A goal's intervention: in the catalogue, on the track that the goal names."""
    about = About(goal=goal.id)
    if goal.intervention is None:
        return
    known = case.programme.interventions.get(goal.intervention)
    place = case.facts.place(PORTFOLIO, *pointer)
    if known is None:
        yield found(
            "MC307",
            f"{goal.intervention} is not in the catalogue",
            place,
            hint=_near_intervention(case, goal.intervention),
            about=about,
            subject=goal.intervention,
        )
        if goal.track is None:
            hint = "Add `track: cer` (Content Enhancement Routines) or `track: ls` (Learning Strategies) to the goal."
            yield found("MC313", f"the track of {goal.intervention} is not known", place, hint=hint, about=about, subject="track")
    elif goal.track is not None and goal.track != known.track:
        message = f"{known.name} belongs to the track {known.track}, but the goal says {goal.track}"
        yield found(
            "MC313", message, place, hint=f"Write `track: {known.track}`, or leave the line out.", about=about, subject="track"
        )


def _near_intervention(case: Case, said: str) -> str:
    """The nearest names of the catalogue."""
    hint = did_you_mean(said, case.programme.interventions)
    return hint or "That is fine for a new routine; otherwise see `simcred checklist --interventions`."


def _checklist(case: Case, goal: Goal, number: int) -> Iterator[Finding]:
    """A goal's checklist: there, for its level and track, and of the version it was started with."""
    about = About(goal=goal.id)
    checklist = case.programme.checklist_for(goal)
    place = case.facts.place(PORTFOLIO, "goals", number, "checklist")
    if checklist is None:
        named = case.programme.checklists.get(goal.checklist.id) if goal.checklist is not None else None
        if named is not None:
            message = f"the checklist {named.id} is for level {named.level} ({named.track}), the goal for level {goal.level}"
            hint = "Leave `checklist` out, or name the right one."
            yield found("MC313", message, place, hint=hint, about=about, subject="checklist")
        elif goal.checklist is not None:
            hint = did_you_mean(goal.checklist.id, case.programme.checklists)
            yield found("MC314", f"the programme has no checklist {goal.checklist.id}", place, hint=hint, about=about)
        elif case.programme.track_of(goal) is not None or goal.intervention is None:
            yield found(
                "MC314",
                f"the programme has no checklist for level {goal.level} of this track",
                place,
                hint="Use a programme that has one.",
                about=about,
            )
        return
    if goal.checklist is not None and goal.checklist.version not in (None, checklist.version):
        message = f"the goal was started with version {goal.checklist.version} of {checklist.id}; the programme now has {checklist.version}"
        yield found(
            "MC319", message, place, hint="Rows may have changed: look at them again, then write the new version.", about=about
        )


def portfolio(case: Case) -> Iterator[Finding]:
    """References inside portfolio.yaml: rows that do not apply, rows posted, repeated consent records."""
    held = case.facts.portfolio
    if held is None:
        return
    by_id = {goal.id: goal for goal in held.goals}
    for number, claim in enumerate(held.not_applicable):
        place = case.facts.place(PORTFOLIO, "not_applicable", number, "goal")
        goal = by_id.get(claim.goal)
        if goal is None:
            yield found(
                "MC309", f"there is no goal {claim.goal}", place, hint=did_you_mean(claim.goal, by_id), subject=f"na {claim.row}"
            )
        else:
            yield from row(case, goal, claim.row, PORTFOLIO, ("not_applicable", number, "row"))
    for number, goal in enumerate(held.goals):
        for index, posted in enumerate(goal.posted):
            yield from row(case, goal, posted, PORTFOLIO, ("goals", number, "posted", index))
    seen: set[str] = set()
    for number, consent in enumerate(held.consents):
        if consent.id in seen:
            place = case.facts.place(PORTFOLIO, "consents", number, "id")
            yield found(
                "MC312",
                f"two consent records are called {consent.id}",
                place,
                hint="Give one of them another id.",
                subject=consent.id,
            )
        seen.add(consent.id)


def row(case: Case, goal: Goal, row_id: str, path: str, pointer: tuple[str | int, ...]) -> Iterator[Finding]:
    """A row of a goal's checklist, named at a place in a file."""
    checklist = case.programme.checklist_for(goal)
    if checklist is not None and checklist.row(row_id) is None:
        hint = did_you_mean(row_id, [known.id for known in checklist.rows]) or f"See `simcred checklist {goal.level}`."
        yield found(
            "MC309",
            f"the checklist {checklist.id} has no row {row_id}",
            case.facts.place(path, *pointer),
            hint=hint,
            about=About(goal=goal.id),
            subject=f"{pointer[0]} {row_id}",
        )


def items(case: Case) -> Iterator[Finding]:
    """References of evidence items: kind, intervention, rows, consent records, the item each grew from."""
    rows = {row.id for checklist in case.programme.checklists.values() for row in checklist.rows}
    consents = {consent.id for consent in case.facts.portfolio.consents} if case.facts.portfolio else None
    for item in case.items():
        about = About(evidence=item.slug)
        if item.kind not in case.programme.kinds:
            hint = did_you_mean(item.kind, case.programme.kinds) or f"Kinds: {', '.join(case.programme.kinds)}."
            yield found(
                "MC308", f"{item.kind} is not a kind of evidence", case.facts.place(item.manifest, "kind"), hint=hint, about=about
            )
        for name in item.intervention:
            if name not in case.programme.interventions and all(goal.intervention != name for goal in case.goals):
                place = case.facts.place(item.manifest, "intervention")
                yield found(
                    "MC307",
                    f"{name} is not in the catalogue",
                    place,
                    hint=_near_intervention(case, name),
                    about=about,
                    subject=name,
                )
        for index, row in enumerate(item.not_for):
            if row not in rows:
                place = case.facts.place(item.manifest, "not_for", index)
                yield found(
                    "MC309", f"no checklist has a row {row}", place, hint=did_you_mean(row, rows), about=about, subject=row
                )
        for index, name in enumerate(item.people.consent):
            if consents is not None and name not in consents:
                place = case.facts.place(item.manifest, "people", "consent", index)
                hint = did_you_mean(name, consents) or "Add it to `consents` in portfolio.yaml."
                yield found("MC311", f"there is no consent record {name}", place, hint=hint, about=about, subject=name)
        yield from _follows(case, item)


def _follows(case: Case, item: EvidenceItem) -> Iterator[Finding]:
    """The item this one grew from: there, not itself, not later."""
    if item.follows is None:
        return
    place, about = case.facts.place(item.manifest, "follows"), About(evidence=item.slug)
    if item.follows not in case.facts.items:
        if item.follows not in case.facts.broken:
            hint = did_you_mean(item.follows, case.facts.items) or "Name a folder under evidence/."
            yield found("MC310", f"there is no evidence item {item.follows}", place, hint=hint, about=about)
        return
    if item.slug in ancestors(case, item):
        yield found("MC322", f"{item.slug} follows itself in a circle", place, hint="Take one `follows` out.", about=about)
        return
    earlier = case.facts.items[item.follows]
    if earlier.date.start > item.date.end:
        message = f"it follows {earlier.slug}, which is dated later ({earlier.date})"
        yield found("MC320", message, place, hint="Correct one of the two dates.", about=about)


def agreement(case: Case) -> Iterator[Finding]:
    """What an item says otherwise than the catalogue does, which holds; and items of a kind of the other track."""
    for item in case.items():
        kind = case.programme.kinds.get(item.kind)
        known = [case.programme.interventions[name] for name in item.intervention if name in case.programme.interventions]
        if kind is None or not known:
            continue
        about = About(evidence=item.slug)
        if kind.track is not None and all(each.track != kind.track for each in known):
            message = (
                f"{lowered(kind.title)} belongs to the track {kind.track}, and {both([each.name for each in known])} does not"
            )
            place = case.facts.place(item.manifest, "kind")
            yield found("MC313", message, place, hint="Choose another kind, or correct `intervention`.", about=about)
        for name in kind.agrees:
            said = field(item, name)
            for each in known:
                held = getattr(each, name)
                if said is not MISSING and held not in (None, "unknown", said):
                    message = f"it says {name}: {said}, and the catalogue has {each.name} as {held}"
                    hint = "The catalogue holds. Correct the item, or tell whoever keeps the catalogue."
                    place = case.facts.place(item.manifest, name)
                    yield found("MC324", message, place, hint=hint, about=about, subject=f"{name} {each.id}")
