"""Signed forms: they stay at school. What gives one away is its name, its item's title, or its words (`privacy.forms`)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from simcred.findings.finding import About, Finding, Place, found
from simcred.load.facts import Facts
from simcred.load.paths import item_of, meant_as_manifest
from simcred.rules.case import Case
from simcred.words import count

KEEP = (
    "Keep the form at school, and write down where it is: `simcred consent add`. If it is none, give it another name; an empty "
    "form is called so: permission-form-blank.pdf."
)
"""What is to be done with a form, and the way out for what is none."""
How = Literal["name", "title", "words"]

_ASKS = r"(?:consent|permission|waiver|authori[sz]ation|release|opt ?in|opt ?out|permiso|autorizacion|consentimiento)(?:e?s)?"
_PAPER = r"(?:forms?|slips?|formularios?)"
_SIGNED = r"(?:signed|returned|signatures?|firmad[oa]s?)"
_PICTURED = r"(?:photo|photograph|photography|media|video|image|picture|audio|film|model|talent)"
_FORM = re.compile(rf"\b{_ASKS}\b.*\b(?:{_PAPER}|{_SIGNED})\b|\b(?:{_PAPER}|{_SIGNED})\b.*\b{_ASKS}\b|\b{_PICTURED} releases?\b")
"""Words of a name, small and with single spaces between, that only a form's has."""
_JOINED = re.compile(rf"\b({_ASKS}|{_PICTURED})({_PAPER}|releases?)\b")
_EMPTY = re.compile(r"\b(?:blank|empty|unsigned|templates?|samples?|examples?|vacio)\b")
"""Words of what is a form that nobody has signed."""
_WRITTEN = re.compile(
    r"\b(?:poems?|essays?|story|stories|reflections?|reflecting|organizers?|posters?|worksheets?|slides|slideshow|handouts?|quiz"
    r"|plans?|guides?|guidelines?|policy|log|tracker|checklists?|training|vocabulary|about|on|how|why|what|press|notes?|software)\b"
)
"""Words of what somebody wrote about permissions."""
_BEFORE = (
    r"(?:the|all|our|my|these|scan|scans|scanned|copy|copies|pictures?|photos?|photographs?|signed|returned|completed|filled|out|in"
    r"|parental|parents?|guardians?|students?|family|families|photography|videos?|media|images?|audio|recordings?|field|trip|informed"
    r"|and|or|of|for|s)"
)
_CALLED = re.compile(
    rf"(?:{_BEFORE} )*(?:{_ASKS} (?:{_PAPER}|letters?)|(?:forms?|slips?|letters?) of {_ASKS})\b"
    rf"|(?:{_BEFORE} )*{_PICTURED} releases?\b|(?:{_BEFORE} )*signed (?:{_BEFORE} )*(?:consents|permissions|releases|waivers)\b"
)
"""How a title or a description begins that calls something a form."""


def called_form(name: str) -> bool:
    """Whether a file or folder is called as a signed form is."""
    said = _words(name.rpartition(".")[0] or name)
    if _EMPTY.search(said) or not _FORM.search(said):
        return False
    return bool(re.search(rf"\b{_SIGNED}\b", said)) or not _WRITTEN.search(said)


def says_empty(name: str) -> bool:
    """Whether a file is called as a form that nobody has signed."""
    return _EMPTY.search(_words(name)) is not None


def looks_signed(name: str, *, words: bool) -> bool:
    """Whether a file is a signed form by its name, or by its `words` where the name does not call it empty."""
    return called_form(name) or (words and not says_empty(name))


def calls_form(text: str) -> bool:
    """Whether a title or a description calls something a form, and is not merely about one."""
    said = _words(text)
    return bool(_CALLED.match(said)) and not _EMPTY.search(said) and not _WRITTEN.search(said)


