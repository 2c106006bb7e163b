"""What is kept outside the portfolio: recordings bound to nothing, and what should be outside and lies in the folder."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.findings.finding import About, Finding, Place, found
from simcred.load.paths import ending_of, item_of
from simcred.model.evidence import EvidenceItem
from simcred.rules.case import Case
from simcred.rules.filetypes import PICTURES, RECORDINGS, is_seen_or_heard

_SALT = "salt"
_TELLING = 100_000
"""Bytes. That two recordings of this size and more have the very same size is no chance."""
_AWAY = "What is kept here once stays in the history, so take it out before you share. It belongs where your school keeps videos."


def unbound(case: Case) -> Iterator[Finding]:
    """Links to recordings that show or voice students, where nothing says which file is meant."""
    for item in case.items():
        if "students" not in (*item.people.shown, *item.people.heard):
            continue
        kind = case.programme.kinds.get(item.kind)
        films = bool(RECORDINGS & set(kind.formats)) if kind is not None else False
        for number, link in enumerate(item.links):
            if link.commitment is None and (films or is_seen_or_heard(link.media_type)):
                place = case.facts.place(item.manifest, "links", number)
                hint = f"Bind the file that it leads to: simcred privacy bind {item.slug} FILE --link {number + 1}"
                message = f"nothing says which file {link.name} leads to"
                yield found("MC345", message, place, hint=hint, about=About(evidence=item.slug), subject=f"{number} {link.name}")


def inside(case: Case) -> Iterator[Finding]:
    """Salts in the folder, and files that are bound as being elsewhere."""
    sizes = _sizes(case)
    for path, entry in case.facts.entries.items():
        if entry.kind != "file":
            continue
        about = About(evidence=item_of(path))
        if is_salt(path):
            message = f"{path} is the salt of a file that is kept elsewhere, and must never be in here"
            yield found("MC346", message, Place(path), hint=f"Move it back beside its file. {_AWAY}", about=about, subject=path)
        elif f"{path}.{_SALT}" in case.facts.entries:
            message = f"{path} has a salt beside it, so it is bound as being kept elsewhere, and lies in here"
            yield found("MC346", message, Place(path), hint=_AWAY, about=about, subject=path)
        elif entry.size in sizes and ending_of(path) in RECORDINGS | PICTURES:
            item = sizes[entry.size]
            message = f"{path} has the very size of what {item.slug} binds as being kept elsewhere"
            yield found("MC346", message, Place(path), hint=_AWAY, about=about, subject=path)


def is_salt(path: str) -> bool:
    """Whether a file is called as the salts of files are that are kept elsewhere."""
    return ending_of(path) == _SALT


def _sizes(case: Case) -> dict[int, EvidenceItem]:
    """The sizes of what is bound, as far as they tell anything, with an item that binds it."""
    bound = ((link.size, item) for item in case.items() for link in item.links if link.commitment is not None)
    return {size: item for size, item in bound if size is not None and size >= _TELLING}
