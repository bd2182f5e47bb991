"""Who made the request that is being served, for the checks that AWS makes on behalf of its caller."""

import contextvars

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext, EvalResult
from ministack.core.responses import get_account_id, get_region

from plumbline_local import roles

access_key: contextvars.ContextVar[str] = contextvars.ContextVar("plumbline_access_key", default="")


def refusal(action: str, resource: str, context: dict[str, str] | None = None) -> str | None:
    """What AWS says when the caller may not do this to a resource, or None when the caller may."""
    service = action.partition(":")[0]
    denied = iam_evaluator.enforce(access_key.get(), action, service, get_region(), resource, context)
    if denied is None:
        return None
    who = denied.principal_arn if isinstance(denied, EvalResult) else denied.message
    return f"User: {who} is not authorized to perform: {action} on resource: {resource}"


def refusal_anywhere(action: str) -> str | None:
    """The same for an action whose resources are not known: the caller has to be allowed on some resource."""
    caller = context(action, "*")
    if caller is None:
        return None
    principal = iam_evaluator.resolve_principal(access_key.get(), get_account_id())
    if roles.allowed_somewhere(caller, principal.policies, *principal.limits):
        return None
    return f"User: {caller.principal_arn} is not authorized to perform: {action}"


def context(action: str, resource: str) -> EvalContext | None:
    """The caller as a resource policy meets it; None for an administrator."""
    principal = iam_evaluator.resolve_principal(access_key.get(), get_account_id())
    if not isinstance(principal, iam_evaluator.PrincipalInfo) or principal.policies is None:
        return None
    return EvalContext(principal.arn, principal.type, principal.account, action, resource, get_region(),
                       principal_keys=principal.keys)
