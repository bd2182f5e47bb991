"""What AWS wants a caller to be allowed beside the action that is called.

These are the dependent actions of the service authorization reference, for what is called here, each under the condition
that its documentation gives: DescribeStacks without a name "requires ListStacks and DescribeStacks permissions", tags of what is made
are CreateTags, an alias of an image is read with the caller's permissions.
"""

from collections.abc import Callable, Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, rds

from plumbline_local import callers

# An action and the resource that it is about.
Needed = tuple[str, str]
Parameters = dict[str, list[str]]


def refusal(action: str, parameters: Parameters) -> str | None:
    """What is against a request that its caller may otherwise make, or None."""
    needed = _NEEDED.get(action, _nothing)(parameters)
    return next((refused for each, resource in needed if (refused := callers.refusal(each, resource, _context(each)))), None)


def _nothing(_: Parameters) -> Iterator[Needed]:
    return iter(())


def _context(action: str) -> dict[str, str] | None:
    return {"iam:PassedToService": "vpc-flow-logs.amazonaws.com"} if action == "iam:PassRole" else None


def _one(parameters: Parameters, name: str) -> str:
    return (parameters.get(name) or [""])[0]


def _of_stacks(parameters: Parameters) -> Iterator[Needed]:
    if not _one(parameters, "StackName"):
        yield "cloudformation:ListStacks", "*"


def _of_launch_template(parameters: Parameters) -> Iterator[Needed]:
    if _one(parameters, "ResolveAlias").lower() != "true":
        return
    template = ec2._launch_templates.get(_one(parameters, "LaunchTemplateId")) or {"Versions": []}
    images = {version["LaunchTemplateData"].get("ImageId", "") for version in template["Versions"]}
    for name in sorted(image.removeprefix("resolve:ssm:") for image in images if image.startswith("resolve:ssm:")):
        yield "ssm:GetParameters", parameter_arn(name)


def parameter_arn(name: str) -> str:
    """The ARN of a parameter of Systems Manager; AWS's own belong to no account."""
    account = "" if name.startswith("/aws/") else get_account_id()
    return f"arn:aws:ssm:{get_region()}:{account}:parameter/{name.lstrip('/')}"


def _of_snapshot(parameters: Parameters) -> Iterator[Needed]:
    database = rds._resolve_instance(_one(parameters, "DBInstanceIdentifier")) or {}
    if database.get("CopyTagsToSnapshot") or any(key.startswith("Tags.") for key in parameters):
        name = _one(parameters, "DBSnapshotIdentifier")
        yield "rds:AddTagsToResource", f"arn:aws:rds:{get_region()}:{get_account_id()}:snapshot:{name}"


def _tagged(kind: str, of_account: bool = True) -> Callable[[Parameters], Iterator[Needed]]:
    def needed(parameters: Parameters) -> Iterator[Needed]:
        if any(key.startswith("TagSpecification.") for key in parameters):
            account = get_account_id() if of_account else ""
            yield "ec2:CreateTags", f"arn:aws:ec2:{get_region()}:{account}:{kind}/*"
    return needed


def _of_flow_logs(parameters: Parameters) -> Iterator[Needed]:
    yield from _tagged("vpc-flow-log")(parameters)
    role = _one(parameters, "DeliverLogsPermissionArn")
    if role:
        yield "iam:PassRole", role


_NEEDED: dict[str, Callable[[Parameters], Iterator[Needed]]] = {
    "cloudformation:DescribeStacks": _of_stacks,
    "ec2:AuthorizeSecurityGroupEgress": _tagged("security-group-rule"),
    "ec2:AuthorizeSecurityGroupIngress": _tagged("security-group-rule"),
    "ec2:CreateFlowLogs": _of_flow_logs,
    "ec2:CreateSecurityGroup": _tagged("security-group"),
    "ec2:CreateSnapshot": _tagged("snapshot", of_account=False),
    "ec2:DescribeLaunchTemplateVersions": _of_launch_template,
    "rds:CreateDBSnapshot": _of_snapshot,
}
