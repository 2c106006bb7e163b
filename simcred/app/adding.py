"""Adding evidence for a row: the kind and fields that the row settles, the files that are copied, the questions left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.look import Look
from simcred.app.writing import modeline, opened, parse_date, valid
from simcred.exits import Exit, Stop
from simcred.load.paths import name_problem, slug_of
from simcred.load.shape import Shapes, evidence_schema, field_shape
from simcred.load.validator import Schema
from simcred.model.checklist import EvidenceAsk, Row
from simcred.model.portfolio import Goal, Portfolio
from simcred.model.programme import Kind, Programme
from simcred.rules.case import Case
from simcred.rules.counting import Counting
from simcred.rules.files import SHORTCUT_HINT, SHORTCUTS
from simcred.snapshot.folder import is_file, is_folder
from simcred.steps import blanks
from simcred.words import both, did_you_mean, either
from simcred.workspace.changes import Changes, Taken
from simcred.workspace.emit import yaml_text

_LONGEST_SLUG = 58
_MOST_ALIKE = 10_000


class Addition(Struct, frozen=True):
    """What was said on the command line about a new item."""

    row: str
    files: tuple[Path, ...]
    goal: str | None
    kind: str | None
    date: str | None
    title: str | None
    links: tuple[str, ...]
    sets: tuple[str, ...]


def add_evidence(path: Path, told: Addition, look: Look) -> tuple[str, list[str]]:
    """Writes a new evidence item; its slug, and remarks. Raises `Stop` when an answer is missing or wrong."""
    seen, portfolio = opened(path, look)
    programme = seen.programme
    goal, row = _row(told, portfolio, programme)
    ask, kind = _choice(told, row, programme)
    fields = _fields(told, evidence_schema(kind))
    sources, remarks = _sources(told.files, kind, programme)
    data = _data(told, goal, row, ask, kind, fields, sources, look)
    _ask_for_the_rest(told, row, ask, kind, data)
    if told.date is None and "date" not in fields:
        remarks.append(f"It is dated today, {look.today}; --date gives another day.")
    text = modeline("evidence", 2) + yaml_text(data)
    valid("evidence.yaml", "evidence", text, Shapes(programme.kinds))
    slug = _written(seen.spot.root, _slugs(data), sources, text)
    return slug, [*remarks, *_added(path, look, slug, goal, row, ask)]


def _added(path: Path, look: Look, slug: str, goal: Goal, row: Row, ask: EvidenceAsk) -> Iterator[str]:
    """What to say of the new item: that it counts, or why it does not yet."""
    seen, _ = opened(path, look)
    facts, programme = seen.facts, seen.programme
    checklist = programme.checklist_for(goal)
    yield f"Added for {row.id} {row.title}."
    for finding in seen.assessment.findings:
        if finding.about.evidence == slug and finding.severity == "error":
            yield f"It has a mistake in it: {finding.message}. {finding.hint}"
            return
    if facts is None or checklist is None or slug not in facts.items:
        return
    miss = Counting(Case(facts, programme, look.today), goal, checklist, frozenset()).why_not(ask, row, facts.items[slug])
    if miss is not None:
        yield f"It does not count for {row.id} yet: {miss}."


def _row(told: Addition, portfolio: Portfolio, programme: Programme) -> tuple[Goal, Row]:
    """The goal and row that are meant."""
    wanted = told.row.upper() if told.row.upper() == told.row else told.row
    goals = [goal for goal in portfolio.goals if told.goal in (None, goal.id)]
    if not portfolio.goals:
        raise Stop("there are no goals yet", "Say what you work towards: simcred goal add INTERVENTION --level LEVEL")
    if not goals:
        known = [goal.id for goal in portfolio.goals]
        raise Stop(
            f"there is no goal {told.goal}", did_you_mean(str(told.goal), known) or f"Goals here: {', '.join(known) or 'none'}."
        )
    rows: dict[str, list[tuple[Goal, Row]]] = {}
    for goal in goals:
        checklist = programme.checklist_for(goal)
        for row in checklist.rows if checklist is not None else ():
            rows.setdefault(row.id.casefold(), []).append((goal, row))
    hits = rows.get(wanted.casefold(), [])
    if not hits:
        near = did_you_mean(told.row.upper(), [pair[0][1].id for pair in rows.values()])
        raise Stop(f"none of your goals has a row {told.row}", near or "`simcred status --all` shows the rows.")
    if len({goal.intervention for goal, _ in hits}) > 1:
        raise Stop(f"{told.row} belongs to several goals: {both([goal.id for goal, _ in hits])}", "Say which with --goal.")
    return hits[0]


def _choice(told: Addition, row: Row, programme: Programme) -> tuple[EvidenceAsk, Kind]:
    """The evidence part of the row that is meant, and the kind; where nobody says, those that fit best what was given."""
    pairs = [(ask, programme.kinds[name]) for ask in row.evidence_asks() for name in ask.kind if name in programme.kinds]
    if not pairs:
        raise Stop(f"{row.id} is not met by adding evidence: {row.title}", row.how)
    if told.kind is not None:
        kinds = list(dict.fromkeys(kind.id for _, kind in pairs))
        pairs = [pair for pair in pairs if pair[1].id == told.kind]
        if not pairs:
            raise Stop(f"{row.id} does not take the kind {told.kind}", f"It takes {either(kinds)}.")
    return max(pairs, key=lambda pair: _fit(told, pair[1]))


def _fit(told: Addition, kind: Kind) -> tuple[bool, ...]:
    """How well a kind fits what was given: it has the fields; a file is called so; it takes the files, and is complete by them."""
    names = {entry.partition("=")[0].partition(".")[0] for entry in told.sets}
    words = bool(names & {"narrative", "narrative_file"})
    parts = (("links", told.links), ("files", told.files), ("narrative", words), ("fields", names & set(kind.fields)))
    given = {what for what, there in parts if there} or {"fields", "date"}
    endings = {_ending(path) for path in told.files}
    return (
        names <= {*kind.fields, *evidence_schema(kind)["properties"]},
        any(kind.id in slug_of(path.stem) for path in told.files),
        not endings or not kind.formats or endings <= set(kind.formats),
        bool(given & set(kind.enough)),
        set(kind.enough) <= given | {"links", "files"},
    )


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _fields(told: Addition, shape: Schema) -> dict[str, Any]:
    """The fields of --set, each turned into what its schema says it is; a list's entries may come one by one."""
    fields: dict[str, Any] = {}
    for entry in told.sets:
        name, equals, text = entry.partition("=")
        if not equals or not name:
            raise Stop(f"--set {entry} is not KEY=VALUE", 'Write it as --set stage=draft or --set log.ideas="...".')
        at, steps = fields, name.split(".")
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise Stop(f"--set {name} does not fit another --set", "Leave one of them out.")
        value, before = _typed(text, field_shape(shape, name)), at.get(steps[-1])
        if isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]
        elif before is not None:
            raise Stop(f"--set {name} is given twice", "Leave one of them out.")
        at[steps[-1]] = value
    return fields


