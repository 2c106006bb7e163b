"""Files of evidence: listed and there, of a size and ending that fits, and the scaffold as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from simcred import resources
from simcred.findings.finding import About, Finding, Place, found
from simcred.load.facts import is_junk
from simcred.load.paths import ending_of, folded, meant_as_manifest, path_problem
from simcred.model.evidence import EvidenceItem
from simcred.model.programme import Kind
from simcred.model.review import Pin
from simcred.rules.case import Case
from simcred.rules.media import is_salt
from simcred.rules.sizes import weigh
from simcred.words import did_you_mean, either, lowered

SHORTCUTS = {
    "url": "web shortcut",
    "webloc": "web shortcut",
    "lnk": "Windows shortcut",
    "gdoc": "Google Docs shortcut",
    "gsheet": "Google Sheets shortcut",
    "gslides": "Google Slides shortcut",
    "icloud": "placeholder of a file kept in iCloud",
}
SHORTCUT_HINT = "Download the document itself as PDF and use that, or give its address as a link."


def listed(case: Case) -> Iterator[Finding]:
    """Every file an item lists: a safe path, there, not empty, not too big, of a format its kind takes."""
    for item in case.items():
        manifest = item.manifest
        seen: set[str] = set()
        for number, file in enumerate(item.files):
            place = case.facts.place(manifest, "files", number, "path")
            if file.path in seen:
                yield found(
                    "MC312",
                    f"{file.path} is listed twice",
                    place,
                    hint="Keep one of the two.",
                    about=About(evidence=item.slug),
                    subject=file.path,
                )
                continue
            seen.add(file.path)
            yield from _one_file(case, item, file.path, place)
        if item.narrative_file is not None:
            yield from _one_file(case, item, item.narrative_file, case.facts.place(manifest, "narrative_file"), narrative=True)


def _one_file(case: Case, item: EvidenceItem, path: str, place: Place, *, narrative: bool = False) -> Iterator[Finding]:
    """One listed file."""
    about = About(evidence=item.slug)
    if problem := path_problem(path):
        yield found("MC003", f"the path {path} {problem}", place, hint="Name a file in this folder.", about=about, subject=path)
        return
    entry = case.facts.entries.get(f"{item.folder}/{path}")
    if entry is None:
        yield found(
            "MC301", f"{path} is listed but not there", place, hint=_near_file(case, item, path), about=about, subject=path
        )
        return
    if entry.kind != "file":
        what, hint = {
            "folder": ("a folder", "List the files in it."),
            "link": ("a link to another place", "Put the file itself here."),
            "other": ("something that cannot be read as a file", "Put a file here."),
        }[entry.kind]
        yield found("MC301", f"{path} is {what}, not a file", place, hint=hint, about=about, subject=path)
        return
    if entry.size == 0:
        yield found("MC303", f"{path} is empty", place, hint="Export or copy it again.", about=about, subject=path)
    too_large = weigh(path, entry.size, case.programme.limits, place, about).finding
    if too_large is not None:
        yield too_large
    if (seen := case.facts.contents.get(f"{item.folder}/{path}")) is not None and seen.type == "heic":
        return  # that it is one, and how it becomes a JPEG, is told with its contents
    yield from _format(case.programme.kinds.get(item.kind), path, place, about, narrative)


def _near_file(case: Case, item: EvidenceItem, path: str) -> str:
    """What the file may be called instead."""
    prefix = f"{item.folder}/"
    there = [
        name[len(prefix) :] for name, entry in case.facts.entries.items() if name.startswith(prefix) and entry.kind == "file"
    ]
    there = [name for name in there if name != "evidence.yaml"]
    same = [name for name in there if folded(name) == folded(path)]
    if same:
        return f"Did you mean {same[0]}? Capitals count."
    return did_you_mean(path, there) or f"Put it into {item.folder}, or take it off the list."


def _format(kind: Kind | None, path: str, place: Place, about: About, narrative: bool) -> Iterator[Finding]:
    """Whether the file's ending is one that fits."""
    ending = ending_of(path)
    if ending in SHORTCUTS:
        message = f"{path} is a {SHORTCUTS[ending]}, not the document"
        yield found("MC306", message, place, hint=SHORTCUT_HINT, about=about, subject=path)
        return
    formats = ("md", "txt") if narrative else kind.formats if kind is not None else ()
    if formats and ending not in formats:
        what = "words" if narrative else f"a {lowered(kind.title)}" if kind is not None else "it"
        hint = f"Save {what} as {either(formats)}." + (" PDF is best." if "pdf" in formats else "")
        yield found(
            "MC306",
            f"{path} has the ending .{ending or '(none)'}, which is not taken here",
            place,
            hint=hint,
            about=about,
            subject=path,
        )


def unlisted(case: Case) -> Iterator[Finding]:
    """Files in an item's folder that its manifest does not list: a reader would never see them."""
    owned: dict[str, set[str]] = {item.folder: set(item.paths()) for item in case.items()}
    for path, entry in case.facts.entries.items():
        parts = path.split("/")
        if entry.kind != "file" or len(parts) < 3 or parts[0] != "evidence" or is_junk(path) or is_salt(path):
            continue
        folder = "/".join(parts[:2])
        if folder in owned and path not in owned[folder]:
            name = "/".join(parts[2:])
            hint = "List it under `files`, or delete it."
            yield found(
                "MC302",
                f"{name} lies in the folder but is not listed, so nobody will look at it",
                Place(path),
                hint=hint,
                about=About(evidence=parts[1]),
                subject=path,
            )


