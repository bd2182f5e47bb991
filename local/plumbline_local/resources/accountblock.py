"""S3 Control: requests about access points are counted like any other's, and the account's block of public access, which the emulator lacks, is kept.

Nothing is blocked by it.
"""

import functools
import re

from ministack import app
from ministack.core.responses import AccountScopedDict

from plumbline_local import framing, metering
from plumbline_local.patching import replaces

_PATH = "/v20180820/configuration/publicAccessBlock"
_ACTIONS = {"GET": "Get", "PUT": "Put", "DELETE": "Put"}
_POINT = re.compile(r"/v20180820/accesspoint/[^/]+(/policy)?")
_NAMES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")

_blocks = AccountScopedDict()


@replaces("app", "_handle_s3_control_request", "65f5c1e30b4a")
async def handle_s3_control(original, path, method, body, query_params, request_id, headers=None):
    """Count what is asked, and answer what is asked of the account's block, to whoever may ask."""
    if path == _PATH and method in _ACTIONS:
        action = f"s3:{_ACTIONS[method]}AccountPublicAccessBlock"
        answer = functools.partial(_block, action, method, body, query_params, request_id, headers)
    elif point := _POINT.fullmatch(path):
        action = f"s3:{method.title()}AccessPoint{'Policy' if point[1] else ''}"
        answer = functools.partial(original, path, method, body, query_params, request_id, headers)
    else:
        # Also all that is not for S3 Control.
        return await original(path, method, body, query_params, request_id, headers)
    return await metering.serve("s3", action, headers or {}, query_params, answer)


async def _block(action: str, method: str, body: bytes, query_params: dict, request_id: str, headers: dict | None) -> tuple:
    denied = app._enforce_data_plane("s3", action, headers or {}, query_params, request_id)
    malformed = framing.bad_block(body, "http://awss3control.amazonaws.com/doc/2018-08-20/") if method == "PUT" else None
    status, answer = (0, b"") if denied or malformed else _answer(method, body.decode())
    return denied or malformed or (status, {"Content-Type": "application/xml", "x-amzn-requestid": request_id}, answer)


def state() -> dict:
    return {"blocks": _blocks}


def restore(saved: dict | None) -> None:
    if saved:
        _blocks.update(saved["blocks"])


def _answer(method: str, body: str) -> tuple[int, bytes]:
    if method == "PUT":
        _blocks["block"] = {name: f"<{name}>true</{name}>" in body for name in _NAMES}
        return 201, b""
    if method == "DELETE":
        _blocks.pop("block", None)
        return 204, b""
    block = _blocks.get("block")
    if block is None:
        return 404, (b"<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration</Code>"
                     b"<Message>The public access block configuration was not found</Message></Error></ErrorResponse>")
    fields = "".join(f"<{name}>{str(block[name]).lower()}</{name}>" for name in _NAMES)
    return 200, f"<PublicAccessBlockConfiguration>{fields}</PublicAccessBlockConfiguration>".encode()
