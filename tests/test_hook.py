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