def content(case: Case) -> Iterator[Finding]:
    """Whether an item has what its kind takes for complete: files, links, words or its own fields."""
    for item in case.items():
        kind = case.programme.kinds.get(item.kind)
        if kind is not None and not kind.is_complete(item.data):
            wanted = either([_ENOUGH[what] for what in kind.enough])
            hint = f"Add {wanted}."
            yield found(
                "MC315",
                f"there is nothing in this {lowered(kind.title)} yet",
                case.facts.place(item.manifest, "kind", key=True),
                hint=hint,
                about=About(evidence=item.slug),
            )


_UNWRITTEN = {"todo", "to do", "tbd", "tba", "n.n.", "lorem ipsum"}
_ENOUGH = {"files": "a file", "links": "a link", "narrative": "a narrative", "fields": "its own fields"}


def placeholders(case: Case) -> Iterator[Finding]:
    """Texts that still hold what a template, a suggested command or a hurried moment left."""
    for item in case.items():
        for pointer, text in texts_in(item.data, ()):
            if left_over(text.strip(), pointer[-1]):
                name = ".".join(str(step) for step in pointer)
                yield found(
                    "MC316",
                    f'`{name}` still holds "{text.strip()[:40]}"',
                    case.facts.place(item.manifest, *pointer),
                    hint="Write it, or take the line out.",
                    about=About(evidence=item.slug),
                    subject=name,
                )


_BLANKS = ("TEXT", "WHO", "DATE", "DATES")
"""Blanks in printed commands that are not called as their field."""


def left_over(text: str, name: str | int) -> bool:
    """Whether a text is dots, crosses, a word for "later", or the blank that `status` prints for a field (FEEDBACK)."""
    words = text.casefold()
    dots, crosses = bool(words) and not words.strip(".…"), len(words) > 2 and not words.strip("x")
    later = words.rstrip(".…:! ") in _UNWRITTEN or words.startswith(("todo:", "to do:", "tbd:", "lorem ipsum"))
    return dots or crosses or later or text in _BLANKS or (isinstance(name, str) and text == name.upper())


def texts_in(value: object, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in an item's data, with the way to it."""
    yield from ((where, text) for where, text in values_in(value, pointer) if isinstance(text, str))


def values_in(value: object, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every value in a manifest's data that holds no others, with the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values_in(inner, (*pointer, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from values_in(inner, (*pointer, number))
    else:
        yield pointer, value


def stray(case: Case) -> Iterator[Finding]:
    """Manifests where nothing reads them: a review or submission whose name or folder does not fit."""
    known = set(case.facts.documents)
    for path, entry in case.facts.entries.items():
        top = path.partition("/")[0]
        if entry.kind != "file" or top not in ("reviews", "submissions") or path in known or not meant_as_manifest(path):
            continue
        shape = "reviews/GOAL/001-PERSON.yaml" if top == "reviews" else "submissions/GOAL/1.yaml"
        yield found(
            "MC318", f"{path} is not read, because of its name", Place(path), hint=f"Files here are named {shape}.", subject=path
        )


def _unreadable(path: str) -> Finding:
    """A file that would have to be looked into, and cannot."""
    hint = "Look at its permissions, or copy it there again."
    return found("MC002", f"{path} cannot be read", Place(path), hint=hint, subject=path)


def attached(case: Case) -> Iterator[Finding]:
    """Files that reviewers attached: beside the review, and still the bytes that the review names."""
    for review in case.facts.reviews:
        for number, attestation in enumerate(review.attestations):
            if attestation.file is None:
                continue
            path = f"{review.folder}/{attestation.file.path}"
            place = case.facts.place(review.path, "attestations", number, "file", "path")
            if path_problem(attestation.file.path):
                message = f"the path {attestation.file.path} {path_problem(attestation.file.path)}"
                yield found("MC003", message, place, hint="Name a file beside the review.", subject=path)
            elif (entry := case.facts.entries.get(path)) is None or entry.kind != "file":
                yield found(
                    "MC301",
                    f"{attestation.file.path} is attached but not there",
                    place,
                    hint="Ask the reviewer for it.",
                    subject=path,
                )
            elif (state := case.pins.state(Pin(path, attestation.file.sha256, ""))) == "unreadable":
                yield _unreadable(path)
            elif state != "same":
                message = f"{attestation.file.path} is not the file the reviewer attached"
                yield found("MC304", message, place, hint="Put the original back, or ask for a new review.", subject=path)


def scaffold(case: Case) -> Iterator[Finding]:
    """The two files that steer git: exactly as `init` writes them, or once wrote them, or not there."""
    for name in (".gitattributes", ".gitignore"):
        for path, entry in case.facts.entries.items():
            if path.rpartition("/")[2] != name or entry.kind != "file":
                continue
            known = [text for text in resources.scaffold(name[1:]) if len(text) == entry.size]
            try:
                same = path == name and bool(known) and case.facts.tree.read(path, entry.size) in known
            except OSError:
                yield _unreadable(path)
                continue
            if not same:
                hint = "Delete it; `simcred init .` writes the right one." if path == name else "Delete it."
                yield found("MC321", f"{path} is not what simcred writes", Place(path), hint=hint, subject=path)
