"""Making the packet of one goal, or of all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from simcred import __version__
from simcred.app.look import Look, Seen
from simcred.app.manifests import opened, readable
from simcred.app.places import nearest_portfolio
from simcred.app.which import goals_named
from simcred.exits import Exit, Stop
from simcred.findings.finding import SEVERITIES
from simcred.inspect.previews import Previews
from simcred.load.facts import Facts
from simcred.memory import CacheFolder
from simcred.model.contents import Preview
from simcred.model.outcome import GoalAssessment
from simcred.model.tree import TooBig
from simcred.packet.bundle import handed_on, letter, originals, zipped
from simcred.packet.cards import Source
from simcred.packet.context import context
from simcred.packet.integrity import digests, shown
from simcred.packet.page import render
from simcred.packet.restricted import linked, restricted
from simcred.packet.told import told
from simcred.rules.consents import UNSAID, unsaid_in
from simcred.snapshot.folder import bytes_of, is_file, is_there
from simcred.words import both, count
from simcred.workspace.changes import Changes
from simcred.workspace.effects import changed_meanwhile
from simcred.workspace.undo import clear_up

_GENERATOR = b'<meta name="generator" content="simcred">'
_HEAD = 2_000
"""Bytes in which a page says what made it."""
_KEPT = {"evidence", "reviews", "submissions", "awards", ".simcred", ".git"}
"""What a portfolio keeps: a packet there would be taken for a part of it."""
_MOST = 250_000_000
"""Bytes of originals in one ZIP; nobody mails more, and it is made in memory."""
_MAILED = 20_000_000
"""From here on many mail services refuse an attachment."""
_MOST_PLACES = 8
"""So many places are listed at once; `check` lists all."""


class Wish(Struct, frozen=True):
    """What packet is wanted: of which goal (None: of all), where (None: the usual place), and in which further forms.

    `restricted` is the one without what shows or names students.
    """

    goal: str | None = None
    out: Path | None = None
    zipped: bool = False
    pdf: bool = False
    paper: str = "letter"
    restricted: bool = False

    @property
    def name(self) -> str:
        """What its files are called, without their endings: the restricted one never as the whole one."""
        return f"{self.goal or 'index'}{'-restricted' if self.restricted else ''}"


def make_packet(path: Path, wish: Wish, look: Look) -> tuple[list[Path], list[str]]:
    """Writes the packet of the portfolio here; as `packet_of`."""
    seen, _ = opened(path, look)
    return packet_of(seen, wish, look)


def packet_of(seen: Seen, wish: Wish, look: Look) -> tuple[list[Path], list[str]]:
    """Writes the packet: OUT/<goal>.html, or OUT/index.html for all goals, and with it the ZIP and the PDF that are wanted.

    The files, the page first, and remarks. A restricted packet is called OUT/<goal>-restricted.html. OUT is the portfolio's own
    `packet` folder when nothing is said and we are in a portfolio, else `packet` here. Raises `Stop`, also where a ZIP is
    wanted that would name a student.
    """
    base, folder = place_for(wish.out)
    clear_up(base)
    source, goals, left = _source(seen, wish, look)
    data = context(source, goals, __version__)
    name = wish.name
    made = {f"{name}.html": render(data, to_portfolio=way_between(seen.spot.root.resolve(), (base / folder).resolve()))}
    if wish.pdf:
        from simcred.packet.pdf import manuscript
        from simcred.typesetting import typeset

        made[f"{name}.pdf"] = typeset(manuscript(data, wish.paper), look.today)
    if wish.zipped:
        pages = {**made, f"{name}.html": render(data, to_portfolio="..", bundled=True)}
        inside = {f"packet/{file}": content for file, content in pages.items()}
        made[f"{name}.zip"] = _bundle(source, goals, inside)
    refuse_foreign(base / folder, list(made))
    writes = [((PurePosixPath(folder) / file).as_posix(), content) for file, content in made.items()]
    Changes(base, f"made the packet {writes[0][0]}", writes=writes, product=True).apply()
    place = Path(os.path.relpath(base / folder)) if wish.out is None else wish.out
    return [place / file for file in made], [*_without_picture(left), *_remarks(made, wish), *_look_first(source, goals)]


def _source(seen: Seen, wish: Wish, look: Look) -> tuple[Source, list[GoalAssessment], list[str]]:
    """What a packet is made from: its source and goals as far as they are to be in it, and the files that have no picture."""
    facts, portfolio = readable(seen)
    chosen = goals_named(wish.goal, portfolio.goals)
    goals = [known for known in seen.assessment.goals if known.goal in chosen]
    source = Source(facts, portfolio, seen.programme, seen.assessment, look.today)
    if wish.zipped or wish.restricted:
        _could_look(facts)
    if wish.restricted:
        source, goals = restricted(source, goals)
    elif wish.zipped:
        _refuse_named(source, goals)
    previews, left = pictures(source.facts, goals)
    return replace(source, previews=previews), goals, left


def _could_look(facts: Facts) -> None:
    """Raises `Stop` where nobody could look for students' names, so that what is handed on would only seem to have been looked through."""
    if facts.naming.blind:
        hint = "`simcred privacy check` says more; the packet without --zip and --restricted is made all the same."
        raise Stop(f"nobody could look for students' names ({facts.naming.blind}), so it was not made", hint, Exit.CANNOT_JUDGE)


