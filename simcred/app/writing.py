"""Changing an evidence item, or portfolio.yaml, in the person's own editor: what comes out is looked at before it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from simcred.app.editing import Plan, carry_out, planned, planned_portfolio
from simcred.app.items import is_portfolio, item_named, place_to_keep
from simcred.app.look import Look, Seen
from simcred.app.manifests import as_seen, opened, readable
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding
from simcred.load.characters import bad_characters, name_of
from simcred.load.facts import PORTFOLIO
from simcred.load.reader import MAX_BYTES, read
from simcred.machine.editor import Copy
from simcred.model.tree import TooBig
from simcred.snapshot.folder import FolderTree, bytes_of, is_file
from simcred.workspace.changes import Changes
from simcred.workspace.edit_values import set_value
from simcred.workspace.effects import changed_meanwhile
from simcred.workspace.putting import refuse_links

_WORDS = "narrative.md"
_MOST_SHOWN = 10


class Desk(Struct, frozen=True):
    """How to speak with the person at the terminal: say something, ask whether to go on editing, wait until they are done."""

    say: Callable[[str], None]
    again: Callable[[], bool]
    wait: Callable[[], None]


class _Writing(Struct, frozen=True):
    """What is written on: the file it goes to, that file's bytes now, and the text to begin with.

    `slug` is the item's; for portfolio.yaml, that name. `words` says that the text is the narrative and no manifest;
    `in_manifest` that it stands in the manifest.
    """

    seen: Seen
    slug: str
    path: str
    before: bytes
    name: str
    text: bytes
    words: bool = False
    in_manifest: bool = True

    @property
    def kept(self) -> str:
        """Where a text with mistakes is kept until they are mended."""
        return f".simcred/drafts/{self.slug}/{self.name}"

    def whole(self, text: bytes) -> bytes:
        """The file's bytes with a new text in them."""
        if not (self.words and self.in_manifest):
            return text
        said = text.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        if not self.text.endswith(b"\n"):  # editors end every last line
            said = said.rstrip("\n")
        return set_value(self.path, self.before, ("narrative",), said)


def edit_by_hand(path: Path, item: str | None, look: Look, desk: Desk, *, words: bool) -> tuple[str, list[str]]:
    """Opens an item's manifest, or its narrative, or portfolio.yaml, in the person's editor, and saves what they made of it.

    The path of what was changed, and remarks.

    A text with mistakes never takes the place of a good one: it is edited again, or kept aside, and `Stop` raised.
    """
    seen, _ = opened(path, look)
    if is_portfolio(item):
        if words:
            raise Stop("portfolio.yaml has no narrative", "Leave --text away.")
        data = as_seen(seen)
        writing = _Writing(seen, PORTFOLIO, PORTFOLIO, data, PORTFOLIO, data)
    else:
        slug = item_named(item, seen)
        writing = _words(seen, slug) if words else _manifest(seen, slug)
    text = _begun(writing, desk)
    copy = Copy(writing.name, text)
    try:
        plan = _written(writing, copy, look, desk)
        for warning in plan.warnings:
            desk.say(warning)
        remarks = list(carry_out(path, plan, look))
    except BaseException as error:
        _keep(writing, copy, desk, error)
        raise
    copy.close()
    return writing.slug if writing.slug == PORTFOLIO else f"evidence/{writing.slug}", remarks


def _manifest(seen: Seen, slug: str) -> _Writing:
    """An item's manifest, whatever is wrong with it."""
    manifest = f"evidence/{slug}/evidence.yaml"
    data = _bytes(seen, manifest)
    return _Writing(seen, slug, manifest, data, "evidence.yaml", data)


def _words(seen: Seen, slug: str) -> _Writing:
    """An item's words: a file of their own, or those in the manifest; none yet, where there are none."""
    facts, _ = readable(seen)
    item = facts.items.get(slug)
    if item is None:
        raise Stop(f"evidence/{slug}/evidence.yaml has a mistake in it", f"Mend it first: simcred edit {slug}", Exit.CANNOT_JUDGE)
    if item.narrative_file is not None:
        path = f"{item.folder}/{item.narrative_file}"
        data = _bytes(seen, path)
        name = item.narrative_file.rpartition("/")[2]
        return _Writing(seen, slug, path, data, name, data, words=True, in_manifest=False)
    data = _bytes(seen, item.manifest)
    return _Writing(seen, slug, item.manifest, data, _WORDS, (item.narrative or "").encode(), words=True)


def _bytes(seen: Seen, path: str) -> bytes:
    """A file's bytes. Raises `Stop` when it cannot be read."""
    facts, _ = readable(seen)
    try:
        return facts.tree.read(path, MAX_BYTES)
    except TooBig:
        raise Stop(f"{path} is too large to be edited here", "Open it in a program of your own.", Exit.CANNOT_JUDGE) from None
    except OSError:
        raise Stop(f"{path} cannot be read", "Look whether it is there.", Exit.CANNOT_JUDGE) from None


