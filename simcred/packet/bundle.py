"""A packet as one ZIP file to mail: the page, the originals it links to, and a list of digests.

The same input gives the same bytes: names are sorted, nothing is compressed (builds of zlib differ), every entry has the same
day. `manifest-sha256.txt` is what `sha256sum -c` reads, and what a BagIt bag calls its manifest.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

from simcred.load.facts import PORTFOLIO, Facts
from simcred.load.paths import ending_of, folded, path_problem
from simcred.model.outcome import GoalAssessment
from simcred.model.review import Review
from simcred.packet.integrity import shown
from simcred.rules.filetypes import SEEN_ONLY

DIGESTS = "manifest-sha256.txt"
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _FILE = 3, 0o100644 << 16


def originals(facts: Facts, goals: Iterable[GoalAssessment]) -> list[str]:
    """The files that belong to a packet of some goals: portfolio.yaml, the evidence on the page, reviews and submissions.

    What a review or a submission has seen is among it only where it still is evidence on the page. What has a name that not
    every computer can read is left out, and one of two that differ by capitals only: they would not unpack everywhere. So is
    what could be run by who opens it.
    """
    goals = list(goals)
    paths = {PORTFOLIO}
    for slug in shown(goals):
        paths.update(facts.items[slug].paths())
    for goal in goals:
        for paper in facts.papers_of(goal.goal.id):
            paths.add(paper.path)
            if isinstance(paper, Review):
                folder = paper.path.rpartition("/")[0]
                paths.update(f"{folder}/{said.file.path}" for said in paper.attestations if said.file is not None)
    entries = facts.entries
    files = (path for path in sorted(paths) if path in entries and entries[path].kind == "file")
    there = (path for path in files if path_problem(path) is None and ending_of(path) in SEEN_ONLY)
    return sorted({folded(path): path for path in there}.values())


def handed_on(facts: Facts, goals: Iterable[GoalAssessment]) -> set[str]:
    """What goes on with a packet of some goals, by whatever way: `originals`, and the items' folders, whose names are read too."""
    goals = list(goals)
    return {PORTFOLIO, *originals(facts, goals), *(facts.items[slug].folder for slug in shown(goals))}


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Files (by their paths) in a ZIP, below one folder, with a list of their digests."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())]
    whole = {**files, DIGESTS: "".join(lines).encode("utf-8")}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(whole.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _DAY)
            entry.create_system, entry.external_attr = _UNIX, _FILE
            archive.writestr(entry, data)
    return made.getvalue()


def letter(educator: str, page: str, *, restricted: bool = False, looked: bool = True) -> bytes:
    """The text file beside the page that says what to do with all of it; for Notepad, in lines that end as Windows ends them.

    `looked` says whether somebody looked for students' names.
    """
    lines = [
        f"{'Restricted' if restricted else 'Submission'} packet of {educator}",
        "",
        "1. Unpack this ZIP file into a folder (Windows: right-click, Extract All).",
        f"2. Open {page} in that folder with any browser. Its links lead to the files beside it.",
        *((_FOR_OTHERS if looked else _NOBODY_LOOKED) if restricted else _FOR_THE_DEVELOPER),
        f"{DIGESTS} lists the SHA-256 of every file. `sha256sum -c {DIGESTS}` compares them, where there is",
        "such a program; a file that was changed on the way has another number.",
        "",
    ]
    return "\r\n".join(lines).encode("utf-8")


_FOR_THE_DEVELOPER = (
    "3. Answer on a printed page, by mail, or in the review file at the end of the page.",
    "",
    "portfolio.yaml beside it has the addresses of the educator and the partner, and the page may show students: pass this on to",
    "nobody else.",
)
_FOR_OTHERS = (
    "",
    "What shows people, or may show them, or names a student is not in here: the page says at its top what was left out.",
)
_NOBODY_LOOKED = (
    "",
    "What shows people, or may show them, is not in here: the page says at its top what was left out. Nobody looked for students'",
    "names: there was no list of them.",
)
