"""IAM's groups, users and their keys, which CloudFormation makes in the very store that decides who may do what."""

from pathlib import Path

from ministack.core.responses import get_account_id
from ministack.services import iam
from ministack.services.cloudformation import drift, provisioners

from plumbline_local.resources.live import document

_BILLING = "job-function/Billing"
# The document of AWS's policy, version 30 of July 2026, as PyPI's moto 5.2.5 carries it.
_BILLS = Path(__file__).with_name("billing.json")


def install() -> None:
    """Enter handlers and readers into the emulator's tables, and the policy of AWS's that it does not know."""
    iam._aws_managed_policies.setdefault(
        f"{iam._AWS_MANAGED_POLICY_PREFIX}{_BILLING}", iam._make_aws_managed_record(_BILLING, _BILLS.read_text()))
    provisioners._RESOURCE_HANDLERS["AWS::IAM::Group"] = {
        "create": _create_group, "update": _update_group, "delete": _delete_group}
    provisioners._REPLACING_PROPERTIES["AWS::IAM::Group"] = ("GroupName",)
    provisioners._RESOURCE_HANDLERS["AWS::IAM::AccessKey"] = {
        "create": _create_key, "update": _update_key, "delete": lambda physical_id, props: iam._access_keys.pop(physical_id, None)}
    provisioners._REPLACING_PROPERTIES["AWS::IAM::AccessKey"] = ("UserName", "Serial")
    drift._DRIFT_READERS["AWS::IAM::Group"] = (
        _read_group, frozenset({"GroupName", "Path", "ManagedPolicyArns", "Policies"}))
    drift._DRIFT_READERS["AWS::IAM::User"] = (
        _read_user, frozenset({"UserName", "Path", "Groups", "ManagedPolicyArns", "Policies", "PermissionsBoundary"}))


def _create_group(logical_id, props, stack_name):
    name = props.get("GroupName") or provisioners._physical_name(stack_name, logical_id, max_len=128)
    if name in iam._groups:
        raise ValueError(
            f"Resource of type 'AWS::IAM::Group' with identifier '{name}' already exists. "
            "(HandlerErrorCode: AlreadyExists)")
    iam._create_group({"GroupName": [name], "Path": [props.get("Path", "/")]})
    _let(name, props)
    return name, {"Arn": iam._groups[name]["Arn"]}


def _update_group(physical_id, old_props, new_props, stack_name):
    if physical_id not in iam._groups:
        raise ValueError(f"The group with name {physical_id} cannot be found. (HandlerErrorCode: NotFound)")
    _let(physical_id, new_props)
    return physical_id, {"Arn": iam._groups[physical_id]["Arn"]}


def _delete_group(physical_id, props):
    group = iam._groups.get(physical_id)
    if group is None:
        return
    if group.get("Users"):
        raise ValueError(
            f"Cannot delete entity, must remove users from group first: {physical_id} (HandlerErrorCode: InvalidRequest)")
    for arn in list(group.get("AttachedPolicies", [])):
        iam.detach_managed_policy(group, arn)
    iam._group_inline_policies.pop(physical_id, None)
    iam._groups.pop(physical_id)


def _create_key(logical_id, props, stack_name):
    before = set(iam._access_keys)
    status, _, body = iam._create_access_key({"UserName": [props["UserName"]]})
    if status != 200:
        raise ValueError(f"{body.decode()} (HandlerErrorCode: NotFound)")
    [physical_id] = set(iam._access_keys) - before
    return _update_key(physical_id, {}, props, stack_name)


def _update_key(physical_id, old_props, new_props, stack_name):
    iam._access_keys[physical_id]["Status"] = new_props.get("Status", "Active")
    return physical_id, {"SecretAccessKey": iam._access_keys[physical_id]["SecretAccessKey"]}


def _let(name: str, props: dict) -> None:
    """Give the group exactly the policies that it is declared to have."""
    group = iam._groups[name]
    wanted = list(props.get("ManagedPolicyArns") or [])
    for arn in set(group.get("AttachedPolicies", [])) - set(wanted):
        iam.detach_managed_policy(group, arn)
    for arn in wanted:
        if arn not in group.get("AttachedPolicies", []):
            iam.attach_managed_policy(group, arn)
    iam._group_inline_policies[name] = {
        policy["PolicyName"]: document(policy["PolicyDocument"]) for policy in props.get("Policies") or []}


def _policies(store, name: str) -> list[dict]:
    return [{"PolicyName": policy, "PolicyDocument": document(text)} for policy, text in (store.get(name) or {}).items()]


def _read_group(physical_id: str, props: dict) -> dict | None:
    group = iam._groups.get(physical_id)
    return None if group is None else {
        "GroupName": physical_id, "Arn": group["Arn"], "Path": group.get("Path", "/"),
        "ManagedPolicyArns": list(group.get("AttachedPolicies", [])),
        "Policies": _policies(iam._group_inline_policies, physical_id)}


def _read_user(physical_id: str, props: dict) -> dict | None:
    user = iam._users.get(physical_id)
    return None if user is None else {
        "UserName": physical_id, "Arn": f"arn:aws:iam::{get_account_id()}:user{user['Path']}{physical_id}",
        "Path": user["Path"],
        "Groups": sorted(name for name, group in iam._groups.items() if physical_id in group.get("Users", [])),
        "ManagedPolicyArns": list(user.get("AttachedPolicies", [])),
        "Policies": _policies(iam._user_inline_policies, physical_id),
        **({"PermissionsBoundary": user["PermissionsBoundary"]} if user.get("PermissionsBoundary") else {}),
        "Tags": user.get("Tags", [])}
