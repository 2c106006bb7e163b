"""The schemas: one truth for Structs, editors and both validators; every property described; nothing ever fetched."""

from __future__ import annotations

import copy
import json
import socket
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import jsonschema
import msgspec
import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from simcred.app.places import starter
from simcred.load.reader import read
from simcred.load.shape import FORMATS, editor_schema, evidence_schema, schema
from simcred.load.validator import PythonValidator, RustValidator
from simcred.model.blanks import SEEN, is_blank
from simcred.model.checklist import Checklist, Row
from simcred.model.evidence import MISSING, EvidenceItem, value_at
from simcred.model.people import KnownPerson
from simcred.model.portfolio import Consent, Goal, Portfolio
from simcred.model.programme import Form, Intervention, Kind
from simcred.model.review import Review, Submission

KINDS = starter().kinds


def nodes(node: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        yield where, node
        for key, value in node.items():
            yield from nodes(value, f"{where}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from nodes(value, f"{where}/{number}")


@pytest.mark.parametrize("name", [*FORMATS, "report", "doctor", "media"])
def test_schemas_are_sound_and_described(name: str) -> None:
    loaded = schema(name)
    jsonschema.Draft202012Validator.check_schema(loaded)
    jsonschema.Draft7Validator.check_schema({**loaded, "$schema": "http://json-schema.org/draft-07/schema#"})
    for where, node in nodes(loaded):
        assert "unevaluatedProperties" not in node
        assert "prefixItems" not in node
        schema_of_schemas = where.endswith("/properties/properties")
        if where.endswith("/properties") and not schema_of_schemas and "/if/" not in where:
            for key, value in node.items():
                target = value
                if "description" not in value and "$ref" in value:
                    target = loaded["$defs"][value["$ref"].removeprefix("#/$defs/")]
                assert target.get("description"), f"{name}{where}/{key}"


def test_shared_definitions_are_the_same_everywhere() -> None:
    known: dict[str, Any] = {}
    for name in FORMATS:
        for key, value in schema(name).get("$defs", {}).items():
            assert known.setdefault(key, value) == value, (name, key)


SHAPES = [
    (Portfolio, schema("portfolio")["properties"]),
    (Goal, schema("portfolio")["properties"]["goals"]["items"]["properties"]),
    (Consent, schema("portfolio")["properties"]["consents"]["items"]["properties"]),
    (EvidenceItem, schema("evidence")["properties"]),
    (Review, schema("review")["properties"]),
    (Submission, schema("submission")["properties"]),
    (Checklist, schema("checklist")["properties"]),
    (Row, schema("checklist")["properties"]["rows"]["items"]["properties"]),
    (Kind, schema("kinds")["properties"]["kinds"]["items"]["properties"]),
    (Intervention, schema("interventions")["properties"]["interventions"]["items"]["properties"]),
    (Form, schema("form")["properties"]),
    (KnownPerson, schema("people")["properties"]["people"]["items"]["properties"]),
]
OF_OUR_OWN = {"slug", "data", "path", "number", "digest", "extends"}
NOT_READ_YET = {"schema", "keys"}


@pytest.mark.parametrize(("kind", "properties"), SHAPES, ids=lambda value: getattr(value, "__name__", ""))
def test_structs_have_the_schema_s_fields(kind: type, properties: dict[str, Any]) -> None:
    keys = {field.encode_name for field in msgspec.structs.fields(kind)}
    assert keys - OF_OUR_OWN == set(properties) - NOT_READ_YET


def test_words_of_the_model_are_those_of_the_schemas() -> None:
    rows = schema("checklist")["properties"]["rows"]["items"]["properties"]
    hints = get_type_hints(Row)
    for name in ("category", "due", "basis"):
        assert set(get_args(hints[name])) == set(rows[name]["enum"])


def manifests() -> Iterator[tuple[str, Any, Any]]:
    """Every manifest of the tests and the example, with its schema."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted([*(ROOT / "tests").rglob("*.yaml"), *(ROOT / "example-portfolio").rglob("*.yaml")])
    }
    for row in sorted((ROOT / "tests/rows").glob("*.yaml")):
        for name, case in yaml.load(row.read_text("utf-8"), yaml.CSafeLoader).items():
            files |= {
                f"{row.stem} {name} {path}": str(text).encode() for path, text in case["files"].items() if path.endswith(".yaml")
            }
    for place, content in files.items():
        data = read("x", content).data
        name = str((data or {}).get("schema", "")).split("/")[1:2]
        if data is not None and name and name[0] in FORMATS:
            kind = KINDS.get(str(data.get("kind"))) if name[0] == "evidence" else None
            yield place, data, evidence_schema(kind) if kind is not None else schema(name[0])


def told(validator: Any, data: Any) -> set[tuple[Any, ...]]:
    return {(p.keyword, p.pointer, name) for p in validator.problems(data) for name in p.names or ("",)}


def test_both_validators_agree_on_every_manifest() -> None:
    made: dict[str, tuple[Any, Any]] = {}
    number = 0
    for path, data, used in manifests():
        key = json.dumps(used, sort_keys=True)
        rust, python = made.setdefault(key, (RustValidator(used), PythonValidator(used)))
        assert rust.is_valid(data) == python.is_valid(data), path
        assert told(rust, data) == told(python, data), path
        number += 1
    assert number > 400


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_validators_agree_on_spoiled_manifests(data: st.DataObject) -> None:
    """A value anywhere in a good manifest is replaced by something else."""
    document = read("x", (ROOT / "example-portfolio/portfolio.yaml").read_bytes()).data
    spoiled = copy.deepcopy(document)
    at: Any = spoiled
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
        if not isinstance(at[key], (dict, list)) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(st.sampled_from([None, "", "x\n", 7, True, [], {}, {"odd": 1}, "2026-02-30", "٢٠٢٦-01-01", 1.5]))
    used = schema("portfolio")
    assert told(RustValidator(used), spoiled) == told(PythonValidator(used), spoiled)


BLANKS = [
    " ",
    "\t \n",
    "\u00a0",
    "\u200c",
    "\u200d\u00ad",
    "\u3000\u2003",
    "\u2800",
    "\u3164",
    "\ufe0f",
    "\u2060\ufeff",
    "\x85",
    "\u2028",
]


@pytest.mark.parametrize("text", BLANKS, ids=ascii)
def test_words_of_nothing_but_gaps_fit_nowhere(text: str) -> None:
    logs = evidence_schema(KINDS["log"])
    good = {"schema": "simcred/evidence/1", "title": "Log", "kind": "log", "date": "2026-10-14", "intervention": "cer-x"}
    whole = {**good, "narrative": "a", "by": "b", "log": {"ideas": "c"}}
    assert is_blank(text)
    for validator in (RustValidator(logs), PythonValidator(logs)):
        assert validator.is_valid(whole)
        for spoiled in ({"title": text * 3}, {"narrative": text}, {"by": text}, {"log": {"ideas": text}}):
            assert not validator.is_valid({**whole, **spoiled}), spoiled
            assert all(problem.keyword == "pattern" for problem in validator.problems({**whole, **spoiled}))
        assert validator.is_valid({**whole, "narrative": f"{text}\u06a9{text}"}), (
            "what some scripts need may stand between letters"
        )
    assert not KINDS["log"].is_complete({**good, "narrative": text, "log": {"ideas": text}})
    assert KINDS["log"].is_complete({**good, "log": {"ideas": "c"}})
    assert value_at({"log": {"ideas": text}}, "log.ideas") is MISSING


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=6))
def test_both_validators_and_the_rules_see_the_same_characters(text: str) -> None:
    used = {"$defs": schema("evidence")["$defs"], "$ref": "#/$defs/text"}
    assert RustValidator(used).is_valid(text) == PythonValidator(used).is_valid(text) == (not is_blank(text))


def test_the_pattern_of_what_can_be_seen_is_the_schemas_own() -> None:
    assert schema("evidence")["$defs"]["text"]["pattern"] == SEEN
    assert schema("evidence")["$defs"]["line"]["pattern"] == schema("evidence")["properties"]["title"]["pattern"]
    assert SEEN in schema("evidence")["$defs"]["line"]["pattern"]


def test_editors_get_every_kind() -> None:
    made = editor_schema(KINDS)
    jsonschema.Draft202012Validator.check_schema(made)
    validator = jsonschema.Draft202012Validator(made)
    for path in sorted((ROOT / "example-portfolio").glob("evidence/*/evidence.yaml")):
        assert validator.is_valid(read("x", path.read_bytes()).data), path
    assert not validator.is_valid({"schema": "simcred/evidence/1", "title": "abc", "kind": "device", "date": "2026-01-01"})


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.json"
        for make in (RustValidator, PythonValidator):
            with pytest.raises(Exception, match=r"(?i)resol|offline|retriev|127"):
                list(make({"$ref": address}).problems({}))
        with pytest.raises(TimeoutError):
            server.accept()


def test_patterns_are_quick() -> None:
    import re
    import time

    hard = "a" * 10_000 + "!"
    for name in FORMATS:
        for _, node in nodes(schema(name)):
            if isinstance(node.get("pattern"), str):
                begun = time.perf_counter()
                re.search(node["pattern"], hard)
                assert time.perf_counter() - begun < 0.05, node["pattern"]


def test_a_row_can_ask_for_nothing_that_no_starter_row_asks_for() -> None:
    """Each word that a row's demand may have exists because a row of the starter checklists needs it."""
    rows = [msgspec.to_builtins(row) for checklist in starter().checklists.values() for row in checklist.rows]
    used: dict[str, set[str]] = {"evidenceAsk": set(), "attestationAsk": set(), "personAsk": set(), "fromGoal": set()}
    named = {"evidence": "evidenceAsk", "attestation": "attestationAsk", "person": "personAsk", "from_goal": "fromGoal"}
    for row in rows:
        for part in (row, *row.get("any_of", ()), *row.get("all_of", ())):
            for name, definition in named.items():
                used[definition] |= {key for key, value in (part.get(name) or {}).items() if value is not None}
    usual = {"evidenceAsk": {"at_least"}}
    for definition, keys in used.items():
        assert set(schema("checklist")["$defs"][definition]["properties"]) == keys | usual.get(definition, set()), definition
