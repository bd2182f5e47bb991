"""Drift-aware change sets: what the live resources have become is weighed with the stack's template and the wanted one.

``DeploymentMode=REVERT_DRIFT`` compares three ways. What was changed behind the stack's back and is wanted as it was
becomes a change; what was deleted becomes an addition; what was changed to just what is wanted becomes nothing. Left out
are properties that cannot be read, values that AWS manages, and tags that nobody declared. A property that can only be
given at creation cannot be put back: such a change set fails.

At the execution the stack takes the live resources for what it had, so that the ordinary handlers do the work and a
rollback leads back to how things really were; what the stack expects afterwards is its template again.
"""

import contextlib
import contextvars
import copy
import json
from collections.abc import Iterator

from ministack.core.responses import now_iso
from ministack.services.cloudformation import drift, provisioners

from plumbline_local import schemas
from plumbline_local.patching import replaces
from plumbline_local.resources import databases, live

# What AWS itself changes while it does what was asked for; a change set leaves it as it is.
_MANAGED = {
    "AWS::AutoScaling::AutoScalingGroup": {"DesiredCapacity"},
    "AWS::RDS::DBInstance": {"EngineVersion"},
    "AWS::RDS::DBCluster": {"EngineVersion"},
    "AWS::EKS::Nodegroup": {"ScalingConfig"},
}
# The properties at which a type says whether AWS upgrades minor versions on its own.
_UPGRADES_ITSELF = "AutoMinorVersionUpgrade"

# What a service makes of what a template says, by the type's ``propertyTransform``; a policy in a string is one in JSON.
_TRANSFORMED = {
    "AWS::IAM::Role": lambda properties: {
        **properties, "AssumeRolePolicyDocument": live.document(properties["AssumeRolePolicyDocument"])},
    "AWS::Route53::HostedZone": lambda properties: {**properties, "Name": properties["Name"].rstrip(".") + "."},
    # A major version alone is whatever minor one there is; a minor one is drift once RDS has upgraded it.
    "AWS::RDS::DBInstance": lambda properties: databases.with_live_minor_version(properties),
}

_GONE = "::gone::"
_RULES = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")

_drifted: contextvars.ContextVar[dict | None] = contextvars.ContextVar("plumbline_drifted", default=None)


@replaces("services.cloudformation.drift", "detect_resource_drift", "34388c468d4d")
def detect_resource_drift(original, stack: dict, logical_id: str, record: dict, timestamp: str) -> dict:
    """A rule that a resource of the same stack attaches to a security group is no drift of the group.

    A template's value is what the service makes of it, where the type's schema says so (``propertyTransform``).
    """
    made = _TRANSFORMED.get(record.get("ResourceType", ""))
    if made is not None:
        record = {**record, "Properties": made(record.get("Properties") or {})}
    rules = {r.get("PhysicalResourceId", "") for r in stack.get("_resources", {}).values() if r.get("ResourceType") in _RULES}
    with live.beside(rules):
        return original(stack, logical_id, record, timestamp)


def of(stack: dict) -> dict[str, dict]:
    """The drift of each resource of a stack that can be reverted: its status, and its live properties that differ."""
    found = {}
    for logical_id, record in stack.get("_resources", {}).items():
        if not drift.supports_drift(record.get("ResourceType", "")):
            continue
        seen = drift.detect_resource_drift(stack, logical_id, record, now_iso())
        status = seen["StackResourceDriftStatus"]
        live = _differing(record, seen) if status == "MODIFIED" else {}
        if live or status == "DELETED":
            found[logical_id] = {"status": status, "live": live, "record": record}
    return found