def _refuse_named(source: Source, goals: Sequence[GoalAssessment]) -> None:
    """Raises `Stop` where a student would be named in a ZIP, or a signed form lie in it: it is made to be handed on."""
    forms = [f for f in source.assessment.findings if f.code == "MC714" and f.about.evidence in shown(goals)]
    if forms:
        hint = f"{both(sorted({str(f.about.evidence) for f in forms}))}: {forms[0].hint}"
        raise Stop("a signed form would lie in the ZIP, so it was not made", hint, Exit.WORK)
    named = told(source.facts, source.assessment)
    folders = tuple(f"evidence/{slug}/" for slug in shown(goals))
    called = [path for path in source.facts.entries if path.startswith(folders) and named.is_called(path)]
    places = named.at({*originals(source.facts, goals), *called})
    if not places:
        return
    first = places[:_MOST_PLACES]
    more = (
        [f"and {count(len(places) - len(first), 'more place')}; `simcred check` shows them"] if len(places) > len(first) else []
    )
    cure = "Write made-up names such as S01 in their place and make the ZIP again, or make one without them: add --restricted."
    raise Stop("a student is named in what the ZIP would hold, so it was not made", "\n".join([*first, *more, cure]), Exit.WORK)


def pictures(facts: Facts, goals: Sequence[GoalAssessment]) -> tuple[dict[str, Preview], list[str]]:
    """Small pictures of the evidence on the page, by the files' paths, and the paths of those that could not be shown.

    They are made once, and kept in the user's cache.
    """
    previews = Previews(CacheFolder.of_this_user())
    items = [facts.items[slug] for slug in shown(goals)]
    paths = [f"{item.folder}/{file.path}" for item in items for file in item.files]
    try:
        made = {path: previews.of(facts.tree, path) for path in paths}
    finally:
        previews.close()
    return {path: preview for path, preview in made.items() if preview is not None}, previews.left


def _without_picture(paths: Sequence[str]) -> Iterator[str]:
    """What to say of files that the page names without showing them."""
    if paths:
        more = f" and of {count(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
        yield f"There is no picture of {paths[0]}{more}: it would take too long, or make the page too large. The page links to it."


def _bundle(source: Source, goals: Sequence[GoalAssessment], pages: dict[str, bytes]) -> bytes:
    """The ZIP: pages, originals, digests, and a letter. Raises `Stop` where they are too big, or change while they are read.

    A restricted one has only the files to which its page links.
    """
    facts, is_restricted = source.facts, source.left_out is not None
    paths = linked(facts, goals) if is_restricted else originals(facts, goals)
    size = sum(facts.entries[path].size for path in paths)
    if size > _MOST:
        hint = "Keep recordings elsewhere and add them with --link, or hand the folder itself over."
        raise Stop(f"the files have {size // 1_000_000} MB, too much for one ZIP to mail", hint, Exit.NOT_SAVED)
    files = dict(pages)
    for path in paths:
        try:
            files[path] = facts.tree.read(path, _MOST)
        except (OSError, TooBig):
            raise Stop(
                f"{path} cannot be read", "Look at its permissions, and run the command again.", Exit.CANNOT_JUDGE
            ) from None
        known = digests(facts, path)
        if known is None or hashlib.sha256(files[path]).hexdigest() != known.sha256:
            raise changed_meanwhile(path)
    top = (goals[0].goal.id if len(goals) == 1 else "portfolio") + ("-restricted" if is_restricted else "")
    read_me = letter(
        source.portfolio.educator.name, next(iter(pages)), restricted=is_restricted, looked=facts.naming.looked is not None
    )
    return zipped(top, {**files, "READ-ME.txt": read_me})


