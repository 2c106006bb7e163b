"""Makes the pictures in `docs/screenshots`: the packet of the example's level 2 goal, on screen, in the dark, in a narrow window, printed.

    python scripts/screenshots.py [DIR]

What it needs is what `scripts/browser.py` sets up. The same day, the same fonts and a portfolio in the same place beside the page
give the same pictures, up to how a version of Chromium draws letters.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from browser import HERE, tools
from environment import ROOT, python

_DAY = "2026-11-20"
_GOAL = "unit-organizer-fi"
_EVIDENCE = ["article:has(img)", "article:has(svg)", "article"]
"""The first item of evidence, best one with a picture."""
_COLOURS = 256
_PRINTED_WIDTH = 800


def main() -> int:
    """Sets up, starts again inside the environment, and makes the pictures."""
    found = tools()
    inside = python("test")
    if Path(sys.prefix).resolve() != inside.parent.parent.resolve():
        return subprocess.run([inside, *sys.argv], check=False).returncode
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots"
    with tempfile.TemporaryDirectory() as place:
        _take(found, _page(Path(place)), Path(place))
        for raw in sorted(Path(place).glob("packet-*.*")):
            _keep(raw, folder)
    return 0


def _page(place: Path) -> Path:
    """The packet of a copy of the example, so that the way from the page to the files is the same everywhere."""
    shutil.copytree(ROOT / "example-portfolio", place / "example-portfolio")
    words = ["packet", "example-portfolio", "--goal", _GOAL, "--out", "packet", "--today", _DAY]
    environment = {**os.environ, "SIMCRED_CACHE": str(place / "cache")}
    subprocess.run([sys.executable, "-m", "simcred", *words], cwd=place, env=environment, capture_output=True, check=True)
    return place / f"packet/{_GOAL}.html"


def _take(found: dict[str, str], page: Path, place: Path) -> None:
    """The browser's pictures, as it makes them."""
    first = [{"view": view, "path": f"packet-{view}.png"} for view in ("light", "dark", "narrow")]
    evidence = [{**shot, "path": shot["path"].replace("packet-", "packet-evidence-"), "at": _EVIDENCE} for shot in first]
    shots: list[dict[str, Any]] = [*first, *evidence, {"view": "print", "path": "packet-print.pdf"}]
    wishes = {
        "chromium": found["chromium"],
        "shots": [{**shot, "page": str(page), "path": str(place / shot["path"])} for shot in shots],
    }
    (place / "wishes.json").write_text(json.dumps(wishes), "utf-8")
    subprocess.run([found["node"], HERE / "shoot.mjs", place / "wishes.json"], check=True)


def _keep(raw: Path, folder: Path) -> None:
    """A picture made small: few colours, and of a printed page the first sheet."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    picture = _first_sheet(raw) if raw.suffix == ".pdf" else Image.open(raw)
    few = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(folder / f"{raw.stem}.png", optimize=True)
    print(folder / f"{raw.stem}.png")


def _first_sheet(path: Path) -> Any:
    """The first page of a PDF as a picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return document[0].render(scale=_PRINTED_WIDTH / document.get_page_size(0)[0]).to_pil()


if __name__ == "__main__":
    sys.exit(main())
