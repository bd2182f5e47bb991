"""CloudFormation acts with the permissions of the service role that a stack was given.

IAM types are checked action by action on the ARNs that they touch, with the condition keys that IAM gives them. Of any
other type the main action of its handler is checked, without looking at which resource it names: its ARN is not known
before it exists. Of what exists already policies find the stack's tag, where CloudFormation sets it, and the ARN of what they
name. PassRole is checked for every role that a resource is given.
"""

import contextvars
import re
from collections import Counter
from collections.abc import Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from plumbline_local import schemas
from plumbline_local.roles import Permissions

# The service role of the stack whose resource is being worked on; empty where there is none.
acting: contextvars.ContextVar[str] = contextvars.ContextVar("plumbline_acting", default="")

Needed = tuple[str, str | None, dict[str, object]]

_VERBS = {
    "create": ("Create", "Put", "Run", "Allocate", "Register", "Authorize", "Associate", "Attach", "Request", "Start",
               "Set", "Enable", "Add", "Import", "Publish", "Subscribe", "Replace", "Update", "Modify", "Schedule"),
    "update": ("Update", "Modify", "Put", "Set", "Replace", "Change", "Create"),
    "delete": ("Delete", "Remove", "Release", "Deregister", "Revoke", "Disassociate", "Detach", "Disable", "Cancel",
               "Unsubscribe", "Terminate", "Replace", "Schedule"),
}
_ROLE = re.compile(r"arn:aws:iam::\d{12}:role/.+")


class Refused(ValueError):
    """The service role may not do what a resource operation needs."""


def check(role_arn: str, type_name: str, operation: str, old: dict, new: dict, physical_id: str, stack_name: str) -> None:
    """Raise what CloudFormation records on the resource when the role may not operate on it.

    Of a resource that is about to be created the physical id is the name that CloudFormation would generate.
    """
    permissions = Permissions(role_arn)
    region = get_region()
    for action, resource, context in _needed(type_name, operation, old, new, physical_id, stack_name):
        if resource is None:
            allowed = permissions.allow_on_some_resource(action, region, context)
        else:
            allowed = permissions.allow(action, resource, region, context)
        if not allowed:
            session = f"arn:aws:sts::{get_account_id()}:assumed-role/{role_arn.rsplit('/', 1)[-1]}/AWSCloudFormation"
            raise Refused(
                f'Resource handler returned message: "User: {session} is not authorized to perform: {action} on '
                f'resource: {resource or "*"}" (HandlerErrorCode: AccessDenied)')


def _needed(type_name: str, operation: str, old: dict, new: dict, physical_id: str, stack_name: str) -> Iterator[Needed]:
    special = _IAM_TYPES.get(type_name)
    if special:
        yield from special(operation, old, new, physical_id)
        return
    known = schemas.schema(type_name)
    if known is None:
        return
    listed = known.handlers.get(operation, ())
    action = _main_action(type_name, operation, listed)
    if action:
        tagged = known.system_tags and operation != "create"
        context = {"aws:resourcetag/aws:cloudformation:stack-name": stack_name} if tagged else {}
        yield action, None if operation == "create" else _named(type_name, physical_id), context
    if operation != "delete" and "iam:PassRole" in listed:
        for role in sorted(set(_roles_in(new)) - set(_roles_in(old))):
            yield "iam:PassRole", role, {}


# Types whose ARNs policies name, and how they follow from what CloudFormation calls a resource.
_NAMED = {
    "AWS::AccessAnalyzer::Analyzer": "access-analyzer:{region}:{account}:analyzer/{name}",
    "AWS::CloudTrail::Trail": "cloudtrail:{region}:{account}:trail/{name}",
}


def _named(type_name: str, physical_id: str) -> str | None:
    if type_name not in _NAMED:
        return None
    name = physical_id.rsplit("/", 1)[-1]
    return "arn:aws:" + _NAMED[type_name].format(region=get_region(), account=get_account_id(), name=name)


def _main_action(type_name: str, operation: str, listed: tuple[str, ...]) -> str | None:
    services = Counter(p.partition(":")[0] for p in listed)
    if not services:
        return None
    own = type_name.split("::")[1].lower()
    service = own if own in services else services.most_common(1)[0][0]
    noun = type_name.rsplit("::", 1)[-1].lower()
    candidates = []
    for permission in listed:
        prefix, _, name = permission.partition(":")
        verb = next((v for v in _VERBS[operation] if name.startswith(v)), None)
        if prefix == service and verb and "Tag" not in name:
            rest = name[len(verb):].lower()
            candidates.append((rest.rstrip("s") != noun, _VERBS[operation].index(verb), len(name), permission))
    return min(candidates)[3] if candidates else None


def _roles_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _roles_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _roles_in(member)
    elif isinstance(value, str) and _ROLE.fullmatch(value):
        yield value


def _arn(kind: str, props: dict, name: str) -> str:
    return f"arn:aws:iam::{get_account_id()}:{kind}{props.get('Path', '/')}{name}"


def _existing(kind: str, name: str) -> str:
    """The ARN of a principal that is named only: its path is part of the ARN, and policies see it."""
    store = {"role": iam._roles, "user": iam._users, "group": iam._groups}[kind]
    return _arn(kind, {"Path": (store.get(name) or {}).get("Path", "/")}, name)


