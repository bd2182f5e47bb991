"""What the emulator's types forget: a role's permissions boundary, a function's dead-letter queue, a topic's key, a bucket's lock, whose a bucket's policy
is and that it may not be public."""

import json
from collections.abc import Callable

from ministack.core.responses import get_account_id
from ministack.services import iam, lambda_svc, s3, sns
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS


def install() -> None:
    """Remember them after each create and update."""
    _remember("AWS::IAM::Role", _boundary)
    _remember("AWS::Lambda::Function", _dead_letters)
    _remember("AWS::SNS::Topic", _key_and_owner)
    _remember("AWS::S3::Bucket", _lock)
    _call_by_bucket()
    # "The meaning of public" in S3's guide names these, and of the principal's keys aws:PrincipalOrgID alone.
    s3._NON_PUBLIC_CONDITION_KEYS.clear()
    s3._NON_PUBLIC_CONDITION_KEYS.update({
        "aws:principalorgid", "aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn", "s3:dataaccesspointaccount"})


def _remember(type_name: str, remember: Callable[[str, dict], None]) -> None:
    handlers = _RESOURCE_HANDLERS[type_name]
    create_original, update_original = handlers["create"], handlers["update"]

    def create(logical_id, props, stack_name):
        made = create_original(logical_id, props, stack_name)
        remember(made[0], props)
        return made

    def update(physical_id, old_props, new_props, stack_name, *rest):
        made = update_original(physical_id, old_props, new_props, stack_name, *rest)
        remember(made[0], new_props)
        return made

    _RESOURCE_HANDLERS[type_name] = {**handlers, "create": create, "update": update}


def _call_by_bucket() -> None:
    """A bucket's policy is called by its bucket, as CloudFormation and Cloud Control call it."""
    handlers = _RESOURCE_HANDLERS["AWS::S3::BucketPolicy"]
    create, update = handlers["create"], handlers["update"]

    def created(logical_id, props, stack_name):
        _refuse_public(props)
        return props["Bucket"], create(logical_id, props, stack_name)[1]

    def updated(physical_id, old_props, new_props, stack_name):
        _refuse_public(new_props)
        return new_props["Bucket"], update(physical_id, old_props, new_props, stack_name)[1]

    _RESOURCE_HANDLERS["AWS::S3::BucketPolicy"] = {**handlers, "create": created, "update": updated}


def _refuse_public(props: dict) -> None:
    """S3 refuses a public policy where the bucket blocks those, whoever puts it there."""
    if s3._public_access_blocked(get_account_id(), props["Bucket"], "BlockPublicPolicy") and s3._policy_is_public(
            json.dumps(props["PolicyDocument"])):
        raise ValueError(
            "Access Denied: public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access. (Service: S3, Status Code: 403)")


def _boundary(name: str, props: dict) -> None:
    role = iam._roles[name]
    role.pop("PermissionsBoundary", None)
    if props.get("PermissionsBoundary"):
        role["PermissionsBoundary"] = props["PermissionsBoundary"]


def _dead_letters(name: str, props: dict) -> None:
    config = lambda_svc._functions[name]["config"]
    config.pop("DeadLetterConfig", None)
    if props.get("DeadLetterConfig"):
        config["DeadLetterConfig"] = props["DeadLetterConfig"]


def _key_and_owner(arn: str, props: dict) -> None:
    """What a topic is encrypted with, and that the policy which it begins with is for its own account (SNS's guide, "Default policy")."""
    attributes = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    if props.get("KmsMasterKeyId"):
        attributes["KmsMasterKeyId"] = props["KmsMasterKeyId"]
    policy = json.loads(attributes.get("Policy") or "{}")
    if policy.get("Id") == "__default_policy_ID":
        policy["Statement"][0]["Condition"] = {"StringEquals": {"AWS:SourceOwner": get_account_id()}}
        attributes["Policy"] = json.dumps(policy)


def _lock(name: str, props: dict) -> None:
    """What is locked by default is kept as the API keeps it, so that services that read a bucket's lock find it."""
    if str(props.get("ObjectLockEnabled", "false")).lower() != "true":
        return
    retention = props.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention")
    s3._bucket_object_lock[name] = {"enabled": True, "default_retention": retention and {
        key: retention[key] if key == "Mode" else int(retention[key]) for key in ("Mode", "Days", "Years") if key in retention}}