def _differing(record: dict, seen: dict) -> dict:
    """The live values of whole properties that differ from the template's."""
    expected, actual = json.loads(seen["ExpectedProperties"]), json.loads(seen["ActualProperties"])
    kind = record["ResourceType"]
    tags = (provisioners._STACK_TAG_PROPERTY.get(kind) or ("",))[0]
    live = {}
    for name in {difference["PropertyPath"].split("/")[1] for difference in seen["PropertyDifferences"]}:
        if _managed(kind, name, record.get("Properties", {})):
            continue
        value = actual.get(name)
        if name == tags and value is not None:
            value = _declared_tags(expected[name], value)
        if value != expected[name]:
            live[name] = value
    return live


def _managed(kind: str, name: str, properties: dict) -> bool:
    if name not in _MANAGED.get(kind, ()):
        return False
    return name != "EngineVersion" or str(properties.get(_UPGRADES_ITSELF, "true")).lower() == "true"


def _declared_tags(expected: list | dict, actual: list | dict) -> list | dict:
    if isinstance(expected, dict):
        return {key: value for key, value in actual.items() if key in expected}
    keys = [tag["Key"] for tag in expected]
    return sorted((tag for tag in actual if tag["Key"] in keys), key=lambda tag: keys.index(tag["Key"]))


def immutable(drifted: dict[str, dict]) -> str | None:
    """Why drift cannot be reverted, or None where it can."""
    for logical_id, found in drifted.items():
        schema = schemas.schema(found["record"]["ResourceType"])
        fixed = sorted(name for name in found["live"] if schema and name in schema.create_only)
        if fixed:
            return (f"Drift of resource [{logical_id}] cannot be reverted: "
                    f"immutable properties [{', '.join(fixed)}] have drifted.")
    return None


@contextlib.contextmanager
def compared_with(drifted: dict[str, dict]) -> Iterator[None]:
    """Let change sets that are made meanwhile compare with the live resources."""
    token = _drifted.set(drifted)
    try:
        yield
    finally:
        _drifted.reset(token)


@replaces("services.cloudformation.stacks", "_diff_resources", "a3adfeb75781")
def diff_resources(original, old_template, new_template, resources=None, template=None, changed_params=(), retag=()):
    """Put the live values where the old template's were; what is gone is an addition that all that refers to it feels."""
    drifted = _drifted.get()
    if not drifted:
        return original(old_template, new_template, resources, template, changed_params, retag)
    old = {**old_template, "Resources": {
        name: _as_it_is(definition, drifted.get(name)) for name, definition in old_template["Resources"].items()}}
    changes = original(old, new_template, resources, template, changed_params, retag)
    for change in (c["ResourceChange"] for c in changes):
        found = drifted.get(change["LogicalResourceId"])
        if found is None:
            continue
        change["ResourceDriftStatus"] = found["status"]
        if found["status"] == "DELETED" and change["Action"] == "Modify":
            change.update(Action="Add", Scope=[], Details=[], Replacement="")
            del change["Replacement"]
    return changes


def _as_it_is(definition: dict, found: dict | None) -> dict:
    if found is None:
        return definition
    if found["status"] == "DELETED":
        return {**definition, "Type": _GONE}
    properties = {**(definition.get("Properties") or {}), **found["live"]}
    return {**definition, "Properties": {name: value for name, value in properties.items() if value is not None}}


def begin(stack: dict) -> None:
    """Let a stack take its live resources for what it had; what it expected is kept for the end."""
    drifted = of(stack)
    if not drifted:
        return
    stack["_expected"] = copy.deepcopy(stack["_resources"])
    for logical_id, found in drifted.items():
        if found["status"] == "DELETED":
            del stack["_resources"][logical_id]
        else:
            record = stack["_resources"][logical_id]
            properties = {**record.get("Properties", {}), **found["live"]}
            record["Properties"] = {name: value for name, value in properties.items() if value is not None}


def end(stack: dict | None) -> None:
    """After a rollback the stack expects again what its template says, not what it found."""
    expected = (stack or {}).pop("_expected", None)
    if expected is not None and stack["StackStatus"].startswith("UPDATE_ROLLBACK"):
        stack["_resources"] = expected
