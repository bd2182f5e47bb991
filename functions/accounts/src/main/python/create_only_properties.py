"""Lists the properties whose change makes another resource take a resource's place, from the resource schemas inside cfn-lint.

Run by hand when cfn-lint's schemas are renewed; what it writes is kept beside the code that reads it:

    python functions/accounts/src/main/python/create_only_properties.py \
        > functions/accounts/src/main/resources/dev/plumbline/accounts/changes/create-only-properties.txt
"""

import json
from pathlib import Path

import cfnlint

_PREFIX = "/properties/"


def create_only_properties(schemas: Path) -> dict[str, list[str]]:
    """Return the paths of these properties by type, without their common prefix; types without any are left out."""
    found = {}
    for path in schemas.glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        pointers = schema.get("createOnlyProperties", [])
        if pointers:
            found[schema["typeName"]] = sorted({pointer.removeprefix(_PREFIX) for pointer in pointers})
    return found


def main() -> None:
    """Print a line for each type: its name, and the paths."""
    print("# Properties whose change replaces the resource, by type. Made by create_only_properties.py.")
    for name, paths in sorted(create_only_properties(Path(cfnlint.__file__).parent / "data" / "schemas" / "resources").items()):
        print(name, *paths)


if __name__ == "__main__":
    main()
