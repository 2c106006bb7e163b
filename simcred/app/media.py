"""Looking for what is kept outside a portfolio: each bound file is found by its size, its salt and its bytes, whatever it is called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from simcred.app.binding import Progress, silent
from simcred.app.called import Names
from simcred.app.look import Look, Seen, one
from simcred.app.manifests import readable
from simcred.app.places import usable, whole
from simcred.exits import Exit, Stop, worst
from simcred.load.facts import Facts
from simcred.model.evidence import EvidenceItem, Link
from simcred.model.media import SALT_BYTES, SALT_ENDING, Found, Kept, Looked, Stray
from simcred.snapshot.folder import FolderTree, is_folder, is_there
from simcred.snapshot.outside import Outside, read_salt
from simcred.words import reason

_MOST_SALTS = 200
"""With so many salts one file is tried at once; the nearest are tried first."""


def look_for(path: Path, folders: Sequence[Path], look: Look, progress: Progress = silent) -> Looked:
    """How every link of a portfolio's items stands, its file looked for in some folders and all below them.

    Raises `Stop` for a folder that is not there.
    """
    _, seen = one(path, look)
    usable(seen.found)
    facts, _ = readable(seen)
    looked = _looked(list(_links(facts)), folders, seen, progress)
    return replace(looked, unknown=tuple(sorted(facts.broken)))


def _looked(links: Sequence[_Bound], folders: Sequence[Path], seen: Seen, progress: Progress) -> Looked:
    """The same for links that are known."""
    if not folders:
        return Looked(tuple(map(_without_a_look, links)), folder=seen.spot.folder)
    search = _Search(Names.of(seen.spot.root), seen.spot.folder, progress)
    for folder in folders:
        if not is_folder(folder):
            what = "is a file" if is_there(folder) else "is not there"
            raise Stop(f"the folder {folder} {what}", "Name the folder where the files are kept.", Exit.CANNOT_JUDGE)
        search.walk(whole(folder))
    return search.answer(links)


def exit_code(looked: Looked) -> Exit:
    """5 where a file was changed, 3 where it cannot be told or an item cannot be read, 1 where one was not found, else 0."""
    codes = {"changed": Exit.INTEGRITY, "no-salt": Exit.CANNOT_JUDGE, "cannot-tell": Exit.CANNOT_JUDGE, "missing": Exit.WORK}
    unknown = [Exit.CANNOT_JUDGE] if looked.unknown else []
    return worst([codes.get(link.found, Exit.OK) for link in looked.links] + unknown)


class _Bound(Struct, frozen=True):
    """A link, where it stands, and what it says of its file."""

    item: EvidenceItem
    number: int
    link: Link

    @property
    def value(self) -> str | None:
        """The salted digest; None where it is bound to nothing."""
        return self.link.commitment.value if self.link.commitment is not None else None

    @property
    def salt_id(self) -> str | None:
        """The digest of its salt."""
        return self.link.commitment.salt_sha256 if self.link.commitment is not None else None

    def kept(self, found: Found, file: str | None = None, why: str | None = None) -> Kept:
        """How it stands."""
        link = self.link
        return Kept(self.item.slug, self.number, found, link.url, link.access, link.size, file, why)


def _links(facts: Facts) -> Iterator[_Bound]:
    """Every link of every item that could be read."""
    for slug in sorted(facts.items):
        item = facts.items[slug]
        yield from (_Bound(item, number, link) for number, link in enumerate(item.links, 1))


def _without_a_look(one: _Bound) -> Kept:
    """How a link stands where no folder was named."""
    return one.kept("unbound" if one.value is None else "not-looked")


class _File(Struct, frozen=True):
    """A file that was found: its folder's tree, its way in there, its size."""

    tree: FolderTree
    way: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.tree.root / self.way


class _Salt(Struct, frozen=True):
    """A salt that was found: where, its bytes, and the digest by which links name it."""

    file: _File
    data: bytes
    id: str
    beside: Path

    @classmethod
    def of(cls, file: _File, data: bytes) -> _Salt:
        """A salt; it lies beside the file that it is called after."""
        beside = file.path.with_name(file.path.name.removesuffix(SALT_ENDING))
        return cls(file, data, hashlib.sha256(data).hexdigest(), beside)


