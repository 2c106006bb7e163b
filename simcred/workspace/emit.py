"""New manifests as YAML text that people like to read, and that reads back as exactly the same data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Quotes only what this project's reader would take for something else: dates and yes/no stay plain.

    Lengths such as 00:22:10 are in quotes, for other programs take them for a number.
    """

    yaml_implicit_resolvers = {}  # noqa: RUF012 - declared by the base class

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their key."""
        super().increase_indent(flow, False)


_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[0-9]+(:[0-9]{2})+$"), list("0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text of several lines as a block; in quotes where blank lines at the end would count."""
    several = "\n" in value and not value.startswith((" ", "\n")) and not re.search(r"[ \t]\n|\n\n\Z", value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if several else None)


_Dumper.add_representer(str, _text)


def yaml_text(data: Mapping[str, Any]) -> str:
    """Data as block-style YAML, keys in the order given."""
    return yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def as_entry(data: Mapping[str, Any], indent: int) -> str:
    """Data as one entry of a list whose hyphens stand at column `indent`."""
    lines = yaml_text(data).splitlines()
    pad = " " * indent
    return "".join(f"{pad}{'- ' if number == 0 else '  '}{text}\n" if text else "\n" for number, text in enumerate(lines))
