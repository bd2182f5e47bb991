"""Names that are taken: CloudFormation's create handlers refuse them, whoever has them, as the services themselves do.

The contract of the handlers says which: one that is asked to create what has the same primary identifier already answers AlreadyExists, unless
AWS makes that identifier (contract_create_create in "Contract tests for resource types", CloudFormation CLI user guide). So a type's schema tells,
as far as the type can be read. Some types have a name besides an identifier that AWS makes; how their services find one by its name is listed here.
What a stack has kept when it was deleted, with the DeletionPolicy Retain, has its name still.
"""

import uuid
from collections.abc import Callable

from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import ec2, iam, secretsmanager, sns, sqs, stepfunctions

from plumbline_local import schemas
from plumbline_local.patching import replaces
from plumbline_local.resources import live

_SECRET_SCHEDULED = (
    "You can't create this secret because a secret with this name is already scheduled for deletion.", "InvalidRequest")


def refuse(type_name: str, props: dict, before: dict | None = None) -> None:
    """Raise where a resource would be made under a name that is taken; an update may keep the name that it had ``before``."""
    if before is not None and _identity(type_name, before) == _identity(type_name, props):
        return
    refused = _refusal(type_name, props)
    if refused:
        message, code = refused
        raise ValueError(
            f'Resource handler returned message: "{message}" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: {code})')


def _refusal(type_name: str, props: dict) -> tuple[str, str] | None:
    if type_name in _BY_NAME:
        _, find = _BY_NAME[type_name]
        return find(props)
    identifier = _given(type_name, props)
    if identifier is None:
        return None
    readable, found = live.read(type_name, identifier, props)
    return _exists(type_name, identifier) if readable and found is not None else None


def _exists(type_name: str, identifier: str) -> tuple[str, str]:
    return f"Resource of type '{type_name}' with identifier '{identifier}' already exists.", "AlreadyExists"


def _identity(type_name: str, props: dict) -> object:
    if type_name in _BY_NAME:
        return [props.get(name) for name in _BY_NAME[type_name][0]]
    return _given(type_name, props)


def _given(type_name: str, props: dict) -> str | None:
    """The primary identifier as the template gives it, or None where AWS makes it or the template leaves it out."""
    schema = schemas.schema(type_name, get_region())
    if schema is None or not schema.identifier or set(schema.identifier) & set(schema.read_only):
        return None
    parts = [props.get(name) for name in schema.identifier]
    return "|".join(str(part) for part in parts) if all(parts) else None


# --- names besides an identifier that AWS makes ---

def _secret(props: dict) -> tuple[str, str] | None:
    secret = secretsmanager._secrets.get(props.get("Name", ""))
    if secret is None:
        return None
    if secret.get("DeletedDate"):
        return _SECRET_SCHEDULED
    return f"The operation failed because the secret {props['Name']} already exists.", "AlreadyExists"


def _arn(type_name: str, service: str, name: str, resource: str, store) -> Callable[[dict], tuple[str, str] | None]:
    def find(props: dict) -> tuple[str, str] | None:
        arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}{props.get(name, '')}"
        return _exists(type_name, arn) if props.get(name) and arn in store else None
    return find


def _queue(props: dict) -> tuple[str, str] | None:
    url = sqs._queue_name_to_url.get(props.get("QueueName", ""))
    return _exists("AWS::SQS::Queue", url) if url else None


def _managed_policy(props: dict) -> tuple[str, str] | None:
    """CreatePolicy: "IAM user, group, role, and policy names must be unique within the account. Names are not distinguished by case."."""
    name = props.get("ManagedPolicyName", "").lower()
    own = f"arn:aws:iam::{get_account_id()}:policy/"
    taken = any(arn.startswith(own) and policy["PolicyName"].lower() == name for arn, policy in iam._policies.items())
    message = f"A policy called {props.get('ManagedPolicyName')} already exists. Duplicate names are not allowed."
    return (message, "AlreadyExists") if name and taken else None


def _security_group(props: dict) -> tuple[str, str] | None:
    name, vpc = props.get("GroupName"), props.get("VpcId")
    taken = any(group["GroupName"] == name and group["VpcId"] == vpc for group in ec2._security_groups.values())
    return (f"The security group '{name}' already exists for VPC '{vpc}'", "AlreadyExists") if name and vpc and taken else None


def _launch_template(props: dict) -> tuple[str, str] | None:
    name = props.get("LaunchTemplateName")
    taken = any(template["LaunchTemplateName"] == name for template in ec2._launch_templates.values())
    return ("Launch template name already in use.", "AlreadyExists") if name and taken else None


_BY_NAME: dict[str, tuple[tuple[str, ...], Callable[[dict], tuple[str, str] | None]]] = {
    "AWS::EC2::LaunchTemplate": (("LaunchTemplateName",), _launch_template),
    "AWS::EC2::SecurityGroup": (("GroupName", "VpcId"), _security_group),
    "AWS::IAM::ManagedPolicy": (("ManagedPolicyName",), _managed_policy),
    "AWS::SNS::Topic": (("TopicName",), _arn("AWS::SNS::Topic", "sns", "TopicName", "", sns._topics)),
    "AWS::SQS::Queue": (("QueueName",), _queue),
    "AWS::SecretsManager::Secret": (("Name",), _secret),
    "AWS::StepFunctions::StateMachine": (("StateMachineName",), _arn(
        "AWS::StepFunctions::StateMachine", "states", "StateMachineName", "stateMachine:", stepfunctions._state_machines)),
}


@replaces("services.secretsmanager", "_create_secret", "d3de7fac76ba")
def create_secret(original, data: dict):
    """A secret that is scheduled for deletion has its name until it is gone: CreateSecret's InvalidRequestException says so."""
    secret = secretsmanager._secrets.get(data.get("Name") or "")
    if secret is not None and secret.get("DeletedDate"):
        return error_response_json("InvalidRequestException", _SECRET_SCHEDULED[0], 400)
    return original(data)
