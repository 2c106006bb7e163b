"""The planted test sets: what is found where something was planted, and where something only looks like it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

from simcred.inspect.passages import passages
from simcred.model.contents import READ
from simcred.privacy.authors import Authors
from simcred.privacy.folding import plain
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Known, Patterns
from simcred.privacy.roster import parse
from simcred.privacy.search import Search
from simcred.privacy.text import decoded, unescaped

SETS = ROOT / "tests/data/privacy"
NAMES = {
    "full-name": {"full"},
    "split-cells": {"full"},
    "initial-last": {"initial", "full"},
    "nickname": {"given", "full"},
    "last-alone": {"family"},
    "first-alone": {"given"},
    "student-number": {"number"},
    "author": {"full", "initial", "author", "family", "given"},
}
"""What counts as found, by the class of what was planted, for names."""
FORMS = {
    "email": {"email", "full", "initial"},
    "phone": {"phone", "digits"},
    "ssn": {"ssn"},
    "address": {"address"},
    "birth-date": {"birth"},
}
"""The same for what is found by its form alone; an address with a student's name in it may be told as the name."""
QUIET = {"given", "address", "birth", "digits", "author"}
"""What is told as a note, and so is no alarm."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TEXTS = (".txt", ".md", ".csv", ".yaml")


class PlantedSet:
    """One set, and a search by its roster."""

    def __init__(self, name: str) -> None:
        self.folder = SETS / name
        self.labels = yaml.load((self.folder / "labels.yaml").read_text("utf-8"), yaml.CSafeLoader)
        self.search = Search(Finder(parse((self.folder / "roster").read_bytes())), Patterns(Known(), 2026))
        self._authors = Authors(())

    def labelled(self, kind: str) -> Iterator[tuple[dict[str, Any], set[str]]]:
        """Each label of the planted or the decoys, and what is found in its place."""
        for label in self.labels[kind]:
            path, place = self.folder / "files" / label["file"], str(label["place"])
            if place in ("file name", "folder name"):
                names = [path.name] if place == "file name" else path.relative_to(self.folder).parts[:-1]
                stands = letters(plain(str(label["text"])))
                met = [one for name in names for one in self.search.find(name, name=True)]
                yield label, {one.how for one in met if letters(one.words) in stands or stands in letters(one.words)}
            elif path.suffix in _TEXTS and place.startswith("line "):
                yield label, self._in_lines(label, path)
            elif path.suffix[1:] in READ:
                stands = self._stands(label, path)
                met = self._in_passages(path) if kind == "planted" else self._unexplained(path)
                yield label, {how for said, how in met if any(said in one or one in said for one in stands)}

    def _stands(self, label: dict[str, Any], path: Path) -> list[str]:
        """What stands at a label's place, in letters alone; a day in a spreadsheet may be kept as a number."""
        text = str(label["text"])
        stands = [letters(plain(unescaped(text)).replace(" | ", ""))]
        if path.suffix == ".xlsx" and _DAY.fullmatch(text):
            stands.append(str((dt.date.fromisoformat(text) - dt.date(1899, 12, 30)).days))
        return stands

    def _in_lines(self, label: dict[str, Any], path: Path) -> set[str]:
        """What is found where something stands in a text file."""
        text = decoded(path.read_bytes())
        whole, stands = plain(unescaped(text)), plain(unescaped(str(label["text"]))).strip()
        begin = sum(len(line) + 1 for line in whole.split("\n")[: int(label["place"].split()[1]) - 1])
        start = whole.find(stands, begin)
        assert start >= 0, label["id"]
        met = self.search.find(text, table=path.suffix == ".csv")
        return {one.how for one in met if one.start < start + len(stands) and start < one.end}

    @cache  # noqa: B019 - there are two sets
    def _in_passages(self, path: Path) -> list[tuple[str, str]]:
        """Every hit in a document, picture or recording: its letters, and what it is."""
        found: list[tuple[str, str]] = []
        read = passages(path.read_bytes(), path.suffix[1:]).passages
        for passage, some in zip(
            read, self.search.find_all((one.text for one in read), table=path.suffix == ".xlsx"), strict=True
        ):
            met = [(letters(one.words), str(one.how)) for one in some]
            if passage.author and not met and (author := self._authors.of(passage.text)):
                met = [(letters(plain(author)), "author")]
            found += met
        return found

    def _unexplained(self, path: Path) -> list[tuple[str, str]]:
        """The hits in a file but those that something planted in it explains: only the others can be a decoy's."""
        name = path.relative_to(self.folder / "files").as_posix()
        planted = [
            letters(plain(unescaped(str(one["text"])).replace(" | ", "")))
            for one in self.labels["planted"]
            if one["file"] == name
        ]
        return [(said, how) for said, how in self._in_passages(path) if not any(said in one or one in said for one in planted)]

    def missed(self, classes: dict[str, set[str]]) -> tuple[Counter[str], Counter[str], list[str]]:
        """How many there are of each class, how many were missed, and the ids of those; what is arguable is left out."""
        there: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        ids: list[str] = []
        for label, hows in self.labelled("planted"):
            if label["class"] in classes and "arguable" not in str(label.get("remark", "")):
                there[label["class"]] += 1
                if not hows & classes[label["class"]]:
                    missed[label["class"]] += 1
                    ids.append(label["id"])
        return there, missed, ids

    def alarms(self) -> tuple[int, list[str]]:
        """How many decoys there are, and the ids of those that raise an alarm; what is arguable is left out."""
        decoys = [one for one in self.labelled("decoys") if "arguable" not in str(one[0].get("remark", ""))]
        return len(decoys), [label["id"] for label, hows in decoys if hows - QUIET]


def letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