def _begun(writing: _Writing, desk: Desk) -> bytes:
    """The text to begin with: what was kept aside last time, where the file has not changed since."""
    root = writing.seen.spot.root
    kept = root / writing.kept
    if not _is_kept(writing):
        return writing.text
    if kept.stat().st_mtime < (root / writing.path).stat().st_mtime:
        desk.say(f"An older text of yours is still in {writing.kept}; {writing.path} has changed since, so that is opened.")
        return writing.text
    desk.say(f"You go on with your text from last time, which still had mistakes ({writing.kept}).")
    return _bytes_of_draft(root, writing)


def _is_kept(writing: _Writing) -> bool:
    """Whether a text of theirs was kept aside; what lies behind a link is none."""
    root = writing.seen.spot.root
    try:
        refuse_links(root, writing.kept)
    except Stop:
        return False
    return is_file(root / writing.kept)


def _bytes_of_draft(root: Path, writing: _Writing) -> bytes:
    """What was kept aside; the text itself where that is a link or too large."""
    try:
        return FolderTree(root / ".simcred/drafts").read(f"{writing.slug}/{writing.name}", MAX_BYTES)
    except (OSError, TooBig):
        return writing.text


def _written(writing: _Writing, copy: Copy, look: Look, desk: Desk) -> Plan:
    """What the person made of the copy, once it is sound. Raises `Stop` when they leave it with mistakes in it."""
    while True:
        before = copy.read()
        if copy.edit() and copy.read() == before:
            desk.wait()
        text = copy.read()
        problems = list(_problems(writing, text)) if text != writing.text else []
        if not problems:
            return _plan(writing, text, look)
        for problem in problems[:_MOST_SHOWN]:
            desk.say(problem)
        if not desk.again():
            raise Stop(f"{writing.path} is as it was; your text has mistakes", "", Exit.WORK)


def _problems(writing: _Writing, text: bytes) -> Iterator[str]:
    """What is wrong with a text, each with its line."""
    if writing.words:
        yield from _of_words(text)
        return
    document = read(writing.name, text)
    writing.seen.found.shapes.check("portfolio" if writing.slug == PORTFOLIO else "evidence", document)
    yield from (_said(finding) for finding in document.findings if finding.severity == "error")


def _of_words(text: bytes) -> Iterator[str]:
    """What is wrong with a narrative."""
    try:
        said = text.decode("utf-8")
    except UnicodeDecodeError as error:
        number = text[: error.start].count(b"\n") + 1
        yield f"Line {number}: this is not UTF-8 text. Save it again with the encoding UTF-8."
        return
    if not said.strip():
        yield "There are no words in it. Write some, or leave the editor without saving."
    for offset, char in bad_characters(said.removeprefix("\ufeff")):
        yield f"Line {said.count(chr(10), 0, offset) + 1}: the character {name_of(char)} stands here. Delete it."


def _said(finding: Finding) -> str:
    """A finding in a line."""
    where = f"Line {finding.place.line}: " if finding.place.line else ""
    return f"{where}{finding.message}. {finding.hint}".rstrip()


def _plan(writing: _Writing, text: bytes, look: Look) -> Plan:
    """The plan of putting a sound text in its place, if nothing else has been put there meanwhile."""
    root, moves = writing.seen.spot.root, []
    if bytes_of(root / writing.path) != writing.before:
        raise changed_meanwhile(writing.path)
    if _is_kept(writing):
        moves.append((writing.kept, place_to_keep(root, f"{writing.slug}/draft-{writing.name}")))
    new = writing.whole(text) if text != writing.text else writing.before
    if new == writing.before:
        return Plan(writing.seen, writing.slug, None)
    changes = Changes(
        root, f"changed {writing.path}", writes=[(writing.path, new)], moves=moves, before={writing.path: writing.before}
    )
    if writing.slug == PORTFOLIO:
        return planned_portfolio(writing.seen, changes, look)
    return planned(writing.seen, writing.slug, changes, look)


def _keep(writing: _Writing, copy: Copy, desk: Desk, error: BaseException) -> None:
    """Keeps what the person wrote when it cannot take its place; where not even that can be, the copy stays and is named."""
    try:
        text = copy.read()
    except Stop:
        return
    if text == writing.text:
        copy.close()
        return
    try:
        Changes(writing.seen.spot.root, f"kept your text of {writing.path} aside", writes=[(writing.kept, text)]).apply()
        copy.close()
        where = (
            f"It is kept in {writing.kept}; `simcred edit {writing.slug}{' --text' if writing.words else ''}` goes on with it."
        )
    except Stop:
        where = f"Your text is still in {copy.path.as_posix()}; copy it to a safe place."
    if isinstance(error, Stop):
        error.hint = f"{error.hint}\n{where}".strip()
    else:
        desk.say(where)