class _Search(Struct):
    """One look through some folders."""

    names: Names
    folder: str
    progress: Progress
    files: list[_File] = field(default_factory=list)
    salts: list[_Salt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)
    _tried: dict[Path, dict[str, str]] = field(default_factory=dict)
    _matched: dict[Path, str] = field(default_factory=dict)

    def walk(self, folder: Path) -> None:
        """Takes down the files and salts in a folder and below it; nothing but salts is opened."""
        tree = FolderTree(folder, skipped=())
        for way, entry in tree.entries().items():
            if entry.kind != "file" or (path := (folder / way).resolve()) in self._seen:
                continue
            self._seen.add(path)
            file = _File(tree, way, entry.size)
            if not way.endswith(SALT_ENDING):
                self.files.append(file)
            elif entry.size == SALT_BYTES:
                self._salt(file)
        self.unread.extend(f"{self._said(gone.path)}: {gone.reason}" for gone in tree.unreadable())

    def _salt(self, file: _File) -> None:
        """Reads a salt."""
        try:
            data = read_salt(file.path)
        except OSError as error:
            self.unread.append(f"{self._said(file.way)}: {reason(error)}")
            return
        if data is not None:
            self.salts.append(_Salt.of(file, data))

    def _said(self, way: str) -> str:
        """A file's way in a sentence."""
        return self.names.said(way) or "a file whose name is a student's"

    def answer(self, links: Sequence[_Bound]) -> Looked:
        """How each link stands, and which salts belong to none."""
        first = [self._match(one) for one in links]
        kept = [known or self._not_there(one) for one, known in zip(links, first, strict=True)]
        ids = {one.salt_id for one in links} | set(self._matched.values())
        there = {file.path for file in self.files}
        strays = [Stray(self.names.said(salt.file.way), salt.beside not in there) for salt in self.salts if salt.id not in ids]
        return Looked(tuple(kept), tuple(strays), tuple(self.unread), self.folder)

    def _match(self, one: _Bound) -> Kept | None:
        """How a link stands, where that is clear or a file has its digest; None where no file has it."""
        commitment = one.link.commitment
        if commitment is None:
            return one.kept("unbound")
        salts = self._salts_of(one)
        failed = f"there are more than {_MOST_SALTS} salts to try" if len(salts) > _MOST_SALTS else None
        for file in self._likely(one):
            try:
                digests = self._digests(file, salts)
            except OSError as error:
                failed = f"{self._said(file.way)}: {reason(error)}"
                continue
            for identity, value in digests.items():
                if value == commitment.value:
                    self._matched[file.path] = identity
                    return one.kept("unchanged", self.names.said(file.way))
        return one.kept("cannot-tell", why=failed) if failed is not None else None

    def _salts_of(self, one: _Bound) -> list[_Salt]:
        """The salts that may be a link's: its own where it names that, else all."""
        return [salt for salt in self.salts if one.salt_id in (None, salt.id)]

    def _likely(self, one: _Bound) -> list[_File]:
        """The files that may be a link's: those of its size, else those with a salt beside them."""
        if one.link.size is not None:
            return [file for file in self.files if file.size == one.link.size]
        beside = {salt.beside for salt in self.salts}
        return [file for file in self.files if file.path in beside]

    def _not_there(self, one: _Bound) -> Kept:
        """How a link stands of which no file has the digest: changed where its salt lies beside a file, else not found."""
        there = {file.path: file for file in self.files}
        for salt in self._salts_of(one):
            file = there.get(salt.beside)
            if file is None or self._matched.get(file.path, salt.id) != salt.id:
                continue  # that file is another link's, whatever salt lies beside it
            if one.salt_id is not None or (one.link.size == file.size and file.path not in self._matched):
                return one.kept("changed", self.names.said(file.way))
        if self.unread:
            return one.kept("cannot-tell", why="not everything in there could be looked at")
        likely = self._likely(one) if one.link.size is not None else []
        if not self._salts_of(one) and likely:
            return one.kept("no-salt", self.names.said(likely[0].way) if len(likely) == 1 else None)
        own = one.salt_id is not None and self._salts_of(one)
        return one.kept("missing", why="its salt is there, and no file that fits it" if own else None)

    def _digests(self, file: _File, salts: Sequence[_Salt]) -> dict[str, str]:
        """The salted digests of a file by the salts' own, each worked out once. Raises OSError.

        The salt beside the file is the first of those that are tried, then those in its folder.
        """
        tried = self._tried.setdefault(file.path, {})
        new = [salt for salt in salts if salt.id not in tried]
        if new and len(tried) < _MOST_SALTS:
            new.sort(key=lambda salt: (salt.beside != file.path, salt.file.path.parent != file.path.parent))
            del new[_MOST_SALTS - len(tried) :]
            self.progress(self._said(file.way), file.size)
            with Outside(file.path) as opened_file:
                digests = opened_file.salted([salt.data for salt in new])
            tried.update({salt.id: value for salt, value in zip(new, digests, strict=True)})
        return tried
