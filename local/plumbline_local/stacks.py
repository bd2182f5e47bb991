"""Stacks that take time, tell the bus what happens to them, and fail when they are told to."""

import asyncio

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import stacks as emulated

from plumbline_local import events
from plumbline_local.faults import faults
from plumbline_local.patching import replaces

_STACK = "AWS::CloudFormation::Stack"


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
