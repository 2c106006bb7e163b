"""What is in files of evidence: what their names say, whole and readable, of the right length, and in one item only.

Of a file that nobody looked into these rules say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from simcred.findings.finding import About, Finding, Place, found
from simcred.load.paths import ending_of
from simcred.model.contents import GAVE_UP, LEFT, NOT_INSTALLED, Content
from simcred.model.evidence import EvidenceItem
from simcred.model.programme import Limit
from simcred.rules.case import Case
from simcred.rules.files import SHORTCUTS
from simcred.words import both, count

_TEXTS = ("txt", "xml", "html", "svg")
_MOVING = ("mp4", "mov")
FITS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "jpg": ("jpg",),
    "jpeg": ("jpg",),
    "png": ("png",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "pptx": ("pptx",),
    "mp4": _MOVING,
    "m4v": _MOVING,
    "mov": _MOVING,
    "m4a": ("m4a", *_MOVING),
    "mp3": ("mp3",),
    "wav": ("wav",),
    "csv": _TEXTS,
    "txt": _TEXTS,
    "md": _TEXTS,
}
"""The endings whose content is known, and what it may be. Programs that play one film play the other; text is text, marked up or not."""
_OFFICE = ("docx", "xlsx", "pptx")
_UNTOLD = {"zip": _OFFICE, "ole": _OFFICE}
"""Wrappings that cannot be told from what they wrap while they cannot be opened."""
_UTF_8 = (
    "is no text in UTF-8, so that others may see wrong letters in it",
    "Open it in the program it was written in and save it as UTF-8: Windows Notepad asks for it under Save as, Encoding.",
)
_PLAY = (
    "does not begin as such a recording does",
    "Play it once. If it plays, leave it so; if not, export it again as MP3.",
)
_NOT_TOLD = {"txt": _UTF_8, "md": _UTF_8, "csv": _UTF_8, "mp3": _PLAY, "wav": _PLAY}
"""Endings of files that may begin with anything: what is said of one that is none of the known types, and what to do."""
HEIC_HINT = (
    "iPhone: share it to Mail or Files as `Most Compatible`, or set Camera, Formats to that for the next ones. "
    "Mac: Preview, File, Export, JPEG. Windows: Photos, `...`, Save as, .jpg. Take the location out where it asks."
)
SCORES_HINT = "Correct the line: student,measure,date,score,out_of, for example S03,pretest,2026-09-15,12,20."
_LOOK = "Open it once. If all of it is there, leave it so; if not, export or copy it again."
_YOURSELF = "Open it yourself: if it opens, save it anew, best as PDF; if not, it is damaged."
_UNTRIED = {
    NOT_INSTALLED: "Nothing is known to be wrong with the file. `simcred doctor` says what is missing on this computer.",
    LEFT: "Nothing is known to be wrong with the file. Mend those before it, and run this again.",
    GAVE_UP: f"Run this again when the computer is less busy. {_YOURSELF}",
}
_AGAIN = "Export, download or copy it again, and open it once to see."


class Fault(Struct, frozen=True):
    """What is wrong with a file by its content: a code, a sentence, and what to do."""

    code: str
    message: str
    hint: str


def fault_of(name: str, content: Content, formats: Sequence[str] = ()) -> Fault | None:
    """What is wrong with a file of that name and content, the most telling thing only; None when it can be used.

    `formats` are the endings that are taken; nothing is said against a file that is of one of them.
    """
    ending = ending_of(name)
    if content.state == "placeholder":
        hint = "Download the document itself and use that, or give its address as a link."
        return Fault("MC336", f"{name} is {content.detail}, not the document itself", hint)
    if content.type == "heic" and not {"heic", "heif"} & set(formats):
        return Fault("MC337", f"{name} is a HEIC photo, which many computers cannot show", HEIC_HINT)
    if content.state == "encrypted":
        return Fault("MC335", f"{name} asks for a password", "Save it without one: nobody else could open it.")
    if content.state == "unknown":
        return Fault("MC341", f"{name} could not be looked into: {content.detail}", _UNTRIED.get(content.detail, _YOURSELF))
    if odd := _oddity(ending, content):
        return Fault("MC344", f"{name} {odd[0]}", odd[1])
    broken = content.state in ("cut", "damaged")
    untold = broken and (ending in _UNTOLD.get(content.type, ()) or not content.type)
    if content.type not in FITS.get(ending, (content.type,)) and not untold:
        return _another(name, ending, content)
    if broken:
        what = "is cut off" if content.state == "cut" else "is damaged"
        return Fault("MC334", f"{name} {what}: {content.detail}", _AGAIN)
    return None


def _oddity(ending: str, content: Content) -> tuple[str, str] | None:
    """What a person should look at in a file that can probably be used, and what to do; None for most."""
    if content.state != "whole":
        return None
    if not content.type:
        return _NOT_TOLD.get(ending)
    return (content.detail, _LOOK) if content.detail and content.type in FITS.get(ending, (content.type,)) else None


def _another(name: str, ending: str, content: Content) -> Fault:
    """A file whose name says something else."""
    from simcred.rules.filetypes import SAVE, TYPES  # of whole files nobody needs their names

    what, right = TYPES.get(content.type, ("no kind of file that is known", ""))
    if right:
        hint = f"Rename it to {right}." if content.state == "whole" else _AGAIN
    else:
        hint = SAVE.get(content.type, f"Open it, and save or export it as {TYPES[FITS[ending][0]][0].partition(' ')[2]}.")
    return Fault("MC333", f"{name} is {what}, whatever its ending says", hint if content.type else _AGAIN)


class _File(Struct, frozen=True):
    """A file that an item lists or a review has attached, where that stands, and what is in it. `taken` are the endings taken."""

    path: str
    name: str
    place: Place
    content: Content
    item: EvidenceItem | None = None
    taken: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """What its name says that it is."""
        return ending_of(self.name)

    def found(self, code: str, message: str, hint: str, **more: Any) -> Finding:
        """A finding about it, where it is listed."""
        about = About(evidence=self.item.slug) if self.item is not None else About()
        return found(code, message, self.place, hint=hint, about=about, subject=self.name, **more)


def _of_items(case: Case) -> Iterator[_File]:
    """Every file that an item lists, once, as far as it was looked into."""
    for item in case.items():
        kind = case.programme.kinds.get(item.kind)
        formats = kind.formats if kind is not None else ()
        listed: dict[str, tuple[tuple[str | int, ...], tuple[str, ...]]] = {}
        for number, file in enumerate(item.files):
            listed.setdefault(file.path, (("files", number, "path"), formats))
        if item.narrative_file is not None:
            listed.setdefault(item.narrative_file, (("narrative_file",), ("md", "txt")))
        for name, (pointer, taken) in listed.items():
            path = f"{item.folder}/{name}"
            if path in case.facts.contents:
                place = case.facts.place(item.manifest, *pointer)
                yield _File(path, name, place, case.facts.contents[path], item, taken)


def _attached(case: Case) -> Iterator[_File]:
    """Every file that a reviewer attached, as far as it could be looked into; that one cannot be read is told elsewhere."""
    known = {path: content for path, content in case.facts.contents.items() if content.state != "unknown"}
    for review in case.facts.reviews:
        for number, attestation in enumerate(review.attestations):
            if attestation.file is not None and (path := f"{review.folder}/{attestation.file.path}") in known:
                place = case.facts.place(review.path, "attestations", number, "file", "path")
                yield _File(path, attestation.file.path, place, known[path])


def fit(case: Case) -> Iterator[Finding]:
    """Files that are not what their names say, or that nobody could use; what is refused by its ending is told there."""
    for file in (*_of_items(case), *_attached(case)):
        refused = bool(file.taken) and file.ending not in file.taken
        if file.ending in SHORTCUTS or (refused and file.content.type != "heic"):
            continue
        fault = fault_of(file.name, file.content, file.taken)
        if fault is not None and not (fault.code == "MC344" and _is_table(file) and file.content.problems):
            yield file.found(fault.code, fault.message, fault.hint)


def lengths(case: Case) -> Iterator[Finding]:
    """Videos without sound, or longer or shorter than is asked for; what one item has of them is taken together."""
    by_item: dict[str, list[_File]] = {}
    for file in _of_items(case):
        if file.content.type in _MOVING and file.content.state == "whole" and file.ending in file.taken:
            by_item.setdefault(file.item.slug if file.item is not None else "", []).append(file)
            if file.content.sound is False:
                hint = "Play it with the sound turned up. If it is silent, export it again with its sound, or record another."
                yield file.found("MC338", f"{file.name} has no sound", hint)
    for item in case.items():
        yield from _lengths_of(case, item, by_item.get(item.slug, []))


def _lengths_of(case: Case, item: EvidenceItem, files: list[_File]) -> Iterator[Finding]:
    """Whether the recordings of an item are too long, one by one, or too short, all together."""
    kind = case.programme.kinds.get(item.kind)
    if kind is None or not set(_MOVING) & set(kind.formats):
        return
    known = [(file.name, file.place, file.content.seconds) for file in files]
    for number, link in enumerate(item.links):
        place = case.facts.place(item.manifest, "links", number, "length")
        known.append((link.name, place, seconds_of(link.length)))
    about, most = About(evidence=item.slug), case.programme.limits.get("video_seconds_most")
    for name, place, seconds in known:
        if most is not None and seconds is not None and seconds > most.value:
            yield _length(
                "longer than", name, seconds, most, place, about, "Cut it to the part that shows what the row asks for."
            )
    least = case.programme.limits.get("video_seconds_least")
    total = [seconds for _, _, seconds in known if seconds is not None]
    if least is not None and known and len(total) == len(known) and sum(total) < least.value:
        name = known[0][0] if len(known) == 1 else f"what {item.slug} shows, taken together,"
        yield _length("shorter than", name, sum(total), least, known[0][1], about, "Add more of the lesson, if there is more.")


def _length(how: str, name: str, seconds: float, limit: Limit, place: Place, about: About, hint: str) -> Finding:
    """A recording that is too long or too short."""
    message = f"{name} lasts {_lasting(seconds)}, {how} {_lasting(limit.value)}"
    return found(
        "MC339", message, place, hint=f"{hint} {limit.source}", about=about, subject=f"{how} {name}", severity=limit.severity
    )


def _lasting(seconds: float) -> str:
    """A length in words."""
    minutes, rest = divmod(round(seconds), 60)
    return " ".join([count(minutes, "minute")] * bool(minutes) + [count(rest, "second")] * bool(rest or not minutes))


def seconds_of(length: str | None) -> float | None:
    """A length written as hours:minutes:seconds; None where none is written."""
    if length is None:
        return None
    hours, minutes, seconds = map(int, length.split(":"))
    return hours * 3600.0 + minutes * 60 + seconds


_MOVING_OR_SOUND = (*_MOVING, "m4a")
_OF_RECORDINGS = "Share it anew with its location off (on a phone: Share, Options, Location), or export it anew from a program that cuts films."
_OF_PICTURES = "Take a screenshot of it and use that, or export it without its location."
_OF_DOCUMENTS = "Take a screenshot of each photo in it, put that in its place, and save it again."


def _others(case: Case, named: Iterable[_File]) -> Iterator[_File]:
    """Every other file that was looked into, at its own place: nobody lists it, and it is handed on all the same."""
    known = {file.path for file in named}
    for path, content in case.facts.contents.items():
        if path not in known:
            folder = path.split("/")
            item = case.facts.items.get(folder[1]) if folder[0] == "evidence" and len(folder) > 2 else None
            yield _File(path, folder[-1], Place(path), content, item)


def located(case: Case) -> Iterator[Finding]:
    """Pictures and recordings that say where they were taken, and documents with such pictures in them."""
    listed = [*_of_items(case), *_attached(case)]
    for file in (*listed, *_others(case, listed)):
        if not file.content.located:
            continue
        if file.content.type in ("pdf", *_OFFICE):
            yield file.found("MC707", f"a picture in {file.name} says where it was taken", _OF_DOCUMENTS)
        else:
            hint = _OF_RECORDINGS if file.content.type in _MOVING_OR_SOUND else _OF_PICTURES
            yield file.found("MC707", f"{file.name} says where it was taken", hint)


def twice(case: Case) -> Iterator[Finding]:
    """The same content under two items: one item counts for all the rows it fits, and the second shows nothing new."""
    first: dict[str, _File] = {}
    for file in _of_items(case):
        digest = case.facts.digests.get(file.path)
        if digest is None or file.item is None or file.item.status == "withdrawn":
            continue
        other = first.setdefault(digest, file)
        if other.item is not None and other.item is not file.item:
            hint = f"If it was added twice: simcred remove {file.item.slug}. If it was meant to be another file, put that here."
            yield file.found("MC340", f"{file.name} is the same file as {other.path}", hint)


def _is_table(file: _File) -> bool:
    """Whether a file is to be a table of scores, and is text or nothing that is known."""
    scores = file.item is not None and file.item.kind == "scores" and file.ending == "csv"
    return scores and file.content.type in (*_TEXTS, "")


def tables(case: Case) -> Iterator[Finding]:
    """Tables of scores that cannot be read, by line."""
    for file in _of_items(case):
        if file.item is None or not _is_table(file):
            continue
        about = About(evidence=file.item.slug)
        for line, text in file.content.problems:
            yield found("MC342", text, Place(file.path, line), hint=SCORES_HINT, about=about)
        if file.content.more:
            message = f"{count(file.content.more, 'more line')} cannot be read"
            yield found("MC342", message, Place(file.path), hint="Correct those above first.", about=about, subject="more")


def names_in_tables(case: Case) -> Iterator[Finding]:
    """Lines of tables that seem to name a student, in every kind of evidence that is about scores."""
    for file in _of_items(case):
        kind = case.programme.kinds.get(file.item.kind) if file.item is not None else None
        if kind is not None and kind.has_scores and file.ending == "csv" and file.content.named:
            lines = f"line{'s' if file.content.named[1:] else ''} {both([str(line) for line in file.content.named])}"
            message = f"the student in {lines} looks like somebody's full name"
            hint = "Give every student a made-up name such as S03, and keep the list of who is who at school."
            about = About(evidence=file.item.slug) if file.item is not None else About()
            yield found("MC343", message, Place(file.path, file.content.named[0]), hint=hint, about=about, subject="named")
