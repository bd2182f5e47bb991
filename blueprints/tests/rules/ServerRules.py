"""What servers of a blueprint need for what is done on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

SCAN = "AWS-RunPatchBaseline"
# Every family's nano has half a GiB of memory (EC2's instance type guide); no larger size of those that AWS sells has less than one.
TOO_SMALL = ".nano"


class ScannedServersHaveTheMemory(CloudFormationLintRule):
    """Patch Manager's scan takes more memory than the smallest instances have; the kernel then kills it, the agent, or what the server is for."""

    id = "E9109"
    shortdesc = "No nano is scanned for patches"
    description = f"A template that associates {SCAN} takes no instance of a type of half a GiB, neither by itself nor by a parameter"
    source_url = "https://github.com/aws/amazon-ssm-agent/issues/615"
    tags = ["plumbline", "servers"]

    def match(self, cfn: Any) -> list[RuleMatch]:
        associations = cfn.get_resources(["AWS::SSM::Association"]).values()
        if not any(association.get("Properties", {}).get("Name") == SCAN for association in associations):
            return []
        parameters = cfn.template.get("Parameters", {})
        return [
            RuleMatch([*path, *below], f"{kind} has too little memory for {SCAN}")
            for path, value in self._types(cfn)
            for below, kind in _offered(value, parameters)
            if kind.endswith(TOO_SMALL)
        ]

    @staticmethod
    def _types(cfn: Any) -> Iterator[tuple[list[Any], Any]]:
        """Where the types of instances are given, and what they are given as."""
        for name, resource in cfn.get_resources(["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"]).items():
            properties = resource.get("Properties", {})
            path = ["Resources", name, "Properties"]
            if resource["Type"].endswith("LaunchTemplate"):
                properties, path = properties.get("LaunchTemplateData", {}), [*path, "LaunchTemplateData"]
            if "InstanceType" in properties:
                yield [*path, "InstanceType"], properties["InstanceType"]


def _offered(value: Any, parameters: Mapping[str, Any]) -> Iterator[tuple[list[Any], str]]:
    """The types that a value may have, each with where it is below the property; those of a parameter are told at the property."""
    if isinstance(value, str):
        yield [], value
    elif isinstance(value, Mapping) and "Ref" in value:
        parameter = parameters.get(value["Ref"], {})
        yield from (([], str(kind)) for kind in {*parameter.get("AllowedValues", []), parameter.get("Default", "")})
    elif isinstance(value, Mapping) and "Fn::If" in value:
        for side in (1, 2):
            yield from ((["Fn::If", side, *below], kind) for below, kind in _offered(value["Fn::If"][side], parameters))
