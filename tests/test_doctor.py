"""`doctor`: real folders, real repositories, real programs that are missing, slow or broken; and the same said to programs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, Simcred
from msgspec.structs import replace

from simcred.app.diagnosis import examine
from simcred.doctor import computer as of_computer
from simcred.doctor import folder as of_folder
from simcred.doctor import git as of_git
from simcred.doctor import sharing as of_sharing
from simcred.doctor.folder import Where
from simcred.doctor.said import ago, install
from simcred.machine import computer as computer_module
from simcred.machine import places, programs
from simcred.machine.computer import computer
from simcred.machine.folder import folder
from simcred.machine.git import GitProgram, git
from simcred.machine.sharing import sharing
from simcred.model.machine import Computer, Diagnosis, Git, Name, Probe, Sharing
from simcred.model.tree import TEMPORARY
from simcred.words import quoted, size
from simcred.workspace.lock import LOCK, is_held, locked

SCHEMA = json.loads((ROOT / "schemas/doctor.json").read_text("utf-8"))
HERE = Where(".", "linux")
DAY = 86_400
NOBODY = 65_534


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, in which git knows a name."""
    made = tmp_path / "home/ana"
    made.mkdir(parents=True)
    (made / ".gitconfig").write_text("[user]\n\tname = Ana\n\temail = ana@example.org\n[init]\n\tdefaultBranch = main\n")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(made))
    for name in ("XDG_CONFIG_HOME", "VISUAL", "EDITOR", *(name for name in os.environ if name.startswith(("GIT_", "OneDrive")))):
        monkeypatch.delenv(name, raising=False)
    return made


