"""The restricted packet: what shows or names students is taken out of what a packet is made from, before it is made.

So whatever makes the page, the PDF and the ZIP has nothing of it in its hands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.paths import ending_of, path_problem
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import GoalAssessment
from simcred.model.review import Review, Submission
from simcred.packet.cards import BUILT_IN, Source, narrative
from simcred.packet.cures import ELSEWHERE, Cure, cured, maybe, persons, texts, without, without_addresses
from simcred.packet.integrity import shown
from simcred.packet.left_out import NOBODY_SAID, LeftOut
from simcred.packet.privacy import nobody_said
from simcred.packet.told import NAMING, Told, told
from simcred.rules.filetypes import SEEN_ONLY
from simcred.words import both

_TITLE = "(title left out: a student is named in it)"
_SAID = "(left out: a student is named in it)"
_A_NAME = "(a name that is left out)"


def restricted(source: Source, goals: Sequence[GoalAssessment]) -> tuple[Source, list[GoalAssessment]]:
    """The source and goals of a packet without what shows people, may show them, or names a student by an error.

    Raises `Stop` where that stands in something that no packet can do without.
    """
    named = told(source.facts, source.assessment)
    _refuse(source, goals, named)
    out = _left_out(source, goals, named)
    gone = {link.url for slug in out.items for link in source.facts.items[slug].links if link.url is not None}
    facts = replace(
        source.facts,
        items={slug: _elsewhere(source, _item(source, item, out, named), gone) for slug, item in source.facts.items.items()},
        reviews=[_review(review, _of_paper(review.path, named, gone)) for review in source.facts.reviews],
        submissions=[_submission(paper, _of_paper(paper.path, named, gone)) for paper in source.facts.submissions],
    )
    findings = tuple(
        replace(finding, message=named.without_names(finding.message))
        for finding in source.assessment.findings
        if not (finding.code in NAMING or finding.about.evidence in {*out.items, *out.words} or finding.place.path in out.paths)
    )
    assessment = replace(source.assessment, findings=findings)
    return replace(source, facts=facts, assessment=assessment, left_out=out), [
        _goal(goal, _harmless(facts=source.facts, out=out, named=named)) for goal in goals
    ]


def linked(facts: Facts, goals: Iterable[GoalAssessment]) -> list[str]:
    """The files to which the page of a restricted packet links: its ZIP holds these, and nothing else of the portfolio."""
    paths = {f"{facts.items[slug].folder}/{file.path}" for slug in shown(goals) for file in facts.items[slug].files}
    entries = facts.entries
    files = (path for path in sorted(paths) if path in entries and entries[path].kind == "file")
    return [path for path in files if path_problem(path) is None and ending_of(path) in SEEN_ONLY]


def _refuse(source: Source, goals: Sequence[GoalAssessment], named: Told) -> None:
    """Raises `Stop` where portfolio.yaml names a student, or an item's folder or a review is called so."""
    papers = [paper.path for goal in goals for paper in source.facts.papers_of(goal.goal.id)]
    folders = [source.facts.items[slug].folder for slug in shown(goals)]
    bound = {path for path in (*folders, *papers) if named.is_called(path)}
    if PORTFOLIO in named.files or bound:
        places = named.at({*bound, PORTFOLIO})
        hint = "\n".join([*places, "These cannot be left out. Mend them, or rename the folder; then make the packet again."])
        raise Stop("a student is named in what every packet is made of", hint, Exit.WORK)


def _left_out(source: Source, goals: Sequence[GoalAssessment], named: Told) -> LeftOut:
    """What is left out of the packet of some goals."""
    facts = source.facts
    items = {slug: why for slug in shown(goals) if (why := _shows(source, facts.items[slug])) is not None}
    held = {
        slug: times
        for slug in shown(goals)
        if slug not in items and (times := sum(named.holds(f"evidence/{slug}/{file.path}") for file in facts.items[slug].files))
    }
    words = frozenset(slug for slug in shown(goals) if _words_tell(facts.items[slug], named))
    paths = {path for slug in items for path in facts.items[slug].paths()}
    twins = _twins(facts, items, [slug for slug in shown(goals) if slug not in items])
    paths.update(path for same in twins.values() for path in same)
    paths.update(path for path in facts.entries if named.holds(path))
    paths.update(path for slug in facts.items for path in facts.items[slug].paths() if named.holds(path))
    for paper in facts.papers:
        if named.holds(paper.path):
            pins = paper.pins() if isinstance(paper, Review) else paper.seen
            paths.update(pin.path for pin in pins if pin.path not in facts.entries)
    return LeftOut(items, held, {slug: len(same) for slug, same in twins.items()}, words, frozenset(paths))


