"""Permissions boundaries of roles that stacks make, which the emulator's role type forgets."""

from ministack.services import iam
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

_ROLE = "AWS::IAM::Role"


def install() -> None:
    """Let AWS::IAM::Role set its boundary."""
    handlers = _RESOURCE_HANDLERS[_ROLE]
    create_role, update_role = handlers["create"], handlers["update"]

    def create(logical_id, props, stack_name):
        return _bounded(create_role(logical_id, props, stack_name), props)

    def update(physical_id, old_props, new_props, stack_name, *rest):
        return _bounded(update_role(physical_id, old_props, new_props, stack_name, *rest), new_props)

    _RESOURCE_HANDLERS[_ROLE] = {**handlers, "create": create, "update": update}


def _bounded(made: tuple, props: dict) -> tuple:
    role = iam._roles[made[0]]
    role.pop("PermissionsBoundary", None)
    if props.get("PermissionsBoundary"):
        role["PermissionsBoundary"] = props["PermissionsBoundary"]
    return made
