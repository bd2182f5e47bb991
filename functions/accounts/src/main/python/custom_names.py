"""Lists the properties that name a resource, from the resource schemas inside cfn-lint.

These are its primary identifier where a template gives it, and otherwise the property that only a creation can set and that is called as the type
is: Name, or TopicName of a topic, GroupName of a security group. A type that is named by nothing is left out: AWS makes its name.

Run by hand when cfn-lint's schemas are renewed; what it writes is kept beside the code that reads it:

    python functions/accounts/src/main/python/custom_names.py \
        > functions/accounts/src/main/resources/dev/plumbline/accounts/names/custom-names.txt
"""

import json
from pathlib import Path

import cfnlint

_PREFIX = "/properties/"
_ENDINGS = ("Name", "Identifier", "Id")


def custom_names(schemas: Path) -> dict[str, list[str]]:
    """Return the paths of these properties by type, without their common prefix."""
    found = {}
    for path in schemas.glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        named = _named(schema)
        if named:
            found[schema["typeName"]] = named
    return found


def _named(schema: dict) -> list[str]:
    made = set(_paths(schema, "readOnlyProperties"))
    identifier = _paths(schema, "primaryIdentifier")
    if identifier and not made.intersection(identifier):
        return identifier
    noun = schema["typeName"].rpartition("::")[2]
    return [path for path in _paths(schema, "createOnlyProperties") if path not in made and _is_called(noun, path)][:1]


def _is_called(noun: str, path: str) -> bool:
    return any(path.endswith(ending) and noun.endswith(path.removesuffix(ending)) for ending in _ENDINGS)


def _paths(schema: dict, key: str) -> list[str]:
    return [pointer.removeprefix(_PREFIX) for pointer in schema.get(key, [])]


def main() -> None:
    """Print a line for each type: its name, and the paths."""
    print("# Properties that name a resource, by type. Made by custom_names.py.")
    for name, paths in sorted(custom_names(Path(cfnlint.__file__).parent / "data" / "schemas" / "resources").items()):
        print(name, *paths)


if __name__ == "__main__":
    main()