def _boundary(props: dict) -> dict[str, object]:
    return {"iam:permissionsboundary": props.get("PermissionsBoundary")}


def _principal(kind: str, noun: str) -> object:
    """The needs of AWS::IAM::Role (noun Role, kind role), AWS::IAM::User and AWS::IAM::Group."""

    def needs(operation: str, old: dict, new: dict, physical_id: str) -> Iterator[Needed]:
        props = new or old
        arn = _arn(kind, props, props.get(f"{noun}Name") or physical_id)
        boundary = _boundary(props)
        if operation == "create":
            yield f"iam:Create{noun}", arn, boundary
        if operation == "delete":
            yield f"iam:Delete{noun}", arn, {}
            return
        if operation == "update":
            if old.get("AssumeRolePolicyDocument") != new.get("AssumeRolePolicyDocument"):
                yield "iam:UpdateAssumeRolePolicy", arn, {}
            if old.get("PermissionsBoundary") != new.get("PermissionsBoundary"):
                verb = "Put" if new.get("PermissionsBoundary") else "Delete"
                yield f"iam:{verb}{noun}PermissionsBoundary", arn, boundary
            if any(old.get(k) != new.get(k) for k in ("Description", "MaxSessionDuration")):
                yield f"iam:Update{noun}", arn, {}
        yield from _policies(noun, arn, old, new, boundary)

    return needs


def _policies(noun: str, arn: str, old: dict, new: dict, boundary: dict[str, object]) -> Iterator[Needed]:
    before, after = (
        {p.get("PolicyName"): p.get("PolicyDocument") for p in props.get("Policies") or []} for props in (old, new))
    if any(before.get(name) != document for name, document in after.items()):
        yield f"iam:Put{noun}Policy", arn, boundary
    if before.keys() - after.keys():
        yield f"iam:Delete{noun}Policy", arn, boundary
    attached, wanted = (set(props.get("ManagedPolicyArns") or []) for props in (old, new))
    for policy in sorted(wanted - attached):
        yield f"iam:Attach{noun}Policy", arn, {**boundary, "iam:policyarn": policy}
    for policy in sorted(attached - wanted):
        yield f"iam:Detach{noun}Policy", arn, {**boundary, "iam:policyarn": policy}


def _inline_policy(operation: str, old: dict, new: dict, physical_id: str) -> Iterator[Needed]:
    verb = "Delete" if operation == "delete" else "Put"
    props = new or old
    for noun, kind, names in (
            ("Role", "role", [*props.get("Roles", []), props.get("RoleName")]),
            ("User", "user", [*props.get("Users", []), props.get("UserName")]),
            ("Group", "group", [*props.get("Groups", []), props.get("GroupName")])):
        for name in filter(None, names):
            yield f"iam:{verb}{noun}Policy", _existing(kind, name), {}


def _managed_policy(operation: str, old: dict, new: dict, physical_id: str) -> Iterator[Needed]:
    props = new or old
    arn = physical_id if physical_id.startswith("arn:") else _arn(
        "policy", props, props.get("ManagedPolicyName") or physical_id)
    action = {"create": "CreatePolicy", "update": "CreatePolicyVersion", "delete": "DeletePolicy"}[operation]
    yield f"iam:{action}", arn, {}
    for kind, noun in (("role", "Role"), ("user", "User"), ("group", "Group")):
        for name in sorted(set(new.get(f"{noun}s", [])) - set(old.get(f"{noun}s", []))):
            yield f"iam:Attach{noun}Policy", _existing(kind, name), {"iam:policyarn": arn}


def _instance_profile(operation: str, old: dict, new: dict, physical_id: str) -> Iterator[Needed]:
    props = new or old
    arn = _arn("instance-profile", props, props.get("InstanceProfileName") or physical_id)
    if operation == "delete":
        yield "iam:DeleteInstanceProfile", arn, {}
        return
    if operation == "create":
        yield "iam:CreateInstanceProfile", arn, {}
    for role in sorted(set(new.get("Roles", [])) - set(old.get("Roles", []))):
        yield "iam:AddRoleToInstanceProfile", arn, {}
        yield "iam:PassRole", _existing("role", role), {}


def _oidc_provider(operation: str, old: dict, new: dict, physical_id: str) -> Iterator[Needed]:
    """Named by its address, without the scheme (service authorization reference, IAM: oidc-provider)."""
    arn = _arn("oidc-provider", {}, (new or old)["Url"].removeprefix("https://"))
    action = {"create": "Create{}", "update": "Update{}Thumbprint", "delete": "Delete{}"}[operation]
    yield f"iam:{action.format('OpenIDConnectProvider')}", arn, {}


_IAM_TYPES = {
    "AWS::IAM::Role": _principal("role", "Role"),
    "AWS::IAM::User": _principal("user", "User"),
    "AWS::IAM::Group": _principal("group", "Group"),
    "AWS::IAM::Policy": _inline_policy,
    "AWS::IAM::RolePolicy": _inline_policy,
    "AWS::IAM::UserPolicy": _inline_policy,
    "AWS::IAM::GroupPolicy": _inline_policy,
    "AWS::IAM::ManagedPolicy": _managed_policy,
    "AWS::IAM::InstanceProfile": _instance_profile,
    "AWS::IAM::OIDCProvider": _oidc_provider,
}
