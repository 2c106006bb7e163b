"""Starting a portfolio, adding and removing goals and evidence: what is written, worked out before anything is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred import resources
from simcred.app.look import Look, Seen, one
from simcred.app.places import nearest_portfolio, programme_for, usable
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.paths import is_slug, slug_of
from simcred.load.reader import MAX_BYTES, Document, read
from simcred.load.shape import Shapes, editor_schema
from simcred.model.portfolio import LEVELS, Goal, Portfolio, Track
from simcred.model.programme import Programme
from simcred.model.review import Review
from simcred.model.tree import TooBig
from simcred.snapshot.folder import FolderTree, is_folder, is_there
from simcred.steps import command
from simcred.words import both, count, did_you_mean, nearest
from simcred.workspace.changes import Changes, changed_meanwhile
from simcred.workspace.edit import append, remove
from simcred.workspace.emit import yaml_text

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_FOR_GIT = (".gitattributes", ".gitignore")
_EDITOR_SCHEMAS = ("portfolio", "review", "submission")


class Start(Struct, frozen=True):
    """The answers for a new portfolio; None where none was given."""

    name: str | None
    email: str | None
    partner_name: str | None
    partner_email: str | None
    intervention: str | None
    level: int | None
    track: str | None
    school: str | None
    division: str | None


class NewGoal(Struct, frozen=True):
    """The answers for a new goal."""

    intervention: str | None
    level: int | None
    track: str | None


def _scaffold(programme: Programme) -> Iterator[tuple[str, bytes]]:
    """The files that come with every portfolio: two for git, and schema copies for editors."""
    yield ".gitattributes", resources.data("templates/portfolio/gitattributes")
    yield ".gitignore", resources.data("templates/portfolio/gitignore")
    for name in _EDITOR_SCHEMAS:
        yield f".simcred/schemas/{name}.json", resources.data(f"schemas/{name}.json")
    text = json.dumps(editor_schema(programme.kinds), indent=2, ensure_ascii=False)
    yield ".simcred/schemas/evidence.json", f"{text}\n".encode()


def modeline(name: str, depth: int) -> str:
    """The line by which editors find the schema."""
    return f"# yaml-language-server: $schema={'../' * depth}.simcred/schemas/{name}.json\n"


def start(directory: Path, told: Start, look: Look) -> list[str]:
    """Writes a new portfolio; remarks for the person. In a portfolio that is there, only its scaffold is renewed.

    Raises `Stop` when an answer is missing.
    """
    programme = usable(programme_for(directory.absolute(), look.programme))
    outer = nearest_portfolio(*directory.absolute().parents)
    if outer is not None:
        raise Stop(
            f"{directory.as_posix()} would lie inside the portfolio in {outer.as_posix()}",
            "A portfolio holds no other. Name a folder elsewhere, or add a goal with `simcred goal add`.",
            Exit.NOT_SAVED,
        )
    changes = Changes(directory, folders=["evidence"])
    changes.writes.extend(_scaffold(programme))
    foreign = [name for name, data in changes.writes if name in _FOR_GIT and _differs(directory, name, data)]
    if is_there(directory / PORTFOLIO):
        if any(getattr(told, name) is not None for name in Start.__struct_fields__):
            raise Stop(
                f"there is a portfolio in {directory} already",
                "See it with `simcred status`; `simcred goal add` adds a goal.",
                Exit.NOT_SAVED,
            )
        return _renewed(changes, foreign)
    if foreign:
        raise Stop(
            f"there is a {foreign[0]} in {directory.as_posix()} already, and a portfolio needs one of its own",
            "Start the portfolio in a folder of its own, or move that file away first.",
            Exit.NOT_SAVED,
        )
    if told.partner_email is not None and told.partner_name is None:
        raise Stop("--partner-email goes with --partner-name", "Say who your partner is.")
    _demand(
        {"--name": told.name, "--email": told.email, "--intervention": told.intervention or told.track, "--level": told.level}
    )
    data = _portfolio(told, programme)
    text = modeline("portfolio", 0) + yaml_text(data)
    valid(PORTFOLIO, "portfolio", text, Shapes(programme.kinds))
    changes.writes.append((PORTFOLIO, text.encode()))
    changes.apply()
    where = Path(os.path.normpath(Path(look.typed_from) / directory)).as_posix()
    remarks = [f"The portfolio of {told.name} is in {'this folder' if where == '.' else where}."]
    remarks.extend(_remarks(data["goals"][0], programme))
    return [*remarks, f"Next: {command('status', where)}"]


def _differs(directory: Path, name: str, data: bytes) -> bool:
    """Whether something other than `data` stands under a name; not when nothing does."""
    try:
        return FolderTree(directory).read(name, len(data)) != data
    except TooBig:
        return True
    except OSError:
        return is_there(directory / name)


def _renewed(changes: Changes, foreign: list[str]) -> list[str]:
    """Writes a portfolio's scaffold again, but for the files that a person has changed; remarks."""
    kept = Changes(changes.root, writes=[(name, data) for name, data in changes.writes if name not in foreign])
    kept.apply()
    remarks = ["The portfolio is there already; its schemas and git files were renewed."]
    for name in foreign:
        remarks.append(f"{name} is not what simcred writes, so it is kept as it is. Delete it and run this again to renew it.")
    return remarks


