"""Every page, as an HTML checker, an accessibility checker and a browser see it. `python scripts/browser.py` sets up and runs this.

`browser/look.mjs` looks; here is said what nobody may find. A page on which all of it is wrong (`browser/wrong.html`) shows that
the looking finds something.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browser_pages import hostile
from conftest import ROOT, TODAY
from PIL import Image, ImageChops, ImageFilter, ImageStat

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HERE = ROOT / "tests/browser"
WRONG = HERE / "wrong.html"
PIXEL = HERE / "pixel.html"
VIEWS = ("light", "dark", "narrow", "narrow-dark", "print")
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
"""Sizes in points."""

ALLOWED = {
    r"Resource violates Content Security Policy \(meta tag\): image “data:image/(png|jpeg);base64,[^”]*” blocked by “img-src” directive\.": (
        "it says so of every picture in a page, even of the one in browser/pixel.html, whose policy plainly allows it; "
        "Chromium, which keeps to the policy, refuses none (the test `policy`)"
    ),
}
"""What the HTML checker may say all the same, as an expression, and why. Each is shown to be needed by PIXEL."""


@dataclass
class Seen:
    """What was found out about all pages: by the browser (problems and facts by page), by the HTML checker, and the printed papers."""

    pages: list[Path]
    papers: Path
    problems: dict[Path, list[dict[str, str]]] = field(default_factory=dict)
    facts: dict[Path, dict[str, Any]] = field(default_factory=dict)
    checker: dict[Path, list[dict[str, Any]]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def tools() -> dict[str, str]:
    """Where the lane's tools are. What is missing is red, unless SIMCRED_ALLOW_SKIP names the lane."""
    ran = subprocess.run([sys.executable, ROOT / "scripts/browser.py", "--tools"], capture_output=True, text=True, check=False)
    if ran.returncode:
        skip = "browser" in os.environ.get("SIMCRED_ALLOW_SKIP", "").split(",")
        (pytest.skip if skip else pytest.fail)(ran.stderr[-2000:])
    return dict(json.loads(ran.stdout))


