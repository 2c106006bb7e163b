"""Whatever a schema accepts becomes a value, and every key lands in its field."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from conftest import Simcred
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simcred.app.places import starter
from simcred.load.decode import decode
from simcred.load.shape import evidence_schema, schema
from simcred.load.validator import PythonValidator, RustValidator
from simcred.model.checklist import Checklist
from simcred.model.evidence import EvidenceItem
from simcred.model.people import People
from simcred.model.portfolio import Portfolio
from simcred.model.programme import Form
from simcred.model.review import Review, Submission


def _resolved(whole: Any, node: Any) -> Any:
    while "$ref" in node:
        target = whole
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _text(node: Any) -> st.SearchStrategy[Any]:
    if node.get("format") == "date" or str(node.get("pattern", "")).startswith("^[0-9]{4}-"):
        return st.dates().map(str)
    if "pattern" in node:
        return st.from_regex(node["pattern"], fullmatch=True)
    return st.text("abc .é", min_size=node.get("minLength", 0), max_size=min(node.get("maxLength", 8), 8))


def made(whole: Any, node: Any) -> st.SearchStrategy[Any]:
    """Values of a schema's shape; numbers sometimes written with .0, keys of one's own now and then."""
    node = _resolved(whole, node)
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if "anyOf" in node:
        return st.one_of([made(whole, branch) for branch in node["anyOf"]])
    kind = node.get("type")
    if kind == "object" or "properties" in node:
        properties, required = node.get("properties", {}), set(node.get("required", ()))
        parts = {name: made(whole, inner) for name, inner in properties.items()}
        own = {"x-own": st.just({"free": [None, 1.5, "text"]})} if "^x-" in node.get("patternProperties", {}) else {}
        return st.fixed_dictionaries(
            {name: part for name, part in parts.items() if name in required},
            optional={**{name: part for name, part in parts.items() if name not in required}, **own},
        )
    if kind == "array":
        return st.lists(made(whole, node["items"]), min_size=node.get("minItems", 0), max_size=max(2, node.get("minItems", 0)))
    if kind == "integer":
        numbers = st.integers(node.get("minimum", 0), min(node.get("maximum", 99), 10**6))
        return numbers | numbers.map(float)
    if kind == "boolean":
        return st.booleans()
    return st.none() if kind == "null" else _text(node)


KINDS: list[tuple[type, Any, dict[str, Any]]] = [
    (Portfolio, schema("portfolio"), {}),
    (Review, schema("review"), {"path": "reviews/a/001-b.yaml", "number": 1}),
    (Submission, schema("submission"), {"path": "submissions/a/1.yaml", "number": 1}),
    (People, schema("people"), {}),
    (Form, schema("form"), {}),
    (Checklist, schema("checklist"), {}),
    *((EvidenceItem, evidence_schema(kind), {"slug": "a", "data": {}}) for kind in starter().kinds.values()),
]


@pytest.mark.parametrize(("kind", "used", "more"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_schema_accepts_is_decoded(kind: type, used: Any, more: dict[str, Any], data: st.DataObject) -> None:
    document = data.draw(made(used, used))
    if RustValidator(used).is_valid(document):
        value = decode(kind, document, **more)
        assert json.dumps(value, default=str)


def test_the_generator_makes_documents_that_fit() -> None:
    fits = 0

    @settings(max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(made(schema("portfolio"), schema("portfolio")))
    def count(document: Any) -> None:
        nonlocal fits
        fits += jsonschema.Draft202012Validator(dict(schema("portfolio"))).is_valid(document)

    count()
    assert fits > 5


def test_a_whole_number_is_one_however_it_is_written() -> None:
    goals = [{"id": "a", "level": 2.0}]
    data = {"schema": "simcred/portfolio/1", "id": "p-abcdefgh", "educator": {"name": "A", "email": "a@b"}, "goals": goals}
    assert decode(Portfolio, data).goals[0].level == 2


def test_both_validators_know_the_same_days() -> None:
    used = {"type": "string", "format": "date"}
    for day, known in (("0000-01-01", False), ("0001-01-01", True), ("2026-02-29", False), ("2028-02-29", True)):
        assert RustValidator(used).is_valid(day) is PythonValidator(used).is_valid(day) is known, day


def test_what_no_value_can_hold_is_a_finding_and_hides_no_other(
    simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a schema and a value ever disagree, the file is told and the rest is judged."""
    from simcred.load import facts

    def unfit(kind: type, data: Any, /, **more: Any) -> Any:
        if more.get("slug") == "2026-10-02-log":
            raise msgspec.ValidationError("Expected `int`, got `str` - at `$.size`")
        return decode(kind, data, **more)

    monkeypatch.setattr(facts, "decode", unfit)
    ran = simcred("check", example, "--json")
    assert ran.code == 1
    told = [f for f in ran.data["portfolios"][0]["findings"] if f["severity"] == "error"]
    assert [(f["code"], f["evidence"]) for f in told] == [("MC203", "2026-10-02-log")]


def test_the_year_nought_is_no_day(simcred: Simcred, example: Path) -> None:
    manifest = example / "evidence/2026-10-02-log/evidence.yaml"
    manifest.write_text(re.sub(r"(?m)^date: .*$", "date: 0000-01-01", manifest.read_text("utf-8")), "utf-8")
    ran = simcred("check", example, "--json")
    assert {f["code"] for f in ran.data["portfolios"][0]["findings"] if f["severity"] == "error"} == {"MC205"}
