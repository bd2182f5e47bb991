"""Rotation of secrets: the function that a secret names is run through its four steps, as Secrets Manager does, when it is asked
to or when the day of the secret's schedule has come. Where a step fails, the whole rotation is tried again.
"""

import json
import logging
import re
import threading
import time
import uuid
from contextvars import copy_context

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response, request_scope
from ministack.services import lambda_svc, secretsmanager

from plumbline_local import callers
from plumbline_local.patching import replaces

_SERVICE = "secretsmanager.amazonaws.com"
_STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
# AWS says "multiple times" and not how often.
_ATTEMPTS, _PAUSE = 4, 0.5
_UNITS = {"hour": 3600, "day": 86400}

logger = logging.getLogger(__name__)
_at_work: set[str] = set()
# By ARN: the version on which the function is asked to test just now, and until when.
_trials: dict[str, tuple[str, threading.Thread]] = {}
_lock = threading.Lock()


class Refused(ValueError):
    """A rotation that cannot be configured, as Secrets Manager says it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@replaces("services.secretsmanager", "_rotate_secret", "29b4ea743fc3")
def rotate_secret(original, data: dict):
    """Name the version that is to be, have no value yet, and let the function make one of it meanwhile.

    With ``RotateImmediately`` false the schedule alone is set, and the function is tried: it is asked to test.
    """
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if secret is None or secret.get("DeletedDate") or secretsmanager._is_replica(secret):
        return original(data)
    function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    token = data.get("ClientRequestToken") or str(uuid.uuid4())
    try:
        denied = callers.refusal("lambda:InvokeFunction", function) if function else None
        if denied:
            raise Refused("AccessDeniedException", denied)
        unfinished = _pending(secret)
        configure(secret, function, data.get("RotationRules"))
        if unfinished not in (None, token):
            begin(secret, unfinished)
            raise Refused("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.")
        if data.get("RotateImmediately", True):
            begin(secret, token)
        else:
            try_out(secret)
    except Refused as refused:
        return error_response_json(refused.code, str(refused), 400)
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})


def configure(secret: dict, function: str | None, rules: dict | None) -> None:
    """Switch rotation on; it is due again an interval after it was last done, or from now where it never was."""
    if not function:
        raise Refused("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")
    _need_callable(secret, function)
    rules = rules or secret.get("RotationRules")
    interval = _interval(rules)
    secret.update(RotationLambdaARN=function, RotationEnabled=True, RotationRules=rules)
    secret["NextRotationDate"] = (secret.get("LastRotatedDate") or int(time.time())) + interval if interval else None


def _interval(rules: dict | None) -> int | None:
    """Seconds between two rotations, or None where there is no schedule."""
    days = (rules or {}).get("AutomaticallyAfterDays")
    expression = (rules or {}).get("ScheduleExpression")
    if days or not expression:
        return int(days) * _UNITS["day"] if days else None
    rate = re.fullmatch(r"rate\((\d+) (hour|day)s?\)", expression)
    if rate is None:
        raise Refused("InvalidParameterException", f"not emulated locally: rotation by {expression}; it works on AWS")
    return int(rate[1]) * _UNITS[rate[2]]


def _pending(secret: dict) -> str | None:
    """The version of a rotation that was begun and has not ended, or None."""
    pending, _ = secretsmanager._find_stage_version(secret, "AWSPENDING")
    current, _ = secretsmanager._find_stage_version(secret, "AWSCURRENT")
    tried, _ = _trials.get(secret["ARN"], (None, None))
    return None if pending in (current, tried) else pending


def due(now: float) -> None:
    """Rotate whatever its schedule says, in every account; what was begun and did not end is gone on with."""
    for (account, region, _), secret in secretsmanager._secrets.all_items():
        day = secret.get("NextRotationDate")
        if secret.get("RotationEnabled") and day and day <= now and not secret.get("DeletedDate"):
            with request_scope(account, region):
                if not secretsmanager._is_replica(secret):
                    begin(secret, _pending(secret) or str(uuid.uuid4()))


def bring_forward(account: str, region: str, name: str) -> int:
    """Let the day of a secret's next rotation be today; how many there are."""
    secret = secretsmanager._secrets.get_scoped(account, region, name)
    if not (secret and secret.get("RotationEnabled") and secret.get("NextRotationDate")):
        return 0
    secret["NextRotationDate"] = int(time.time())
    due(time.time())
    return 1


@replaces("services.scheduler", "_tick_schedules", "0ece514e9120")
def tick_schedules(original) -> None:
    """What looks whether a schedule is due looks at the secrets as well."""
    original()
    due(time.time())


