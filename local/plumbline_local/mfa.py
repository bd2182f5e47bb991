"""Second factors that count: STS checks the code of a user's device, and sessions remember that they had one.

The emulator knows virtual MFA devices, but answers a request with a code as one without.
"""

import base64
import contextvars
import hashlib
import hmac
import re
import time
from urllib.parse import parse_qs

from ministack.core.iam_evaluator import CredentialResolutionError
from ministack.services import iam, sts

from plumbline_local.patching import replaces

_STEP_SECONDS = 30
# 32 digits; what they become has 26 letters and digits, so that nothing is changed twice.
_HEXADECIMAL = re.compile("[0-9A-F]{32}")
_KEY = "aws:multifactorauthpresent"
_present: contextvars.ContextVar[bool] = contextvars.ContextVar("mfa_present", default=False)


def code(seed: str, at: float, steps: int = 0) -> str:
    """The six digits that a device with this seed shows (RFC 6238, HMAC-SHA-1)."""
    counter = int(at // _STEP_SECONDS) + steps
    digest = hmac.new(base64.b32decode(seed + "=" * (-len(seed) % 8)), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


@replaces("services.iam", "_virtual_mfa_xml", "4b489605f864")
def virtual_mfa_xml(original, serial: str, include_user: bool = True) -> str:
    """The emulator's seeds are hexadecimal; an app for codes takes base 32."""
    device = iam._mfa_devices[serial]
    if _HEXADECIMAL.fullmatch(device["Base32StringSeed"]):
        device["Base32StringSeed"] = base64.b32encode(bytes.fromhex(device["Base32StringSeed"])).decode().rstrip("=")
    return original(serial, include_user)


def _shows(serial: str, given: str, user: str) -> bool:
    device = iam._mfa_devices.get(serial)
    if device is None or device.get("User") != user:
        return False
    now = time.time()
    return any(hmac.compare_digest(code(device["Base32StringSeed"], now, steps), given) for steps in (-1, 0, 1))


@replaces("services.sts", "handle_request", "f2d7c72d01d6")
async def handle_request(original, method, path, headers, body, query_params):
    """Refuse a wrong code; while a request with a right one is answered, there is MFA."""
    given = {**query_params, **parse_qs(body.decode("utf-8", errors="replace"))} if body else dict(query_params)
    token = (given.get("TokenCode") or [""])[0]
    if not token:
        return await original(method, path, headers, body, query_params)
    caller = sts._caller_identity(headers, query_params)
    serial = (given.get("SerialNumber") or [""])[0]
    if isinstance(caller, CredentialResolutionError) or not _shows(serial, token, caller.get("principalName") or ""):
        return sts._error(
            403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", ns="sts")
    marked = _present.set(True)
    try:
        return await original(method, path, headers, body, query_params)
    finally:
        _present.reset(marked)


@replaces("services.sts", "register_session", "a84ec986ec01")
def register_session(original, access_key: str, session: dict) -> None:
    """A user's session remembers its MFA; one of a role does not, as on AWS."""
    if _present.get() and session.get("PrincipalType") == "User":
        session["Mfa"] = True
    original(access_key, session)


@replaces("core.iam_evaluator", "_principal_keys", "82f8fd4f1d91")
def principal_keys(original, credential) -> dict:
    """Whether there was MFA; an access key alone leaves the key out, as on AWS."""
    keys = original(credential)
    session = sts._sessions.get(credential.access_key_id)
    if _present.get() or (session is not None and session.get("Mfa")):
        keys[_KEY] = "true"
    return keys
