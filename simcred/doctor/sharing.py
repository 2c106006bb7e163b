"""What the facts of a portfolio's repository mean. Only here git's own words are used where there are no others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simcred.doctor.folder import Where
from simcred.doctor.said import ago, fix, note, ok, some
from simcred.model.machine import Diagnosis, Name, Repository, Sharing
from simcred.model.tree import TEMPORARY
from simcred.words import count, quoted, size

_ANOTHER = 600.0
"""Seconds after which no git program can still be at work on an index."""
_BIG, _REFUSED = 50_000_000, 100_000_000
"""GitHub warns of files above 50 MB and refuses those above 100 MB (docs.github.com, "About large files on GitHub")."""
_SHARE = "%(prefix)/"
"""What git wants before the path of a Windows network drive."""
_OFTEN = {".DS_Store", "Thumbs.db", "desktop.ini"}
_WAYS_OUT = {
    "merge": "merge --abort",
    "rebase": "rebase --abort",
    "cherry-pick": "cherry-pick --abort",
    "revert": "revert --abort",
    "bisect": "bisect reset",
}


def diagnoses(sharing: Sharing, where: Where, *, names: tuple[Name, ...] = (), cloud: str | None = None) -> Iterator[Diagnosis]:
    """Everything there is to say of how a portfolio is shared; `names` are those in its folder, `cloud` what copies that."""
    if sharing.repository is None:
        yield _without(sharing, where)
        return
    repository = sharing.repository
    yield _place(sharing.top, repository)
    if cloud is not None:
        yield note(
            f"The repository lies in {cloud}, which can damage it by copying it while git works.",
            f"Keep the repository in a folder outside {cloud}, and share it through its remote.",
        )
    yield from _trouble(repository, where)
    yield from _unsaved(repository)
    yield from _shared(repository)
    yield from _scaffold(repository, where)
    yield from _files(repository, names, where)


def _without(sharing: Sharing, where: Where) -> Diagnosis:
    """No repository, or one that cannot be used."""
    if sharing.kind == "none":
        return ok("This folder is in no repository, and needs none; a packet can be mailed.")
    if sharing.kind == "no git":
        return note("This folder is in a git repository, but git is not on this computer.", "Install git to save and share here.")
    if sharing.kind == "slow":
        return note("git took too long to answer.", "Look again when the computer has less to do.")
    if sharing.kind == "foreign":
        return fix(
            "The repository here belongs to another user of this computer, so git does not look into it.",
            "If you trust whoever it belongs to, tell git so.",
            f"git config --global --add safe.directory {_told_git(sharing.top)}",
        )
    if sharing.kind == "bare":
        return fix(
            "This folder lies in a repository that holds no working files (a bare one), so nothing can be saved here.",
            "Clone that repository, and work in the clone.",
        )
    return fix(
        "The git repository here cannot be read.",
        "Ask whoever looks after it; your files are untouched.",
        _typed("status", where),
    )


def _typed(words: str, where: Where) -> str:
    """A git command, with the portfolio's folder where it is not this one."""
    return f"git {words}" if where.folder == "." else f"git -C {quoted(where.folder)} {words}"


def _place(top: str, repository: Repository) -> Diagnosis:
    """Where the repository is."""
    linked = " as a linked work tree" if repository.linked else ""
    return ok(f"This folder is in the repository {top}{linked}.")


def _trouble(repository: Repository, where: Where) -> Iterator[Diagnosis]:
    """What keeps git from saving, or from saying everything."""
    typed = partial(_typed, where=where)
    if repository.lock is not None:
        path, age = f"{repository.git_folder}/index.lock", ago(repository.lock)
        if repository.lock > _ANOTHER:
            yield fix(
                f"{path} has been there for {age}: a git program was ended, and nothing can be saved until that file is gone.",
                "Close every program that uses git. If the file is still there then, delete it; simcred never does.",
            )
        else:
            yield note(f"A git program is at work here ({path}, {age} old).", "Wait until it has ended.")
    if repository.conflicts:
        number = count(repository.conflicts, "file was changed", "files were changed")
        yield fix(f"{number} in two ways, and nobody has decided yet.", "See which, mend them, and save.", typed("status"))
    if repository.unfinished is not None:
        what = repository.unfinished
        yield fix(f"A {what} was begun and not finished.", "Finish it, or go back to before it.", typed(_WAYS_OUT[what]))
    if repository.head is None and repository.unfinished is None:
        yield note(
            "An earlier state is checked out, and no branch (a detached head): what is saved now is easily lost.",
            "Go back to the branch.",
            typed("switch -"),
        )
    if repository.shallow:
        yield note(
            "Only the last part of the history is here (a shallow clone), so who changed what cannot be told.",
            "Get the rest.",
            typed("fetch --unshallow"),
        )


