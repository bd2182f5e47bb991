"""How REST services that speak JSON send their errors: the name in the header ``x-amzn-ErrorType`` with an address behind it, and not in the
body; GuardDuty's body names another one (boto3's issue 3890). The emulator names them in both."""

import json
from collections.abc import Callable

from plumbline_local.patching import replaces

_REST = frozenset({"eks", "lambda", "scheduler"})
_HEADER = "x-amzn-errortype"
_ADDRESS = ":http://internal.amazon.com/coral/com.amazon.coral.service/"


def as_sent(service: str, response: tuple) -> tuple:
    """A service's answer as AWS would send it."""
    status, headers, body = response
    if status < 400 or service not in {*_REST, "guardduty"}:
        return response
    document = _document(body)
    in_body = document.pop("__type", "")
    named = next((value for key, value in headers.items() if key.lower() == _HEADER), in_body).partition(":")[0]
    if not named:
        return response
    if service == "guardduty":
        document["__type"] = "InvalidInputException"
    kept = {key: value for key, value in headers.items() if key.lower() != _HEADER}
    sent = named if service == "guardduty" else named + _ADDRESS
    return status, {**kept, "x-amzn-ErrorType": sent}, json.dumps(document).encode()


def _document(body: object) -> dict:
    try:
        document = json.loads(body or b"{}")
    except (TypeError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


@replaces("core.iam_actions", "access_denied_response", "3cc2e315f91f")
def access_denied_response(original: Callable, service: str, *arguments, **options) -> tuple:
    """A refusal is an error like any other."""
    return as_sent(service, original(service, *arguments, **options))
