"""EventBridge Scheduler: the role under which a schedule starts something is checked, as AWS does."""

from ministack.services import scheduler
from ministack.services.eventbridge import logger

from plumbline_local import callers
from plumbline_local.patching import replaces
from plumbline_local.roles import Permissions, trusts

_SERVICE = "scheduler.amazonaws.com"


def _refusal(body: dict) -> tuple | None:
    """Why a request may not hand its role on, or None."""
    role = body.get("Target", {}).get("RoleArn", "")
    denied = callers.refusal("iam:PassRole", role, {"iam:PassedToService": _SERVICE})
    if denied:
        return scheduler._error(403, "AccessDeniedException", denied)
    if not trusts(role, _SERVICE, scheduler._group_arn(body.get("GroupName", "default"))):
        return scheduler._error(
            400, "ValidationException", f"The execution role {role} must allow {_SERVICE} to assume it.")
    return None


@replaces("services.scheduler", "_create_schedule", "5b205607c15c")
def create_schedule(original, name: str, body: dict):
    """Refuse a role that the caller may not pass, or that does not trust the service."""
    return _refusal(body) or original(name, body)


@replaces("services.scheduler", "_update_schedule", "93f7fec4f7d8")
def update_schedule(original, name: str, body: dict):
    """The same for a schedule that is changed."""
    return _refusal(body) or original(name, body)


@replaces("services.eventbridge", "_invoke_target", "550e304af080")
def invoke_target(original, target: dict, event: dict, rule: dict, view=None) -> None:
    """A schedule starts an execution only where its role may."""
    arn = target.get("Arn", "")
    if event.get("Source") == "aws.scheduler" and ":states:" in arn:
        role = target.get("RoleArn", "")
        if not Permissions(role).allow("states:StartExecution", arn, arn.split(":")[3], {}):
            logger.warning("Scheduler: %s may not start %s", role, arn)
            return
    original(target, event, rule, view)
