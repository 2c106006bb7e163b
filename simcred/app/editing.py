"""Changing an evidence item by what was said on the command line: its fields, its words, its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.adding import known_fields
from simcred.app.answers import ELSEWHERE, fields_of, parse_date
from simcred.app.binding import Links, Progress, ask_access, bind_all, link_entries, media_of, silent
from simcred.app.drafts import Draft
from simcred.app.effects import effects, outdated_by, standing
from simcred.app.items import is_portfolio, item_named, place_to_keep
from simcred.app.lessons import log_title
from simcred.app.look import Look, Seen, foreseen
from simcred.app.manifests import as_seen, opened, readable, valid
from simcred.app.places import inside
from simcred.app.sources import sources_of
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding
from simcred.load.facts import PORTFOLIO
from simcred.load.reader import Pointer, read
from simcred.load.shape import evidence_schema, schema
from simcred.model.outcome import Assessment
from simcred.model.programme import Kind
from simcred.rules.case import Case
from simcred.snapshot.folder import bytes_of, is_file
from simcred.snapshot.overlay import Overlay
from simcred.words import cut, did_you_mean, either, lowered, quoted
from simcred.workspace.changes import Changes

_ELSEWHERE = {name: how for name, how in ELSEWHERE.items() if name != "kind"}
_NOT_UNSET = {"files": "--take-out FILE", "schema": "the program itself"}


class Edit(Struct, frozen=True):
    """What was said on the command line about an item that is there."""

    item: str | None
    files: tuple[Path, ...] = ()
    sets: tuple[str, ...] = ()
    unsets: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    links: tuple[str, ...] = ()
    take_out: tuple[str, ...] = ()
    media: tuple[Path, ...] = ()
    access: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything is to be changed."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name != "item")


class Plan(Struct, frozen=True):
    """A change of an item that was thought out and found sound: what it is, and what to say before it is made.

    `changes` is None where nothing would be different.
    """

    seen: Seen
    slug: str
    changes: Changes | None
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def plan_edit(path: Path, told: Edit, look: Look, progress: Progress = silent) -> Plan:
    """What an edit comes to. Nothing is written yet. Raises `Stop` when an answer is wrong or the result would not be sound."""
    if is_portfolio(told.item):
        raise Stop("portfolio.yaml is changed in your editor", "Leave the options away: simcred edit portfolio.yaml")
    seen, _ = opened(path, look)
    slug = item_named(told.item, seen)
    manifest = f"evidence/{slug}/evidence.yaml"
    before = manifest_of(seen, slug)
    draft = Draft(manifest, before, seen.found.shapes)
    held = draft.says
    kind = _kind(told, held, seen)
    for name in told.take_out:
        _take_out(draft, name, seen)
    _fields(draft, told, kind, seen)
    if told.title is not None:
        draft.set(("title",), told.title)
    if told.date is not None:
        day = parse_date(told.date)
        if told.title is None and held.get("title") == log_title(held.get("date", "")):
            draft.set(("title",), log_title(day))
        draft.set(("date",), day)
    remarks = [*_links(draft, told, kind, seen, look, progress), *_files(draft, told, kind, seen, look)]
    changes = Changes(
        seen.spot.root,
        f"changed evidence/{slug}",
        copies=draft.copies,
        writes=[*draft.writes, *([(manifest, draft.data)] if draft.data != before else [])],
        moves=draft.moves,
        before={manifest: before},
    )
    return planned(seen, slug, changes, look, remarks)


def planned(seen: Seen, slug: str, changes: Changes, look: Look, remarks: Sequence[str] = ()) -> Plan:
    """A plan of some changes to an item. Raises `Stop` when its manifest would not be sound, or complete no more."""
    manifest = f"evidence/{slug}/evidence.yaml"
    new = next((data for path, data in changes.writes if path == manifest), None)
    if new is None and not (changes.copies or changes.writes or changes.moves):
        return Plan(seen, slug, None)
    facts, _ = readable(seen)
    if new is not None:
        said = valid("evidence.yaml", "evidence", new, seen.found.shapes).data or {}
        _complete(seen.programme.kinds.get(str(said.get("kind"))), dict(facts.documents[manifest].data or {}), said, slug)
    _no_new_errors(seen, slug, changes, look)
    touched = {path for path, _ in changes.writes} | {old for old, _ in changes.moves}
    warnings = outdated_by(seen, touched, Case.of(facts, seen.programme, look.today))
    return Plan(seen, slug, changes, tuple(warnings), tuple(remarks))


def planned_portfolio(seen: Seen, changes: Changes, look: Look) -> Plan:
    """A plan of a new portfolio.yaml. Raises `Stop` when it would not be sound, or the portfolio another one."""
    facts, portfolio = readable(seen)
    (new,) = (data for path, data in changes.writes if path == PORTFOLIO)
    said = valid(PORTFOLIO, "portfolio", new, seen.found.shapes).data or {}
    if said.get("id") != portfolio.id:
        raise Stop(f"the portfolio's id would not be {portfolio.id} any more", "Leave it as it is: reviews and awards name it.")
    after = foreseen(seen, Overlay(facts.tree, dict(changes.writes), frozenset(old for old, _ in changes.moves)), look)
    _refuse_new(
        [finding for finding in seen.assessment.findings if finding.severity == "error"],
        [finding for finding in after.findings if finding.severity == "error"],
    )
    return Plan(seen, PORTFOLIO, changes)


def _no_new_errors(seen: Seen, slug: str, changes: Changes, look: Look) -> None:
    """Raises `Stop` where an item would have an error that it has not had, with what that error says."""
    facts, _ = readable(seen)
    files: dict[str, bytes | Path] = {path: source for source, path in changes.copies}
    files |= dict(changes.writes)
    after = foreseen(seen, Overlay(facts.tree, files, frozenset(old for old, _ in changes.moves)), look)
    _refuse_new(_errors(seen.assessment, slug), _errors(after, slug))


def _refuse_new(before: Iterable[Finding], after: Iterable[Finding]) -> None:
    """Raises `Stop` with the first error that was not there before."""
    had = {(error.code, error.message) for error in before}
    new = [error for error in after if (error.code, error.message) not in had]
    if new:
        more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
        raise Stop(f"{new[0].message}{more}", new[0].hint)


def _errors(assessment: Assessment, slug: str) -> Iterator[Finding]:
    """The errors of an item."""
    for finding in assessment.findings:
        mine = finding.about.evidence == slug or finding.place.path.startswith(f"evidence/{slug}/")
        if finding.severity == "error" and mine:
            yield finding


def carry_out(path: Path, plan: Plan, look: Look) -> Iterator[str]:
    """Makes a planned change; what it changed, in sentences. Raises `Stop` when it cannot be made."""
    if plan.changes is None:
        yield f"{plan.slug} says that already; nothing was changed."
        return
    plan.changes.apply()
    yield f"{plan.slug} is changed."
    yield from plan.remarks
    after, _ = opened(path, look)
    if plan.slug == PORTFOLIO:
        yield from standing(PORTFOLIO, plan.seen.assessment, after.assessment)
    else:
        yield from effects(plan.slug, plan.seen.assessment, after.assessment)


def manifest_of(seen: Seen, slug: str) -> bytes:
    """An item's manifest as it was read. Raises `Stop` when there is none, or it has mistakes in its writing."""
    facts, _ = readable(seen)
    manifest = f"evidence/{slug}/evidence.yaml"
    document = facts.documents.get(manifest)
    if document is None:
        raise Stop(f"evidence/{slug} has no evidence.yaml", "`simcred check` says more.", Exit.CANNOT_JUDGE)
    data = as_seen(seen, manifest)
    mistakes = [finding for finding in read(manifest, data).findings if finding.severity == "error"]
    if mistakes:
        first = mistakes[0]
        where = f", line {first.place.line}" if first.place.line else ""
        hint = f"{first.hint}\n`simcred edit {slug}` opens it in your editor."
        raise Stop(f"{manifest}{where}: {first.message}", hint, Exit.CANNOT_JUDGE)
    return data


