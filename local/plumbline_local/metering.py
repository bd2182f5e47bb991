"""Every service of the emulator counts its requests and can be throttled."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable

from ministack import app
from ministack.core import iam_actions
from ministack.core.iam_actions import extract_iam_action
from ministack.core.iam_evaluator import _role_name_from_assumed_arn
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import sts

from plumbline_local import callers, dependents, errors, framing, functions, paging, trails
from plumbline_local.faults import faults
from plumbline_local.requests import counts

# What a service answers when it is called too often; every other service says ThrottlingException with 400.
_THROTTLED = {
    "cloudformation": ("Throttling", 400),
    "sts": ("Throttling", 400),
    "iam": ("Throttling", 400),
    "ec2": ("RequestLimitExceeded", 503),
    "s3": ("SlowDown", 503),
    "lambda": ("TooManyRequestsException", 429),
}


def install() -> None:
    """Put a meter before the handler of each service."""
    for service, handler in app.SERVICE_HANDLERS.items():
        app.SERVICE_HANDLERS[service] = _metered(service, handler)


def _metered(service: str, handler):
    async def metered(method, path, headers, body, query_params):
        routed = app._routing_params(method, path, headers, body, query_params)
        action = extract_iam_action(service, method, path, headers, body, routed) or f"{service}:{method}"

        async def answer() -> tuple:
            refused = dependents.refusal(action, routed)
            if refused:
                return iam_actions.access_denied_response(service, action, "", str(uuid.uuid4()), message=refused, headers=headers)
            unframed = framing.refusal(service, method, headers, routed, body)
            if unframed:
                return unframed
            too_much = paging.refusal(action, routed, body)
            if too_much:
                return 400, *_refused(service, action, *too_much, headers)
            response = errors.as_sent(
                service, await paging.answered(handler, action, method, path, headers, body, query_params))
            if response[0] < 300:
                trails.record(action, callers.access_key.get(), path, routed, body, headers)
            return response

        return await serve(service, action, headers, query_params, answer)

    return metered


async def serve(service: str, action: str, headers: dict, query_params: dict, answer: Callable[[], Awaitable[tuple]]) -> tuple:
    """Count a request, and answer it unless it is throttled, or the function that sent it dies before it hears."""
    principal = _principal(headers, query_params)
    callers.access_key.set(extract_access_key_id(headers, query_params))
    counts.add(get_account_id(), service, action.partition(":")[2], principal)
    if faults.throttled(service):
        return _throttle(service, action, headers)
    response = await answer()
    killed = _function(principal)
    if killed and faults.kills():
        await asyncio.to_thread(functions.host.kill, killed)
        return 503, {}, b""
    return response


def _function(principal: str) -> str | None:
    """The function that makes a request, or None where a person or a service makes it."""
    return functions.host.sessions.user(principal) if functions.host else None


def _principal(headers: dict, query_params: dict) -> str:
    session = sts._sessions.get(extract_access_key_id(headers, query_params))
    if session is None:
        return "root"
    return _role_name_from_assumed_arn(session.get("Arn", "")) or session.get("Arn", "")


def _throttle(service: str, action: str, headers: dict):
    code, status = _THROTTLED.get(service, ("ThrottlingException", 400))
    return status, *_refused(service, action, code, "Rate exceeded", headers)


def _refused(service: str, action: str, code: str, message: str, headers: dict) -> tuple[dict, bytes]:
    """The headers and the body of an error in the words of a service's protocol."""
    _, response_headers, body = iam_actions.access_denied_response(
        service, action, "", str(uuid.uuid4()), error_code=code, message=message, headers=headers)
    return response_headers, body
