"""Who may knock: what the internet reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

WORLD = ("0.0.0.0/0", "::/0")
BLOCKS = ("CidrIp", "CidrIpv6")
# The two places: the VPN server, and load balancers wherever they are.
VPN_BLUEPRINT = "openvpn"
BALANCER = "LoadBalancer"


class NothingElseIsOpenToTheWorld(CloudFormationLintRule):
    """Only load balancers and the VPN server are public; a group that lets the world in elsewhere is a mistake that nobody sees."""

    id = "E9108"
    shortdesc = "Security groups are closed to the world"
    description = "A rule that lets the whole internet in belongs to the blueprint openvpn or to a load balancer's group, whose logical id says so"
    source_url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    tags = ["plumbline", "network"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        if VPN_BLUEPRINT in Path(cfn.filename).parts:
            return []
        parameters = cfn.template.get("Parameters", {})
        return [
            RuleMatch(["Resources", name], f"{name} lets the whole internet in")
            for name, resource in cfn.get_resources(["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"]).items()
            if BALANCER not in name and any(_is_open(block, parameters) for block in _blocks(resource))
        ]


def _blocks(resource: Mapping[str, Any]) -> Iterator[Any]:
    properties = resource.get("Properties", {})
    rules = [properties] if resource["Type"].endswith("Ingress") else _rules(properties.get("SecurityGroupIngress", []))
    for rule in rules:
        yield from (rule[key] for key in BLOCKS if key in rule)


def _rules(value: Any) -> Iterator[Mapping[str, Any]]:
    """The rules of a list, both sides of a condition among them."""
    if isinstance(value, list):
        for each in value:
            yield from _rules(each)
    elif isinstance(value, Mapping) and "Fn::If" in value:
        yield from _rules(value["Fn::If"][1:])
    elif isinstance(value, Mapping):
        yield value


def _is_open(block: Any, parameters: Mapping[str, Any]) -> bool:
    """Whether it is everybody's address, also as what a parameter has unless somebody says otherwise."""
    if isinstance(block, Mapping) and "Ref" in block:
        block = parameters.get(block["Ref"], {}).get("Default")
    return block in WORLD
