"""Binding a file to a link that an item has already, or to an item that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.binding import Links, Media, Progress, ask_access, bound, media_of, silent
from simcred.app.drafts import Draft
from simcred.app.editing import Plan, manifest_of, planned
from simcred.app.items import item_named
from simcred.app.look import Look
from simcred.app.manifests import opened
from simcred.exits import Stop
from simcred.model.blanks import is_blank
from simcred.questions import Choice, Question, Unanswered
from simcred.words import cut, did_you_mean, either
from simcred.workspace.changes import Changes


class Binding(Struct, frozen=True):
    """What was said on the command line: the item, the file, which of the item's links is its, and where it is kept."""

    item: str | None
    file: Path
    link: str | None = None
    access: str | None = None
    anew: bool = False


def plan_binding(path: Path, told: Binding, look: Look, progress: Progress = silent) -> Plan:
    """What binding a file to an item comes to; only its salt is written yet.

    Raises `Unanswered` where nobody says which item or link, and `Stop` for a file or link that cannot be bound.
    """
    seen, _ = opened(path, look)
    slug = item_named(told.item, seen)
    manifest = f"evidence/{slug}/evidence.yaml"
    before = manifest_of(seen, slug)
    draft = Draft(manifest, before, seen.found.shapes)
    kind = seen.programme.kinds.get(str(draft.says.get("kind")))
    (media,) = media_of([told.file], kind, seen.spot.root)
    links = [dict(link) for link in draft.says.get("links", [])]
    at = _which(told, links)
    said = links[at] if at is not None else {}
    access = told.access if not is_blank(told.access or "") else said.get("access")
    ask_access(Links(tuple(filter(None, [said.get("url")])), (told.file,), access), ask_all=False)
    fields, remark = bound(media, look.today, progress)
    if access is not None:
        fields["access"] = access
    _bind(draft, told, at, media, fields)
    changed = [(manifest, draft.data)] if draft.data != before else []
    changes = Changes(seen.spot.root, f"bound a file to evidence/{slug}", writes=changed, before={manifest: before})
    return planned(seen, slug, changes, look, [remark])


def _bind(draft: Draft, told: Binding, at: int | None, media: Media, fields: Mapping[str, Any]) -> None:
    """Puts what binds the file into the draft. Raises `Stop` for a link that is bound to something else."""
    links = draft.says.get("links", [])
    if at is None:
        draft.set(("links",), [*links, dict(fields)])
        return
    held = links[at].get("commitment")
    if held is not None and not told.anew and held.get("value") != fields["commitment"]["value"]:
        hint = "If the file was cut or replaced on purpose, --anew binds it as it is now."
        raise Stop(f"{_name(links[at], at)} is bound already, and not to {media.called} as it is now", hint)
    for name, value in fields.items():
        if links[at].get(name) != value:
            draft.set(("links", at, name), value)


def _which(told: Binding, links: Sequence[Mapping[str, Any]]) -> int | None:
    """Which link is meant, counted from 0; None for a new one. Raises `Unanswered` where nobody says, `Stop` for none that is there."""
    if told.link is not None:
        return _named(told.link, links)
    open_ones = [number for number, link in enumerate(links) if "commitment" not in link]
    if not links or len(links) == 1 or len(open_ones) == 1:
        return None if not links else (open_ones or [0])[0]
    choices = tuple(Choice(str(number), _name(link, number - 1)) for number, link in enumerate(links, 1))
    text = "Which of its links leads to this file?"
    question = Question(option="--link", value="NUMBER", text=text, choices=choices)
    hint = f"Say which with --link, by its number or address: {either([choice.title for choice in choices])}."
    raise Unanswered("this item has several links", hint, [question])


def _named(said: str, links: Sequence[Mapping[str, Any]]) -> int:
    """The link of a number or address. Raises `Stop` where there is none."""
    urls = [str(link.get("url", "")) for link in links]
    if said in urls:
        return urls.index(said)
    if said.isdecimal() and len(said) < 4 and 1 <= int(said) <= len(links):
        return int(said) - 1
    near = did_you_mean(said, filter(None, urls))
    there = near or (f"It has {either([_name(link, at) for at, link in enumerate(links)])}." if links else "It has none yet.")
    raise Stop(f"this item has no link {cut(said)}", there)


def _name(link: Mapping[str, Any], at: int) -> str:
    """A link in a sentence."""
    return f"link {at + 1} ({cut(str(link.get('url') or link.get('description') or link.get('access') or 'no address'), 60)})"