def begin(secret: dict, token: str) -> None:
    """Start to rotate to a version, unless the secret is being rotated just now; where it is tried, once that has ended."""
    with _lock:
        if secret["ARN"] in _at_work:
            return
        _at_work.add(secret["ARN"])
    _, trial = _trials.get(secret["ARN"], (None, None))
    if trial is None:
        _name(secret, token)
    threading.Thread(target=copy_context().run, args=(_rotate, secret, token, trial), daemon=True).start()


def _name(secret: dict, token: str) -> None:
    """Say which version is to be; it has no value yet."""
    for version in secret["Versions"].values():
        # The label is on one version at a time; that of the last rotation keeps it until the next begins.
        version["Stages"] = [stage for stage in version["Stages"] if stage != "AWSPENDING"]
    secret["Versions"].setdefault(token, {
        "SecretString": None, "SecretBinary": None, "CreatedDate": int(time.time()), "Stages": []})["Stages"].append("AWSPENDING")


def _rotate(secret: dict, token: str, trial: threading.Thread | None) -> None:
    """Go through the steps, again from the first where one fails; in the end the version stays pending, and the old one current."""
    try:
        if trial is not None:
            trial.join()
            _name(secret, token)
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_PAUSE)
            if all(_step(secret, token, step) for step in _STEPS):
                break
        version = secret["Versions"].get(token) or {"Stages": []}
        if "AWSCURRENT" in version["Stages"]:
            secret["LastRotatedDate"] = int(time.time())
        interval = _interval(secret.get("RotationRules"))
        secret["NextRotationDate"] = int(time.time()) + interval if interval else None
    finally:
        with _lock:
            _at_work.discard(secret["ARN"])


def try_out(secret: dict) -> None:
    """Have the function asked to test, meanwhile: it asks the emulator in its turn, which nothing may hold up until then."""
    token = str(uuid.uuid4())
    trial = threading.Thread(target=copy_context().run, args=(_try, secret, token), daemon=True)
    _trials[secret["ARN"]] = token, trial
    trial.start()


def _try(secret: dict, token: str) -> None:
    """Ask the function to test, on a pending version that has the value as it is and is taken away afterwards."""
    _, current = secretsmanager._find_stage_version(secret, "AWSCURRENT")
    secret["Versions"][token] = {**(current or {}), "CreatedDate": int(time.time()), "Stages": ["AWSPENDING"]}
    try:
        _step(secret, token, "testSecret")
    finally:
        secret["Versions"].pop(token, None)
        if _trials.get(secret["ARN"], ("", None))[0] == token:
            del _trials[secret["ARN"]]


def _step(secret: dict, token: str, step: str) -> bool:
    function = secret["RotationLambdaARN"]
    record, config, _ = lambda_svc._get_func_record_for_ref(function)
    if not config:
        logger.warning("Secrets Manager: %s, which rotates %s, is gone", function, secret["ARN"])
        return False
    result = lambda_svc._execute_function_with_config_scope(
        lambda_svc._execution_record_for_config(record, config),
        {"SecretId": secret["ARN"], "ClientRequestToken": token, "Step": step, "RotationToken": str(uuid.uuid4())})
    if result.get("error"):
        logger.warning("Secrets Manager: %s failed at %s of %s: %s", function, step, secret["ARN"], result.get("body"))
    return not result.get("error")


def _need_callable(secret: dict, function: str) -> None:
    """Secrets Manager calls a function only where the function's own policy lets it."""
    record, config, _ = lambda_svc._get_func_record_for_ref(function)
    request = EvalContext(
        "", "Service", get_account_id(), "lambda:InvokeFunction", function, get_region(),
        service_context={"aws:sourceaccount": get_account_id(), "aws:sourcearn": secret["ARN"]})
    if not config or evaluate_resource_policy(record.get("policy"), request, _SERVICE).decision != "Allow":
        raise Refused(
            "AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function "
            f"policy grants access to the principal {_SERVICE}.")


@replaces("services.secretsmanager", "_describe_secret", "f50d96905ad3")
def describe_secret(original, data: dict):
    """Say when a secret was rotated last, and when it will be."""
    status, headers, body = original(data)
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if status != 200 or not secret:
        return status, headers, body
    known = {name: secret[name] for name in ("LastRotatedDate", "NextRotationDate") if secret.get(name)}
    return json_response({**json.loads(body), **known})


@replaces("services.secretsmanager", "_get_secret_value", "faa3eb333a8b")
def get_secret_value(original, data: dict):
    """A version that was named and has no value yet cannot be read."""
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    version = (secret or {}).get("Versions", {}).get(data.get("VersionId") or "")
    if version and version["SecretString"] is None and version["SecretBinary"] is None:
        return error_response_json(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret value for VersionId: {data['VersionId']}", 400)
    return original(data)