def _typed(text: str, shape: Schema) -> Any:
    """Text as the type its schema asks for; left as text where it does not fit, so that the schema can say so."""
    wanted = shape.get("type")
    if wanted == "array":
        return [part.strip() for part in text.split(",") if part.strip() and part.strip() != "none"]
    if wanted in ("integer", "number"):
        try:
            return int(text) if wanted == "integer" else float(text)
        except ValueError:
            return text
    if wanted == "boolean":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    return text


def _sources(files: Sequence[Path], kind: Kind, programme: Programme) -> tuple[dict[str, Path], list[str]]:
    """The files to copy by the name they get, and remarks. Raises `Stop` for one that cannot be taken."""
    sources: dict[str, Path] = {}
    remarks = []
    limit = programme.limits.get("file_bytes")
    for path in files:
        if is_folder(path):
            raise Stop(f"{path} is a folder", "Name the files in it.")
        if not is_file(path):
            raise Stop(f"there is no file {path}", "Look at its name and folder.")
        name = path.name
        if problem := name_problem(name):
            name = f"{slug_of(path.stem) or 'file'}{path.suffix.lower()}"
            name = f"file-{name}" if name_problem(name) else name
            remarks.append(f"{path.name} {problem}; it is saved as {name}.")
        if name.casefold() in {known.casefold() for known in sources} | {"evidence.yaml"}:
            raise Stop(f"two files would be called {name}", "Rename one of them.")
        size = path.stat().st_size
        if size == 0:
            raise Stop(f"{path} is empty", "Export or copy it again.")
        if limit is not None and limit.severity == "error" and size > limit.value:
            raise Stop(
                f"{path} has {size // 1_000_000} MB; the limit is {limit.value // 1_000_000} MB",
                "Keep it elsewhere and add it with --link.",
            )
        if what := SHORTCUTS.get(_ending(path)):
            raise Stop(f"{path.name} is a {what}, not the document", SHORTCUT_HINT)
        if kind.formats and _ending(path) not in kind.formats:
            raise Stop(f"{path.name} cannot be used as {kind.title.lower()}", f"Save it as {either(kind.formats)}.")
        sources[name] = path
    return sources, remarks


