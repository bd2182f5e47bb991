"""What further resources are now, for types that the emulator makes and does not read: what names, grants and watches.

They go into the same table as those of ``live``. A reader answers None when the resource is gone. A launch template's data
cannot be read back on AWS either: only whether the template is there.
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, ecr, eventbridge, iam, kms
from ministack.services.cloudformation import drift, provisioners

from plumbline_local.resources.live import Reader, document


def install() -> None:
    """Enter the readers into the table of drift detection, with the properties that it compares."""
    for name, (reader, compared) in _READERS.items():
        drift._DRIFT_READERS[name] = (reader, frozenset(compared))


def alias_arn(name: str) -> str:
    """The ARN of a key's alias, by which the emulator keeps it."""
    return f"arn:aws:kms:{get_region()}:{get_account_id()}:{name}"


def profile_name(physical_id: str) -> str:
    """The name of an instance profile, by its ARN."""
    return physical_id.rpartition("/")[2]


def rule_key(name: str) -> str:
    """How the emulator keeps a rule of the default bus."""
    return eventbridge._rule_key(name, "default")


def _alias(physical_id: str, props: dict) -> dict | None:
    key = kms._aliases.get(alias_arn(physical_id))
    if key is None:
        return None
    declared = props.get("TargetKeyId", "")
    same = provisioners._kms_alias_target(declared) == key
    return {"AliasName": physical_id, "TargetKeyId": declared if same else key}


def _managed_policy(physical_id: str, props: dict) -> dict | None:
    policy = iam._policies.get(physical_id)
    if policy is None:
        return None
    return {
        "PolicyArn": physical_id, "ManagedPolicyName": policy["PolicyName"], "Path": policy["Path"],
        "Description": policy["Description"],
        "PolicyDocument": document(policy["Versions"][policy["DefaultVersionId"]]["Document"])}


def _instance_profile(physical_id: str, props: dict) -> dict | None:
    profile = iam._instance_profiles.get(profile_name(physical_id))
    return None if profile is None else {
        "InstanceProfileName": profile["InstanceProfileName"], "Path": profile["Path"], "Roles": list(profile["Roles"])}


def _permission(physical_id: str, props: dict) -> dict | None:
    """All of it can only be given at creation, so that it is there as it was made, or gone."""
    function = provisioners._lambda_function_for_cfn_ref(props.get("FunctionName", ""))[0] or {}
    statements = function.get("policy", {}).get("Statement", [])
    return dict(props) if any(statement["Sid"] == physical_id for statement in statements) else None


def _existing(store) -> Reader:
    return lambda physical_id, props: {} if physical_id in store else None


def _repository(physical_id: str, props: dict) -> dict | None:
    repository = ecr._repositories.get(physical_id)
    return None if repository is None else {
        "RepositoryName": physical_id, "ImageTagMutability": repository.get("imageTagMutability", "MUTABLE")}


def _rule(physical_id: str, props: dict) -> dict | None:
    rule = eventbridge._rules.get(rule_key(physical_id))
    return None if rule is None else {
        "Name": physical_id, "State": rule["State"], "Description": rule["Description"],
        "EventPattern": document(rule["EventPattern"])}


_READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "AWS::KMS::Alias": (_alias, ("AliasName", "TargetKeyId")),
    "AWS::IAM::ManagedPolicy": (_managed_policy, ("ManagedPolicyName", "Path", "Description", "PolicyDocument")),
    "AWS::IAM::InstanceProfile": (_instance_profile, ("InstanceProfileName", "Path", "Roles")),
    "AWS::Lambda::Permission": (_permission, ("FunctionName", "Action", "Principal", "SourceAccount", "SourceArn")),
    "AWS::EC2::LaunchTemplate": (_existing(ec2._launch_templates), ()),
    "AWS::ECR::Repository": (_repository, ("RepositoryName", "ImageTagMutability")),
    "AWS::Events::Rule": (_rule, ("Name", "Description", "EventPattern")),
}