@pytest.fixture(scope="session")
def seen(tools: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """All pages made, checked, looked at and printed, once."""
    folder = tmp_path_factory.mktemp("browser")
    made = Seen(list(pages(folder)), folder / "papers")
    made.papers.mkdir()
    everything = [*made.pages, WRONG, PIXEL]
    wishes = {"chromium": tools["chromium"], "pages": [str(page) for page in everything], "papers": str(made.papers)}
    (folder / "wishes.json").write_text(json.dumps(wishes), "utf-8")
    with subprocess.Popen([tools["node"], HERE / "look.mjs", folder / "wishes.json", folder / "seen.json"]) as looking:
        checked(tools, everything, made)
    assert looking.returncode == 0
    for result in json.loads((folder / "seen.json").read_text("utf-8"))["pages"]:
        page = Path(result["page"])
        made.problems[page], made.facts[page] = result["problems"], result["facts"]
    return made


def checked(tools: dict[str, str], everything: list[Path], made: Seen) -> None:
    """What the HTML checker says; style sheets in the pages are looked at too."""
    words = ["-jar", tools["vnu"], "--format", "json", "--exit-zero-always", "--stdout", *everything]
    said = subprocess.run([tools["java"], *words], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    made.checker = {page: [] for page in everything}
    for message in json.loads(said)["messages"]:
        name = re.sub("^file:/*", "/", message.get("url", ""))
        made.checker[Path(name) if os.name != "nt" else Path(name[1:])].append(message)


def pages(folder: Path) -> Iterator[Path]:
    """The pages, made by simcred itself; those that are called index.html get a name of their own."""
    simcred = _simcred(folder)
    portfolio = ROOT / "example-portfolio"
    listed = json.loads(simcred("status", portfolio, "--json"))
    for goal in (goal["id"] for goal in listed["portfolios"][0]["goals"]):
        yield from _paths(simcred("packet", portfolio, "--goal", goal, "--out", folder / "out"), folder)
        yield from _paths(simcred("packet", portfolio, "--goal", goal, "--restricted", "--out", folder / "out"), folder)
        yield from _paths(simcred("sheet", goal, "-C", portfolio, "--format", "html", "--out", folder / "out"), folder)
        yield from _paths(simcred("privacy", "preview", goal, "-C", portfolio, "--out", folder / "out"), folder)
    simcred("packet", portfolio, "--out", folder / "out")
    yield (folder / "out/index.html").rename(folder / "out/all-goals.html")
    yield from _paths(simcred("checklist", "print", "2", "--out", folder / "out"), folder)
    simcred("packet", hostile(folder / "hostile"), "--out", folder / "out")
    yield (folder / "out/index.html").rename(folder / "out/hostile.html")
    for name, words in {
        "index-restricted": ["packet", folder / "hostile", "--restricted"],
        "unit-organizer-fi-sheet": ["sheet", "unit-organizer-fi", "-C", folder / "hostile", "--format", "html"],
        "unit-organizer-fi-public": ["privacy", "preview", "unit-organizer-fi", "-C", folder / "hostile"],
    }.items():
        simcred(*words, "--out", folder / "hostile-out")
        yield (folder / f"hostile-out/{name}.html").rename(folder / f"hostile-out/hostile-{name}.html")


def _simcred(folder: Path) -> Callable[..., str]:
    """simcred as a program, which must say yes; what it wrote on standard output."""
    environment = {**os.environ, "SIMCRED_TODAY": TODAY, "SIMCRED_CACHE": str(folder / "cache"), "PYTHONUTF8": "1"}

    def call(*words: object) -> str:
        command = [sys.executable, "-m", "simcred", *map(str, words)]
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=folder, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return call


def _paths(said: str, folder: Path) -> list[Path]:
    return [folder / line for line in said.splitlines()]


def told(page: Path, problems: list[dict[str, str]]) -> str:
    """Problems as lines to be read, those of several views once."""
    views: dict[tuple[str, ...], list[str]] = {}
    for problem in problems:
        views.setdefault(tuple(problem[key] for key in ("about", "rule", "element", "said")), []).append(problem["view"])
    lines = [
        f"  {about}: {rule}: {element} {said} [{', '.join(dict.fromkeys(where))}]"
        for (about, rule, element, said), where in views.items()
    ]
    return "\n".join([f"\n{page.name}", *lines]) if lines else ""


ABOUT = {
    "network": "asks for nothing but itself",
    "console": "says nothing to the console",
    "policy": "breaks no rule of its own policy",
    "axe": "keeps WCAG 2.2 AA and good practice, as axe-core has them",
    "fit": "fits into every window and on paper",
    "spacing": "fits when the reader spreads letters, words and lines (WCAG 1.4.12)",
    "links": "has links that lead somewhere",
    "keyboard": "is used by keyboard alone: every place once, in order, seen",
    "drawing": "has drawings whose words stand out",
}


@pytest.mark.parametrize("about", ABOUT, ids=list(ABOUT))
def test_every_page(seen: Seen, about: str) -> None:
    found = "".join(told(page, [said for said in seen.problems[page] if said["about"] == about]) for page in seen.pages)
    assert not found, f"not every page {ABOUT[about]}:{found}"


def test_axe_could_tell(seen: Seen) -> None:
    """What axe leaves open is looked at by hand; words in drawings are judged by `drawing`."""
    left = {
        page: [
            said for said in seen.problems[page] if said["about"] == "axe, cannot tell" and not (_drawn(said) or _copied(said))
        ]
        for page in seen.pages
    }
    assert not (found := "".join(told(page, problems) for page, problems in left.items())), found


def _copied(problem: dict[str, str]) -> bool:
    """The copy sheet's texts on paper, longer than axe's window: ink on paper, which test_packet holds to 4.5 to 1."""
    return problem["rule"] == "color-contrast" and problem["view"] == "print" and "> pre:nth-child" in problem["element"]


def _drawn(problem: dict[str, str]) -> bool:
    return problem["rule"] == "color-contrast" and problem["element"].rpartition(" ")[2].startswith(("text", "tspan"))


def test_the_libraries_are_locked_without_addresses() -> None:
    """Wherever a contributor's npm gets packages from, it gets these, by version and digest."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name.removeprefix("node_modules/"): held["version"] for name, held in locked.items() if name} == wanted
    assert all("resolved" not in held and held["integrity"].startswith("sha512-") for name, held in locked.items() if name)


def test_every_view_was_looked_at(seen: Seen) -> None:
    for page in seen.pages:
        assert set(seen.facts[page]) == set(VIEWS)
        assert all(seen.facts[page][view]["axe"] >= 20 for view in VIEWS), "rules that held"
    stops = seen.facts[next(page for page in seen.pages if page.name == "all-goals.html")]
    assert stops["light"]["stops"] == stops["narrow"]["stops"] > 20


def test_the_html_checker_has_nothing_to_say(seen: Seen) -> None:
    found: dict[str, list[str]] = {}
    for page in seen.pages:
        for said in seen.checker[page]:
            if not allowed(said["message"]):
                found.setdefault(f"{said['type']}: {said['message'][:300]}", []).append(f"{page.name}:{said.get('lastLine', 0)}")
    assert not found, "\n".join(f"{message}\n  {', '.join(places)}" for message, places in found.items())


def allowed(message: str) -> bool:
    return any(re.fullmatch(expression, message) for expression in ALLOWED)


def test_what_the_html_checker_may_say_it_still_says(seen: Seen) -> None:
    said = [message["message"] for message in seen.checker[PIXEL]]
    assert len(said) == len(ALLOWED), "a newer checker may know better: then ALLOWED becomes shorter"
    assert all(map(allowed, said)), said
    assert seen.problems[PIXEL] == []


def test_what_is_wrong_is_found(seen: Seen) -> None:
    found = {(said["about"], said["rule"]) for said in seen.problems[WRONG]}
    wanted = {
        *(("network", "image"), ("console", "log"), ("console", "error"), ("policy", "style-src-attr")),
        *(("axe", "color-contrast"), ("axe", "image-alt"), ("axe", "html-has-lang")),
        *(("fit", "scrolls sideways"), ("fit", "sticks out"), ("fit", "is cut off"), ("fit", "scrolls without a label")),
        ("fit", "stays closed on paper"),
        *(("fit", "words stick out"), ("fit", "words are cut off"), ("spacing", "is cut off"), ("drawing", "words too pale")),
        *(("links", "leads nowhere"), ("links", "file is not there"), ("links", "address of a kind that is not allowed")),
        *(("keyboard", "focus cannot be seen"), ("keyboard", "out of order"), ("keyboard", "focus is covered")),
        ("keyboard", "no skip link"),
    }
    assert wanted <= found, wanted - found
    assert any("colour" in said["message"] for said in seen.checker[WRONG]), "style sheets are checked"
    assert sum(said["type"] == "error" for said in seen.checker[WRONG]) >= 3
    assert list(cut(seen.papers / "wrong-A4.pdf")), "what runs off the paper is found"


@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_prints_whole(seen: Seen, paper: str) -> None:
    """Nothing runs off the paper, no sheet is empty, and every word of the page is there."""
    for page in seen.pages:
        path = seen.papers / f"{page.stem}-{paper}.pdf"
        assert list(cut(path)) == [], path.name
        with pypdfium2.PdfDocument(path) as document:
            assert tuple(map(int, document.get_page_size(0))) == PAPERS[paper]
            assert len(document) > 1
            text = re.sub(r"\s|[\ufffe\xad]", "", "".join(sheet.get_textpage().get_text_bounded() for sheet in document))
        assert (words := seen.facts[page]["print"]["words"])
        assert [word for word in words if word not in text] == [], path.name


def cut(path: Path) -> Iterator[str]:
    """Sheets whose words come nearer to the edge than 5 mm, which many printers leave white, or that are empty."""
    margin = 5 / 25.4 * 72
    with pypdfium2.PdfDocument(path) as document:
        for number, sheet in enumerate(document, 1):
            width, height = sheet.get_size()
            text = sheet.get_textpage()
            rects = [text.get_rect(at) for at in range(text.count_rects())]
            if not rects:
                yield f"sheet {number} is empty"
            for left, bottom, right, top in rects:
                if left < margin or bottom < margin or right > width - margin or top > height - margin:
                    yield f"sheet {number}: {text.get_text_bounded(left, bottom, right, top)[:60]!r}"


def test_the_pictures_in_docs_show_the_packet_as_it_is(tools: dict[str, str], tmp_path: Path) -> None:
    """`python scripts/screenshots.py` makes them anew."""
    words = [sys.executable, ROOT / "scripts/screenshots.py", tmp_path]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    kept = ROOT / "docs/screenshots"
    names = sorted(path.name for path in tmp_path.glob("*.png"))
    assert sorted(path.name for path in kept.glob("*.png")) == names
    stale = [name for name in names if differ(kept / name, tmp_path / name)]
    assert stale == [], "python scripts/screenshots.py makes them anew"
    sizes = {name: (kept / name).stat().st_size for name in names}
    assert max(sizes.values()) < 150_000, sizes
    assert sum(sizes.values()) < 1_000_000, sizes


def differ(one: Path, other: Path) -> bool:
    """Whether two pictures show different things. Letters drawn a little otherwise are no difference; a word moved or changed is."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return True
        soft = [picture.convert("L").filter(ImageFilter.BoxBlur(4)) for picture in (first, second)]
    apart = ImageChops.difference(*soft)
    return ImageStat.Stat(apart).mean[0] > 0.5 or apart.getextrema()[1] > 40
