"""What `simcred privacy check` tells, and which of it an educator lets stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from simcred.app.beside import located
from simcred.app.guarding import Guard
from simcred.app.look import Look, Seen, batch_of, one
from simcred.app.manifests import opened, readable
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding, Place, found, ordered
from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.reading import Reading
from simcred.model.naming import LET_STAND, NamedAt, Naming, Verdict
from simcred.model.outcome import Batch
from simcred.rules.forms import KEEP, looks_signed
from simcred.rules.naming import as_naming, id_of, told_of
from simcred.snapshot.opening import read_regular
from simcred.steps import command
from simcred.words import both, count, cut, reason
from simcred.workspace.changes import Changes

_CODES = ("MC343", "MC7")
"""What is about people who must not be named or shown."""
_HEAD = "# What you looked at and let stand: the id of each place. It stays on this computer.\n"


class Told(Struct, frozen=True):
    """What a look came to: the report with findings about privacy alone, and remarks on how far it went."""

    batch: Batch
    remarks: tuple[str, ...]


def look_through(path: Path, look: Look) -> Told:
    """What is told of one portfolio. Raises `Stop` when there is none."""
    batch, seen = one(path, look)
    if seen.facts is None:
        return Told(batch, ())
    _could_look(seen.facts.naming)
    portfolio = seen.assessment
    ids = {finding: id_of(place) for place, finding in told_of(seen.facts.naming) if place.mark}
    kept = tuple(_with_id(f, ids.get(f)) for f in portfolio.findings if f.code.startswith(_CODES))
    shown = replace(portfolio, findings=kept)
    way_out = [f"If one may stay: {command('privacy allow ID', seen.spot.folder)}, with the id in brackets."] if ids else []
    return Told(replace(batch, portfolios=(shown,)), (*way_out, *_how_far(seen.facts.naming, seen)))


def _could_look(naming: Naming) -> None:
    """Raises `Stop` where nobody could look at all: then nothing that is not told is any comfort."""
    if naming.failed:
        hint = "This is a mistake in simcred, or the files need more memory than there is. Please report it."
        raise Stop(f"nobody could look for students' names ({naming.failed})", hint, Exit.CANNOT_JUDGE)


def _with_id(finding: Finding, known: str | None) -> Finding:
    """A finding with the id by which it is let stand."""
    return replace(finding, message=f"{finding.message} [{known}]") if known is not None else finding


def _how_far(naming: Naming, seen: Seen) -> Iterable[str]:
    """How far the look went, and what it left out: nothing is passed over in silence."""
    if naming.unusable:
        yield "Your list of students' names cannot be used, so nobody looked for them."
    elif naming.looked is None:
        yield "There is no list of your students' names, so nobody looked for them; only for addresses, numbers and the like."
        yield f"To have them looked for: {command('privacy roster FILE', seen.spot.folder)}"
    else:
        yield f"{count(naming.looked, 'file')} {'was' if naming.looked == 1 else 'were'} looked through for your students' names."
    for path, why in naming.unread:
        yield f"Nobody looked through {path}: {why}."
    standing = sum(bool(place.mark) and id_of(place) in naming.let_stand for place in naming.places)
    if standing:
        yield f"{count(standing, 'place')} you let stand {'is' if standing == 1 else 'are'} not shown."


class OfFile(Struct, frozen=True):
    """What is told of one file, remarks on what the look left out, and whether it went through all of the file."""

    findings: tuple[Finding, ...]
    left: tuple[str, ...] = ()
    whole: bool = True


def look_through_files(files: Sequence[Path], portfolio: Path, look: Look) -> Iterator[OfFile]:
    """What is told of single files, wherever they lie, by the roster of a portfolio; one after the other.

    Raises `Stop` for what is no file, and where there is no portfolio.
    """
    seen, _ = opened(portfolio, look)
    facts, _ = readable(seen)
    _could_look(facts.naming)
    guard = Guard(facts, seen.spot.root, seen.programme, look.today.year)
    reading = Reading()
    try:
        for file in files:
            yield _of_file(file, guard, reading, facts.naming)
    finally:
        reading.close()


def _of_file(file: Path, guard: Guard, reading: Reading, naming: Naming) -> OfFile:
    """What is told of one file. Raises `Stop` for what is none."""
    try:
        data = read_regular(file, MOST_BYTES + 1)[0]
    except OSError as error:
        raise Stop(f"{file.as_posix()} cannot be read: {reason(error)}", "Name a file.") from None
    if len(data) > MOST_BYTES:
        return OfFile((), ("Nobody could look through it: it is too large.",), whole=False)
    content = reading.content(data)
    verdict = guard.told_in(file.name, data, content)
    path = file.as_posix()
    findings = [finding for _, finding in told_of(as_naming(path, verdict))]
    findings += located(path, content)
    if looks_signed(file.name, words=verdict.form):
        findings.append(found("MC714", "it reads like a signed permission form", Place(path), hint=KEEP))
    return OfFile(ordered(findings), tuple(_left(verdict, naming)), not verdict.unread)


def _left(verdict: Verdict, naming: Naming) -> Iterator[str]:
    """What a look at one file left out."""
    if verdict.unread:
        yield f"Nobody could look through all of it: {verdict.unread}."
    if naming.unusable:
        yield "Your list of students' names cannot be used, so nobody looked for them: simcred privacy check says more."
    elif naming.looked is None:
        yield "There is no list of your students' names, so nobody looked for them: simcred privacy roster FILE"


def report_of(findings: Sequence[Finding], look: Look) -> Batch:
    """What was told of single files, as a report for programs."""
    return batch_of(Path.cwd().as_posix(), look, [], tuple(findings))


def let_stand(path: Path, said: Sequence[str], look: Look) -> list[str]:
    """Lets places stand, by their ids or by the file that they are in; remarks. Raises `Stop` for one that is not told."""
    seen, _ = opened(path, look)
    facts, _ = readable(seen)
    naming = facts.naming
    open_places = {id_of(place): place for place in naming.places if place.mark and id_of(place) not in naming.let_stand}
    chosen: dict[str, NamedAt] = {}
    for word in said:
        meant = {known: place for known, place in open_places.items() if word == known or _is_in(place, word)}
        if not meant:
            hint = "`simcred privacy check` lists the places, each with its id."
            raise Stop(f"nothing is told under {cut(word)}", hint)
        chosen |= meant
    before = _kept(seen.spot.root)
    lines = "".join(f"{known} {look.today}\n" for known in chosen)
    what = f"let {count(len(chosen), 'place')} stand"
    Changes(seen.spot.root, what, writes=[(LET_STAND, ((before or _HEAD) + lines).encode())]).apply()
    files = both(list(dict.fromkeys(place.path for place in chosen.values() if place.line is not None or place.where)))
    return [
        f"{count(len(chosen), 'place')}{f' in {files}' if files else ''} may stay as {'it is' if len(chosen) == 1 else 'they are'}.",
        "You are asked again once other words stand there. On other people's computers it is still told.",
    ]


def _is_in(place: NamedAt, word: str) -> bool:
    """Whether a place is in a file that somebody names; a file's own name is let stand by its id alone."""
    return word.removeprefix("./") == place.path and (place.line is not None or place.where is not None)


def _kept(root: Path) -> str:
    """What was let stand so far."""
    try:
        return read_regular(root / LET_STAND, MOST_BYTES)[0].decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise Stop(f"{LET_STAND} cannot be read: {reason(error)}", "Delete it; the places are told again then.") from None