def _remarks(made: dict[str, bytes], wish: Wish) -> list[str]:
    """What to do with what was made."""
    bundle = made.get(f"{wish.name}.zip")
    what = "The restricted packet" if wish.restricted else "The packet"
    if bundle is None:
        return [
            f"{what} is made. Open it in a browser; to mail it with the evidence files in it, make it with --zip.",
        ]
    remarks = [f"{what} is made. {wish.name}.zip has the page, the files it links to and their digests: mail that."]
    if len(bundle) > _MAILED:
        remarks.append(f"It has {len(bundle) // 1_000_000} MB; many mail services take 20 MB at most. A shared drive takes more.")
    return remarks


def _look_first(source: Source, goals: Sequence[GoalAssessment]) -> Iterator[str]:
    """What somebody should see before they hand a packet on: who may be named or shown in it, as far as that is known."""
    left_out = source.left_out.items if source.left_out is not None else ()
    slugs = [slug for slug in shown(goals) if slug not in left_out]
    named = [f for f in source.assessment.findings if f.code.startswith(("MC343", "MC7")) and f.about.evidence in slugs]
    elsewhere = told(source.facts, source.assessment)
    more = [f for f in elsewhere.about(handed_on(source.facts, goals)) if f not in named]
    unsaid = [f"{slug}: {UNSAID} {file}" for slug in slugs if (file := unsaid_in(source.facts.items[slug])) is not None]
    named.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    said = [*elsewhere.lines(more), *(f"{finding.about.evidence}: {finding.message}" for finding in named), *unsaid]
    for text in said[:_MOST_PLACES]:
        yield f"Before you hand it on: {text}."
    if len(said) > _MOST_PLACES:
        yield f"And {count(len(said) - _MOST_PLACES, 'more place')}: simcred privacy check shows them."


def place_for(out: Path | None) -> tuple[Path, str]:
    """Where to write: a folder, and the way from there, on which no link is followed.

    A portfolio may come from somebody else, and so may a link in it; what lies above it is its reader's own.
    """
    here = Path.cwd()
    if out is None:
        return nearest_portfolio(here, *here.parents) or here, "packet"
    full = Path(os.path.normpath(out.absolute()))
    portfolio = nearest_portfolio(full, *full.parents)
    for place in (full, full.resolve()):
        _refuse(place, out)
    return (full, ".") if portfolio is None else (portfolio, full.relative_to(portfolio).as_posix())


def refuse_foreign(place: Path, names: Sequence[str]) -> None:
    """Raises `Stop` where a file that simcred did not make would be replaced; in a portfolio, `undo` brings it back.

    A page says in its head that simcred made it, and speaks for the ZIP and the PDF beside it.
    """
    if nearest_portfolio(place, *place.parents) is not None:
        return
    for name in names:
        page = (place / name).with_suffix(".html")
        if is_there(place / name) and not (is_file(page) and _GENERATOR in bytes_of(page)[:_HEAD]):
            raise Stop(
                f"{name} in {place.as_posix()} was not made by simcred", "Move it away, or name another folder with --out."
            )


def _refuse(place: Path, out: Path) -> None:
    """Raises `Stop` for a place among what a portfolio keeps, which its own folder is too."""
    portfolio = nearest_portfolio(place, *place.parents)
    if portfolio is None:
        return
    top = place.relative_to(portfolio).parts[:1]
    if not top or top[0].casefold() in _KEPT:
        raise Stop(
            f"{out.as_posix()} is among what the portfolio keeps, and a packet is no part of that",
            "Leave --out away, or name another folder.",
        )


def way_between(portfolio: Path, page: Path) -> str:
    """The way from the page's folder to the portfolio's, as a link; from another drive of Windows, the whole address."""
    try:
        return quote(os.fsencode(Path(os.path.relpath(portfolio, page)).as_posix()))
    except ValueError:
        return portfolio.as_uri()