def _links(draft: Draft, told: Edit, kind: Kind | None, seen: Seen, look: Look, progress: Progress) -> list[str]:
    """Adds links, and binds the files behind them; remarks. Raises `Stop` or `Unanswered` for what cannot be added so."""
    said = Links(told.links, told.media, told.access)
    media, entries = media_of(told.media, kind, seen.spot.root), link_entries(said)
    ask_access(said, ask_all=False)
    remarks = bind_all(entries, media, look.today, progress)
    if entries:
        draft.set(("links",), [*draft.says.get("links", []), *entries])
    return remarks


def _kind(told: Edit, held: Mapping[str, Any], seen: Seen) -> Kind | None:
    """The kind that the item has, or is to have. Raises `Stop` for one that nobody knows."""
    said = next((entry.removeprefix("kind=") for entry in told.sets if entry.startswith("kind=")), None)
    kinds = seen.programme.kinds
    if said is not None and said not in kinds:
        raise Stop(f"there is no kind {cut(said)}", did_you_mean(said, kinds) or f"It can be {either(list(kinds))}.")
    return kinds.get(str(said or held.get("kind")))


def _fields(draft: Draft, told: Edit, kind: Kind | None, seen: Seen) -> None:
    """Sets and takes out the fields that were named."""
    slug = draft.path.split("/")[1]
    shape = evidence_schema(kind) if kind is not None else schema("evidence")
    fields = fields_of(told.sets, shape, _ELSEWHERE)
    known_fields(fields, seen, seen.programme, shape)
    for pointer in _in_order(told.unsets, draft.says):
        draft.unset(pointer)
    said = draft.says
    if "narrative" in fields and said.get("narrative_file") is not None:
        held = said["narrative_file"]
        hint = f"`simcred edit {slug} --text` opens it; with --take-out {quoted(str(held))}, the new words take its place."
        raise Stop(f"the words of this item stand in {held}", hint)
    for pointer, value in _leaves(fields, ()):
        draft.set(pointer, value)
    people = draft.says.get("people")
    if isinstance(people, dict) and "shown" not in people and "people" in fields:
        draft.set(("people", "shown"), [])