def _unsaved(repository: Repository) -> Iterator[Diagnosis]:
    """What git has not got yet."""
    if not repository.born:
        yield note("Nothing has been saved in this repository yet.", "Until then, this folder is all there is.")
    changed, new = repository.changed + repository.conflicts, repository.untracked
    if not changed and not new:
        if repository.born:
            yield ok("Everything in this portfolio is saved.")
        return
    parts = [count(changed, "changed file")] if changed else []
    parts += [count(new, "new file")] if new else []
    verb = "is" if changed + new == 1 else "are"
    yield note(f"{' and '.join(parts)} in this portfolio {verb} not saved yet.", "Save when you have reached something.")


def _shared(repository: Repository) -> Iterator[Diagnosis]:
    """Whether what is saved is anywhere else."""
    if not repository.remotes:
        yield note(
            "The repository is on this computer only (it has no remote).",
            "Keep a copy elsewhere, or ask whoever looks after the programme where to share it.",
        )
    elif repository.ahead:
        yield note(f"{count(repository.ahead, 'save')} not shared yet.", "Share when you want others to see it.")
    elif repository.ahead is None:
        yield note("Whether what is saved has been shared cannot be told: the branch follows no other.", "Share it once.")
    else:
        yield ok("What is saved is shared, as far as is known here.")


def _scaffold(repository: Repository, where: Where) -> Iterator[Diagnosis]:
    """The two files for git that come with every portfolio."""
    why = {
        ".gitattributes": "git may change files on the way, and what was reviewed does not fit any more",
        ".gitignore": "private files such as the names of students could be saved",
    }
    renew = "simcred init" if where.folder == "." else f"simcred init {quoted(where.folder)}"
    sound = True
    for name, state in ((".gitattributes", repository.attributes), (".gitignore", repository.ignore)):
        if state == "missing":
            yield fix(f"There is no {name} in the portfolio: {why[name]}.", "Have simcred write it.", renew)
        elif state == "different":
            yield fix(f"{name} is not what simcred writes: {why[name]}.", f"Delete {name}, and have simcred write it.", renew)
        sound = sound and state == "same"
    if sound:
        yield ok(".gitattributes and .gitignore are as simcred writes them.")


def _files(repository: Repository, names: tuple[Name, ...], where: Where) -> Iterator[Diagnosis]:
    """Files that git keeps in an odd way, or should not keep."""
    unseen = [kept.path for kept in repository.kept if kept.unseen]
    if unseen:
        yield fix(
            f"{some(unseen)}: git was told not to look whether this changes, so changes are never saved.",
            "Tell it to look again.",
            _typed(f"update-index --no-assume-unchanged --no-skip-worktree -- {quoted(unseen[0])}", where),
        )
    private = [kept.path for kept in repository.kept if _is_private(kept.path)]
    if private:
        yield fix(
            f"{some(private)}: this is for your computer only, and is in the repository.",
            "Take it out of the next save; the file stays. What was shared before stays in the history: ask for help with that.",
            _typed(f"rm --cached -- {quoted(private[0])}", where),
        )
    stored = [kept.path for kept in repository.kept if kept.stored == "lfs"]
    if stored:
        yield note(
            f"{some(stored)}: kept in a separate store (git LFS), which not every computer has.",
            "Whoever judges this portfolio needs git-lfs.",
        )
    filtered = [kept.path for kept in repository.kept if kept.stored not in (None, "lfs")]
    converted = filtered + [kept.path for kept in repository.kept if kept.converted and repository.attributes == "same"]
    if converted:
        yield fix(
            f"{some(converted)}: git is told to change this file on the way, so what was reviewed may not fit any more.",
            "Take that rule out of the .gitattributes where it stands: the repository's, or in a folder of the portfolio.",
        )
    yield from _big(names)


def _is_private(path: str) -> bool:
    """Whether a file is one that `init` has git leave out."""
    name = path.rpartition("/")[2]
    if path.startswith("packet/") or (path.startswith(".simcred/") and not path.startswith(".simcred/schemas/")):
        return True
    return name.startswith((TEMPORARY, "~$")) or name in _OFTEN


def _big(names: tuple[Name, ...]) -> Iterator[Diagnosis]:
    """Files that are too large to share."""
    files = [name for name in names if not name.folder and not _is_private(name.path)]
    refused = [f"{name.path} ({size(name.size)})" for name in files if name.size > _REFUSED]
    cure, link = "Keep it where your school keeps videos, and bind it from there.", "simcred add ROW --link URL --media FILE"
    if refused:
        yield fix(f"{some(refused)}: above 100 MB, which most places that hold repositories refuse.", cure, link)
    big = [f"{name.path} ({size(name.size)})" for name in files if _BIG < name.size <= _REFUSED]
    if big:
        yield note(f"{some(big)}: above 50 MB, which makes a repository slow for everybody.", cure, link)


def _told_git(top: str) -> str:
    """A repository's place as it is typed after `safe.directory`; one on another computer has a word in front."""
    if not top.startswith("//"):
        return quoted(top)
    return f'"{_SHARE}{top}"' if quoted(top).strip('"') == top else quoted(_SHARE + top)