def _demand(answers: dict[str, Any]) -> None:
    """Raises `Stop` that names every answer that is missing."""
    missing = [option for option, value in answers.items() if value is None]
    if missing:
        raise Stop(
            f"{count(len(missing), 'answer')} missing: {', '.join(missing)}", "Give them as options; --help has an example."
        )


def _portfolio(told: Start, programme: Programme) -> dict[str, Any]:
    """portfolio.yaml's data from the answers."""
    educator = {"name": told.name, "email": told.email, "school": told.school, "division": told.division}
    identity = "p-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    data: dict[str, Any] = {
        "schema": "simcred/portfolio/1",
        "id": identity,
        "educator": {k: v for k, v in educator.items() if v is not None},
    }
    if told.partner_name is not None:
        partner = {"person": slug_of(told.partner_name) or "partner", "name": told.partner_name, "email": told.partner_email}
        data["partner"] = {key: value for key, value in partner.items() if value is not None}
    data["goals"] = [_goal(NewGoal(told.intervention, told.level, told.track), programme)]
    return data


def _goal(told: NewGoal, programme: Programme) -> dict[str, Any]:
    """A goal's data from the answers. Raises `Stop` when they do not make one."""
    _demand({"--level": told.level})
    if told.level not in LEVELS:
        raise Stop(f"there is no level {told.level}", "Levels are 1 to 5; `simcred checklist` shows them.")
    if all(checklist.level != told.level for checklist in programme.checklists.values()):
        have = both(sorted({str(checklist.level) for checklist in programme.checklists.values()}))
        raise Stop(f"the programme has no checklist for level {told.level}", f"It has level {have}.", Exit.CANNOT_JUDGE)
    track = _track(told.track)
    if told.level > 3:
        _demand({"--track": track})
        data: dict[str, Any] = {"id": f"{track}-{LEVELS[told.level][0].lower()}", "level": told.level, "track": track}
    else:
        _demand({"--intervention": told.intervention})
        data = _with_intervention(str(told.intervention), told.level, track, programme)
    goal = Goal(data["id"], told.level, data.get("intervention"), data.get("track"))
    checklist = programme.checklist_for(goal)
    if checklist is None:
        raise Stop(
            f"the programme has no checklist for level {told.level} of this track",
            "`simcred checklist` shows those it has.",
            Exit.CANNOT_JUDGE,
        )
    return {**data, "checklist": {"id": checklist.id, "version": checklist.version}}


def _track(said: str | None) -> Track | None:
    """A track as somebody writes it. Raises `Stop` for anything else."""
    match (said or "").casefold():
        case "":
            return None
        case "cer":
            return "cer"
        case "ls":
            return "ls"
    raise Stop(f"there is no track {said}", "Write cer (Content Enhancement Routines) or ls (Learning Strategies).")


def _with_intervention(said: str, level: int, track: Track | None, programme: Programme) -> dict[str, Any]:
    """A goal's data for an intervention said by its id, name or another name in use."""
    wanted = said.casefold()
    for known in programme.interventions.values():
        if wanted in {name.casefold() for name in (known.id, known.name, *known.aliases)}:
            plain = known.id.removeprefix(f"{known.track}-")
            return {"id": f"{plain}-{LEVELS[level][0].lower()}", "level": level, "intervention": known.id}
    if track is None:
        names = {name: known.id for known in programme.interventions.values() for name in (known.name, known.id)}
        hint = did_you_mean(said, names) or "If it is new, say its track: --track cer or --track ls."
        raise Stop(f"{said} is not in the catalogue, so its track is not known", hint)
    plain = slug_of(said).removeprefix(f"{track}-")
    return {"id": f"{plain}-{LEVELS[level][0].lower()}", "level": level, "intervention": f"{track}-{plain}", "track": track}


def _remarks(goal: dict[str, Any], programme: Programme) -> Iterator[str]:
    """What is worth saying about a new goal."""
    name = goal.get("intervention")
    if name is not None and name not in programme.interventions:
        near = nearest(name, programme.interventions)
        yield f"{name} is not in the catalogue." + (
            f" Near it: {', '.join(near)}." if near else " That is fine for a new routine."
        )


def valid(path: str, name: str, text: str, shapes: Shapes) -> Document:
    """The text read back. Raises `Stop` with everything that is wrong with it."""
    document = read(path, text.encode())
    shapes.check(name, document)
    errors = [finding for finding in document.findings if finding.severity == "error"]
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise Stop(f"{first.message}{more}", first.hint)
    return document


