"""A portfolio as it lies there: every manifest read once, decoded where it is sound, with everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, field

from simcred.findings.finding import About, Finding, Place, found
from simcred.load.decode import decode
from simcred.load.paths import folded, is_slug, name_problem, slug_of
from simcred.load.reader import MAX_BYTES, Document, read
from simcred.load.shape import Shapes
from simcred.model.contents import Content
from simcred.model.evidence import EvidenceItem
from simcred.model.naming import Naming
from simcred.model.portfolio import Portfolio
from simcred.model.review import Review, Submission
from simcred.model.tree import Entry, TooBig, Tree
from simcred.words import quoted, reason

T = TypeVar("T")

PORTFOLIO = "portfolio.yaml"
MAX_ENTRIES = 20_000
_ITEM = re.compile(r"evidence/([^/]+)/evidence\.yaml\Z")
_REVIEW = re.compile(r"reviews/([^/]+)/([0-9]{3})-([^/]+)\.yaml\Z")
_SUBMISSION = re.compile(r"submissions/([^/]+)/([0-9]{1,3})\.yaml\Z")
_SCAFFOLD = {".gitattributes", ".gitignore", ".gitkeep"}
"""Names that git reads and a portfolio may have; what they hold is checked by a rule of its own."""
_JUNK = {".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"}


_NEARLY_MANIFESTS = {"evidence.yaml", "evidence.yml", "evidence.yaml.txt", "evidence.yml.txt"}
"""What a manifest is called by mistake, apart from capitals; some editors write their own ending behind ours."""


class Facts(Struct):
    """What was found in one portfolio. `broken` are items whose manifest cannot be used, with their kind if it is known.

    `contents` is what a look into files of evidence said, and `digests` the SHA-256 of those that were looked into, by path;
    of others nothing is known. `naming` says where somebody is named, as far as somebody looked.
    """

    tree: Tree
    documents: dict[str, Document] = field(default_factory=dict)
    portfolio: Portfolio | None = None
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    broken: dict[str, str | None] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    naming: Naming = Naming()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every name in the portfolio, by path."""
        return self.tree.entries()

    @property
    def papers(self) -> list[Review | Submission]:
        """Reviews, then submissions."""
        return [*self.reviews, *self.submissions]

    def papers_of(self, goal: str) -> list[Review | Submission]:
        """The reviews and then the submissions that are about a goal of this portfolio, and lie where such papers lie."""
        mine = (self.portfolio.id if self.portfolio is not None else None, goal)
        return [paper for paper in self.papers if (paper.portfolio.id, paper.portfolio.goal) == mine and paper.in_place]

    def unread_papers(self, goal: str) -> list[str]:
        """Reviews and submissions in a goal's folders that cannot be used, so that nobody knows what they say."""
        folders = (f"reviews/{goal}/", f"submissions/{goal}/")
        return [path for path, document in self.documents.items() if path.startswith(folders) and not document.sound]

    def files(self) -> Iterator[str]:
        """Every file that an item lists or a reviewer attached, from the portfolio's folder."""
        for item in self.items.values():
            yield from (path for path in item.paths() if path != item.manifest)
        for review in self.reviews:
            attached = (attestation.file for attestation in review.attestations if attestation.file is not None)
            yield from (f"{review.folder}/{file.path}" for file in attached)

    def place(self, path: str, *pointer: str | int, key: bool = False) -> Place:
        """Where a value stands in a manifest, or the manifest itself."""
        document = self.documents.get(path)
        return document.place(pointer, key=key) if document is not None else Place(path)


def is_scaffold(path: str) -> bool:
    """Whether a file is one that git reads, and no part of what is handed in."""
    return path.rpartition("/")[2] in _SCAFFOLD


def is_junk(path: str) -> bool:
    """Whether a file is an operating system's or office program's leftover that nobody means to hand in."""
    name = path.rpartition("/")[2].lower()
    return name in _JUNK or name.startswith(("~$", "._", ".~lock."))


def load(tree: Tree, shapes: Shapes) -> Facts:
    """Reads a portfolio. Nothing that is wrong with one file keeps another from being read."""
    facts = Facts(tree)
    facts.findings.extend(_names(tree))
    portfolio = _document(facts, PORTFOLIO, "portfolio", shapes)
    facts.portfolio = _value(portfolio, Portfolio)
    for path in sorted(tree.entries()):
        if match := _ITEM.match(path):
            _item(facts, match[1], shapes)
        elif match := _REVIEW.match(path):
            _review(facts, path, int(match[2]), shapes)
        elif match := _SUBMISSION.match(path):
            _submission(facts, path, int(match[2]), shapes)
    for document in facts.documents.values():
        facts.findings.extend(document.findings)
    facts.reviews.sort(key=lambda review: (review.portfolio.goal, review.number, review.path))
    facts.submissions.sort(key=lambda submission: (submission.portfolio.goal, submission.number))
    return facts


