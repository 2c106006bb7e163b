"""Taking an evidence item out, so that it can be brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simcred.app.items import item_named, place_to_keep
from simcred.app.look import Look
from simcred.app.manifests import opened
from simcred.load.facts import Facts
from simcred.model.review import Review
from simcred.words import both, count
from simcred.workspace.changes import Changes


def remove_item(path: Path, slug: str | None, look: Look) -> tuple[str, list[str]]:
    """Takes an evidence item out. Its folder is kept under `.simcred/removed`: the place, and remarks for the person.

    Which item it is, is asked where nobody says.
    """
    seen, _ = opened(path, look)
    slug, root = item_named(slug, seen), seen.spot.root
    kept = place_to_keep(root, slug)
    Changes(root, f"took out evidence/{slug}", moves=[(f"evidence/{slug}", kept)]).apply()
    facts = seen.facts
    remarks = [f"{slug} is taken out.", *_missed(slug, facts), *_elsewhere(slug, facts)] if facts is not None else []
    return kept, [*remarks, f"To bring it back: simcred undo; after other changes, move {kept} to evidence/{slug}."]


def _elsewhere(slug: str, facts: Facts) -> Iterator[str]:
    """What is kept outside for an item, and how that is deleted for good."""
    item = facts.items.get(slug)
    number = sum(link.commitment is not None for link in item.links) if item is not None else 0
    if number:
        yield (
            f"It binds {count(number, 'file')} kept elsewhere, untouched by this. To delete such a file for good, delete it "
            "and its salt (the file beside it that ends in .salt): what is left here then tells nobody anything."
        )


def _missed(slug: str, facts: Facts) -> Iterator[str]:
    """Who still refers to an item: others that follow it, reviews and submissions that have seen it."""
    followers = [item.slug for item in facts.items.values() if item.follows == slug]
    if followers:
        yield f"{both(followers)} still {'says' if len(followers) == 1 else 'say'} `follows: {slug}`."
    for paper in facts.papers:
        pins = paper.pins() if isinstance(paper, Review) else paper.seen
        items = {said.item for said in paper.attestations} if isinstance(paper, Review) else set()
        if slug in items or any(pin.path.startswith(f"evidence/{slug}/") for pin in pins):
            yield f"{paper.path} of {paper.date} has seen it, and says so still."