def _data(
    told: Addition,
    goal: Goal,
    row: Row,
    ask: EvidenceAsk,
    kind: Kind,
    fields: dict[str, Any],
    sources: Mapping[str, Path],
    look: Look,
) -> dict[str, Any]:
    """The manifest's data, in the order people read it."""
    data: dict[str, Any] = {"schema": "simcred/evidence/1", "title": told.title or row.title[:140], "kind": kind.id}
    for name, shape in ask.where.items():
        if isinstance(shape.get("const"), str) and "." not in name and name not in fields:
            data[name] = shape["const"]
    if goal.intervention is not None and "intervention" not in fields:
        data["intervention"] = goal.intervention
    if "date" not in fields:
        data["date"] = parse_date(told.date) if told.date is not None else look.today.isoformat()
    if ask.teacher != "own":
        data["teacher"] = ask.teacher
    data.update(fields)
    if isinstance(data.get("people"), dict):
        data["people"] = {"shown": [], **data["people"]}
    if sources:
        data["files"] = [{"path": name} for name in sources]
    if told.links:
        data["links"] = [{"url": url} for url in told.links]
    return data


def _ask_for_the_rest(told: Addition, row: Row, ask: EvidenceAsk, kind: Kind, data: Mapping[str, Any]) -> None:
    """Raises `Stop` that names what the row still needs, with the question for each."""
    shape = evidence_schema(kind)
    missing = [name for name in blanks(ask, kind) if not _has(data, name)]
    questions = [f"--set {name}=...   {_question(kind, shape, name)}" for name in missing if not name.startswith("date")]
    if any(name.startswith("date.") for name in missing):
        questions.append(f"--date START..END   {_question(kind, shape, 'date.start')}")
    elif told.date is None and kind.enough == ("date",):
        questions.append(f"--date DATE   {_question(kind, shape, 'date')}")
    has = {"files": bool(told.files), "links": bool(told.links), "narrative": "narrative" in data or "narrative_file" in data}
    has |= {"fields": bool(set(kind.fields) & set(data)), "date": True}
    if not any(has[what] for what in kind.enough) and not missing:
        wanted = {"files": "a file", "links": "--link URL", "narrative": '--set narrative="..."', "fields": "--set"}
        questions.append(either([wanted[what] for what in kind.enough if what in wanted]))
    if questions:
        hint = "\n".join([f"It is added as {kind.title.lower()}. Say also:", *(question.rstrip() for question in questions)])
        raise Stop(f"{row.id} {row.title}: something is missing", hint, Exit.USAGE)


def _question(kind: Kind, shape: Schema, name: str) -> str:
    """The question that asks for a field, and the answers it takes where they are few."""
    node = field_shape(shape, name)
    text = kind.prompts.get(name) or str(node.get("description", "")).rstrip(".")
    return f"{text} (true or false)" if node.get("type") == "boolean" else text


def _has(data: Mapping[str, Any], dotted: str) -> bool:
    value: Any = data
    for step in dotted.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return dotted == "narrative" and "narrative_file" in data
        value = value[step]
    return True


def _slugs(data: Mapping[str, Any]) -> Iterator[str]:
    """Names for the item's folder: the day and the title, and then the same with a number."""
    day = data["date"]["start"] if isinstance(data["date"], dict) else data["date"]
    plain = f"{day}-{slug_of(str(data['title']))}".strip("-")
    if len(plain) > _LONGEST_SLUG:
        plain = plain[:_LONGEST_SLUG].rpartition("-")[0]
    yield plain
    for number in range(2, _MOST_ALIKE):
        yield f"{plain}-{number}"


def _written(root: Path, slugs: Iterator[str], sources: Mapping[str, Path], text: str) -> str:
    """Writes an item to the first folder that is free, and that nobody else takes at the same time; its slug."""
    for slug in slugs:
        folder = f"evidence/{slug}"
        copies = [(source, f"{folder}/{name}") for name, source in sources.items()]
        try:
            Changes(root, new=[folder], copies=copies, writes=[(f"{folder}/evidence.yaml", text.encode())]).apply()
        except Taken:
            continue
        return slug
    raise Stop(f"there are {_MOST_ALIKE - 1} items of this day and title", "Give another --title.", Exit.NOT_SAVED)
