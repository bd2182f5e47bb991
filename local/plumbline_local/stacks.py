"""Stacks that take time, tell the bus what happens to them, act with their service role, and fail when told to."""

import asyncio
import contextlib
import contextvars
from collections.abc import Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import stacks as emulated

from plumbline_local import drift, events, names, service_role
from plumbline_local.faults import faults
from plumbline_local.patching import replaces

_STACK = "AWS::CloudFormation::Stack"
_IN_PROGRESS = "_IN_PROGRESS"

_reverting: contextvars.ContextVar[bool] = contextvars.ContextVar("plumbline_reverting", default=False)
_updating: contextvars.ContextVar[tuple[str, dict] | None] = contextvars.ContextVar("plumbline_updating", default=None)


def settle() -> None:
    """End the operations that were in progress when the emulator was stopped: they failed."""
    for stack in cloudformation._stacks.all_values():
        status = stack["StackStatus"]
        if status.endswith(_IN_PROGRESS) and status != "REVIEW_IN_PROGRESS":
            stack["StackStatus"] = {
                "UPDATE_COMPLETE_CLEANUP": "UPDATE_COMPLETE",
                "UPDATE_ROLLBACK_COMPLETE_CLEANUP": "UPDATE_ROLLBACK_COMPLETE",
                "UPDATE": "UPDATE_ROLLBACK_FAILED",
            }.get(name := status.removesuffix(_IN_PROGRESS), f"{name}_FAILED")
            stack["StackStatusReason"] = "The emulator was stopped during the operation"


@replaces("services.cloudformation.stacks", "_add_event", "0adea13d13a6")
def add_event(original, stack_id, stack_name, logical_id, resource_type, status,
              reason="", physical_id="", detailed_status="") -> None:
    """Put a stack's change of status on the default bus of its account."""
    original(stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, detailed_status)
    if resource_type != _STACK or logical_id != stack_name:
        return
    events.put("aws.cloudformation", "CloudFormation Stack Status Change", [stack_id], {
        "stack-id": stack_id,
        "status-details": {"status": status, "status-reason": reason},
        "client-request-token": emulated.CLIENT_REQUEST_TOKEN.get(),
    })


@replaces("services.cloudformation.stacks", "_deploy_stack_async", "34c0aed718d8")
async def deploy(original, stack_name, *arguments, **options) -> None:
    """Take the time that stacks take."""
    await _take_time(stack_name)
    await original(stack_name, *arguments, **options)
    drift.end(cloudformation._stacks.get(stack_name))


@replaces("services.cloudformation.stacks", "_delete_stack_async", "910363eef2d9")
async def delete(original, stack_name, *arguments, **options) -> None:
    """Take the time that stacks take, in progress meanwhile."""
    stack = cloudformation._stacks.get(stack_name)
    if stack:
        stack["StackStatus"] = "DELETE_IN_PROGRESS"
    await _take_time(stack_name)
    await original(stack_name, *arguments, **options)


@replaces("services.cloudformation.stacks", "_continue_update_rollback_async", "c66883bac70f")
async def continue_rollback(original, stack_name, *arguments, **options) -> None:
    """Take the time that stacks take, in progress meanwhile."""
    cloudformation._stacks[stack_name]["StackStatus"] = "UPDATE_ROLLBACK_IN_PROGRESS"
    await _take_time(stack_name)
    await original(stack_name, *arguments, **options)


async def _take_time(stack_name: str) -> None:
    seconds = faults.seconds_for(stack_name)
    if seconds:
        await asyncio.sleep(seconds)


@replaces("services.cloudformation.stacks", "_revert_update", "8031da48f764")
async def revert_update(original, *arguments, **options) -> None:
    """Mark the rollback of an update, which faults can name apart from the update."""
    token = _reverting.set(True)
    try:
        await original(*arguments, **options)
    finally:
        _reverting.reset(token)


@replaces("services.cloudformation.provisioners", "_provision_resource", "3b8f01fb1871")
def provision(original, resource_type, logical_id, props, stack_name) -> tuple:
    """Create a resource, unless a fault, the service role or what has its name is against it."""
    _admit(stack_name, resource_type, logical_id, "create", {}, props, "")
    # A type without a handler for updates is created again; only another name than it had can be taken.
    updated_type, before = _updating.get() or ("", None)
    names.refuse(resource_type, props, before if updated_type == resource_type else None)
    with _acting(stack_name):
        return original(resource_type, logical_id, props, stack_name)


@replaces("services.cloudformation.provisioners", "_update_resource", "21b9b1207f59")
def update(original, resource_type, physical_id, old_props, new_props, stack_name,
           logical_id=None, old_attrs=None) -> tuple:
    """Update a resource, unless a fault, the service role or what has its new name is against it."""
    if old_props != new_props:
        operation = "revert" if _reverting.get() else "update"
        _admit(stack_name, resource_type, logical_id or "", operation, old_props, new_props, physical_id)
        if operation == "update":
            names.refuse(resource_type, new_props, old_props)
    token = _updating.set((resource_type, old_props))
    try:
        with _acting(stack_name):
            return original(resource_type, physical_id, old_props, new_props, stack_name, logical_id, old_attrs)
    finally:
        _updating.reset(token)


@replaces("services.cloudformation.provisioners", "_delete_resource", "9e9ba54fb428")
def delete_resource(original, resource_type, physical_id, props, stack_name=None, logical_id=None) -> None:
    """Delete a resource, unless a fault or the service role is against it."""
    _admit(stack_name or "", resource_type, logical_id or "", "delete", props, {}, physical_id)
    original(resource_type, physical_id, props, stack_name, logical_id)


@contextlib.contextmanager
def _acting(stack_name: str) -> Iterator[None]:
    token = service_role.acting.set((cloudformation._stacks.get(stack_name) or {}).get("RoleARN") or "")
    try:
        yield
    finally:
        service_role.acting.reset(token)


def _admit(stack_name, resource_type, logical_id, operation, old, new, physical_id) -> None:
    failure = faults.fail_resource(
        account=get_account_id(), region=get_region(), stack=stack_name, logical_id=logical_id,
        resource_type=resource_type, operation=operation)
    if failure:
        raise ValueError(failure)
    role = (cloudformation._stacks.get(stack_name) or {}).get("RoleARN")
    if role and resource_type.startswith("AWS::"):
        verb = "update" if operation == "revert" else operation
        physical_id = physical_id or f"{stack_name}-{logical_id}-GENERATED"
        service_role.check(role, resource_type, verb, old, new, physical_id, stack_name)
