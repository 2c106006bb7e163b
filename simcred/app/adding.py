"""Adding evidence for a row: the kind and fields that the row settles, the files that are copied, the questions left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.look import Look
from simcred.app.writing import modeline, opened, parse_date, valid
from simcred.exits import Exit, Stop
from simcred.load.paths import name_problem, slug_of
from simcred.load.shape import Shapes, evidence_schema
from simcred.model.checklist import EvidenceAsk, Row
from simcred.model.portfolio import Goal, Portfolio
from simcred.model.programme import Kind, Programme
from simcred.steps import blanks
from simcred.words import both, did_you_mean, either
from simcred.workspace.changes import Changes
from simcred.workspace.emit import yaml_text


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
    ask = next(row.evidence_asks(), None)
    if ask is None:
        raise Stop(f"{row.id} is not met by adding a file: {row.title}", row.how)
    kind = _kind(told, ask, programme)
    fields = _fields(told, evidence_schema(kind))
    sources, remarks = _sources(told.files, kind, programme)
    data = _data(told, goal, row, ask, kind, fields, sources, look)
    _ask_for_the_rest(told, row, ask, kind, data)
    slug = _slug(data, seen.spot.root)
    text = modeline("evidence", 2) + yaml_text(data)
    valid(f"evidence/{slug}/evidence.yaml", "evidence", text, Shapes(programme.kinds))
    copies = [(source, f"evidence/{slug}/{name}") for name, source in sources.items()]
    Changes(seen.spot.root, copies=copies, writes=[(f"evidence/{slug}/evidence.yaml", text.encode())]).apply()
    return slug, [*remarks, f"Added for {row.id} {row.title}."]


def _row(told: Addition, portfolio: Portfolio, programme: Programme) -> tuple[Goal, Row]:
    """The goal and row that are meant."""
    wanted = told.row.upper() if told.row.upper() == told.row else told.row
    goals = [goal for goal in portfolio.goals if told.goal in (None, goal.id)]
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


def _kind(told: Addition, ask: EvidenceAsk, programme: Programme) -> Kind:
    """The kind that is meant, or the one of the row's kinds that fits what was given best."""
    if told.kind is not None:
        if told.kind not in ask.kind:
            raise Stop(f"{told.row} does not take the kind {told.kind}", f"It takes {either(list(ask.kind))}.")
        return programme.kinds[told.kind]
    kinds = [programme.kinds[name] for name in ask.kind]
    words = any(entry.startswith(("narrative=", "narrative_file=")) for entry in told.sets)
    endings = {_ending(path) for path in told.files}

    def fit(kind: Kind) -> tuple[bool, bool, bool]:
        """Takes the endings; is made complete by what was given; is made complete by nothing else."""
        given = {"links"} if told.links else {"files"} if told.files else {"narrative"} if words else {"fields", "date"}
        takes = not endings or not kind.formats or endings <= set(kind.formats)
        return takes, bool(given & set(kind.enough)), set(kind.enough) <= given | {"links", "files"}

    return max(kinds, key=fit)


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _fields(told: Addition, shape: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of --set, each turned into what its schema says it is."""
    fields: dict[str, Any] = {}
    for entry in told.sets:
        name, equals, text = entry.partition("=")
        if not equals or not name:
            raise Stop(f"--set {entry} is not KEY=VALUE", 'Write it as --set stage=draft or --set log.ideas="...".')
        at, steps = fields, name.split(".")
        node: Any = shape
        for step in steps:
            node = _step(node, step)
        for step in steps[:-1]:
            inner = at.setdefault(step, {})
            if not isinstance(inner, dict):
                raise Stop(f"--set {name} does not fit another --set", "Leave one of them out.")
            at = inner
        at[steps[-1]] = _typed(text, node)
    return fields


def _step(node: Any, step: str) -> Any:
    """The schema of a field inside a schema; empty where it has none."""
    return node.get("properties", {}).get(step, {}) if isinstance(node, Mapping) else {}


def _typed(text: str, node: Any) -> Any:
    """Text as the type its schema asks for; left as text where it does not fit, so that the schema can say so."""
    wanted = node.get("type") if isinstance(node, Mapping) else None
    if wanted == "array":
        return [part.strip() for part in text.split(",") if part.strip() and part.strip() != "none"]
    if wanted in ("integer", "number"):
        try:
            return int(text) if wanted == "integer" else float(text)
        except ValueError:
            return text
    if wanted == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _sources(files: Sequence[Path], kind: Kind, programme: Programme) -> tuple[dict[str, Path], list[str]]:
    """The files to copy by the name they get, and remarks. Raises `Stop` for one that cannot be taken."""
    sources: dict[str, Path] = {}
    remarks = []
    limit = programme.limits.get("file_bytes")
    for path in files:
        if not path.is_file():
            raise Stop(f"there is no file {path}", "Look at its name and folder.")
        name = path.name
        if problem := name_problem(name):
            name = f"{slug_of(path.stem) or 'file'}{path.suffix.lower()}"
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
    missing = [name for name in blanks(ask, kind) if not _has(data, name)]
    has = {"files": bool(told.files), "links": bool(told.links), "narrative": "narrative" in data or "narrative_file" in data}
    has |= {"fields": bool(set(kind.fields) & set(data)), "date": True}
    questions = [f"--set {name}=...   {kind.prompts.get(name, '')}".rstrip() for name in missing if not name.startswith("date")]
    questions += (
        [f"--date START..END   {kind.prompts.get('date.start', '')}".rstrip()]
        if any(n.startswith("date.") for n in missing)
        else []
    )
    if not any(has[what] for what in kind.enough) and not missing:
        wanted = {"files": "a file", "links": "--link URL", "narrative": '--set narrative="..."', "fields": "--set"}
        questions.append(either([wanted[what] for what in kind.enough if what in wanted]))
    if questions:
        hint = "\n".join([f"It is added as {kind.title.lower()}. Say also:", *questions])
        raise Stop(f"{row.id} {row.title}: something is missing", hint, Exit.USAGE)


def _has(data: Mapping[str, Any], dotted: str) -> bool:
    value: Any = data
    for step in dotted.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return dotted == "narrative" and "narrative_file" in data
        value = value[step]
    return True


def _slug(data: Mapping[str, Any], root: Path) -> str:
    """A folder name that is free: the day and the title."""
    day = data["date"]["start"] if isinstance(data["date"], dict) else data["date"]
    plain = f"{day}-{slug_of(str(data['title']))}".strip("-")[:58].strip("-")
    slug, number = plain, 1
    while (root / "evidence" / slug).exists():
        number += 1
        slug = f"{plain}-{number}"
    return slug
