"""What whoever can push, or runs code with a role of a stack, can and cannot do, decided by the policies as deployed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import evaluator
import pytest
import templates
import yaml

HUB, SECURITY, DEV = "555555555555", "444444444444", "111111111111"
REGION, ORGANIZATION = "eu-west-1", "o-a1b2c3d4e5"
KINDS = {"hub": HUB, "security": SECURITY, "member": DEV}
CALLERS = {"execution": "plumbline-execution", "bounded": "plumbline-boundary"}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One request by one kind of caller in one kind of account."""

    line: str
    by: str
    account: str
    request: evaluator.Request

    def __str__(self) -> str:
        kind = next(kind for kind, account in KINDS.items() if account == self.account)
        return f"{self.line}: {self.by} in {kind}: {self.request.action} on {self.request.resource}"


def rows(file: str) -> Iterator[Row]:
    """Every row of a file; an action that fits none of its entry's resources, or a resource that no action fits, is an error."""
    for entry in yaml.safe_load((HERE / file).read_text()):
        unknown = entry.keys() - {"line", "by", "in", "actions", "resources", "context"}
        assert not unknown, f"{entry['line']}: {unknown}"
        for kind in entry.get("in", KINDS):
            used: set[str] = set()
            for action in entry["actions"]:
                fitting = [r for r in filled(entry["resources"], KINDS[kind]) if about(action, r)]
                assert fitting, f"{entry['line']}: no resource for {action}"
                used.update(fitting)
                for resource in fitting:
                    request = evaluator.Request(action, resource, context(action, entry, KINDS[kind]))
                    for by in entry.get("by", CALLERS):
                        yield Row(entry["line"], by, KINDS[kind], request)
            assert used == set(filled(entry["resources"], KINDS[kind])), f"{entry['line']}: unused resources"


def about(action: str, resource: str) -> bool:
    try:
        evaluator.Request(action, resource)
    except evaluator.Unknown:
        evaluator.reference(action)
        return False
    return resource != "*" or not evaluator.shapes(action)


def context(action: str, entry: dict[str, Any], account: str) -> dict[str, str]:
    """The entry's keys that AWS gives to this action."""
    given = entry.get("context", {})
    known = evaluator.keys(evaluator.reference(action))
    return {"aws:ResourceAccount": account} | {
        key: filled([value], account)[0] for key, value in given.items()
        if evaluator.GLOBAL_KEYS.fullmatch(key) or any(evaluator.same_key(key, each) for each in known)}


def filled(texts: list[str], account: str) -> list[str]:
    return [text.format(account=account, hub=HUB, region=REGION) for text in texts]


@cache
def statements(caller: str, account: str) -> list[evaluator.Statement]:
    """The policy of one kind of caller in an account, as CloudFormation would make it there."""
    given = {"HubAccountId": HUB, "HubRegion": REGION, "OrganizationId": ORGANIZATION, "ExternalId": "x" * 16, "LiveRepositoryName": "live"}
    pseudo = {"AWS::AccountId": account, "AWS::Region": REGION, "AWS::Partition": "aws"}
    made = templates.read(templates.ROOT / "bootstrap" / "member-deploy.yaml").evaluated(given, pseudo)
    properties = made["ExecutionRole" if caller == "execution" else "Boundary"]["Properties"]
    policies = properties.get("Policies", [properties])
    return [s for policy in policies for s in substituted(policy["PolicyDocument"]["Statement"], {**given, **pseudo})]


def substituted(tree: Any, values: dict[str, str]) -> Any:
    """The tree as IAM gets it: Fn::Sub done, list members without a value gone."""
    if isinstance(tree, list):
        return [substituted(each, values) for each in tree if each != {"Ref": "AWS::NoValue"}]
    if not isinstance(tree, dict):
        return tree
    if tree.keys() == {"Fn::Sub"}:
        text = tree["Fn::Sub"]
        for name, value in values.items():
            text = text.replace(f"${{{name}}}", value)
        return text
    return {key: substituted(each, values) for key, each in tree.items() if each != {"Ref": "AWS::NoValue"}}


ATTACKS = list(rows("attacks.yaml"))
ALLOWED = list(rows("allowed.yaml"))


def test_attacks_all_areDenied():
    """Access denied by an explicit deny: another policy of the caller's could otherwise allow it."""
    through = [str(row) for row in ATTACKS if not denied(row)]
    assert through == []


def test_work_all_isAllowed():
    stopped = [f"{row} by {denied(row)}" for row in ALLOWED if not evaluator.allowed(statements(row.by, row.account), row.request)]
    assert stopped == []


def denied(row: Row) -> list[str]:
    said = [s for s in statements(row.by, row.account) if evaluator.matches(s, row.request)]
    return evaluator.denying(said)


def test_rows_all_areManyAndNamedInTheThreatModel():
    assert len(ATTACKS) >= 500
    assert len(ALLOWED) >= 100
    model = (templates.ROOT / "docs" / "threat-model.md").read_text()
    assert [line for line in sorted({row.line for row in ATTACKS}) if f"`{line}`" not in model] == []


@pytest.mark.parametrize("statement", [
    {"Sid": "x", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEqualsIgnoreCase": {"aws:PrincipalArn": "x"}}},
    {"Sid": "x", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"iam:PermissionBoundary": "x"}}},
    {"Sid": "x", "Effect": "Deny", "Action": "*", "Resource": "arn:aws:iam::*:user/${aws:username}"},
    {"Sid": "x", "Effect": "Deny", "Actions": "*", "Resource": "*"},
])
def test_evaluator_whatItDoesNotKnow_isRefused(statement):
    request = evaluator.Request("iam:GetUser", f"arn:aws:iam::{DEV}:user/bob", {"aws:PrincipalArn": "y"})
    with pytest.raises((evaluator.Unknown, KeyError)):
        evaluator.matches(statement, request)


@pytest.mark.parametrize(("action", "resource", "keys"), [
    ("iam:GetUsr", "*", {}),
    ("iam:GetUser", f"arn:aws:iam::{DEV}:role/x", {}),
    ("iam:GetUser", f"arn:aws:iam::{DEV}:user/x", {"iam:PermissionBoundary": "x"}),
])
def test_row_whatAwsDoesNotHave_isRefused(action, resource, keys):
    with pytest.raises(evaluator.Unknown):
        evaluator.Request(action, resource, keys)
