"""The values of a template's parameters that CloudFormation looks up as a change set is made: those of AWS-specific types, and
those that Systems Manager holds. The caller has to be allowed to look.

What CloudFormation says is known ("AccessDenied. User doesn't have permission to call ssm:GetParameters"); whether a stack's role would
do in the caller's place is not, so that the caller is asked for it.
"""

import yaml
from ministack.services.cloudformation import changesets, engine
from ministack.services.cloudformation.helpers import _extract_members

from plumbline_local import callers, dependents

_LOOKED_UP = {
    "AWS::EC2::AvailabilityZone::Name": "ec2:DescribeAvailabilityZones",
    "AWS::EC2::Image::Id": "ec2:DescribeImages",
    "AWS::EC2::Instance::Id": "ec2:DescribeInstances",
    "AWS::EC2::KeyPair::KeyName": "ec2:DescribeKeyPairs",
    "AWS::EC2::SecurityGroup::GroupName": "ec2:DescribeSecurityGroups",
    "AWS::EC2::SecurityGroup::Id": "ec2:DescribeSecurityGroups",
    "AWS::EC2::Subnet::Id": "ec2:DescribeSubnets",
    "AWS::EC2::VPC::Id": "ec2:DescribeVpcs",
    "AWS::EC2::Volume::Id": "ec2:DescribeVolumes",
    "AWS::Route53::HostedZone::Id": "route53:GetHostedZone",
}


def refusal(params: dict, stack: dict | None) -> str | None:
    """What CloudFormation says of a request whose caller may not look a value up; None where it may."""
    given = {each["Key"]: each["Value"] for each in _extract_members(params, "Parameters")}
    before = (stack or {}).get("_resolved_params", {})
    for name, declared in _declared(params, stack).items():
        value = str(given.get(name) or before.get(name, {}).get("Value") or declared.get("Default") or "")
        needed = _needed(str(declared.get("Type")), value) if value else None
        if needed and callers.refusal(*needed):
            return f"AccessDenied. User doesn't have permission to call {needed[0]}"
    return None


def _declared(params: dict, stack: dict | None) -> dict:
    """The parameters of the template that is given, else of the stack's; none of one that cannot be read, as is told elsewhere."""
    body, _ = changesets._resolve_template(params)
    if not body:
        return (stack or {}).get("_template", {}).get("Parameters") or {}
    try:
        return engine._parse_template(body).get("Parameters") or {}
    except (ValueError, yaml.YAMLError):
        return {}


def _needed(kind: str, value: str) -> tuple[str, str] | None:
    if kind.startswith("AWS::SSM::Parameter::Value<"):
        return "ssm:GetParameters", dependents.parameter_arn(value)
    action = _LOOKED_UP.get(kind.removeprefix("List<").removesuffix(">"))
    return (action, "*") if action else None
