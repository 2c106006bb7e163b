"""Prints what simcred costs, as ratios of whole processes in one run, so that a slow machine or a busy hour cancels out.

`python benchmarks/run.py [--runs 20]`. Needs the extra `bench` (check-jsonschema). Goals are the project's own.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "example-portfolio"


def seconds(command: Sequence[str | Path], environment: Mapping[str, str]) -> float:
    """How long one run of a command takes. Raises when it fails."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **environment})
    return time.perf_counter() - begun


def paired(ours: Sequence[str | Path], theirs: Sequence[str | Path], runs: int, **environment: str) -> list[float]:
    """Ratios of pairs of runs in turn, after one that does not count."""
    seconds(ours, environment)
    seconds(theirs, environment)
    return [seconds(ours, environment) / seconds(theirs, environment) for _ in range(runs)]


def looped(work: Callable[[], object], times: int) -> float:
    """Seconds of many loops."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - begun


def manifest_ratios(runs: int) -> list[float]:
    """One manifest read, placed and checked, against CSafeLoader.load of the same bytes; all manifests of the example."""
    import yaml

    from simcred.app.places import starter
    from simcred.load.reader import read
    from simcred.load.shape import Shapes

    shapes = Shapes(starter().kinds)
    manifests = [path.read_bytes() for path in sorted(EXAMPLE.glob("evidence/*/evidence.yaml"))]

    def ours() -> None:
        for data in manifests:
            document = read("evidence.yaml", data)
            shapes.check("evidence", document)
            assert document.sound

    def theirs() -> None:
        for data in manifests:
            yaml.load(data, Loader=yaml.CSafeLoader)

    ours()
    return [looped(ours, 20) / looped(theirs, 20) for _ in range(runs)]


def packet_ratios(runs: int) -> list[float]:
    """The packet of 40 items, its pictures made before, against Jinja2 imported and the bare template rendered."""
    from packets import commands, portfolio

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ours, bare = commands(portfolio(place / "portfolio"), place)
        return paired(ours, bare, runs, SIMCRED_CACHE=str(place / "cache"))


def name_ratios(runs: int) -> list[float]:
    """6 MB of text searched for 2,000 students, against `str.lower().split()` of the same text."""
    from names import passes

    ours, plain = passes()
    assert ours()
    return [looped(ours, 1) / looped(plain, 1) for _ in range(runs)]


def main() -> int:
    """Prints the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    folder = Path(sys.executable).parent
    simcred = shutil.which("simcred", path=str(folder))
    peer = shutil.which("check-jsonschema", path=str(folder))
    if simcred is None or peer is None:
        sys.exit("This needs the extra `bench`: pip install -e .[bench]")
    status = [simcred, "status", EXAMPLE]
    checked = [peer, "--schemafile", ROOT / "schemas/portfolio.json", EXAMPLE / "portfolio.yaml"]
    compileall.compile_dir(ROOT / "simcred", quiet=1)  # as pip does for the other side
    rows: list[tuple[str, float | None, list[float]]] = [
        ("simcred --version / check-jsonschema --version", 1 / 4, paired([simcred, "--version"], [peer, "--version"], runs)),
    ]
    with tempfile.TemporaryDirectory() as cache:
        warm = paired(status, checked, runs, SIMCRED_CACHE=cache)
        parsed = paired([*status, "--all"], checked, runs, SIMCRED_CACHE=cache)
    rows += [
        ("simcred status / check-jsonschema on portfolio.yaml", 1 / 3, warm),
        ("  the same, nothing remembered from before", None, paired(status, checked, runs, SIMCRED_CACHE="")),
        ("  the same with an option (--all), so with the parser", None, parsed),
        ("one manifest: read, place, check / CSafeLoader.load", 0.8, manifest_ratios(runs)),
        ("packet of 40 items / Jinja2 and its bare template", 3, packet_ratios(runs)),
        ("6 MB, 2,000 students / text.lower().split()", 3, name_ratios(runs)),
    ]
    print(f"{'what':<54} {'goal':>6} {'median':>7} {'min':>6} {'max':>6}  met")
    missed = 0
    for name, goal, ratios in rows:
        middle = statistics.median(ratios)
        missed += goal is not None and middle > goal
        word = "" if goal is None else "yes" if middle <= goal else "NO"
        wanted = "" if goal is None else f"{goal:.2f}"
        print(f"{name:<54} {wanted:>6} {middle:>7.3f} {min(ratios):>6.3f} {max(ratios):>6.3f}  {word}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
