"""Files that somebody names to have them copied into the portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.findings.catalogue import code_of
from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.reading import Reading
from simcred.load.paths import ending_of, name_problem, slug_of
from simcred.model.programme import Kind, Programme
from simcred.model.tree import TEMPORARY
from simcred.rules.contents import SCORES_HINT, fault_of
from simcred.rules.files import SHORTCUT_HINT, SHORTCUTS
from simcred.rules.filetypes import TYPES
from simcred.rules.forms import KEEP, called_form
from simcred.rules.media import is_salt
from simcred.rules.sizes import weigh
from simcred.snapshot.folder import is_file, is_folder
from simcred.snapshot.opening import read_regular
from simcred.words import either, lowered, reason
from simcred.workspace.salting import salt_beside


def sources_of(files: Sequence[Path], kind: Kind | None, programme: Programme, here: str) -> tuple[dict[str, Path], list[str]]:
    """The files to copy by the name they get, and remarks; `here` is the folder of -C. Raises `Stop` for one that cannot be taken."""
    reading = Reading()
    try:
        return _taken(files, kind, programme, here, reading)
    finally:
        reading.close()


def _taken(
    files: Sequence[Path], kind: Kind | None, programme: Programme, here: str, reading: Reading
) -> tuple[dict[str, Path], list[str]]:
    """The same, each looked into by one `reading`. Raises `Stop`."""
    sources: dict[str, Path] = {}
    remarks = []
    limit = programme.limits.get("file_bytes")
    for number, path in enumerate(files, 1):
        if is_folder(path):
            raise Stop(f"{path} is a folder", "Name the files in it.")
        if not is_file(path):
            where = "" if here == "." else f" With -C, files are looked for in {here}, and where you are."
            quotes = " A name with spaces needs quotes." if len(files) > 1 else ""
            raise Stop(f"there is no file {path}", f"Look at its name and folder.{where}{quotes}")
        if called_form(path.name):  # a form's name often says a student's, so it is not repeated
            which = "the file" if len(files) == 1 else f"file {number} of {len(files)}"
            raise Stop(f"{which} has the name of a signed permission form, and those stay at school", KEEP, Exit.WORK)
        name = path.name
        if problem := name_problem(name) or (name.startswith(TEMPORARY) and "is a name that simcred keeps for itself") or None:
            name = f"{slug_of(path.stem) or 'file'}{path.suffix.lower()}"
            name = f"file-{name}" if name_problem(name) else name
            remarks.append(f"{path.name} {problem}; it is saved as {name}.")
        if name.casefold() in {known.casefold() for known in sources} | {"evidence.yaml"}:
            raise Stop(f"two files would be called {name}", "Rename one of them.")
        _not_kept_outside(path)
        size = path.stat().st_size
        if size == 0:
            raise Stop(f"{path} is empty", "Export or copy it again.")
        weighed = weigh(str(path), size, programme.limits)
        if weighed.verdict == "refused" and weighed.finding is not None:
            raise Stop(weighed.finding.message, weighed.finding.hint)
        if what := SHORTCUTS.get(ending_of(path.name)):
            raise Stop(f"{path.name} is a {what}, not the document", SHORTCUT_HINT)
        type_ = _usable(path, kind, limit.value if limit is not None else MOST_BYTES, reading)
        if kind is not None and kind.formats and ending_of(path.name) not in kind.formats:
            what, right = TYPES.get(type_, ("", ""))
            if right and right.removeprefix(".") in kind.formats:
                raise Stop(f"{path.name} is {what}, whatever its ending says", f"Rename it to {right}.")
            raise Stop(f"{path.name} cannot be used as {lowered(kind.title)}", f"Save it as {either(kind.formats)}.")
        sources[name] = path
    return sources, remarks


def _not_kept_outside(path: Path) -> None:
    """Raises `Stop` for a salt, and for a file with one beside it, which is bound as being kept elsewhere."""
    if is_salt(path.name):
        raise Stop(f"{path.name} is the salt of a file that is kept elsewhere", "It stays beside that file and never comes here.")
    if is_file(salt_beside(path.resolve())):
        hint = "To bind it, name it with --media. To put a copy of it here all the same, copy it to another folder first."
        raise Stop(f"{path.name} has a salt beside it, so it is bound as being kept elsewhere", hint)


def _usable(path: Path, kind: Kind | None, limit: int, reading: Reading) -> str:
    """The type of a file, by its content; empty where it was not looked into.

    Raises `Stop` for one that nobody could use; what is only worth a warning is told once it is there.
    """
    try:
        data, _ = read_regular(path.resolve(), min(limit, MOST_BYTES) + 1)
    except OSError as error:
        raise Stop(f"{path.name} cannot be read: {reason(error)}", "Look at its permissions, or copy it anew.") from None
    if len(data) > min(limit, MOST_BYTES):
        return ""
    content = reading.content(data)
    fault = fault_of(path.name, content, kind.formats if kind is not None else ())
    if fault is not None and code_of(fault.code).severity == "error":
        raise Stop(fault.message, fault.hint)
    if content.problems and kind is not None and kind.id == "scores" and ending_of(path.name) == "csv":
        line, text = content.problems[0]
        raise Stop(f"{path.name}, line {line}: {text}", SCORES_HINT)
    return content.type