def _leaves(fields: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, Any]]:
    """Each value that was named, with the way to it."""
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*at, key))
        else:
            yield (*at, key), value


def _in_order(names: Sequence[str], held: Mapping[str, Any]) -> list[Pointer]:
    """The ways to the fields that are to go, the last of a list first, so that each is still where the person counted it.

    What lies in another of them goes along with it.
    """
    ways = list(dict.fromkeys(_pointer(name, held) for name in names))
    alone = [way for way in ways if not any(way != other and way[: len(other)] == other for other in ways)]
    return sorted(alone, key=lambda way: [(isinstance(step, int), step) for step in way], reverse=True)


def _pointer(name: str, held: Mapping[str, Any]) -> Pointer:
    """The way to a field that is there, from its dotted name. Raises `Stop` where it is not."""
    first = name.partition(".")[0]
    if first in _NOT_UNSET:
        raise Stop(f"--unset {cut(name)} cannot be used", f"That is done by {_NOT_UNSET[first]}.")
    pointer: list[str | int] = []
    value: Any = held
    for step in name.split("."):
        at: str | int = int(step) if isinstance(value, list) and step.isdecimal() and len(step) < 4 else step
        there = (isinstance(value, dict) and at in value) or (isinstance(value, list) and isinstance(at, int) and at < len(value))
        if not there:
            known = dict.fromkeys([*held, *(".".join(map(str, way)) for way, _ in _leaves(held, ()))])
            raise Stop(f"there is no {cut(name)} in this item", did_you_mean(name, known) or f"It has {either(list(held))}.")
        pointer.append(at)
        value = value[at]
    return tuple(pointer)


def _files(draft: Draft, told: Edit, kind: Kind | None, seen: Seen, look: Look) -> list[str]:
    """Copies new files in, and lists them; remarks. One that was taken out may be followed by one of its name."""
    folder = draft.path.rpartition("/")[0]
    here = [path for path in told.files if _lies_in(path, seen, folder) is not None]
    sources, remarks = sources_of([path for path in told.files if path not in here], kind, seen.programme, look.typed_from)
    added = [within for path in here if is_file(path) and (within := _lies_in(path, seen, folder)) is not None]
    facts, _ = readable(seen)
    going = {old: number for number, (old, _) in enumerate(draft.moves)}
    for name, source in sources.items():
        full = f"{folder}/{name}"
        if full in going:  # the new file takes the old one's name, so the old one is copied away instead of moved
            draft.copies.append((seen.spot.root / full, draft.moves[going[full]][1]))
            draft.writes.append((full, bytes_of(source)))
        elif full in facts.entries:
            hint = f"Add --take-out {quoted(name)} to put the new one in its place; the old one is kept. Or rename the new one."
            raise Stop(f"there is a file {name} in {folder} already", hint)
        else:
            draft.copies.append((source, full))
        added.append(name)
    written = {path for path, _ in draft.writes}
    draft.moves = [pair for pair in draft.moves if pair[0] not in written]
    listed = draft.says.get("files", [])
    new = [{"path": name} for name in added if name not in [file.get("path") for file in listed]]
    if new:
        draft.set(("files",), [*listed, *new])
    return remarks


def _lies_in(path: Path, seen: Seen, folder: str) -> str | None:
    """A file's name from the item's folder, where it lies in there already and only has to be listed."""
    within = inside(path, seen.spot.root / folder)
    return within if within not in (None, ".", "evidence.yaml") else None


def _take_out(draft: Draft, name: str, seen: Seen) -> None:
    """Takes a file off the list, and moves it aside. Raises `Stop` when the item has no such file."""
    folder, said = draft.path.rpartition("/")[0], draft.says
    names = [str(file.get("path")) for file in said.get("files", [])]
    plain = name.replace("\\", "/").removeprefix(f"{folder}/")
    if plain in names:
        draft.unset(("files", names.index(plain)) if len(names) > 1 else ("files",))
    elif plain == said.get("narrative_file"):
        draft.unset(("narrative_file",))
    else:
        raise Stop(f"there is no file {name} in this item", did_you_mean(plain, names) or f"It has {either(names) or 'none'}.")
    facts, _ = readable(seen)
    entry = facts.entries.get(f"{folder}/{plain}")
    if entry is not None and entry.kind == "file":
        kept = place_to_keep(seen.spot.root, f"{folder.rpartition('/')[2]}/{plain}")
        draft.moves.append((f"{folder}/{plain}", kept))


def _complete(kind: Kind | None, old: Mapping[str, Any], new: Mapping[str, Any], slug: str) -> None:
    """Raises `Stop` where an item would have nothing in it any more."""
    if kind is not None and kind.is_complete(old) and not kind.is_complete(new):
        hint = f"Put something else in its place in the same command; `simcred remove {slug}` takes the whole item out."
        raise Stop(f"nothing would be left in this {lowered(kind.title)}", hint)
