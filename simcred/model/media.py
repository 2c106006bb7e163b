"""What is kept outside a portfolio and bound to it by a salted digest: words, and what a look for it says.

The digest is SHA-256 over 32 random bytes, the salt, and then the file. The salt lies beside the file and never in the
portfolio, so that nobody can guess at a file by its digest, and what is left when both are deleted tells nobody anything.
"""

from typing import Literal

from msgspec import Struct

SALT_BYTES = 32
SALT_ENDING = ".salt"
"""What a salt is called behind the name of its file."""
ALGORITHM = "sha256-salted"

Found = Literal["unchanged", "changed", "missing", "no-salt", "cannot-tell", "unbound", "not-looked"]
"""How a link's file was found: as it was bound; changed since; not there; perhaps there, but without its salt; not
told, because something could not be read; bound to nothing yet; not looked for, because no folder was named."""


class Kept(Struct, frozen=True):
    """One link of an item, and how its file was found.

    `number` counts an item's links from 1. `file` is where it was found, from the folder that was named; None where it was
    not, and where its name is that of a student.
    """

    item: str
    number: int
    found: Found
    url: str | None = None
    access: str | None = None
    size: int | None = None
    file: str | None = None
    why: str | None = None


class Stray(Struct, frozen=True):
    """A salt that belongs to no link of the portfolio; `alone` says that its file is not beside it either."""

    file: str | None
    alone: bool


class Looked(Struct, frozen=True):
    """What a look at bound files says: each link, salts that belong to nothing, and names that could not be looked at.

    `unknown` are items with mistakes in them, of whose links nothing is known; `folder` names the portfolio in commands.
    """

    links: tuple[Kept, ...]
    strays: tuple[Stray, ...] = ()
    unread: tuple[str, ...] = ()
    folder: str = "."
    unknown: tuple[str, ...] = ()
