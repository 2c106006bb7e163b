"""Starting a portfolio: its scaffold, and portfolio.yaml from the answers."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred import resources
from simcred.app.goals import NewGoal, demand, goal_data, goal_remarks
from simcred.app.look import Look
from simcred.app.manifests import modeline, valid
from simcred.app.places import nearest_portfolio, portfolio_within, programme_for, usable, whole
from simcred.app.which import aim_question, fits, level_question
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.load.paths import slug_of
from simcred.load.shape import Shapes, editor_schema
from simcred.model.portfolio import LAST_OF_ONE
from simcred.model.programme import Programme
from simcred.model.tree import TooBig
from simcred.questions import Question
from simcred.snapshot.folder import FolderTree, is_there
from simcred.steps import command
from simcred.words import cut
from simcred.workspace.changes import Changes
from simcred.workspace.emit import yaml_text
from simcred.workspace.undo import clear_up

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
    checklist: str | None = None


def _aim(told: Start) -> dict[str, str | None]:
    """The answer that says what a goal is about: a routine or strategy, and from level 4 on a track."""
    if told.level is not None and told.level > LAST_OF_ONE:
        return {"--track": told.track}
    return {"--intervention": told.intervention}


def _questions(told: Start, programme: Programme) -> Iterator[Question]:
    """What is still to be asked; what a goal is about, and what may be left out, once its level is known."""
    name = "Your name, as it should stand on the credential?"
    if told.name is None:
        yield Question(option="--name", text=name, check=is_name)
    if told.email is None:
        text = "Your e-mail address? A personal one survives a change of employer."
        yield Question(option="--email", text=text, check=fits("portfolio", "educator.email"))
    if told.level is None:
        yield level_question(programme)
        return
    if None in _aim(told).values():
        yield aim_question(told.level, programme, track=told.track)
    if told.partner_name is None:
        text = "Who works with you, as your developer or specialist (first and last name)?"
        yield Question(option="--partner-name", text=text, optional=True, check=is_name)
    if told.partner_email is None:
        yield _optional("--partner-email", "Their e-mail address?", "partner.email", after="--partner-name")
    if told.school is None:
        yield _optional("--school", "Your school?", "educator.school")


def is_name(text: str) -> None:
    """Raises `Stop` for what can be nobody's name."""
    if not any(char.isalpha() for char in text):
        raise Stop(f"{cut(text)} is no name", "Give the first and the last name.")
    fits("portfolio", "educator.name")(text)


def _optional(option: str, text: str, field: str, after: str | None = None) -> Question:
    """A question that may be left open."""
    return Question(option=option, text=text, optional=True, after=after, check=fits("portfolio", field))


def _scaffold(programme: Programme) -> Iterator[tuple[str, bytes]]:
    """The files that come with every portfolio: two for git, and schema copies for editors."""
    yield from ((name, resources.scaffold(name[1:])[0]) for name in _FOR_GIT)
    for name in _EDITOR_SCHEMAS:
        yield f".simcred/schemas/{name}.json", resources.data(f"schemas/{name}.json")
    text = json.dumps(editor_schema(programme.kinds), indent=2, ensure_ascii=False)
    yield ".simcred/schemas/evidence.json", f"{text}\n".encode()


def start(directory: Path, told: Start, look: Look) -> list[str]:
    """Writes a new portfolio; remarks for the person. In a portfolio that is there, only its scaffold is renewed.

    Raises `Stop` when an answer is missing.
    """
    clear_up(directory)
    programme = usable(programme_for(directory.absolute(), look.programme))
    outer = nearest_portfolio(*whole(directory).parents)
    if outer is not None:
        raise Stop(
            f"{directory.as_posix()} would lie inside the portfolio in {outer.as_posix()}",
            "A portfolio holds no other. Name a folder elsewhere, or add a goal with `simcred goal add`.",
            Exit.NOT_SAVED,
        )
    there = is_there(directory / PORTFOLIO)
    if not there and (inner := portfolio_within(directory)) is not None:
        raise Stop(
            f"{inner.as_posix()} is a portfolio, and would lie inside the new one",
            "A portfolio holds no other. Name a folder of its own for the new one.",
            Exit.NOT_SAVED,
        )
    where = Path(os.path.normpath(Path(look.typed_from) / directory)).as_posix()
    changes = Changes(directory, "started the portfolio", folders=["evidence"])
    changes.writes.extend(_scaffold(programme))
    foreign = [name for name in _FOR_GIT if _is_foreign(directory, name)]
    if there:
        if any(getattr(told, name) is not None for name in Start.__struct_fields__):
            raise Stop(
                f"there is a portfolio in {directory} already",
                f"See it with `{command('status', where)}`; `simcred goal add` adds a goal.",
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
    for name in filter(None, (told.name, told.partner_name)):
        is_name(name)
    demand({"--name": told.name, "--email": told.email, **_aim(told), "--level": told.level}, list(_questions(told, programme)))
    data = _portfolio(told, programme)
    text = modeline("portfolio", 0) + yaml_text(data)
    valid(PORTFOLIO, "portfolio", text.encode(), Shapes(programme.kinds))
    changes.writes.append((PORTFOLIO, text.encode()))
    changes.apply()
    remarks = [f"The portfolio of {told.name} is in {'this folder' if where == '.' else where}."]
    remarks.extend(goal_remarks(data["goals"][0], programme))
    return [*remarks, f"Next: {command('status', where)}"]


def _is_foreign(directory: Path, name: str) -> bool:
    """Whether something else stands under a name than what `init` writes there, or once wrote; not when nothing does."""
    known = resources.scaffold(name[1:])
    try:
        return FolderTree(directory).read(name, max(map(len, known))) not in known
    except TooBig:
        return True
    except OSError:
        return is_there(directory / name)


def _renewed(changes: Changes, foreign: list[str]) -> list[str]:
    """Writes a portfolio's scaffold again, but for the files that a person has changed; remarks."""
    kept = Changes(
        changes.root,
        "renewed the schemas and git files",
        writes=[(name, data) for name, data in changes.writes if name not in foreign],
    )
    kept.apply()
    remarks = ["The portfolio is there already; its schemas and git files were renewed."]
    for name in foreign:
        remarks.append(f"{name} is not what simcred writes, so it is kept as it is. Delete it and run this again to renew it.")
    return remarks


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
    data["goals"] = [goal_data(NewGoal(told.intervention, told.level, told.track, told.checklist), programme)]
    return data
