"""The restricted packet: what shows or names students is taken out of what a packet is made from, before it is made.

So whatever makes the page, the PDF and the ZIP has nothing of it in its hands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding
from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.paths import ending_of, path_problem
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import GoalAssessment
from simcred.model.review import Review, Submission
from simcred.packet.cards import BUILT_IN, Source, narrative
from simcred.packet.cures import Cure, cured, maybe, persons, without, without_addresses, without_links
from simcred.packet.integrity import shown
from simcred.packet.left_out import FEW_WORDS, FORM, MAYBE, NAMED, NO_WORDS, NOBODY_SAID, PLACED, UNREAD, LeftOut
from simcred.packet.privacy import nobody_said
from simcred.packet.told import STRICT, Told, told, told_strictly
from simcred.rules.files import texts_in
from simcred.rules.filetypes import SEEN_ONLY
from simcred.rules.forms import form_files
from simcred.words import both

_TITLE = "(title left out: a student is named in it)"
_A_TITLE = "(title left out: somebody may be named in it)"
_SAID = "(left out: a student is named in it)"
_MAYBE_SAID = "(left out: somebody may be named in it, or found by it)"
_A_NAME = "(a name that is left out)"
_OF_FILES = {"MC706", "MC707", "MC714"}
"""Codes of findings about files that are left out by other knowledge than findings."""


class _Known(Struct, frozen=True):
    """What is known of who may be told of: by errors alone, with what may tell, and by what the files themselves are."""

    surely: Told
    named: Told
    forms: frozenset[str]
    placed: frozenset[str]
    unread: frozenset[str]

    @classmethod
    def of(cls, source: Source) -> _Known:
        """All that is known of a portfolio."""
        facts = source.facts
        return cls(
            told(facts, source.assessment),
            told_strictly(facts, source.assessment),
            form_files(facts),
            frozenset(path for path, content in facts.contents.items() if content.located),
            frozenset(path for path, _ in facts.naming.unread),
        )

    def why_not(self, path: str) -> str | None:
        """Why a file is left out; None where nothing speaks against it."""
        if self.surely.holds(path):
            return NAMED
        if self.named.holds(path):
            return MAYBE
        told_of = ((FORM, self.forms), (PLACED, self.placed), (UNREAD, self.unread))
        return next((why for why, paths in told_of if path in paths), None)


def restricted(source: Source, goals: Sequence[GoalAssessment]) -> tuple[Source, list[GoalAssessment]]:
    """The source and goals of a packet without what shows people, names a student or leads to somebody, or may.

    Raises `Stop` where that stands in something that no packet can do without.
    """
    known = _Known.of(source)
    named = known.named
    _refuse(source, goals, known.surely)
    out = _left_out(source, goals, known)
    gone = without_links(
        {link.url for slug in (*out.items, *out.words) for link in source.facts.items[slug].links if link.url is not None}
    )
    facts = replace(
        source.facts,
        items={slug: _elsewhere(source, _item(source, item, out, known), gone) for slug, item in source.facts.items.items()},
        reviews=[_review(review, _of_paper(review.path, known, gone)) for review in source.facts.reviews],
        submissions=[_submission(paper, _of_paper(paper.path, known, gone)) for paper in source.facts.submissions],
    )
    findings = tuple(
        replace(finding, message=gone(named.without_names(finding.message)))
        for finding in source.assessment.findings
        if not (_is_left_out(finding) or finding.about.evidence in {*out.items, *out.words} or finding.place.path in out.paths)
    )
    assessment = replace(source.assessment, findings=findings)
    return replace(source, facts=facts, assessment=assessment, left_out=out), [
        _goal(goal, _harmless(facts=source.facts, out=out, named=named, gone=gone)) for goal in goals
    ]


def _is_left_out(finding: Finding) -> bool:
    """Whether what a finding tells of is not in the packet; portfolio.yaml, of which it is made, stays and is told of."""
    return finding.code in _OF_FILES or (finding.code in STRICT and finding.place.path != PORTFOLIO)


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


def _left_out(source: Source, goals: Sequence[GoalAssessment], known: _Known) -> LeftOut:
    """What is left out of the packet of some goals."""
    facts = source.facts
    items = {slug: why for slug in shown(goals) if (why := _shows(source, facts.items[slug])) is not None}
    others = [slug for slug in shown(goals) if slug not in items]
    whole = {slug: [f"evidence/{slug}/{file.path}" for file in facts.items[slug].files] for slug in others}
    held = {slug: Counter(filter(None, map(known.why_not, files))) for slug, files in whole.items()}
    words = {slug: said for slug in shown(goals) if (said := _words_tell(facts.items[slug], known)) is not None}
    paths = {path for slug in items for path in facts.items[slug].paths()}
    paths.update(path for path in facts.entries if known.why_not(path) is not None)
    paths.update(path for slug in facts.items for path in facts.items[slug].paths() if known.why_not(path) is not None)
    twins = _twins(facts, paths, others)
    paths.update(path for same in twins.values() for path in same)
    for paper in facts.papers:
        if known.named.holds(paper.path):
            pins = paper.pins() if isinstance(paper, Review) else paper.seen
            paths.update(pin.path for pin in pins if pin.path not in facts.entries)
    return LeftOut(items, held, {slug: len(same) for slug, same in twins.items()}, words, frozenset(paths - {PORTFOLIO}))


def _twins(facts: Facts, out: Collection[str], others: Iterable[str]) -> dict[str, list[str]]:
    """Files of items that are the same, byte for byte, as a file that is left out, and are not left out themselves; by item."""
    manifests = {item.manifest for item in facts.items.values()}
    seen = {facts.digests.get(path) for path in out if path not in manifests} - {None}
    same = {
        slug: [
            path
            for path in facts.items[slug].paths()
            if path not in manifests and path not in out and facts.digests.get(path) in seen
        ]
        for slug in others
    }
    return {slug: paths for slug, paths in same.items() if paths}


def _shows(source: Source, item: EvidenceItem) -> str | None:
    """Why an item is shown by its words alone; None where nobody can be recognised in it."""
    people = item.people
    seen, heard = "" if people.deidentified else both(list(people.shown)), both(list(people.heard))
    if not people.needs_consent:
        return NOBODY_SAID if nobody_said(source, item) else None
    if not seen:
        return f"{heard} can be heard in it" if heard else "names and faces are not removed from it"
    also = "" if not heard else ", who can be heard too" if heard == seen else f", and {heard} can be heard"
    return f"it shows {seen}{also}"


def _words_tell(item: EvidenceItem, known: _Known) -> str | None:
    """What is said of an item whose own words tell of somebody, in its manifest or in a file of their own; None where none do."""
    own = [item.manifest, *([f"{item.folder}/{item.narrative_file}"] if item.narrative_file is not None else [])]
    why = [reason for path in own if (reason := known.why_not(path)) is not None]
    return None if not why else NO_WORDS if NAMED in why else FEW_WORDS


def _item(source: Source, item: EvidenceItem, out: LeftOut, known: _Known) -> EvidenceItem:
    """An item without what is left out of it. Of one whose manifest names a student, only what no one wrote freely stays."""
    if known.named.holds(item.manifest):
        item = _without_words(source, item, known)
    elif item.narrative_file is not None and known.why_not(f"{item.folder}/{item.narrative_file}") is not None:
        item = replace(item, narrative_file=None, narrative=None)
    if item.slug in out.items:
        words = without_addresses(narrative(source.facts, item))
        own = {name: value if name in BUILT_IN else cured(value, without_addresses) for name, value in item.data.items()}
        title = without_addresses(item.title)
        return replace(item, title=title, files=(), links=(), narrative=words, narrative_file=None, data=own)
    return replace(item, files=tuple(file for file in item.files if f"{item.folder}/{file.path}" not in out.paths))


def _without_words(source: Source, item: EvidenceItem, known: _Known) -> EvidenceItem:
    """An item of which only its kind, its day and its files stay; the title too, where the name does not stand in it."""
    return replace(
        item,
        title=_title(source, item, known),
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


def _title(source: Source, item: EvidenceItem, known: _Known) -> str:
    """The title of an item whose manifest tells of somebody; another in its place where it is the title that does."""
    if known.surely.in_title(source.facts, item):
        return _TITLE
    return _A_TITLE if known.named.in_title(source.facts, item) else item.title


def _elsewhere(source: Source, item: EvidenceItem, cure: Cure) -> EvidenceItem:
    """An item whose words do not lead to what is left out of another."""
    words = narrative(source.facts, item)
    if all(cure(text) == text for text in (item.title, words, *(text for _, text in texts_in(item.data, ())))):
        return item
    own = {name: value if name in BUILT_IN else cured(value, cure) for name, value in item.data.items()}
    links = tuple(
        replace(link, description=maybe(link.description, cure), access=maybe(link.access, cure))
        for link in item.links
        if link.url is None or cure(link.url) == link.url
    )
    files = tuple(replace(file, description=maybe(file.description, cure)) for file in item.files)
    return replace(item, title=cure(item.title), narrative=cure(words), narrative_file=None, data=own, links=links, files=files)


def _of_paper(path: str, known: _Known, gone: Cure) -> Cure:
    """What becomes of texts in a review or submission: left out where somebody is told of in it, else without some addresses."""
    if known.surely.holds(path):
        return lambda _: _SAID
    return (lambda _: _MAYBE_SAID) if known.named.holds(path) else gone


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


def _harmless(facts: Facts, out: LeftOut, named: Told, gone: Cure) -> Cure:
    """What becomes of sentences about rows: no telling name or address is in them, nor a person of a manifest that tells."""
    people = {name for slug in out.words for name in persons(facts.items[slug].data)}
    return lambda text: gone(named.without_names(without(people, _A_NAME)(text)))


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