def _words(text: str) -> str:
    """The words of a name in small letters without marks, however they are parted, with single spaces between."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = "".join(char for char in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(char)).lower()
    return _JOINED.sub(r"\1 \2", " ".join(re.findall(r"[a-z]+", plain)))


def signed(case: Case) -> Iterator[Finding]:
    """Every file that is a signed form as far as can be told, at its line in its item's manifest.

    Of one that no item lists the folder is named: a form's name often says a student's.
    """
    facts = case.facts
    listed: set[str] = set()
    for item in case.items():
        about, found_one = About(evidence=item.slug), False
        for number, file in enumerate(item.files):
            path = f"{item.folder}/{file.path}"
            listed.add(path)
            if path in facts.entries and (how := _how(facts, path, file.description or "")) is not None:
                found_one = True
                place = case.facts.place(item.manifest, "files", number, "path")
                yield found("MC714", f"this file {_SAID[how]}", place, hint=KEEP, about=about, subject=f"file {number}")
        if not found_one and item.files and calls_form(item.title):
            place = case.facts.place(item.manifest, "title")
            yield found("MC714", f"this item {_SAID['title']}", place, hint=KEEP, about=about, subject="title")
    yield from _elsewhere(facts, listed)


def form_files(facts: Facts) -> frozenset[str]:
    """Every file that shows itself to be a signed form, in an item or beside it; so does each file of an item that is called one."""
    forms = {path for path, entry in facts.entries.items() if entry.kind == "file" and _how_unspoken(facts, path) is not None}
    for item in facts.items.values():
        told = [path for file in item.files if _how(facts, path := f"{item.folder}/{file.path}", file.description or "")]
        if not told and calls_form(item.title):
            told = [f"{item.folder}/{file.path}" for file in item.files]
        forms.update(told)
    return frozenset(forms)


def _how_unspoken(facts: Facts, path: str) -> How | None:
    """How a file of which nobody speaks shows that it is one."""
    if meant_as_manifest(path):
        return None
    above = (part for part in path.rpartition("/")[0].split("/") if part)
    return "name" if any(called_form(f"{part}.") for part in above) else _how(facts, path)


_SAID: dict[How, str] = {
    "name": "has the name of a signed permission form",
    "title": "is said to be a signed permission form",
    "words": "reads like a signed permission form",
}
_SAID_OF_SEVERAL: dict[How, str] = {
    "name": "have names of signed permission forms",
    "title": "are said to be signed permission forms",
    "words": "read like signed permission forms",
}


def _how(facts: Facts, path: str, description: str = "") -> How | None:
    """How a file shows that it is a signed form; None where it does not. One that is called an empty form is taken at its word."""
    name = path.rpartition("/")[2]
    if called_form(name):
        return "name"
    if says_empty(name):
        return None
    if calls_form(description) or _half_called(name, description):
        return "title"
    return "words" if path in facts.naming.forms else None


def _half_called(name: str, description: str) -> bool:
    """Whether a name says what for, and the description that it is signed: consent-s03.pdf, "signed by both parents"."""
    stem, said = _words(name.rpartition(".")[0]), _words(description)
    about = _EMPTY.search(said) or _WRITTEN.search(f"{stem} {said}")
    return bool(re.search(rf"\b{_ASKS}\b", stem)) and bool(re.search(rf"\b{_SIGNED}\b", said)) and not about


def _elsewhere(facts: Facts, listed: set[str]) -> Iterator[Finding]:
    """Forms that no item lists, folder by folder."""
    folders: Counter[tuple[str, How]] = Counter()
    for path, entry in facts.entries.items():
        how = _how_unspoken(facts, path) if entry.kind == "file" and path not in listed else None
        if how is not None:
            folders[path.rpartition("/")[0] or ".", how] += 1
    for (folder, how), number in folders.items():
        said = (_SAID if number == 1 else _SAID_OF_SEVERAL)[how]
        about = About(evidence=item_of(f"{folder}/"))
        message = f"{count(number, 'file')} in this folder {said}"
        yield found("MC714", message, Place(folder), hint=KEEP, about=about, subject=how)
