"""What `open` means: the portfolio's folder, an item's folder or file, a goal's packet or its badge page."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from simcred.app.answers import is_safe_page
from simcred.app.goals import goal_meant
from simcred.app.items import item_named
from simcred.app.look import Look, Seen
from simcred.app.manifests import opened, readable
from simcred.app.packets import Wish, packet_of
from simcred.app.places import inside
from simcred.exits import Exit, Stop
from simcred.load.paths import ending_of
from simcred.rules.filetypes import SEEN_ONLY
from simcred.snapshot.folder import is_file, is_folder
from simcred.words import cut, did_you_mean


class Door(Struct, frozen=True):
    """What is to be opened: its path, or its address; and remarks about it."""

    what: str
    is_address: bool = False
    remarks: tuple[str, ...] = ()


def door(path: Path, what: str | None, look: Look, *, page: bool) -> Door:
    """Where something is; a packet is brought up to date first. Raises `Stop` where nothing is meant.

    With `page`, the page of a goal's badge, and no file.
    """
    seen, portfolio = opened(path, look)
    if page:
        return _page(seen, what)
    if what is None:
        return Door(str(seen.spot.root))
    if what in [goal.id for goal in portfolio.goals]:
        return _packet(seen, what, look)
    try:
        slug = item_named(what, seen)
    except Stop as stop:
        facts, _ = readable(seen)
        known = [*(goal.id for goal in portfolio.goals), *facts.items, *facts.broken]
        raise Stop(f"there is no goal or item {cut(what)}", did_you_mean(what, known) or stop.hint) from None
    return _item(seen, slug, what)


def _page(seen: Seen, what: str | None) -> Door:
    """A goal's badge page, as it was noted."""
    _, portfolio = readable(seen)
    goal = portfolio.goals[goal_meant(seen, portfolio, what)]
    address = goal.joined.page if goal.joined is not None else None
    if address is None:
        raise Stop(f"no page is noted for {goal.id}", f"Note it: simcred goal joined {goal.id} --page URL")
    if not is_safe_page(address):
        raise Stop(
            f"{cut(address)} does not begin with https://, so it is not opened", f"Note another: simcred goal joined {goal.id}"
        )
    return Door(address, is_address=True)


def _packet(seen: Seen, goal: str, look: Look) -> Door:
    """A goal's packet in the portfolio's own packet folder. What lies there may be older, or somebody else's, so it is made anew."""
    folder = seen.spot.root / "packet"
    packet_of(seen, Wish(goal, folder), look)
    return Door(str(folder / f"{goal}.html"))


def _item(seen: Seen, slug: str, said: str) -> Door:
    """An item's folder, or the file in it that was named, where it is one that is only looked at."""
    root = seen.spot.root
    folder = root / "evidence" / slug
    named = next((start / said for start in (Path(), root, root / "evidence") if is_file(start / said)), None)
    within = inside(named, folder) if named is not None else None
    if inside(folder, root) is None:
        raise Stop(f"{slug} is a link to another place, so it is not opened", "Put the folder itself there.", Exit.CANNOT_JUDGE)
    if within is None or not is_folder(folder):
        return Door(str(folder))
    if ending_of(within) not in _seen_only(seen):
        remark = f"{within} is of no kind that is only looked at; its folder is opened instead."
        return Door(str(folder), remarks=(remark,))
    return Door(str(folder / within))


def _seen_only(seen: Seen) -> set[str]:
    """Endings of files that a program shows and does not run: those that evidence may have."""
    return {ending for kind in seen.programme.kinds.values() for ending in kind.formats} & SEEN_ONLY
