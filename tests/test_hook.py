"""`simcred hook`: git asks before it saves, and what it is about to save is looked at, not what lies in the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, Simcred

LOG = "evidence/2026-10-02-log/evidence.yaml"


class Git:
    """git in a repository, as a person would use it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.said = ""

    def __call__(self, *words: str, given: str | None = None) -> int:
        environment = {
            **os.environ, "SIMCRED_TODAY": TODAY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_COMMITTER_NAME": "Ana",
            "GIT_COMMITTER_EMAIL": "ana@example.org",
        }  # fmt: skip
        ran = subprocess.run(
            ["git", "-C", str(self.top), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            input=given,
            check=False,
        )
        self.said = ran.stdout + ran.stderr
        return ran.returncode


@pytest.fixture
def git(example: Path, simcred: Simcred, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A saved portfolio with a roster and the hook."""
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    shutil.copy(ROOT / "templates/portfolio/gitignore", example / ".gitignore")
    asked = Git(example)
    assert asked("init", "-q") == 0
    assert asked("add", "-A") == 0
    assert asked("commit", "-qm", "first") == 0
    monkeypatch.chdir(example)
    ran = simcred("hook", "install")
    assert ran.code == 0, ran.err
    return asked


def append(git: Git, text: str) -> None:
    with (git.top / LOG).open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_name_is_not_saved_and_the_index_counts_not_the_folder(git: Git) -> None:
    clean = (git.top / LOG).read_text("utf-8")
    append(git, "x-note: Bo Lindgren\n")
    git("add", "-A")
    (git.top / LOG).write_text(clean, "utf-8")
    assert git("commit", "-qm", "more") == 1, "the folder is clean, what would be saved is not"
    assert "MC701" in git.said
    assert "Nothing was saved" in git.said
    assert "indgren" not in git.said
    git("add", "-A")
    append(git, "x-note: Bo Lindgren\n")
    append(git, "x-day: today\n")
    assert git("commit", "-q", "--allow-empty", "-m", "nothing") == 0, "what is not about to be saved hinders nothing"
    assert git("commit", "-qam", "all") == 1


def test_what_was_saved_before_hinders_nothing_else(git: Git) -> None:
    append(git, "x-note: Bo Lindgren\n")
    assert git("commit", "-qam", "all", "--no-verify") == 0
    (git.top / "evidence/2026-10-01-routine-use/account.md").write_text("Another account of it.\n", "utf-8")
    assert git("commit", "-qam", "account") == 0, git.said


def test_the_list_itself_and_what_was_taken_out_are_never_saved(git: Git) -> None:
    git("add", "-f", ".simcred/roster")
    assert git("commit", "-qm", "list") == 1
    assert "MC705" in git.said
    git("rm", "-q", "--cached", ".simcred/roster")
    (git.top / ".simcred/removed").mkdir()
    (git.top / ".simcred/removed/old.md").write_text("Words.", "utf-8")
    (git.top / "evidence/lesson.mp4.salt").write_bytes(b"s" * 32)
    git("add", "-f", "evidence/lesson.mp4.salt")
    assert git("commit", "-qm", "salt") == 1
    assert "MC346" in git.said
    git("rm", "-q", "--cached", "evidence/lesson.mp4.salt")
    git("add", "-f", ".simcred/removed/old.md")
    assert git("commit", "-qm", "old") == 1
    assert "MC705" in git.said


def test_a_message_with_a_name_is_not_taken(git: Git) -> None:
    append(git, "x-day: today\n")
    git("add", "-A")
    assert git("commit", "-qm", "The map of Bo Lindgren") == 1
    assert "MC701" in git.said
    assert "indgren" not in git.said.replace(str(git.top), "")
    assert git("commit", "-qm", "The map of S03") == 0, git.said


def test_a_warning_is_told_and_hinders_nothing(git: Git) -> None:
    append(git, "x-note: 785-555-0142\n")
    assert git("commit", "-qam", "more") == 0
    assert "MC709" in git.said
    assert "saved all the same" in git.said


@pytest.mark.slow
def test_a_file_that_is_too_large_is_not_saved(git: Git) -> None:
    with (git.top / "evidence/2026-10-02-log/large.bin").open("wb") as file:
        file.truncate(101_000_000)
    git("add", "-A")
    assert git("commit", "-qm", "large") == 1
    assert "MC305" in git.said


@pytest.mark.slow
def test_a_file_beside_a_portfolio_that_is_too_large_is_not_saved(shared: Git) -> None:
    with (shared.top / "large.bin").open("wb") as file:
        file.truncate(101_000_000)
    shared("add", "large.bin")
    assert shared("commit", "-qm", "large") == 1
    assert "MC305" in shared.said
    assert "MC706" in shared.said


def test_the_first_commit_of_all_is_looked_at(example: Path, simcred: Simcred, monkeypatch: pytest.MonkeyPatch) -> None:
    git = Git(example)
    git("init", "-q")
    monkeypatch.chdir(example)
    assert simcred("hook", "install").code == 0
    (example / ".simcred").mkdir(exist_ok=True)
    (example / ".simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    append(git, "x-note: Bo Lindgren\n")
    git("add", "-A")
    assert git("commit", "-qm", "first") == 1
    assert "MC701" in git.said


def test_a_portfolio_deep_in_a_shared_repository(
    tmp_path: Path, example: Path, simcred: Simcred, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "shared"
    (top / "portfolios").mkdir(parents=True)
    example.rename(top / "portfolios/ana rivera")
    git = Git(top)
    git("init", "-q")
    monkeypatch.chdir(top / "portfolios/ana rivera")
    assert simcred("hook", "install").code == 0
    Path(".simcred").mkdir(exist_ok=True)
    Path(".simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    Path(LOG).write_text(Path(LOG).read_text("utf-8") + "x-note: Bo Lindgren\n", "utf-8")
    git("add", "-A")
    assert git("commit", "-qm", "first") == 1
    assert f"portfolios/ana rivera/{LOG}" in git.said.replace("./portfolios", "portfolios")


def test_somebody_elses_hook_stays_and_ours_goes_again(git: Git, simcred: Simcred) -> None:
    assert "pre-commit and commit-msg are taken out" in simcred("hook", "remove").err
    hook = git.top / ".git/hooks/pre-commit"
    assert not hook.exists()
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    ran = simcred("hook", "install")
    assert ran.code == 4
    assert "simcred hook run pre-commit" in ran.err
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
    assert not (git.top / ".git/hooks/commit-msg").exists(), "all or none"
    assert "no hook of simcred's" in simcred("hook", "remove").err
    assert hook.exists()


def test_installing_twice_and_outside_of_git(git: Git, simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert simcred("hook", "install").code == 0
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    ran = simcred("hook", "install")
    assert ran.code == 3
    assert "nothing to install" in ran.err
    assert "not under git" in ran.err


def test_hooks_that_lie_elsewhere_are_not_touched(git: Git, simcred: Simcred, tmp_path: Path) -> None:
    git("config", "core.hooksPath", str(tmp_path / "hooks"))
    ran = simcred("hook", "install")
    assert ran.code == 4
    assert "simcred hook run pre-commit" in ran.err
    assert 'simcred hook run commit-msg "$@"' in ran.err, "without the file of the message it cannot be looked at"
    assert not (tmp_path / "hooks").exists()


def test_without_simcred_nothing_is_saved_unseen(git: Git) -> None:
    hook = git.top / ".git/hooks/pre-commit"
    lines = hook.read_text("utf-8").replace("then exec", "then : && false; exec").splitlines()
    gone = [line for line in lines if "exec" not in line]
    hook.write_text("\n".join(gone) + "\n", "utf-8")
    append(git, "x-day: today\n")
    assert git("commit", "-qam", "more") == 1
    assert "simcred is not installed any more" in git.said


def save(git: Git, path: str, text: str | bytes, *, force: bool = True) -> int:
    """Saves one file, as somebody would who forces it."""
    file = git.top / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    git("add", *(["-f"] if force else []), path)
    return git("commit", "-qm", "one more")


def drop(git: Git, path: str) -> None:
    git("rm", "-qrf", "--cached", path)


# What is no part of a portfolio, or not yet


@pytest.fixture
def shared(tmp_path: Path, example: Path, simcred: Simcred, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository of several people with nothing saved yet; one portfolio in it, with a list, and the hook."""
    top = tmp_path / "shared"
    top.mkdir()
    example.rename(top / "ana")
    (top / "ana/.simcred").mkdir(exist_ok=True)
    (top / "ana/.simcred/roster").write_text("Bo Lindgren\n", "utf-8")
    shutil.copy(ROOT / "templates/portfolio/gitignore", top / "ana/.gitignore")
    git = Git(top)
    git("init", "-q")
    monkeypatch.chdir(top)
    assert simcred("hook", "install").code == 0
    return git


def test_a_portfolio_that_is_not_saved_itself_is_looked_at_as_it_lies_there(shared: Git) -> None:
    assert save(shared, "ana/.simcred/roster", "Bo Lindgren\n") == 1
    assert "MC705" in shared.said
    drop(shared, "ana/.simcred/roster")
    assert save(shared, f"ana/{LOG}", "x-note: Bo Lindgren\n") == 1
    assert "MC701" in shared.said
    assert "indgren" not in shared.said


def test_a_list_of_students_is_not_saved_wherever_it_lies(shared: Git) -> None:
    assert save(shared, "elsewhere/.Simcred/roster", "Ida Berg\n") == 1
    assert "MC705" in shared.said
    drop(shared, "elsewhere")
    assert save(shared, "elsewhere/.simcred/removed/old.md", "Words.\n") == 1
    assert "MC705" in shared.said


@pytest.mark.parametrize(
    "path", ["class.csv", "outside.txt", "notes/outside", "tools/rename.py", "ana/packet/index.html", "ana/.simcred/schemas/x.json",
             "ana/evidence/2026-10-02-log/._class.txt", "ana/evidence/.gitkeep"],
)  # fmt: skip
def test_files_beside_a_portfolio_and_left_out_of_it_are_looked_at(shared: Git, path: str) -> None:
    assert save(shared, path, "Ana Berg,6\nBo Lindgren,7\n") == 1, shared.said
    assert "MC701" in shared.said
    assert path.replace("._class", "") in shared.said.replace("._class", "")
    assert "indgren" not in shared.said


def test_names_of_files_and_folders_beside_a_portfolio_are_looked_at_and_not_repeated(shared: Git) -> None:
    assert save(shared, "bo-lindgren/work.txt", "Words, and a number 123-45-6789.\n") == 1
    assert "MC701" in shared.said
    assert "MC711" in shared.said
    assert "indgren" not in shared.said


@pytest.mark.skipif(os.name == "nt", reason="links are for few there")
@pytest.mark.parametrize("path", ["link", f"ana/{LOG}.link"])
def test_where_a_link_leads_to_is_looked_at(shared: Git, path: str) -> None:
    shared("add", "-A")
    assert shared("commit", "-qm", "first") == 0
    (shared.top / path).symlink_to("/home/Bo Lindgren/work.txt")
    shared("add", "-A")
    assert shared("commit", "-qm", "link") == 1
    assert "MC701" in shared.said


def test_a_look_beside_a_portfolio_that_broke_off_lets_nothing_pass(
    shared: Git, simcred: Simcred, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shared.top / "outside.txt").write_text("Words.\n", "utf-8")
    shared("add", "outside.txt")

    def fail(*_: object) -> None:
        raise RecursionError("Bo Lindgren")

    monkeypatch.setattr("simcred.app.guarding.Guard.told_in", fail)
    ran = simcred("hook", "run", "pre-commit")
    assert ran.code == 3
    assert "RecursionError" in ran.err
    assert "indgren" not in ran.err


def test_a_form_and_what_nobody_can_look_through_are_told_beside_a_portfolio(shared: Git) -> None:
    assert save(shared, "signed-permission-form.png", b"\x89PNG\r\n\x1a\n") == 1
    assert "MC714" in shared.said
    drop(shared, "signed-permission-form.png")
    assert save(shared, "old.bin", b"\0\1\2\3" * 9) == 0
    assert "MC706" in shared.said
    assert save(shared, "tools/plain.py", "print('nothing')\n") == 0
    assert "MC" not in shared.said


def test_the_whole_of_a_clean_portfolio_is_saved_without_a_word(shared: Git) -> None:
    shared("add", "-A")
    assert shared("commit", "-qm", "first") == 0
    assert "MC" not in shared.said.replace("commit", ""), shared.said


def test_a_signed_form_is_not_saved_and_one_that_was_saved_hinders_nothing(git: Git) -> None:
    folder = "evidence/2026-10-02-log"
    assert save(git, f"{folder}/signed-permission-forms.txt", "All of them.\n") == 1
    assert "MC714" in git.said
    assert git("commit", "-qm", "forms", "--no-verify") == 0
    append(git, "x-day: today\n")
    assert git("commit", "-qam", "day") == 0, git.said
    assert "MC714" not in git.said


def test_a_photo_that_nobody_lists_is_told_of_before_it_is_saved(git: Git) -> None:
    photo = (ROOT / "tests/cases/MC707/bad/evidence/2026-09-18-draft/board.jpg").read_bytes()
    assert save(git, "evidence/2026-10-02-log/board.jpg", photo) == 0
    assert "MC707" in git.said
    assert save(git, "board.jpg", photo) == 0
    assert "MC707" in git.said


def test_a_file_called_as_a_student_that_was_saved_before_hinders_nothing(git: Git) -> None:
    (git.top / "evidence/2026-10-02-log/bo-lindgren.txt").write_text("Words.\n", "utf-8")
    git("add", "-A")
    assert git("commit", "-qm", "file") == 1
    assert git("commit", "-qm", "file", "--no-verify") == 0
    append(git, "x-day: today\n")
    assert git("commit", "-qam", "day") == 0, git.said


# Messages


@pytest.mark.parametrize("how", ["--allow-empty", "--amend"])
def test_a_message_is_looked_at_also_where_nothing_changes(git: Git, how: str) -> None:
    assert git("commit", "-q", how, "-m", "Bo Lindgren") == 1
    assert "MC701" in git.said


@pytest.mark.parametrize("message", ["#3 period: Bo Lindgren", "# Bo Lindgren", f"Map\n# {'-' * 24} >8 {'-' * 24}\nBo Lindgren"])
def test_what_git_keeps_of_a_message_is_looked_at(shared: Git, message: str) -> None:
    assert shared("commit", "-q", "--allow-empty", "-m", message) == 1
    assert "MC701" in shared.said


def test_what_git_writes_into_a_message_for_the_editor_is_not_looked_at(
    shared: Git, simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_EDITOR", raising=False)
    file = tmp_path / "message"
    file.write_text(f"Map\n#\n#\tmodified: bo lindgren\n# Bo Lindgren\n; {'-' * 24} >8 {'-' * 24}\n-Bo Lindgren\n", "utf-8")
    assert simcred("hook", "run", "commit-msg", str(file)).code == 0
    file.write_text("Map\n#3 Bo Lindgren\n", "utf-8")
    assert simcred("hook", "run", "commit-msg", str(file)).code == 1


def test_an_address_in_a_message_is_told_and_hinders_nothing(git: Git) -> None:
    assert git("commit", "-q", "--amend", "-m", "Ask kim@example.org or 785-555-0142") == 0
    assert "MC708" in git.said
    assert "MC709" in git.said


def test_a_message_that_is_too_long_is_not_taken_unseen(shared: Git) -> None:
    file = shared.top.parent / "long"
    file.write_text("word " * 300_000 + "Bo Lindgren\n", "utf-8")
    assert shared("commit", "-q", "--allow-empty", "-F", str(file)) != 0
    assert "too long" in shared.said


# Lists


def test_without_a_list_it_is_said_each_time(git: Git, simcred: Simcred) -> None:
    (git.top / ".simcred/roster").unlink()
    append(git, "x-day: today\n")
    for words in (["-qam", "all"], ["-q", "--allow-empty", "-m", "nothing"]):
        assert git("commit", *words) == 0
        said = " ".join(git.said.split())
        assert "Nobody looked for students' names: there is no class list here (`simcred privacy roster FILE`).\n" in git.said
        assert "in the message" in said
    assert "there is no class list here" in simcred("hook", "install").err


def test_with_a_list_nothing_is_said_of_it(git: Git, simcred: Simcred) -> None:
    append(git, "x-day: today\n")
    assert git("commit", "-qam", "all") == 0
    assert "class list" not in git.said
    assert "class list" not in simcred("hook", "install").err


def test_of_several_portfolios_the_one_without_a_list_is_named(shared: Git) -> None:
    shutil.copytree(shared.top / "ana", shared.top / "bea", ignore=shutil.ignore_patterns(".simcred"))
    shared("add", "bea")
    assert shared("commit", "-qm", "bea") == 0
    assert "In bea there is no class list (`simcred privacy roster FILE`): only the names of the other lists" in shared.said
    assert save(shared, f"bea/{LOG}", (shared.top / "bea" / LOG).read_text("utf-8") + "x-note: Bo Lindgren 785-555-0142\n") == 1
    assert "MC701" in shared.said, "one history holds both"
    assert shared.said.count("MC709") == 1


def test_in_a_linked_folder_of_the_same_repository_the_missing_list_is_said(git: Git, tmp_path: Path) -> None:
    assert git("worktree", "add", "-q", str(tmp_path / "second")) == 0
    second = Git(tmp_path / "second")
    append(second, "x-day: today\n")
    assert second("commit", "-qam", "all") == 0, second.said
    assert "there is no class list here" in second.said


@pytest.mark.parametrize("words", [["-qam", "all"], ["-q", "--allow-empty", "-m", "nothing"]])
def test_with_a_list_that_cannot_be_used_nothing_is_saved(git: Git, simcred: Simcred, words: list[str]) -> None:
    (git.top / ".simcred/roster").write_text("# nobody yet\n", "utf-8")
    append(git, "x-day: today\n")
    assert git("commit", *words) == 1
    assert "nobody could look for students' names" in git.said
    git("add", "-A")
    assert simcred("hook", "run", "pre-commit").code == 3


def test_a_look_that_broke_off_lets_nothing_pass(git: Git, simcred: Simcred, monkeypatch: pytest.MonkeyPatch) -> None:
    append(git, "x-day: today\n")
    git("add", "-A")

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("simcred.app.guarding.Guard._everywhere", fail)
    ran = simcred("hook", "run", "pre-commit")
    assert ran.code == 3
    assert "RecursionError" in ran.err
