"""Who may become what: mistakes in trust that have cost others dearly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch


class OidcTrustNamesItsSubject(CloudFormationLintRule):
    """A role that trusts an identity provider of the web trusts everybody there, unless it names whom."""

    id = "E9101"
    shortdesc = "OIDC trust names audience and subject"
    description = "A trust in an OIDC provider compares aud and sub with StringEquals; sub may have wildcards in StringLike, not be one"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"
    tags = ["plumbline", "iam"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        matches = []
        for name, role in cfn.get_resources(["AWS::IAM::Role"]).items():
            document = role.get("Properties", {}).get("AssumeRolePolicyDocument", {})
            path = ["Resources", name, "Properties", "AssumeRolePolicyDocument"]
            for statement in _statements(_read(document)):
                if statement.get("Effect") == "Allow" and _is_oidc(statement):
                    matches += [RuleMatch(path, f"{name}: {wrong}") for wrong in _wrong(statement.get("Condition", {}))]
        return matches


class StackRoleIsBounded(CloudFormationLintRule):
    """Without it the execution role refuses to make the role; better to hear of that here."""

    id = "E9102"
    shortdesc = "Roles and users of a blueprint carry the boundary"
    description = "A role or user in a blueprint has plumbline-boundary as its permissions boundary"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
    tags = ["plumbline", "iam"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        if "Plumbline" not in cfn.template.get("Metadata", {}):
            return []
        return [
            RuleMatch(["Resources", name], f"{name} has no PermissionsBoundary plumbline-boundary")
            for name, made in cfn.get_resources(["AWS::IAM::Role", "AWS::IAM::User"]).items()
            if "plumbline-boundary" not in str(made.get("Properties", {}).get("PermissionsBoundary", ""))
        ]


def _read(document: Any) -> Any:
    """The document as a mapping, also where it is a text because the keys of its conditions are substituted."""
    text = document.get("Fn::Sub") if isinstance(document, Mapping) else document
    return json.loads(text) if isinstance(text, str) else document


def _statements(document: Any) -> Iterator[Mapping[str, Any]]:
    statements = document.get("Statement", []) if isinstance(document, Mapping) else []
    yield from (s for s in (statements if isinstance(statements, list) else [statements]) if isinstance(s, Mapping))


def _is_oidc(statement: Mapping[str, Any]) -> bool:
    return "AssumeRoleWithWebIdentity" in str(statement.get("Action", ""))


def _wrong(condition: Mapping[str, Any]) -> Iterator[str]:
    equal, like = _keys(condition, "StringEquals"), _keys(condition, "StringLike")
    if "aud" not in equal:
        yield "the trust does not compare aud with StringEquals"
    if "sub" not in equal and "sub" not in like:
        yield "the trust names no sub: anybody at the provider could assume the role"
    elif "sub" not in equal and any(set(str(value)) <= set("*?:/") for value in like["sub"]):
        yield "the sub of the trust is nothing but wildcards"


def _keys(condition: Mapping[str, Any], operator: str) -> dict[str, list[Any]]:
    found = {}
    for key, value in (condition.get(operator) or {}).items():
        found[str(key).rsplit(":", 1)[-1]] = value if isinstance(value, list) else [value]
    return found
