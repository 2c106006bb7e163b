"""The house, from the syntax tree: imports point down, each library has its room, names are explained, functions stay short."""

from __future__ import annotations

import ast

import pytest
from conftest import ROOT

LAYERS = {
    "model": 0, "findings": 0, "resources": 0, "words": 0, "wording": 0, "exits": 0, "gate": 0,
    "asides": 0, "questions": 0,
    "load": 2, "programmes": 2, "rules": 2, "privacy": 2,
    "assess": 3, "steps": 3, "doctor": 3,
    "report": 4, "memory": 4, "packet": 4, "workspace": 4, "snapshot": 4, "typesetting": 4, "inspect": 4, "machine": 4,
    "app": 5,
    "cli": 6, "__main__": 7, "__init__": 0,
}  # fmt: skip
SAME_LAYER = {
    ("model", "findings"), ("findings", "resources"), ("wording", "model"), ("wording", "words"), ("questions", "exits"),
    ("rules", "load"), ("programmes", "load"), ("assess", "steps"), ("doctor", "steps"),
    ("machine", "snapshot"), ("machine", "memory"), ("machine", "workspace"),
    ("workspace", "snapshot"),
}  # fmt: skip
ROOMS = {
    "typer": ("simcred.cli",),
    "rich": ("simcred.cli", "simcred.report.terminal"),
    "git": ("simcred.workspace",),
    "jinja2": ("simcred.packet",),
    "markdown_it": ("simcred.packet",),
    "leather": ("simcred.packet.chart",),
    "typst": ("simcred.typesetting",),
    "yaml": ("simcred.load.reader", "simcred.workspace.emit"),
    "jsonschema": ("simcred.load.validator",),
    "jsonschema_rs": ("simcred.load.validator",),
    "subprocess": ("simcred.workspace", "simcred.snapshot", "simcred.inspect.room", "simcred.machine"),
    "PIL": ("simcred.inspect.parsing", "simcred.inspect.drawing", "simcred.inspect.remarks", "simcred.inspect.stripping"),
    "pypdfium2": ("simcred.inspect.parsing", "simcred.inspect.pdfs", "simcred.inspect.stripping"),
    "phonenumbers": ("simcred.privacy.patterns",),
    "defusedxml": ("simcred.inspect.packages", "simcred.inspect.parsing"),
}
READERS = {"read_bytes", "read_text", "write_bytes", "write_text", "open"}
RIM = (
    "simcred.resources", "simcred.memory", "simcred.snapshot", "simcred.workspace", "simcred.typesetting", "simcred.inspect",
    "simcred.machine", "simcred.cli",
)  # fmt: skip
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "simcred").rglob("*.py"))
}


def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text("utf-8"))


def imports(name: str) -> set[str]:
    """Every module that a module imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(name for name in full if name in MODULES)
            found.add(node.module)
    return found


def part(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    mine = part(name)
    for other in imports(name):
        if not other.startswith("simcred.") or part(other) == mine:
            continue
        down = LAYERS[part(other)] < LAYERS[mine] or (mine, part(other)) in SAME_LAYER
        assert down, f"{name} imports {other}"


def test_no_cycles() -> None:
    graph = {name: {other for other in imports(name) if other in MODULES and other != name} for name in MODULES}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*way, name))
            done.add(name)

    for name in graph:
        walk(name, ())


@pytest.mark.parametrize("name", MODULES)
def test_each_library_has_its_room(name: str) -> None:
    for other in imports(name):
        rooms = ROOMS.get(other.split(".")[0])
        assert rooms is None or name.startswith(rooms), f"{name} imports {other}"


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(RIM)])
def test_files_are_opened_at_the_rim(name: str) -> None:
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in READERS, f"{name}:{node.lineno} calls {called}"


@pytest.mark.parametrize("name", MODULES)
def test_names_are_explained_and_functions_short(name: str) -> None:
    tree = tree_of(name)
    assert ast.get_docstring(tree), name
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}.{node.name}"
        if isinstance(node, ast.FunctionDef):
            lines = MODULES[name].read_text("utf-8").splitlines()[node.lineno - 1 : node.end_lineno]
            doc = ast.get_docstring(node, clean=False)
            code = [line for line in lines if line.strip() and not line.strip().startswith("#")]
            assert len(code) - (len(doc.splitlines()) if doc else 0) <= 60, f"{name}.{node.name}"


def test_every_module_has_a_layer_and_every_layer_modules() -> None:
    """Without modules no test above would look at anything."""
    assert {part(name) for name in MODULES} == set(LAYERS)


def test_the_project_names_no_machine() -> None:
    for path in [*(ROOT / "simcred").rglob("*"), *(ROOT / "templates").rglob("*"), *(ROOT / "docs").rglob("*.md")]:
        if path.is_file() and path.suffix in (".py", ".md", ".yaml", ".toml", ".j2", ".json"):
            assert not any(word in path.read_text("utf-8") for word in ("/home/", "/root/", "/Users/")), path
