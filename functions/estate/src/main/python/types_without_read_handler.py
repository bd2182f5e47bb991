"""Lists the resource types that Cloud Control cannot read, from the resource schemas inside cfn-lint.

Run by hand when cfn-lint's schemas are renewed; what it writes is kept beside the code that reads it:

    python functions/estate/src/main/python/types_without_read_handler.py \
        > functions/estate/src/main/resources/dev/plumbline/estate/blueprint/types-without-read-handler.txt
"""

import json
from pathlib import Path

import cfnlint


def types_without_read_handler(schemas: Path) -> list[str]:
    """Return the names of the types, sorted."""
    read = (json.loads(schema.read_text(encoding="utf-8")) for schema in schemas.glob("*.json"))
    return sorted({schema["typeName"] for schema in read if "read" not in schema.get("handlers", {})})


def main() -> None:
    """Print the list."""
    print("# Resource types without a read handler, which Cloud Control cannot read. Made by types_without_read_handler.py.")
    for name in types_without_read_handler(Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"):
        print(name)


if __name__ == "__main__":
    main()
