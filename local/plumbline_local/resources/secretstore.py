"""Secrets of stacks by their ARNs, which is what Ref and Cloud Control name them by; the emulator has their names."""

from ministack.services import secretsmanager
from ministack.services.cloudformation import drift, provisioners

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