def in_git(where: Path, *words: str) -> str:
    """What git says to some words; it must not fail."""
    dates = {"GIT_AUTHOR_DATE": "2026-10-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-10-01T12:00:00Z"}
    ran = subprocess.run(["git", *words], cwd=where, env={**os.environ, **dates}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture
def plain(example: Path, simcred: Simcred) -> Path:
    """The example with the files that `init` writes, in no repository."""
    assert simcred("init", example).code == 0
    return example


@pytest.fixture
def saved(plain: Path) -> Path:
    """The same, saved in a repository of its own."""
    in_git(plain, "init", "-q")
    in_git(plain, "add", "-A")
    in_git(plain, "commit", "-qm", "Start")
    return plain


Said = list[tuple[str, str]]


def said(diagnoses: Iterator[Diagnosis]) -> Said:
    """States and texts; whatever is not ok says what to do."""
    found = list(diagnoses)
    assert found
    for one in found:
        assert (one.state == "ok") is (one.cure == ""), one
        assert one.text.endswith("."), one
        assert "  " not in one.text
    return [(one.state, one.text) for one in found]


def shared(root: Path, where: Where = HERE) -> Said:
    """What is said of how a folder is shared."""
    asked = GitProgram.found(root)
    assert asked is not None
    seen = folder(root, "read", busy=False)
    return said(of_sharing.diagnoses(sharing(root, asked, asked.settings()), where, names=seen.names, cloud=seen.cloud))


def about(root: Path, where: Where = HERE, **changed: Any) -> Said:
    """What is said of a folder, with some facts of it replaced."""
    return said(of_folder.diagnoses(replace(folder(root, "read", busy=False), **changed), where))


def states(told: Said, words: str) -> list[str]:
    """The states of what is said with some words."""
    return [state for state, text in told if words in text]


def troubles(told: Said) -> list[str]:
    return [text for state, text in told if state != "ok"]


# The command


def test_a_sound_portfolio_has_nothing_to_fix(simcred: Simcred, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved)
    before = {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()}
    ran = simcred("doctor")
    assert ran.code == 0, ran.out
    assert ran.err == ""
    assert [line for line in ran.out.splitlines() if line and line[0] != " "][:4] == [
        "This computer",
        "Git",
        "This folder",
        "Sharing",
    ]
    assert "\n  ok    Everything in this portfolio is saved.\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("Nothing to fix")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()} == before


def test_what_is_to_be_fixed_is_the_exit_code(simcred: Simcred, saved: Path) -> None:
    (saved / ".gitignore").unlink()
    ran = simcred("doctor", saved)
    assert ran.code == 1
    assert f"simcred init {saved.as_posix()}" in ran.out
    assert "1 thing to fix" in ran.out.splitlines()[-1]


def test_the_json_is_as_published(simcred: Simcred, saved: Path, tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for where, names in ((saved, 4), (tmp_path, 3)):
        ran = simcred("doctor", where, "--json")
        jsonschema.validate(ran.data, SCHEMA)
        assert ran.out.isascii()
        assert len(ran.data["sections"]) == names
        facts = [fact for section in ran.data["sections"] for fact in section["diagnoses"]]
        assert all((fact["cure"] is None) is (fact["state"] == "ok") for fact in facts)
        assert {state: sum(f["state"] == state for f in facts) for state in ran.data["summary"]} == ran.data["summary"]
    assert simcred("schema", "doctor").data == SCHEMA


def test_outside_a_portfolio_it_looks_at_the_computer_only(simcred: Simcred, tmp_path: Path) -> None:
    ran = simcred("doctor", tmp_path)
    assert ran.code == 0
    assert "There is no portfolio here" in ran.out
    assert "Sharing" not in ran.out
    assert simcred("doctor", tmp_path / "nowhere").code == 3


def test_no_name_and_no_home_folder_is_shown(simcred: Simcred, saved: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = home / "Documents/portfolio"
    mine.parent.mkdir()
    saved.rename(mine)
    (mine / ".git/index.lock").touch()
    os.utime(mine / ".git/index.lock", (1, 1))
    monkeypatch.setenv("SIMCRED_CACHE", str(home / "cache"))
    for words in (("doctor", "-C", mine), ("doctor", "-C", mine, "--json")):
        ran = simcred(*words)
        assert "~/Documents/portfolio/.git/index.lock" in "".join(ran.out.split()).replace("\\", "")
        assert "~/cache" in ran.out
        assert str(home) not in ran.out
        assert "ana" not in ran.out.casefold().replace("analy", "")
    monkeypatch.setattr(places.getpass, "getuser", lambda: "zoe")
    assert places.homely(Path("/mnt/Zoe/work")).endswith("/mnt/USER/work")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(places.Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("nobody's home")))
    assert places.homely(Path("/mnt/x")).endswith("/mnt/x")


def whole_process(where: Path, *words: str, **environment: str) -> tuple[int, bytes]:
    """A whole run of the program, its exit code and its output."""
    run = [sys.executable, "-P", "-m", "simcred", "doctor", *words]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    ran = subprocess.run(run, cwd=where, env=variables, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in ran.stdout + ran.stderr
    return ran.returncode, ran.stdout


def test_on_a_stream_with_few_letters(plain: Path) -> None:
    named = plain.with_name("Zoë [draft] 山")
    plain.rename(named)
    code, out = whole_process(named, PYTHONIOENCODING="cp1252")
    text = out.decode("cp1252")
    assert code == 0
    assert "Zoë[draft]\\u5c71isaportfolio" in "".join(text.split()), "a long path may be broken anywhere"
    assert "does not show every letter (its encoding is cp1252)" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_on_a_narrow_stream(plain: Path) -> None:
    code, out = whole_process(plain, COLUMNS="40")
    commands = ("simcred ", "pip ", "winget ", "git ", "sudo ")
    rows = [row for row in out.decode().splitlines() if not row.strip().startswith(commands)]
    assert code == 0
    assert max(map(len, rows)) <= 40


def test_without_git(saved: Path, tmp_path: Path) -> None:
    """PATH leads nowhere. A `git` in the portfolio itself is somebody's, and is not run."""
    trap = saved / "git"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for path in (str(tmp_path / "empty"), "", "."):
        code, out = whole_process(saved, PATH=path)
        text = " ".join(out.decode().split())
        assert code == 0, text
        assert "note git is not on this computer. A portfolio needs none" in text
        assert "note This folder is in a git repository, but git is not on this computer." in text
    assert not (tmp_path / "sprung").exists()


def test_it_is_quick_whatever_programs_do(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that never answers is ended."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "git").write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    (bin_folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(bin_folder))
    monkeypatch.setattr(programs, "PATIENCE", 1.0)
    begun = time.monotonic()
    told = {section.name: said(iter(section.diagnoses)) for section in examine(saved, ".", sys.stdout)}
    assert time.monotonic() - begun < 5, "it is asked once"
    assert states(told["sharing"], "git took too long") == ["note"]
    assert states(told["git"], "does not say which version") == ["note"]


# This computer


@pytest.fixture
def good() -> Computer:
    return Computer(
        system="linux",
        named="Debian",
        simcred="1",
        python="3.12.1",
        installed_by="pip",
        package_tool="apt",
        quick_yaml=True,
        encoding="utf-8",
        width=80,
        libraries=dict.fromkeys(computer_module.LIBRARIES, "loads"),
        free=10**11,
        year=2026,
        cache="usable",
        cache_folder="~/.cache/simcred",
        editor="nano",
        editor_there=True,
        browser="firefox",
    )


def test_a_good_computer(good: Computer) -> None:
    assert troubles(said(of_computer.diagnoses(good))) == []


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({"quick_yaml": False}, "note", "without libyaml"),
        ({"encoding": "cp437"}, "note", "its encoding is cp437"),
        ({"encoding": None}, "note", "its encoding is unknown"),
        ({"width": 60}, "note", "60 columns"),
        ({"free": 20_000_000}, "fix", "The disk is full: 20 MB"),
        ({"free": 700_000_000}, "note", "nearly full: 700 MB"),
        ({"year": 2001}, "fix", "its year is 2001"),
        ({"cache": "closed"}, "note", "~/.cache/simcred cannot be written to"),
        ({"cache": "nowhere"}, "note", "there is no folder for it"),
        ({"editor": None}, "note", "no editor"),
        ({"editor": "emacs", "editor_there": False}, "note", "names emacs"),
        ({"browser": None}, "note", "no browser"),
        ({"libraries": {"Pillow": "missing"}}, "fix", "Pillow is not there, so photos cannot be looked into"),
        ({"libraries": {"defusedxml": "missing"}}, "fix", "Word, Excel and PowerPoint files cannot be looked into"),
        ({"libraries": {"pypdfium2": "broken"}}, "fix", "pypdfium2 is there, but cannot be loaded"),
        ({"libraries": {"typst": "missing"}}, "note", "It is optional"),
        ({"libraries": {"typst": "broken"}}, "fix", "typst is there, but cannot be loaded"),
    ],
)
def test_what_can_be_wrong_with_a_computer(good: Computer, changed: dict[str, Any], state: str, words: str) -> None:
    ((found, text),) = [one for one in said(of_computer.diagnoses(replace(good, **changed))) if one[0] != "ok"]
    assert (found, words in text) == (state, True), text


def test_nobody_needs_a_terminal_or_a_memory(good: Computer) -> None:
    assert troubles(said(of_computer.diagnoses(replace(good, width=None, free=None, cache="off")))) == []


@pytest.mark.parametrize(
    ("system", "installed_by", "command"),
    [
        ("windows", "pip", "py -m pip install typst"),
        ("mac", "pip", "python3 -m pip install typst"),
        ("linux", "pipx", "pipx inject simcred typst"),
        ("linux", "uv", "uv tool install simcred --with typst"),
    ],
)
def test_commands_are_those_of_the_system(good: Computer, system: Any, installed_by: Any, command: str) -> None:
    changed = replace(good, system=system, installed_by=installed_by, libraries={"typst": "missing"})
    assert command in [one.command for one in of_computer.diagnoses(changed)]


def test_this_computer_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" --wait')
    found = computer(tmp_path, sys.stdout)
    assert found.python == ".".join(map(str, sys.version_info[:3]))
    assert found.libraries["Pillow"] == found.libraries["leather"] == "loads"
    assert found.editor == Path(sys.executable).name
    assert found.editor_there
    assert found.cache == "usable"
    assert found.free


def test_a_library_is_really_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is there and broken, one that ends the process, one that never ends, one that is not there."""
    for name, code in (("breaks", "raise OSError"), ("dies", "import os; os.abort()"), ("hangs", "import time; time.sleep(60)")):
        (tmp_path / f"{name}_.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(programs, "PATIENCE", 2.0)
    looked = {name: computer_module._loads(name) for name in ("breaks_", "dies_", "hangs_", "absent_", "json")}
    assert list(looked.values()) == ["broken", "broken", "broken", "missing", "loads"]


@pytest.mark.parametrize(
    ("said_", "name", "there"),
    [("nano", "nano", False), ("/nowhere/vim -f", "vim", False), ("'open", "'open", False), (sys.executable, "", True)],
)
def test_the_editor_that_is_named_counts(
    said_: str, name: str, there: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("EDITOR", said_)
    assert computer_module._editor() == (name or Path(said_).name, there)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these bring an editor of their own")
def test_a_computer_without_an_editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert computer_module._editor() == (None, False)


def test_where_simcred_was_put_by(tmp_path: Path) -> None:
    ways = {"pipx/venvs/simcred": "pipx", "share/uv/tools/simcred": "uv", "venv": "pip"}
    assert {way: computer_module._installed_by(tmp_path / way) for way in ways} == ways


@pytest.mark.skipif(os.name == "nt", reason="modes of folders mean little there")
def test_a_memory_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIMCRED_CACHE", "")
    assert computer_module._cache() == ("off", "")
    monkeypatch.setenv("SIMCRED_CACHE", "relative")
    assert computer_module._cache() == ("nowhere", "")
    (tmp_path / "simcred").write_text("a file where the folder should be")
    monkeypatch.setenv("SIMCRED_CACHE", str(tmp_path))
    assert computer_module._cache()[0] == "closed"


# git


def test_git_as_it_is_here(saved: Path, good: Computer) -> None:
    asked = GitProgram.found(saved)
    assert asked is not None
    found = git(asked, asked.settings())
    assert found.version >= (2,)
    assert states(said(of_git.diagnoses(found, good, in_repository=True)), "git knows your name") == ["ok"]


def test_what_can_be_wrong_with_git(good: Computer) -> None:
    sound = Git(version=(2, 45, 1), settings={"user.name": "Ana", "user.email": "a@example.org"}, signs=True)
    for version in ((2, 45, 1), (2, 34)):
        assert troubles(said(of_git.diagnoses(replace(sound, version=version), good, in_repository=True))) == []
    for changed, words in (
        ({"version": (2, 30, 2)}, "git 2.30.2 is there. It is too old"),
        ({"signs": False}, "ssh-keygen is not there"),
    ):
        assert states(said(of_git.diagnoses(replace(sound, **changed), good, in_repository=True)), words) == ["note"]
    for in_repository, state in ((True, "fix"), (False, "note")):
        nobody = replace(sound, settings={"user.name": " "})
        told = said(of_git.diagnoses(nobody, good, in_repository=in_repository))
        assert states(told, "git does not know") == [state, state]
    windows = replace(good, system="windows")
    assert states(said(of_git.diagnoses(sound, windows, in_repository=False)), "more than 260") == ["note"]
    long = replace(sound, settings={**sound.settings, "core.longpaths": "true", "core.autocrlf": "true"})
    told = said(of_git.diagnoses(long, windows, in_repository=False))
    assert troubles(told) == []
    assert states(told, "core.autocrlf is true") == ["ok"]


def test_git_can_be_put_here(good: Computer) -> None:
    for system, tool, command in (
        ("windows", "winget", "winget install --id Git.Git -e"),
        ("mac", None, "xcode-select --install"),
        ("mac", "brew", "brew install git"),
        ("linux", "apt", "sudo apt install git"),
        ("linux", None, ""),
    ):
        changed = replace(good, system=system, package_tool=tool)
        (one,) = of_git.diagnoses(None, changed, in_repository=False)
        assert (one.state, one.command) == ("note", command)
    assert install("unheard-of", "git") == ""


# This folder


def test_a_sound_folder(plain: Path) -> None:
    assert troubles(about(plain)) == []


def test_a_manifest_with_a_mistake(simcred: Simcred, plain: Path) -> None:
    (plain / "portfolio.yaml").write_text("educator: [")
    ran = simcred("doctor", plain)
    assert ran.code == 1
    assert f"simcred check -C {plain.as_posix()}" in ran.out
    (plain / "portfolio.yaml").write_bytes(b"# more than anybody writes\n" * 120_000)
    ran = simcred("doctor", plain)
    assert ran.code == 1
    assert "has a mistake in it" in " ".join(ran.out.split())
    (plain / "portfolio.yaml").unlink()
    (plain / "portfolio.yaml").symlink_to(plain / "elsewhere.yaml")
    assert "There is no portfolio here" in simcred("doctor", plain).out
    (plain / "elsewhere.yaml").write_text("")
    assert "cannot be opened" in simcred("doctor", plain).out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_somebody_else(plain: Path) -> None:
    for place in (plain, *plain.parents):
        place.chmod(place.stat().st_mode | 0o555)
    os.seteuid(NOBODY)
    try:
        sections = {section.name: said(iter(section.diagnoses)) for section in examine(plain, ".", sys.stdout)}
    finally:
        os.seteuid(0)
    assert states(sections["folder"], "Nothing can be written into this folder: permission denied") == ["fix"]
    assert states(sections["folder"], "could not be tried") == ["ok"]


def test_a_drive_whose_clock_is_wrong(plain: Path) -> None:
    assert states(about(plain, probe=Probe(None, 7200.0)), "2 hours ahead of") == ["note"]
    assert states(about(plain, probe=Probe(None, -600.0)), "10 minutes behind") == ["note"]
    assert abs(places.probe(plain).clock) < 60
    assert not list(plain.glob(f"{TEMPORARY}*"))


def test_a_drive_that_ignores_capitals(plain: Path) -> None:
    assert states(about(plain, probe=Probe(None, 0.0, ignores_case=True)), "do not matter") == ["ok"]
    assert places.probe(plain).ignores_case is (plain.with_name(plain.name.upper())).exists()


@pytest.mark.parametrize(
    ("way", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Elm County Schools/Documents", "OneDrive"),
        ("Library/CloudStorage/OneDrive-ElmCounty", "OneDrive"),
        ("Dropbox (Elm County)/portfolio", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-ana@example.org/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud Drive"),
        ("iCloudDrive/x", "iCloud Drive"),
        ("Library/CloudStorage/Box-Box", "Box"),
        ("Documents/toolbox", None),
        ("Documents/my dropboxes", None),
    ],
)
def test_services_are_known_by_their_folders(tmp_path: Path, way: str, service: str | None) -> None:
    assert places.cloud(tmp_path / way, {}) == service


def test_services_are_known_by_what_they_say_and_leave(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(plain.parent))
    assert states(about(plain), "This folder lies in OneDrive") == ["note"]
    monkeypatch.delenv("OneDriveCommercial")
    assert states(about(plain), "No service") == ["ok"]
    (plain.parent / ".dropbox.cache").mkdir()
    assert states(about(plain), "This folder lies in Dropbox") == ["note"]


def test_long_paths(plain: Path) -> None:
    item = plain / "evidence/2026-09-18-draft-organizer"
    (item / ("x" * 90)).mkdir()
    (item / ("x" * 90) / f"{'y' * 60}.pdf").touch()
    (text,) = [text for state, text in about(plain) if state == "note"]
    longest = max((path.relative_to(plain).as_posix() for path in plain.rglob("*")), key=len)
    assert f"would have about {65 + len(plain.name) + 1 + len(longest)} characters" in text
    windows = Where(".", "windows")
    assert states(about(plain, windows, length=80, long_paths=False), "Windows takes less than 260") == ["fix"]
    assert states(about(plain, windows, length=80, long_paths=True), "which takes less than 260") == ["note"]
    assert states(about(plain, windows, length=20, long_paths=False), "which takes less than 260") == ["note"]
    for whole, state in ((260, ["fix"]), (259, [])):
        told = about(plain, windows, length=whole - 1 - len(longest), long_paths=False)
        assert states(told, f"has {whole} characters here; Windows takes less than 260") == state


def test_names_that_not_every_computer_takes(plain: Path) -> None:
    for name in ("con.txt", 'a"b.txt') if os.name != "nt" else ():
        (plain / "evidence" / name).touch()
    assert states(about(plain), 'a"b.txt holds ", which Windows does not allow; 1 more name') == (
        ["fix"] if os.name != "nt" else []
    )
    assert of_folder._odd(Name("evidence/nul.pdf", 0, 0)) == "is a name that Windows keeps for itself"
    assert of_folder._odd(Name(".gitignore", 0, 0)) is None


@pytest.mark.parametrize("name", ["~$draft.docx", ".~lock.draft.odt#"])
def test_office_locks(plain: Path, name: str) -> None:
    lock = plain / "evidence" / name
    lock.touch()
    assert states(about(plain), "a document is open") == ["note"]
    os.utime(lock, (time.time() - 3 * DAY,) * 2)
    assert states(about(plain), "left behind by an Office program 3 days ago") == ["fix"]
    commands = {
        one.command
        for system in ("linux", "windows")
        for one in of_folder.diagnoses(folder(plain, "read", busy=False), Where("my portfolio", system))  # type: ignore[arg-type]
        if "left behind" in one.text
    }
    assert commands == {"", f"rm 'my portfolio/evidence/{name}'" if "$" in name else f'rm "my portfolio/evidence/{name}"'}


def test_placeholders_of_services(plain: Path) -> None:
    (plain / "evidence/.video.mp4.icloud").touch()
    assert states(about(plain), "only the name is on this computer") == ["fix"]
    (plain / "evidence/.video.mp4.icloud").unlink()
    (plain / "evidence/empty.pdf").touch()
    (plain / "evidence/~$open.docx").touch()
    assert states(about(plain), "there is nothing in it") == []
    assert states(about(plain, cloud="OneDrive"), "there is nothing in it, perhaps because OneDrive") == ["note"]
    names = (Name("evidence/a.pdf", 5, 0, away=True), Name("evidence/b.pdf", 5, 0, away=True))
    assert states(about(plain, names=names), "only the names are") == ["fix"]


def test_second_copies(plain: Path) -> None:
    for name in (
        "log.docx",
        "log (1).docx",
        "log-DESKTOP-4F2KQ1.docx",
        "other (2).docx",
        "log (Ana's conflicted copy 2026-10-01).docx",
    ):
        (plain / "evidence" / name).touch()
    ((state, text),) = [one for one in about(plain) if "second copy" in one[1]]
    assert state == "note"
    assert set(re.findall(r"evidence/([^,:]+)", text)) == {
        "log (1).docx",
        "log-DESKTOP-4F2KQ1.docx",
        "log (Ana's conflicted copy 2026-10-01).docx",
    }


def test_leftovers_and_a_command_at_work(plain: Path) -> None:
    left = plain / f"evidence/{TEMPORARY}abc"
    left.touch()
    assert states(about(plain), "A command is at work here, or was ended (1 half-written file of the last hour)") == ["note"]
    os.utime(left, (time.time() - 2 * 3600,) * 2)
    assert states(about(plain), "1 half-written file of a command that was ended") == ["note"]
    assert not is_held(plain / LOCK)
    assert not (plain / LOCK).exists(), "looking makes no file"
    holding = f"import sys, time\nfrom pathlib import Path\nfrom simcred.workspace.lock import locked\nwith locked(Path({str(plain / LOCK)!r})):\n"
    holding += "    print('held', flush=True)\n    sys.stdin.read()\n"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        assert is_held(plain / LOCK)
        assert other.stdin is not None
        other.stdin.close()
    assert not is_held(plain / LOCK)
    with locked(plain / LOCK):
        pass
    assert states(about(plain, busy=True), "Another simcred command is saving") == ["note"]


def test_much_data_and_what_was_not_seen(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (plain / "evidence/video.mp4").open("wb") as file:
        file.truncate(600_000_000)
    assert states(about(plain), "the largest file is evidence/video.mp4 with 600 MB") == ["note"]
    monkeypatch.setattr("simcred.machine.folder._MOST_NAMES", 10)
    assert states(about(plain), "There is more in this folder") == ["note"]
    assert states(about(plain, unreadable=("evidence/x",)), "evidence/x: this folder may not be looked into") == ["fix"]


def test_a_folder_that_may_not_be_looked_into_is_told_and_the_rest_is_looked_at(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plain / "evidence/closed").mkdir()
    whole = os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(path) == plain / "evidence/closed":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(os, "scandir", scandir)
    seen = folder(plain, "read", busy=False)
    assert seen.unreadable == ("evidence/closed",)
    assert {"portfolio.yaml", "evidence/closed", "evidence/2026-10-02-log/evidence.yaml"} <= {name.path for name in seen.names}


# Sharing


def test_in_no_repository(plain: Path) -> None:
    assert states(shared(plain), "in no repository, and needs none") == ["ok"]


def test_all_is_saved_and_shared(saved: Path) -> None:
    in_git(saved.parent, "init", "-q", "--bare", "elsewhere.git")
    assert states(shared(saved), "on this computer only") == ["note"]
    in_git(saved, "remote", "add", "origin", "../elsewhere.git")
    assert states(shared(saved), "follows no other") == ["note"]
    in_git(saved, "push", "-qu", "origin", "main")
    assert troubles(shared(saved)) == []
    in_git(saved, "commit", "-qm", "More", "--allow-empty")
    assert states(shared(saved), "1 save not shared yet") == ["note"]


def test_what_is_not_saved_is_counted(saved: Path) -> None:
    (saved / "portfolio.yaml").write_text("changed")
    for name in ("new.txt", "Zoë [x].txt"):
        (saved / "evidence" / name).write_text("x")
    (saved.parent / "beside").mkdir()
    assert states(shared(saved), "1 changed file and 2 new files in this portfolio are not saved") == ["note"]
    in_git(saved, "mv", "evidence/2026-09-18-draft-organizer", "evidence/moved")
    assert not states(shared(saved), "1 changed file and")


def test_a_renamed_file_is_one_change_whatever_it_was_called(saved: Path) -> None:
    for number, name in enumerate(("1 plan.txt", "? plan.txt", "u plan.txt")):
        (saved / name).write_text(f"what I plan, version {number}")
    in_git(saved, "add", "-A")
    in_git(saved, "commit", "-qm", "Plans")
    for number, name in enumerate(("1 plan.txt", "? plan.txt", "u plan.txt")):
        in_git(saved, "mv", name, f"plan-{number}.txt")
    told = shared(saved)
    assert states(told, "3 changed files in this portfolio are not saved yet") == ["note"]
    assert not states(told, "in two ways")


def test_only_this_portfolio_counts(example: Path, simcred: Simcred) -> None:
    assert simcred("init", example).code == 0
    in_git(example.parent, "init", "-q")
    (example.parent / "other.txt").write_text("x")
    in_git(example.parent, "add", "example-portfolio")
    told = shared(example)
    assert states(told, "Nothing has been saved in this repository yet") == ["note"]
    in_git(example.parent, "commit", "-qm", "Start")
    assert states(shared(example), "Everything in this portfolio is saved") == ["ok"]


def test_a_linked_work_tree(saved: Path) -> None:
    in_git(saved, "worktree", "add", "-q", "-b", "second", "../second")
    told = shared(saved.parent / "second")
    assert states(told, "as a linked work tree") == ["ok"]
    assert not [text for state, text in told if state == "fix"]


def test_a_shallow_clone(saved: Path) -> None:
    in_git(saved, "commit", "-qm", "More", "--allow-empty")
    in_git(saved.parent, "clone", "-q", "--depth", "1", saved.as_uri(), "shallow")
    assert states(shared(saved.parent / "shallow"), "a shallow clone") == ["note"]


def test_a_detached_head(saved: Path) -> None:
    in_git(saved, "checkout", "-q", "--detach")
    assert states(shared(saved), "a detached head") == ["note"]


def test_a_bare_repository(saved: Path) -> None:
    in_git(saved.parent, "clone", "-q", "--bare", str(saved), "bare.git")
    inside = saved.parent / "bare.git/portfolio"
    shutil.copytree(ROOT / "example-portfolio", inside)
    assert states(shared(inside), "a bare one") == ["fix"]


def test_a_damaged_repository(saved: Path) -> None:
    (saved / ".git/config").write_text("[core\n")
    assert states(shared(saved), "cannot be read") == ["fix"]
    shutil.rmtree(saved / ".git/objects")
    assert states(shared(saved), "cannot be read") == ["fix"]


def conflict(root: Path) -> None:
    """Two branches that changed one line in two ways."""
    story = root / "evidence/story.md"
    for branch, text in (("main", "base\n"), ("side", "side\n"), ("main", "main\n")):
        in_git(root, "checkout", "-qB" if branch == "side" else "-q", branch)
        story.write_text(text)
        in_git(root, "add", "-A")
        in_git(root, "commit", "-qm", text)


@pytest.mark.parametrize(
    ("words", "back"),
    [
        (["merge", "side"], "git merge --abort"),
        (["rebase", "side"], "git rebase --abort"),
        (["cherry-pick", "side"], "git cherry-pick --abort"),
    ],
)
def test_something_begun_and_not_finished(saved: Path, words: list[str], back: str) -> None:
    conflict(saved)
    assert subprocess.run(["git", *words], cwd=saved, capture_output=True, check=False).returncode == 1
    told = shared(saved)
    assert states(told, f"A {words[0]} was begun") == ["fix"]
    assert states(told, "1 file was changed in two ways") == ["fix"]
    assert states(told, "1 changed file in this portfolio is not saved yet") == ["note"]
    assert not states(told, "Everything in this portfolio is saved")
    assert not states(told, "detached")
    asked = GitProgram.found(saved)
    assert asked is not None
    diagnoses = of_sharing.diagnoses(sharing(saved, asked, asked.settings()), HERE)
    assert back in [one.command for one in diagnoses]
    in_git(saved, *back.split()[1:])
    assert not states(shared(saved), "was begun")


def test_a_lock_left_behind_is_told_and_never_touched(saved: Path) -> None:
    lock = saved / ".git/index.lock"
    lock.touch()
    assert states(shared(saved), "A git program is at work here") == ["note"]
    os.utime(lock, (time.time() - 3 * 3600,) * 2)
    told = shared(saved)
    assert states(told, ".git/index.lock has been there for 3 hours") == ["fix"]
    assert lock.exists()


def test_the_files_for_git(saved: Path) -> None:
    (saved / ".gitattributes").write_text("*.pdf filter=evil\n")
    (saved / ".gitignore").unlink()
    told = shared(saved)
    assert states(told, ".gitattributes is not what simcred writes") == ["fix"]
    assert states(told, "There is no .gitignore") == ["fix"]


def test_files_that_git_does_not_look_at(saved: Path) -> None:
    for flag, name in (("--assume-unchanged", "portfolio.yaml"), ("--skip-worktree", ".gitignore")):
        in_git(saved, "update-index", flag, name)
    assert states(shared(saved), ".gitignore, portfolio.yaml: git was told not to look") == ["fix"]


def test_files_that_should_not_be_there(saved: Path) -> None:
    shutil.rmtree(saved / ".simcred/undo", ignore_errors=True)
    for name in (".simcred/undo/1.json", "packet/index.html", "evidence/~$x.docx"):
        (saved / name).parent.mkdir(parents=True, exist_ok=True)
        (saved / name).write_text("x")
    assert states(shared(saved), "Everything in this portfolio is saved") == ["ok"], "they are left out"
    in_git(saved, "add", "-f", ".simcred", "packet", "evidence")
    assert states(shared(saved), ".simcred/undo/1.json, evidence/~$x.docx, packet/index.html: this is for your computer") == [
        "fix"
    ]


def test_files_that_are_stored_elsewhere_or_changed(saved: Path) -> None:
    item = saved / "evidence/2026-09-18-draft-organizer"
    (item / ".gitattributes").write_text("*.pdf filter=lfs\n*.yaml text\n")
    told = shared(saved)
    (lfs,) = [text for _, text in told if "git LFS" in text]
    assert lfs.startswith("evidence/2026-09-18-draft-organizer/")
    assert states(told, "draft-organizer/evidence.yaml: git is told to change this file") == ["fix"]


def test_a_repository_that_a_service_copies(saved: Path) -> None:
    (saved.parent / "OneDrive - Elm").mkdir()
    moved = saved.rename(saved.parent / "OneDrive - Elm/portfolio")
    assert states(shared(moved), "The repository lies in OneDrive, which can damage it") == ["note"]


def test_large_files(saved: Path) -> None:
    for name, number in (("video.mp4", 120_000_000), ("slides.pdf", 60_000_000), ("small.pdf", 1)):
        with (saved / "evidence" / name).open("wb") as file:
            file.truncate(number)
    (saved / ".gitignore").write_bytes((saved / ".gitignore").read_bytes() + b"*.mp4\n*.pdf\n")
    told = shared(saved)
    assert states(told, "evidence/video.mp4 (120 MB): above 100 MB") == ["fix"]
    assert states(told, "evidence/slides.pdf (60 MB): above 50 MB") == ["note"]
    assert not states(told, "small.pdf")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(saved: Path) -> None:
    for path in (saved, saved / ".git"):
        os.chown(path, NOBODY, NOBODY)
    assert states(shared(saved), "belongs to another user") == ["fix"]
    asked = GitProgram.found(saved)
    (one,) = of_sharing.diagnoses(sharing(saved, asked, asked.settings()), HERE)
    assert one.command == f"git config --global --add safe.directory {quoted(saved.as_posix())}"
    (drive,) = of_sharing.diagnoses(Sharing("foreign", "//server/share/x"), HERE)
    assert drive.command == 'git config --global --add safe.directory "%(prefix)///server/share/x"'
    for top in ("/w/x$(touch PWN)", "//server/x`touch PWN`"):
        (evil,) = of_sharing.diagnoses(Sharing("foreign", top), HERE)
        assert shlex.split(evil.command or "")[-1].endswith(top)
        assert '"' not in (evil.command or "")


@pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")
def test_nothing_that_a_repository_names_is_started(saved: Path, tmp_path: Path, home: Path) -> None:
    """A received repository may name programs: to watch for changes, to convert files, as hooks, to fetch what is missing."""
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/sprung\ncat\n')
    trap.chmod(0o755)
    for name, value in (
        ("core.fsmonitor", str(trap)),
        ("core.pager", str(trap)),
        ("core.sshCommand", str(trap)),
        ("core.askPass", str(trap)),
        ("filter.evil.clean", str(trap)),
        ("filter.evil.process", str(trap)),
        ("filter.a=b.clean", str(trap)),
        ("filter.evil.required", "true"),
        ("diff.evil.textconv", str(trap)),
        ("alias.status", f"!{trap}"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", f"ext::{trap}"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
    ):
        in_git(saved, "config", name, value)
    with (saved / ".git/config").open("ab") as file:  # a name that is no text of UTF-8
        file.write(b'[filter "\xff"]\n\tclean = %s\n' % os.fsencode(trap))
    attributes = b"*.yaml filter=evil\n*.pdf filter=a=b\n*.csv filter=\xff\n* diff=evil\n"
    (saved / ".git/info/attributes").write_bytes(attributes)
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
        shutil.copy(trap, saved / ".git/hooks" / hook)
    for path in saved.rglob("*.*"):
        if path.is_file() and ".git" not in path.parts:
            path.write_bytes(path.read_bytes())
            os.utime(path, (1_700_000_000, 1_700_000_000))
    index = (saved / ".git/index").read_bytes()
    assert states(shared(saved), "git is told to change this file") == ["fix"]
    tree = in_git(saved, "-c", "core.fsmonitor=false", "rev-parse", "HEAD^{tree}").strip()
    (saved / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert states(shared(saved), "cannot be read") == ["fix"]
    assert not (tmp_path / "sprung").exists(), (tmp_path / "sprung").read_text()
    assert (saved / ".git/index").read_bytes() == index
    subprocess.run(["git", "status"], cwd=saved, capture_output=True, check=False)
    assert (tmp_path / "sprung").exists(), "git alone would have started one"


def test_git_looks_at_no_file_before_it_is_disarmed(saved: Path) -> None:
    asked = GitProgram.found(saved)
    assert asked is not None
    assert not asked.ask("status").good
    assert asked.ask("rev-parse", "--show-toplevel").good
    asked.settings()
    assert asked.ask("status").good


def test_git_is_not_asked_where_a_filter_cannot_be_switched_off(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_git(saved, "config", "filter.evil.clean", "true")
    monkeypatch.setattr("simcred.machine.git._SAFE", {})
    asked = GitProgram.found(saved)
    assert asked is not None
    monkeypatch.setattr(asked, "_changed", Deaf())
    asked.settings()
    assert not asked.ask("status").good


class Deaf(dict[str, str]):
    """Settings that nothing is added to."""

    def __ior__(self, other: object) -> Deaf:  # type: ignore[override,misc]
        return self


def test_words() -> None:
    assert [ago(seconds) for seconds in (5, 61, 7300, 200_000)] == ["less than a minute", "1 minute", "2 hours", "2 days"]
    assert [size(number) for number in (1, 999, 1500, 25_000_000, 1_200_000_000)] == [
        "1 byte",
        "999 bytes",
        "1.5 KB",
        "25 MB",
        "1.2 GB",
    ]
