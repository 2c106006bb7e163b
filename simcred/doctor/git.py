"""What the facts of the git program mean. A portfolio needs no git, so its absence hinders nothing."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.doctor.said import fix, install, note, ok
from simcred.model.machine import Computer, Diagnosis, Git

_SIGNS = (2, 34)
"""The first version that signs with an SSH key."""
_IDENTITY = {
    "user.name": 'git config --global user.name "YOUR NAME"',
    "user.email": "git config --global user.email YOUR-ADDRESS",
}


def diagnoses(git: Git | None, computer: Computer, *, in_repository: bool) -> Iterator[Diagnosis]:
    """Everything there is to say of git; None where it is not there. In a repository nothing can be saved without a name."""
    if git is None:
        yield _missing(computer)
        return
    yield _version(git, computer)
    yield from _identity(git, in_repository)
    yield _signing(git, computer)
    yield _line_ends(git)
    if computer.system == "windows":
        yield _long_paths(git)


def _missing(computer: Computer) -> Diagnosis:
    """No git here."""
    return note(
        "git is not on this computer. A portfolio needs none; with it, earlier versions are kept and a portfolio can be shared.",
        "Install it if you want that.",
        _install(computer),
    )


def _install(computer: Computer) -> str:
    """The command that puts git on this computer, or renews it."""
    if computer.system == "mac" and computer.package_tool is None:
        return "xcode-select --install"
    return install(computer.package_tool, "Git.Git" if computer.package_tool == "winget" else "git")


def _version(git: Git, computer: Computer) -> Diagnosis:
    """Whether it is new enough."""
    shown = ".".join(map(str, git.version))
    if git.version >= _SIGNS:
        return ok(f"git {shown} is there.")
    if not git.version:
        return note("git is there, but does not say which version it is.", "Install it again.", _install(computer))
    return note(
        f"git {shown} is there. It is too old to sign reviews; that takes 2.34.",
        "Install a newer one if you review portfolios.",
        _install(computer),
    )


def _identity(git: Git, in_repository: bool) -> Iterator[Diagnosis]:
    """Whether git knows under whose name to save. The name itself is not shown."""
    missing = [name for name in _IDENTITY if not git.settings.get(name, "").strip()]
    if not missing:
        yield ok("git knows your name and your address (user.name, user.email).")
    words = {"user.name": "your name (user.name)", "user.email": "your address (user.email)"}
    for name in missing:
        text = f"git does not know {words[name]}, and saves nothing without."
        yield (fix if in_repository else note)(text, "Tell it; others see it in what you share.", _IDENTITY[name])


def _signing(git: Git, computer: Computer) -> Diagnosis:
    """Whether reviews can be signed."""
    if git.signs:
        return ok("ssh-keygen is there, which signs reviews.")
    package = {"apt": "openssh-client", "dnf": "openssh-clients", "zypper": "openssh-clients", "apk": "openssh-keygen"}
    tool = computer.package_tool or ""
    known = {"winget": "Microsoft.OpenSSH.Preview"}
    return note(
        "ssh-keygen is not there, so reviews cannot be signed. Only reviewers need it.",
        "Install OpenSSH if you review portfolios.",
        install(computer.package_tool, known.get(tool) or package.get(tool, "openssh")),
    )


def _line_ends(git: Git) -> Diagnosis:
    """Whether git changes line ends on its way. Portfolios are kept from it by their .gitattributes."""
    said = git.settings.get("core.autocrlf", "false").lower()
    if said in ("false", "0", "no", "off", ""):
        return ok("git leaves the bytes of files as they are (core.autocrlf is off).")
    return ok(f"git changes line ends where it may (core.autocrlf is {said}); a portfolio's .gitattributes keeps it from that.")


def _long_paths(git: Git) -> Diagnosis:
    """Windows only: whether git can handle long paths."""
    if git.settings.get("core.longpaths", "false").lower() in ("true", "1", "yes", "on"):
        return ok("git handles long paths (core.longpaths is on).")
    return note(
        "git refuses paths of more than 260 characters.",
        "Let it use longer ones.",
        "git config --global core.longpaths true",
    )
