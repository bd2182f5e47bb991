"""Secrets of stacks by their ARNs, which is what Ref and Cloud Control name them by; the emulator has their names."""

import json
import uuid

from ministack.services import secretsmanager
from ministack.services.cloudformation import drift, provisioners

from plumbline_local import rotation
from plumbline_local.resources.live import document

_TYPE = "AWS::SecretsManager::Secret"


def install() -> None:
    """Put the handlers around the emulator's own, and enter the reader."""
    original = provisioners._RESOURCE_HANDLERS[_TYPE]

    def create(logical_id, props, stack_name):
        return _named(original["create"](logical_id, props, stack_name))

    def update(physical_id, old_props, new_props, stack_name, *rest):
        return _named(original["update"](_name(physical_id), old_props, new_props, stack_name, *rest))

    def delete(physical_id, props):
        original["delete"](_name(physical_id), props)

    provisioners._RESOURCE_HANDLERS[_TYPE] = {**original, "create": create, "update": update, "delete": delete}
    drift._DRIFT_READERS[_TYPE] = (_read, frozenset({"Name", "Description", "KmsKeyId", "Tags"}))
    for name, (handlers, reader, compared) in _OF_A_SECRET.items():
        provisioners._RESOURCE_HANDLERS[name] = handlers
        provisioners._REPLACING_PROPERTIES[name] = ("SecretId",)
        drift._DRIFT_READERS[name] = (reader, frozenset(compared))


def _named(made: tuple[str, dict]) -> tuple[str, dict]:
    """The physical id of a secret that the emulator made: its ARN."""
    name, attributes = made
    return secretsmanager._secrets[name]["ARN"], attributes


def _name(physical_id: str) -> str:
    """The name of a secret by its ARN; a secret that is gone has none, and its ARN does as well."""
    name, _ = secretsmanager._resolve(physical_id)
    return name or physical_id


def _read(physical_id: str, props: dict) -> dict | None:
    _, secret = secretsmanager._resolve(physical_id)
    if secret is None or secret.get("DeletedDate"):
        return None
    shown = {"Id": secret["ARN"], "Name": secret["Name"], "Description": secret.get("Description", "")}
    return {**shown, "Tags": secret.get("Tags") or [], **({"KmsKeyId": key} if (key := secret.get("KmsKeyId")) else {})}


# --- what is said of a secret by resources of their own: their physical id is the secret's ARN ---

def _secret(physical_id: str) -> dict:
    _, secret = secretsmanager._resolve(physical_id)
    if secret is None or secret.get("DeletedDate"):
        raise ValueError("Secrets Manager can't find the specified secret. (HandlerErrorCode: NotFound)")
    return secret


def _put_policy(logical_id, props, stack_name):
    secret = _secret(props["SecretId"])
    policy = props["ResourcePolicy"]
    secretsmanager._put_resource_policy({
        "SecretId": secret["ARN"], "ResourcePolicy": policy if isinstance(policy, str) else json.dumps(policy)})
    return secret["ARN"], {}


def _update_policy(physical_id, old_props, new_props, stack_name):
    return _put_policy("", new_props, stack_name)


def _delete_policy(physical_id, props):
    if _read(physical_id, props) is not None:
        secretsmanager._delete_resource_policy({"SecretId": physical_id})


def _read_policy(physical_id: str, props: dict) -> dict | None:
    if _read(physical_id, props) is None:
        return None
    policy, _ = secretsmanager.secret_policy_for_arn(physical_id) or (None, None)
    return None if not policy else {"Id": physical_id, "SecretId": physical_id, "ResourcePolicy": document(policy)}


def _put_rotation(logical_id, props, stack_name):
    secret = _secret(props["SecretId"])
    rotation.configure(secret, props["RotationLambdaARN"], props.get("RotationRules"))
    if str(props.get("RotateImmediatelyOnUpdate", True)).lower() == "true":
        rotation.begin(secret, str(uuid.uuid4()))
    else:
        rotation.try_out(secret)
    return secret["ARN"], {}


def _update_rotation(physical_id, old_props, new_props, stack_name):
    return _put_rotation("", new_props, stack_name)


def _delete_rotation(physical_id, props):
    if _read(physical_id, props) is not None:
        _secret(physical_id)["RotationEnabled"] = False


def _read_rotation(physical_id: str, props: dict) -> dict | None:
    if _read(physical_id, props) is None:
        return None
    secret = _secret(physical_id)
    return {"Id": physical_id, "SecretId": physical_id, "RotationLambdaARN": secret["RotationLambdaARN"],
            "RotationRules": secret["RotationRules"]} if secret.get("RotationEnabled") and secret.get("RotationRules") else None


_OF_A_SECRET = {
    "AWS::SecretsManager::ResourcePolicy": (
        {"create": _put_policy, "update": _update_policy, "delete": _delete_policy}, _read_policy, {"ResourcePolicy"}),
    "AWS::SecretsManager::RotationSchedule": (
        {"create": _put_rotation, "update": _update_rotation, "delete": _delete_rotation}, _read_rotation,
        {"RotationLambdaARN", "RotationRules"}),
}
