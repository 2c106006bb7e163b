"""What a restricted packet leaves out, and how that is said on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from simcred.words import both, count

NAMED = "in which a student is named"
MAYBE = "in which somebody may be named, or by which somebody can be found"
FORM = "taken for a signed form"
PLACED = "with a note inside of where it was taken"
UNREAD = "in which nobody could look for names"
"""Why files are left out."""
NO_WORDS = "Its words are left out: a student is named in them."
FEW_WORDS = "Its words are left out: somebody may be named in them, or found by them."
"""Said at an item whose manifest or words tell who a student is, or may."""
NOBODY_SAID = "nobody said whether people can be seen or heard in it"
"""Why an item is left out that may show somebody."""


class LeftOut(Struct, frozen=True):
    """What is left out.

    `items` are shown by their words alone, each with the reason; `held` are files of other items, counted by item and reason,
    and `twins` files that are the same as one that is left out, counted by item; `words` are items whose words are left out,
    each with the sentence that says why. `paths` are all files of which neither the contents nor a digest may be in the packet.
    """

    items: Mapping[str, str]
    held: Mapping[str, Mapping[str, int]]
    twins: Mapping[str, int]
    words: Mapping[str, str]
    paths: frozenset[str]

    def at(self, slug: str) -> Iterator[str]:
        """What is said at an item, in sentences; nothing where it is whole."""
        if slug in self.items:
            yield f"Left out: {self.items[slug]}."
        for why, number in self.held.get(slug, {}).items():
            yield f"Left out: {count(number, 'file')} {why}."
        if slug in self.twins:
            yield f"Left out: {count(self.twins[slug], 'file')} that another item has too, and that is left out there."
        if slug in self.words:
            yield self.words[slug]

    def in_all(self) -> str:
        """What is left out of the whole packet, by number."""
        unsaid = sum(why == NOBODY_SAID for why in self.items.values())
        parts = []
        if shown := len(self.items) - unsaid:
            parts.append(f"the files and links of {count(shown, 'item')} in which people can be recognised")
        if unsaid:
            parts.append(f"those of {count(unsaid, 'item')} of which nobody said whether they can")
        for why in (NAMED, MAYBE, FORM, PLACED, UNREAD):
            if number := sum(held.get(why, 0) for held in self.held.values()):
                parts.append(f"{count(number, 'file')} {why}")
        if self.twins:
            parts.append(f"{count(sum(self.twins.values()), 'file')} that other items have as well")
        for sentence, why in ((NO_WORDS, NAMED), (FEW_WORDS, MAYBE)):
            if number := sum(said == sentence for said in self.words.values()):
                parts.append(f"the words of {count(number, 'item')} {why}")
        if not parts:
            return "Nothing had to be: nobody can be recognised in the evidence, as far as the educator has said."
        return f"Left out are {both(parts)}. Their check sums are left out with them."
