"""The schema of GuardDuty's event, as the npm package @aws-cdk/aws-service-spec carries it from EventBridge's registry.

    python3 .ci/gates/event_schema.py [--write]

The tests of findings are held to it. Compares the file that they read with the pinned package, or writes it anew. Of the package (Apache-2.0) no
more is kept than this one event.
"""

from __future__ import annotations

import gzip
import json
import sys
from typing import Any

import tools

PACKAGE = "node_modules/@aws-cdk/aws-service-spec"
EVENT = "aws.guardduty@GuardDutyFinding"
FILE = tools.ROOT / "functions/tasks/src/test/resources/guardduty-finding.schema.json"


def derived() -> str:
    package = tools.node_tools() / PACKAGE
    version = json.loads((package / "package.json").read_text())["version"]
    with gzip.open(package / "db.json.gz") as compressed:
        tables = json.load(compressed)["schema"]
    [event] = [each for each in tables["event"]["entities"] if each["name"] == EVENT]
    definitions = _Definitions({each["$id"]: each for each in tables["eventTypeDefinition"]["entities"]})
    root = definitions.reference(event["rootProperty"]["$ref"])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{EVENT}, from the npm package @aws-cdk/aws-service-spec {version} (Apache-2.0), by .ci/gates/event_schema.py",
        **root}
    lines = ",\n  ".join(f"{json.dumps(name)}: {json.dumps(each)}" for name, each in definitions.found.items())
    return json.dumps(head)[:-1] + ',\n "$defs": {\n  ' + lines + "}}\n"


class _Definitions:
    """The types that an event is made of, by name; each once, in the order in which they are met."""

    def __init__(self, types: dict[str, dict[str, Any]]) -> None:
        self._types = types
        self._names: dict[str, str] = {}
        self.found: dict[str, dict[str, Any]] = {}

    def reference(self, type_id: str) -> dict[str, str]:
        if type_id not in self._names:
            name = self._types[type_id]["name"]
            name += "" if name not in self.found else f"_{type_id}"
            self._names[type_id] = name
            self.found[name] = {}
            properties = self._types[type_id]["properties"]
            self.found[name] |= {
                "type": "object",
                "properties": {field: self._schema(each["type"]) for field, each in properties.items()},
                "required": [field for field, each in properties.items() if each.get("required")],
                "additionalProperties": False}
        return {"$ref": f"#/$defs/{self._names[type_id]}"}

    def _schema(self, kind: dict[str, Any]) -> dict[str, Any]:
        match kind["type"]:
            case "ref":
                return self.reference(kind["reference"]["$ref"])
            case "array":
                return {"type": "array", "items": self._schema(kind["element"])}
            case "union":
                return {"anyOf": [self._schema(each) for each in kind["types"]]}
            case "json":
                return {}
            case "string" | "number" | "integer" | "boolean" as plain:
                return {"type": plain}
            case other:
                raise ValueError(f"a type that is not known: {other}")


def main(arguments: list[str]) -> int:
    text = derived()
    if arguments == ["--write"]:
        FILE.write_text(text)
    elif FILE.read_text() != text:
        print(f"{FILE.relative_to(tools.ROOT)} is not what the pinned package says: run this with --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