def opened(path: Path, look: Look) -> tuple[Seen, Portfolio]:
    """The portfolio a path is in. Raises `Stop` when it cannot be read."""
    _, seen = one(path, look)
    usable(seen.found)
    if seen.facts is None or seen.facts.portfolio is None:
        raise Stop("portfolio.yaml cannot be read", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    return seen, seen.facts.portfolio


def _as_seen(seen: Seen) -> bytes:
    """portfolio.yaml's bytes, the same that the portfolio was read from. Raises `Stop` when they have changed since."""
    facts = seen.facts
    if facts is None:
        raise Stop("portfolio.yaml cannot be read", "Mend it first; `simcred check` says where.", Exit.CANNOT_JUDGE)
    try:
        data = facts.tree.read(PORTFOLIO, MAX_BYTES)
    except (OSError, TooBig):
        raise changed_meanwhile(PORTFOLIO) from None
    if hashlib.sha256(data).digest() != facts.documents[PORTFOLIO].digest:
        raise changed_meanwhile(PORTFOLIO)
    return data


def add_goal(path: Path, told: NewGoal, look: Look) -> tuple[str, list[str]]:
    """Adds a goal to portfolio.yaml; its id, and remarks."""
    seen, portfolio = opened(path, look)
    goal = _goal(told, seen.programme)
    if any(known.id == goal["id"] for known in portfolio.goals):
        raise Stop(f"the goal {goal['id']} is there already", "See it with `simcred status`.", Exit.NOT_SAVED)
    before = _as_seen(seen)
    changed = append(PORTFOLIO, before, "goals", goal)
    Changes(seen.spot.root, writes=[(PORTFOLIO, changed)], before={PORTFOLIO: before}).apply()
    return goal["id"], list(_remarks(goal, seen.programme))


def drop_goal(path: Path, goal: str, look: Look) -> None:
    """Takes a goal out of portfolio.yaml; its evidence stays. Refused when somebody has reviewed it or it was submitted."""
    seen, portfolio = opened(path, look)
    number = next((n for n, known in enumerate(portfolio.goals) if known.id == goal), None)
    if number is None:
        raise Stop(f"there is no goal {goal}", did_you_mean(goal, [known.id for known in portfolio.goals]) or _goals(portfolio))
    facts = seen.facts
    if facts is not None and any(paper.portfolio.goal == goal for paper in facts.papers):
        raise Stop(f"{goal} has been reviewed or submitted, so it is kept", "Ask the centre if it was a mistake.", Exit.NOT_SAVED)
    before = _as_seen(seen)
    changed = remove(PORTFOLIO, before, "goals", number)
    Changes(seen.spot.root, writes=[(PORTFOLIO, changed)], before={PORTFOLIO: before}).apply()


def _goals(portfolio: Portfolio) -> str:
    return f"Goals here: {', '.join(goal.id for goal in portfolio.goals) or 'none'}."


def remove_item(path: Path, slug: str, look: Look) -> tuple[str, list[str]]:
    """Takes an evidence item out. Its folder is kept under `.simcred/removed`: the place, and remarks for the person."""
    seen, _ = opened(path, look)
    slug = slug.removesuffix("/").removeprefix("evidence/")
    root = seen.spot.root
    if not is_slug(slug) or not is_folder(root / "evidence" / slug):
        known = seen.facts.items if seen.facts is not None else {}
        raise Stop(f"there is no evidence item {slug}", did_you_mean(slug, known) or "`simcred status --all` lists them.")
    kept, number = f".simcred/removed/{slug}", 1
    while is_there(root / kept):
        number += 1
        kept = f".simcred/removed/{slug}-{number}"
    Changes(root, moves=[(f"evidence/{slug}", kept)]).apply()
    remarks = [f"{slug} is taken out.", *_missed(slug, seen.facts)] if seen.facts is not None else []
    return kept, [*remarks, f"To bring it back, move {kept} to evidence/{slug}."]


def _missed(slug: str, facts: Facts) -> Iterator[str]:
    """Who still refers to an item: others that follow it, reviews and submissions that have seen it."""
    followers = [item.slug for item in facts.items.values() if item.follows == slug]
    if followers:
        yield f"{both(followers)} still {'says' if len(followers) == 1 else 'say'} `follows: {slug}`."
    for paper in facts.papers:
        pins = list(paper.seen)
        items: set[str | None] = set()
        if isinstance(paper, Review):
            pins.extend(pin for decision in paper.decisions for pin in decision.seen)
            pins.extend(pin for attestation in paper.attestations for pin in attestation.seen)
            items = {attestation.item for attestation in paper.attestations}
        if slug in items or any(pin.path.startswith(f"evidence/{slug}/") for pin in pins):
            yield f"{paper.path} of {paper.date} has seen it, and says so still."


def parse_date(text: str) -> str | dict[str, str]:
    """A day, or START..END, as a manifest writes it. Raises `Stop` when it is neither."""
    days = text.split("..")
    try:
        for day in days:
            dt.date.fromisoformat(day)
    except ValueError:
        raise Stop(f"{text} is not a day", "Write 2026-10-14, or 2026-09-14..2026-11-06 for a stretch of days.") from None
    if len(days) == 1:
        return days[0]
    if len(days) != 2:
        raise Stop(f"{text} is not a stretch of days", "Write it as 2026-09-14..2026-11-06.")
    return {"start": days[0], "end": days[1]}
