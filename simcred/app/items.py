"""Evidence items by what people call them, and where what is taken out of them is kept."""

from __future__ import annotations

from pathlib import Path

from simcred.app.look import Seen
from simcred.app.places import inside
from simcred.app.which import asked_which, item_question
from simcred.exits import Stop
from simcred.load.facts import PORTFOLIO
from simcred.load.paths import is_slug
from simcred.snapshot.folder import is_folder, is_there
from simcred.words import cut, did_you_mean


def item_named(said: str | None, seen: Seen) -> str:
    """The item that is meant: by its folder's name, or by a path in that folder.

    Raises `Unanswered` where nobody says which, and `Stop` where there is none.
    """
    if said is None and not (seen.facts is not None and seen.facts.items):
        raise Stop("there is no evidence yet", "`simcred status` says what is asked for, `simcred add` adds it.")
    if said is None:
        raise asked_which(item_question(seen.facts.items if seen.facts is not None else {}))
    root = seen.spot.root
    plain = said.rstrip("/\\").removeprefix("evidence/")
    if is_slug(plain) and is_folder(root / "evidence" / plain):
        return plain
    steps = _steps(said, root)
    if steps and is_slug(steps[0]) and is_folder(root / "evidence" / steps[0]):
        return steps[0]
    facts = seen.facts
    known = [*facts.items, *facts.broken] if facts is not None else []
    raise Stop(f"there is no evidence item {cut(said)}", did_you_mean(plain, known) or "`simcred status --all` lists them.")


def is_portfolio(said: str | None) -> bool:
    """Whether portfolio.yaml is meant, and no item."""
    return said is not None and said.removeprefix("./") in (PORTFOLIO, "portfolio")


def _steps(said: str, root: Path) -> list[str]:
    """The names on a path's way inside evidence/, from the folder we are in or from the portfolio's."""
    for start in (Path(), root, root / "evidence"):
        within = inside(start / said, root / "evidence")
        if within not in (None, ".") and is_there(start / said):
            return str(within).split("/")
    return []


def place_to_keep(root: Path, name: str) -> str:
    """A free path under `.simcred/removed` for what is taken out; a number tells it from what was taken out before."""
    stem, dot, ending = name.rpartition(".") if "/" in name else (name, "", "")
    kept, number = f".simcred/removed/{name}", 1
    while is_there(root / kept):
        number += 1
        kept = f".simcred/removed/{stem}-{number}{dot}{ending}" if dot else f".simcred/removed/{name}-{number}"
    return kept