def _twins(facts: Facts, items: Collection[str], others: Iterable[str]) -> dict[str, list[str]]:
    """Files of other items that are the same, byte for byte, as a file of an item that is left out; by item."""
    files = {
        slug: [path for path in facts.items[slug].paths() if path != facts.items[slug].manifest] for slug in (*items, *others)
    }
    seen = {facts.digests.get(path) for slug in items for path in files[slug]} - {None}
    same = {slug: [path for path in files[slug] if facts.digests.get(path) in seen] for slug in files if slug not in items}
    return {slug: paths for slug, paths in same.items() if paths}


def _shows(source: Source, item: EvidenceItem) -> str | None:
    """Why an item is shown by its words alone; None where nobody can be recognised in it."""
    people = item.people
    seen, heard = both(list(people.shown)), both(list(people.heard))
    if not people.needs_consent:
        return NOBODY_SAID if nobody_said(source, item) else None
    if not seen:
        return f"{heard} can be heard in it" if heard else "names and faces are not removed from it"
    also = "" if not heard else ", who can be heard too" if heard == seen else f", and {heard} can be heard"
    return f"it shows {seen}{also}"


def _words_tell(item: EvidenceItem, named: Told) -> bool:
    """Whether an item's own words name a student: those in its manifest, or in a file of their own."""
    return named.holds(item.manifest) or (item.narrative_file is not None and named.holds(f"{item.folder}/{item.narrative_file}"))


def _item(source: Source, item: EvidenceItem, out: LeftOut, named: Told) -> EvidenceItem:
    """An item without what is left out of it. Of one whose manifest names a student, only what no one wrote freely stays."""
    if named.holds(item.manifest):
        item = _without_words(source, item, named)
    elif item.narrative_file is not None and named.holds(f"{item.folder}/{item.narrative_file}"):
        item = replace(item, narrative_file=None, narrative=None)
    if item.slug in out.items:
        words = without_addresses(narrative(source.facts, item))
        own = {name: value if name in BUILT_IN else cured(value, without_addresses) for name, value in item.data.items()}
        return replace(item, files=(), links=(), narrative=words, narrative_file=None, data=own)
    return replace(item, files=tuple(file for file in item.files if f"{item.folder}/{file.path}" not in out.paths))


def _without_words(source: Source, item: EvidenceItem, named: Told) -> EvidenceItem:
    """An item of which only its kind, its day and its files stay; the title too, where the name does not stand in it."""
    return replace(
        item,
        title=_TITLE if named.in_title(source.facts, item) else item.title,
        by=None,
        guided=None,
        narrative=None,
        narrative_file=None,
        links=(),
        files=tuple(
            replace(file, description=None) for file in item.files if f"{item.folder}/{file.path}" in source.facts.entries
        ),
        data={name: value for name, value in item.data.items() if name in BUILT_IN},
    )


def _elsewhere(source: Source, item: EvidenceItem, gone: Collection[str]) -> EvidenceItem:
    """An item whose words do not lead to what is left out of another."""
    words = narrative(source.facts, item)
    if not any(url in words or any(url in text for text in texts(item.data)) for url in gone):
        return item
    cure = without(gone, ELSEWHERE)
    own = {name: value if name in BUILT_IN else cured(value, cure) for name, value in item.data.items()}
    links = tuple(link for link in item.links if link.url not in gone)
    files = tuple(replace(file, description=maybe(file.description, cure)) for file in item.files)
    return replace(item, title=cure(item.title), narrative=cure(words), narrative_file=None, data=own, links=links, files=files)


def _of_paper(path: str, named: Told, gone: Collection[str]) -> Cure:
    """What becomes of texts in a review or submission: left out where a student is named in it, else without some addresses."""
    return (lambda _: _SAID) if named.holds(path) else without(gone, ELSEWHERE)


def _review(review: Review, cure: Cure) -> Review:
    """A review whose words are cured."""
    decisions = tuple(replace(said, text=maybe(said.text, cure)) for said in review.decisions)
    answered = tuple(
        replace(said, answers={name: cured(answer, cure) for name, answer in said.answers.items()})
        for said in review.attestations
    )
    return replace(review, decisions=decisions, attestations=answered, text=maybe(review.text, cure))


def _submission(paper: Submission, cure: Cure) -> Submission:
    """A submission whose note is cured."""
    return replace(paper, change_note=maybe(paper.change_note, cure))


def _harmless(facts: Facts, out: LeftOut, named: Told) -> Cure:
    """What becomes of sentences about rows: neither a telling name of a file is in them, nor a person of a manifest that tells."""
    people = {name for slug in out.words for name in persons(facts.items[slug].data)}
    return lambda text: named.without_names(without(people, _A_NAME)(text))


def _goal(goal: GoalAssessment, cure: Cure) -> GoalAssessment:
    """A goal whose sentences about its rows are cured."""
    rows = tuple(
        replace(
            outcome,
            reason=maybe(outcome.reason, cure),
            waiting_for=maybe(outcome.waiting_for, cure),
            owed=tuple(replace(owed, whom=cure(owed.whom)) for owed in outcome.owed),
        )
        for outcome in goal.rows
    )
    return replace(goal, rows=rows)