def _names(tree: Tree) -> Iterator[Finding]:
    """What is wrong with names, before anything is opened."""
    entries = tree.entries()
    for gone in tree.unreadable():
        yield found("MC002", f"{gone.path} cannot be read: {gone.reason}", Place(gone.path), subject=gone.path)
    if len(entries) > MAX_ENTRIES:
        yield found("MC008", f"the folder holds more than {MAX_ENTRIES} files", Place("."), hint="Is this the right folder?")
    seen: dict[str, str] = {}
    for path, entry in entries.items():
        name = path.rpartition("/")[2]
        if path == ".git":
            yield found("MC006", "a `.git` is here that is no git repository", Place(path), hint="Delete it.", subject=path)
            continue
        if name not in _SCAFFOLD and (problem := name_problem(name)):
            yield found("MC007", f"the name {problem}", Place(path), hint="Rename it.", subject=path)
        if entry.kind in ("link", "other"):
            what = "a link to another place" if entry.kind == "link" else "not a file"
            yield found("MC006", f"{path} is {what}", Place(path), hint="Put the file itself here.", subject=path)
        twin = seen.setdefault(folded(path), path)
        if twin != path:
            yield found(
                "MC007",
                f"the name differs from {twin} only by capitals or accents",
                Place(path),
                hint="Rename one of them.",
                subject=path,
            )
        if entry.kind == "folder" and _bare_repository(path, entries):
            yield found(
                "MC006",
                f"{path} is the inside of a git repository",
                Place(path),
                hint="Take it out of the portfolio.",
                subject=path,
            )
    if any(path.rpartition("/")[2] == "programme.yaml" for path in entries):
        path = next(path for path in entries if path.rpartition("/")[2] == "programme.yaml")
        hint = "A programme holds portfolios, never the other way round. Move it above the portfolio."
        yield found("MC004", "a programme stands inside the portfolio; it is not used", Place(path), hint=hint)
    yield from _folders(entries)


def _bare_repository(path: str, entries: Mapping[str, Entry]) -> bool:
    return all(f"{path}/{name}" in entries for name in ("HEAD", "objects", "refs"))


def _folders(entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """Evidence folders that cannot be read as items."""
    manifests = {path.rpartition("/")[0]: path for path in entries if path.rpartition("/")[2].lower() in _NEARLY_MANIFESTS}
    for path, entry in entries.items():
        parent, _, name = path.rpartition("/")
        if parent != "evidence" or is_junk(path):
            continue
        if entry.kind == "file":
            yield found(
                "MC317",
                f"{name} lies beside the evidence folders",
                Place(path),
                hint=f"Add it with `simcred add ROW {quoted(path)}`.",
                subject=path,
            )
        elif entry.kind == "folder" and f"{path}/evidence.yaml" not in entries:
            yield _no_manifest(path, manifests.get(path))
        elif entry.kind == "folder" and not is_slug(name):
            hint = f"Rename it to {slug_of(name) or 'a plain name'}."
            yield found(
                "MC317",
                f"the folder's name {name} has more than small letters, digits, dots and hyphens",
                Place(path),
                hint=hint,
                subject=path,
            )


def _no_manifest(path: str, nearly: str | None) -> Finding:
    """A folder without evidence.yaml; `nearly` is a file in it that seems to be meant as one."""
    name = path.rpartition("/")[2]
    message, hint = f"the folder {name} has no evidence.yaml", "Delete it, or add its files with `simcred add`."
    if nearly is not None:
        message, hint = f"{message} but {nearly.rpartition('/')[2]}", "Rename it to evidence.yaml."
    return found("MC317", f"{message}, so nothing in it counts", Place(path), hint=hint, subject=path)


def _document(facts: Facts, path: str, name: str, shapes: Shapes) -> Document | None:
    """Reads and checks one manifest; None when there is none."""
    entry = facts.entries.get(path)
    if entry is None:
        return None
    document = Document(path)
    if entry.kind == "file":
        try:
            document = read(path, facts.tree.read(path, MAX_BYTES))
        except TooBig:
            hint = "Move long texts to files of their own."
            document.findings.append(found("MC109", f"the file is larger than {MAX_BYTES // 1024} KiB", Place(path), hint=hint))
        except OSError as error:
            document.findings.append(found("MC002", f"{path} cannot be read: {reason(error)}", Place(path), subject=path))
    shapes.check(name, document)
    facts.documents[path] = document
    return document


def _value(document: Document | None, kind: type[T], **more: Any) -> T | None:
    """What a sound manifest says; None, with a finding, should its schema have let through what no value can hold."""
    if document is None or not document.sound or document.data is None:
        return None
    try:
        return decode(kind, document.data, **more)
    except (ValidationError, ValueError) as error:
        message = f"the file cannot be used as it is written ({error})"
        document.findings.append(found("MC203", message, Place(document.path), hint="Correct that value."))
        return None


def _item(facts: Facts, slug: str, shapes: Shapes) -> None:
    """One evidence item, or a note that it cannot be used."""
    path = f"evidence/{slug}/evidence.yaml"
    document = _document(facts, path, "evidence", shapes)
    if document is None:
        return
    item = _value(document, EvidenceItem, slug=slug, data=document.data) if is_slug(slug) else None
    if item is not None:
        facts.items[slug] = item
        if item.date.end < item.date.start:
            about = About(evidence=slug)
            document.findings.append(
                found(
                    "MC210",
                    "the end lies before the start",
                    document.place(("date", "end")),
                    hint="Swap the two dates.",
                    about=about,
                )
            )
        return
    kind = (document.data or {}).get("kind")
    facts.broken[slug] = kind if isinstance(kind, str) else None
    about = About(evidence=slug)
    document.findings[:] = [Finding(f.code, f.severity, f.message, f.place, f.hint, about, f.subject) for f in document.findings]


def _review(facts: Facts, path: str, number: int, shapes: Shapes) -> None:
    review = _value(_document(facts, path, "review", shapes), Review, path=path, number=number)
    if review is not None:
        facts.reviews.append(review)


def _submission(facts: Facts, path: str, number: int, shapes: Shapes) -> None:
    submission = _value(_document(facts, path, "submission", shapes), Submission, path=path, number=number)
    if submission is not None:
        facts.submissions.append(submission)
