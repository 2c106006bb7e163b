"""The restricted packet: what shows or names students is taken out of what a packet is made from, before it is made.

So whatever makes the page, the PDF and the ZIP has nothing of it in its hands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.paths import ending_of, path_problem
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import GoalAssessment
from simcred.model.review import Review, Submission
from simcred.packet.cards import BUILT_IN, Source, narrative
from simcred.packet.integrity import shown
from simcred.packet.left_out import NOBODY_SAID, LeftOut
from simcred.packet.privacy import nobody_said
from simcred.packet.told import NAMING, Told, told
from simcred.rules.filetypes import SEEN_ONLY
from simcred.words import both

_TITLE = "(title left out: a student is named in it)"
_SAID = "(left out: a student is named in it)"
_LINKED = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_ADDRESS = re.compile(r"(?:https?:|www\.)[^\s<>\"')\]]{1,2000}", re.IGNORECASE)
_ELSEWHERE = "(link left out)"
Cure = Callable[[str], str]
"""What makes a text harmless."""


def restricted(source: Source, goals: Sequence[GoalAssessment]) -> tuple[Source, list[GoalAssessment]]:
    """The source and goals of a packet without what shows people, may show them, or names a student by an error.

    Raises `Stop` where that stands in something that no packet can do without.
    """
    named = told(source.facts, source.assessment)
    _refuse(source, goals, named)
    out = _left_out(source, goals, named)
    gone = _addresses(source.facts, out)
    facts = replace(
        source.facts,
        items={slug: _elsewhere(source, _item(source, item, out, named), gone) for slug, item in source.facts.items.items()},
        reviews=[_review(review, _cure(review.path, named, gone)) for review in source.facts.reviews],
        submissions=[_submission(paper, _cure(paper.path, named, gone)) for paper in source.facts.submissions],
    )
    findings = tuple(
        replace(finding, message=named.without_names(finding.message))
        for finding in source.assessment.findings
        if not (finding.code in NAMING or finding.about.evidence in out.items or finding.place.path in out.paths)
    )
    assessment = replace(source.assessment, findings=findings)
    return replace(source, facts=facts, assessment=assessment, left_out=out), [_goal(goal, named) for goal in goals]


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
    paths.update(path for path in facts.entries if named.holds(path))
    paths.update(path for slug in facts.items for path in facts.items[slug].paths() if named.holds(path))
    for paper in facts.papers:
        if named.holds(paper.path):
            pins = paper.pins() if isinstance(paper, Review) else paper.seen
            paths.update(pin.path for pin in pins if pin.path not in facts.entries)
    return LeftOut(items, held, words, frozenset(paths))


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
        words = _without_addresses(narrative(source.facts, item))
        own = {name: value if name in BUILT_IN else _plain(value, _without_addresses) for name, value in item.data.items()}
        return replace(item, files=(), links=(), narrative=words, narrative_file=None, data=own)
    return replace(item, files=tuple(file for file in item.files if not named.holds(f"{item.folder}/{file.path}")))


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


def _plain(value: object, cure: Cure) -> object:
    """A value of a field with all its texts cured."""
    if isinstance(value, str):
        return cure(value)
    if isinstance(value, dict):
        return {name: _plain(inner, cure) for name, inner in value.items()}
    return [_plain(inner, cure) for inner in value] if isinstance(value, list) else value


def _without_addresses(text: str) -> str:
    """Text in which links are words, and web addresses are not there."""
    return _ADDRESS.sub(_ELSEWHERE, _LINKED.sub(rf"\1 {_ELSEWHERE}", text))


def _addresses(facts: Facts, out: LeftOut) -> list[str]:
    """The addresses to which links of items that are left out lead, the longest first."""
    return sorted({link.url for slug in out.items for link in facts.items[slug].links}, key=lambda url: (-len(url), url))


def _elsewhere(source: Source, item: EvidenceItem, gone: Sequence[str]) -> EvidenceItem:
    """An item whose words do not lead to what is left out of another."""
    words = narrative(source.facts, item)
    if not any(url in words or any(url in text for text in _texts(item.data)) for url in gone):
        return item
    cure = _cure("", None, gone)
    own = {name: value if name in BUILT_IN else _plain(value, cure) for name, value in item.data.items()}
    links = tuple(link for link in item.links if link.url not in gone)
    return replace(item, narrative=cure(words), narrative_file=None, data=own, links=links)


def _texts(value: object) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _cure(path: str, named: Told | None, gone: Sequence[str]) -> Cure:
    """What becomes of texts in a review or submission: left out where a student is named in it, else without some addresses."""

    def cure(text: str) -> str:
        for url in gone:
            text = text.replace(url, _ELSEWHERE)
        return text

    return cure if named is None or not named.holds(path) else lambda _: _SAID


def _review(review: Review, cure: Cure) -> Review:
    """A review whose words are cured."""
    decisions = tuple(replace(said, text=_maybe(said.text, cure)) for said in review.decisions)
    answered = tuple(
        replace(said, answers={name: _plain(answer, cure) for name, answer in said.answers.items()})
        for said in review.attestations
    )
    return replace(review, decisions=decisions, attestations=answered, text=_maybe(review.text, cure))


def _submission(paper: Submission, cure: Cure) -> Submission:
    """A submission whose note is cured."""
    return replace(paper, change_note=_maybe(paper.change_note, cure))


def _maybe(text: str | None, cure: Cure) -> str | None:
    return None if text is None else cure(text)


def _goal(goal: GoalAssessment, named: Told) -> GoalAssessment:
    """A goal whose reasons repeat no telling name of a file."""
    rows = tuple(
        outcome if outcome.reason is None else replace(outcome, reason=named.without_names(outcome.reason))
        for outcome in goal.rows
    )
    return replace(goal, rows=rows)
