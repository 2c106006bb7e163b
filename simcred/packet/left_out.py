"""What a restricted packet leaves out, and how that is said on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from simcred.words import both, count

NO_WORDS = "Its words are left out: a student is named in them."
"""Said at an item whose manifest or words tell who a student is."""
NOBODY_SAID = "nobody said whether people can be seen or heard in it"
"""Why an item is left out that may show somebody."""


class LeftOut(Struct, frozen=True):
    """What is left out.

    `items` are shown by their words alone, each with the reason; `held` are files of other items in which a student is named,
    and `twins` files that are the same as one of an item that is left out, each by item, counted; `words` are items whose words are left out. `paths` are all files of which neither the contents nor a
    digest may be in the packet.
    """

    items: Mapping[str, str]
    held: Mapping[str, int]
    twins: Mapping[str, int]
    words: frozenset[str]
    paths: frozenset[str]

    def at(self, slug: str) -> Iterator[str]:
        """What is said at an item, in sentences; nothing where it is whole."""
        if slug in self.items:
            yield f"Left out: {self.items[slug]}."
        if slug in self.held:
            yield f"Left out: {count(self.held[slug], 'file')} in which a student is named."
        if slug in self.twins:
            yield f"Left out: {count(self.twins[slug], 'file')} that another item has too, and that is left out there."
        if slug in self.words:
            yield NO_WORDS

    def in_all(self) -> str:
        """What is left out of the whole packet, by number."""
        unsaid = sum(why == NOBODY_SAID for why in self.items.values())
        parts = []
        if shown := len(self.items) - unsaid:
            parts.append(f"the files and links of {count(shown, 'item')} in which people can be recognised")
        if unsaid:
            parts.append(f"those of {count(unsaid, 'item')} of which nobody said whether they can")
        if self.held:
            parts.append(f"{count(sum(self.held.values()), 'file')} in which a student is named")
        if self.twins:
            parts.append(f"{count(sum(self.twins.values()), 'file')} that other items have as well")
        if self.words:
            parts.append(f"the words of {count(len(self.words), 'item')} in which a student is named")
        if not parts:
            return "Nothing had to be: nobody can be recognised in the evidence, as far as the educator has said."
        return f"Left out are {both(parts)}. Their check sums are left out with them."
