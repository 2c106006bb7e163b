"""What to do when something private was saved or shared already: the steps, with the commands for this folder filled in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simcred.app.guarding import Guard
from simcred.app.look import Look
from simcred.app.manifests import opened, readable
from simcred.app.places import inside
from simcred.exits import Stop
from simcred.gate import leave_unsaid, told
from simcred.load.paths import item_of
from simcred.machine.git import GitProgram, words
from simcred.model.guide import Saved, Step
from simcred.resources import user_folder
from simcred.snapshot.folder import is_there
from simcred.snapshot.gitindex import is_repository
from simcred.words import cut, did_you_mean, quoted

_JOURNAL = ".simcred/undo"


def guide(path: Path, portfolio: Path, look: Look) -> tuple[Saved, list[Step]]:
    """How far a file or folder has come, and the steps. Raises `Stop` where there is no portfolio."""
    seen, _ = opened(portfolio, look)
    facts, _ = readable(seen)
    root = seen.spot.root
    saved = _saved(root, _within(path, root))
    if not saved.there and saved.versions == 0:
        known = [*(f"evidence/{slug}" for slug in facts.items), *facts.entries]
        hint = did_you_mean(saved.path, known) or "Name it as it is, or was, called from the portfolio's folder."
        raise Stop(f"there is no {cut(saved.path)} here, and git never saved one", hint)
    guard = Guard(facts, root, seen.programme, look.today.year)
    parts = {part for name in saved.names for part in name.split("/")}
    leave_unsaid(part for part in parts if guard.names_somebody(part))
    within = saved.path
    item = facts.items.get(item_of(f"{within}/") or "")
    return saved, list(_steps(saved, within, bound=item is not None and any(link.commitment is not None for link in item.links)))


def _within(path: Path, root: Path) -> str:
    """A path from the portfolio's folder: as it is called from here or from there, or an item by its folder's name."""
    ways = [inside(path.absolute(), root), inside(root / path, root), f"evidence/{path.as_posix()}"]
    there = next((way for way in ways if way is not None and is_there(root / way)), None)
    return there or ways[0] or path.as_posix()


def _saved(root: Path, within: str) -> Saved:
    """How far it has come, as far as git says."""
    top = next((folder for folder in (root, *root.parents) if is_repository(folder)), None)
    if top is None:
        return Saved(within, is_there(root / within), None, (within,), 0)
    in_repository = inside(root / within, top) or within
    git = GitProgram.found(top)
    versions = None
    names: tuple[str, ...] = (in_repository,)
    address = ""
    if git is not None:
        settings = git.settings()
        address = settings.get("remote.origin.url", "")
        answer = git.ask("rev-list", "--all", "--count", "--", f":(literal){in_repository}")
        versions = int(answer.out) if answer.good and answer.out.strip().isdigit() else None
        followed = git.ask("log", "--all", "--follow", "--format=", "--name-only", "-z", "--", in_repository)
        names = tuple(dict.fromkeys([in_repository, *(name for part in words(followed) if (name := part.strip("\n")))]))
    return Saved(within, is_there(root / within), top, names, versions, address)


def _steps(saved: Saved, within: str, *, bound: bool) -> Iterator[Step]:
    """Every step, in the order in which it helps."""
    yield Step(
        "Stop it from going further",
        (
            "Save and share nothing more from this folder until all of this is done.",
            "Ask whoever has a copy (your partner, the centre, colleagues) not to open it and not to pass it on, and to delete it.",
        ),
    )
    yield Step(
        "Say so at your school today",
        (
            "Tell whoever looks after student data at your school or district. They know whether families or a state office must be told; in "
            "many states the law asks for it, and often within days. Note what it was, whose, since when, and who could see it.",
        ),
    )
    yield Step("Take it out here", tuple(_here(saved, within, bound=bound)), tuple(_commands_here(saved, within)))
    if saved.top is not None and saved.versions != 0:
        yield from _from_history(saved)
    yield Step(
        "Afterwards",
        (
            "Reviews of other evidence stay as they are: they hold to the contents of files. What was said of this one waits for a new look.",
            "So that it does not happen again, let simcred look before anything is saved:",
        ),
        ("simcred privacy check", "simcred hook install"),
    )


def _here(saved: Saved, within: str, *, bound: bool) -> Iterator[str]:
    """Where copies of it lie on this computer."""
    item = item_of(f"{within}/")
    if saved.there:
        yield f"Take names out of {within}, put a clean file in its place, or take {'the item' if item else 'it'} out."
    yield f"simcred keeps what was there before in {_JOURNAL} and .simcred/removed, so that you can undo. Delete both folders; you cannot undo anything then."
    yield "Pages that were made show it too: delete the folder packet, and every copy that you sent or put elsewhere."
    cache = user_folder("cache")
    if cache is not None:
        yield f"Small pictures of evidence lie in {cache.as_posix()}; delete that folder, it is made again."
    if bound:
        yield "It links to a file that is kept elsewhere: delete that, and the .salt beside it. What is left here then tells nobody anything."
    yield "Empty the bin. Think of the camera, the cloud drive with its older versions, mails with it, and backups."


def _commands_here(saved: Saved, within: str) -> Iterator[str]:
    """What takes it out."""
    item = item_of(f"{within}/")
    if saved.there and item is not None:
        yield f"simcred remove {quoted(item)}"


_NOT_SHARED = "It seems not to be shared from here. Once the fresh copy is right, it takes the place of this one."
_REAL = (
    "Where it says NAME, put the real one: it is not repeated here, because it is called as a student. It stands in what "
    "`git log --all --name-only` shows."
)


def _from_history(saved: Saved) -> Iterator[Step]:
    """Out of what git keeps."""
    often = "git cannot say in how many versions it was saved" if saved.versions is None else _often(saved.versions)
    unsaid = [name for name in saved.names if told(name) != name]
    paths = " ".join(f"--path {quoted(name)}" if name not in unsaid else "--path NAME" for name in saved.names)
    where = quoted(saved.address) if saved.address else "ADDRESS"
    begin = where if saved.address or saved.top is None else quoted(saved.top.as_posix())
    push = (f"git -C fresh push --force --all {where}", f"git -C fresh push --force --tags {where}") if saved.address else ()
    yield Step(
        "Take it out of everything that was saved before",
        (
            f"git keeps every version for good; {often}. Deleting the file now does not delete those.",
            "This is for whoever looks after the shared folder. It needs the program git-filter-repo, works on a fresh copy, and gives every "
            "version a new number. A name in what was written at saving (the message) is taken out the same way, by --replace-message.",
            *(_REAL for _ in unsaid[:1]),
            *(_NOT_SHARED for _ in range(not saved.address)),
        ),
        (f"git clone --no-local {begin} fresh", f"git -C fresh filter-repo --invert-paths {paths}", *push),
    )
    yield Step(
        "Ask the place where it is shared",
        (
            "A code host keeps pull requests, forks and pages that it has shown before. Only its support can delete those: ask them, and name the file.",
        ),
    )
    yield Step(
        "Everybody starts from a new copy",
        ("Whoever has a copy deletes it and gets a new one. Somebody who saves from an old copy brings everything back.",),
    )


def _often(versions: int) -> str:
    return f"it stands in {versions} saved version{'s' if versions != 1 else ''} or their changes"
