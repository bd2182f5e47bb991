"""The resource schemas of CloudFormation, read from the files that cfn-lint carries; cfn-lint is never imported."""

import functools
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "/properties/"


@dataclass(frozen=True)
class Schema:
    """What is needed of one resource type's schema; property names are without their JSON pointers.

    ``system_tags`` says whether CloudFormation tags a resource of the type with the stack that it belongs to.
    """

    type_name: str
    properties: dict
    definitions: dict
    identifier: tuple[str, ...]
    create_only: frozenset[str]
    conditional_create_only: frozenset[str]
    read_only: tuple[str, ...]
    write_only: tuple[str, ...]
    required: frozenset[str]
    tag_property: str
    system_tags: bool
    handlers: dict[str, tuple[str, ...]]

    def recreation(self, name: str) -> str:
        """Whether a change of a property recreates the resource, in the words of a change set."""
        if name in self.create_only:
            return "Always"
        nested = any(path.startswith(f"{name}/") for path in self.create_only)
        return "Conditionally" if nested or name in self.conditional_create_only else "Never"


def _folder() -> Path:
    found = importlib.util.find_spec("cfnlint")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("cfn-lint is not installed; its resource schemas are needed")
    return Path(found.submodule_search_locations[0]) / "data" / "schemas"


@functools.cache
def _index(region: str) -> dict[str, str]:
    return json.loads((_folder() / "providers" / f"{region}.json").read_text())


def type_names(region: str) -> frozenset[str]:
    """Every resource type that CloudFormation knows in a region."""
    return frozenset(_index(region))


@functools.cache
def schema(type_name: str, region: str = "eu-west-1") -> Schema | None:
    """The schema of a type, or None where CloudFormation does not know the type in that region."""
    digest = _index(region).get(type_name)
    if digest is None:
        return None
    source = json.loads((_folder() / "resources" / f"{digest}.json").read_text())
    return Schema(
        type_name=type_name,
        properties=source.get("properties", {}),
        definitions=source.get("definitions", {}),
        identifier=_names(source, "primaryIdentifier"),
        create_only=frozenset(_names(source, "createOnlyProperties")),
        conditional_create_only=frozenset(_names(source, "conditionalCreateOnlyProperties")),
        read_only=_names(source, "readOnlyProperties"),
        write_only=_names(source, "writeOnlyProperties"),
        required=frozenset(source.get("required", [])),
        tag_property=source.get("tagging", {}).get("tagProperty", "").removeprefix(_PREFIX),
        system_tags=bool(source.get("tagging", {}).get("cloudFormationSystemTags")),
        handlers={k: tuple(v.get("permissions", [])) for k, v in source.get("handlers", {}).items()},
    )


def _names(source: dict, key: str) -> tuple[str, ...]:
    return tuple(pointer.removeprefix(_PREFIX) for pointer in source.get(key, []))
