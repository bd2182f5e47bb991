"""Rotation of secrets: the function that a secret names is run through its four steps, as Secrets Manager does."""

import json
import logging
import threading
import time
import uuid
from contextvars import copy_context

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import lambda_svc, secretsmanager

from plumbline_local import callers
from plumbline_local.patching import replaces

_SERVICE = "secretsmanager.amazonaws.com"
_STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")

logger = logging.getLogger(__name__)


@replaces("services.secretsmanager", "_rotate_secret", "29b4ea743fc3")
def rotate_secret(original, data: dict):
    """Name the version that is to be, have no value yet, and let the function make one of it meanwhile.

    With ``RotateImmediately`` false the rotation is only configured; the trial that AWS makes of it is not made here.
    """
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if secret is None or secret.get("DeletedDate") or secretsmanager._is_replica(secret):
        return original(data)
    function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    refused = _refusal(secret, function)
    if refused:
        return refused
    token = data.get("ClientRequestToken") or str(uuid.uuid4())
    pending, _ = secretsmanager._find_stage_version(secret, "AWSPENDING")
    current, _ = secretsmanager._find_stage_version(secret, "AWSCURRENT")
    if pending not in (None, current, token):
        return error_response_json(
            "InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.", 400)
    secret.update(RotationLambdaARN=function, RotationEnabled=True)
    if data.get("RotationRules"):
        secret["RotationRules"] = data["RotationRules"]
    if data.get("RotateImmediately", True):
        secret["Versions"].setdefault(token, {
            "SecretString": None, "SecretBinary": None, "CreatedDate": int(time.time()), "Stages": ["AWSPENDING"]})
        threading.Thread(target=copy_context().run, args=(_rotate, secret, function, token), daemon=True).start()
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})


def _refusal(secret: dict, function: str | None):
    """Why this caller may not have this function called for a secret, or None."""
    if not function:
        return error_response_json(
            "InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.", 400)
    denied = callers.refusal("lambda:InvokeFunction", function)
    if denied:
        return error_response_json("AccessDeniedException", denied, 400)
    record, config, _ = lambda_svc._get_func_record_for_ref(function)
    request = EvalContext(
        "", "Service", get_account_id(), "lambda:InvokeFunction", function, get_region(),
        service_context={"aws:sourceaccount": get_account_id(), "aws:sourcearn": secret["ARN"]})
    if not config or evaluate_resource_policy(record.get("policy"), request, _SERVICE).decision != "Allow":
        return error_response_json(
            "AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function "
            f"policy grants access to the principal {_SERVICE}.", 400)
    return None


def _rotate(secret: dict, function: str, token: str) -> None:
    """Call the function for each step; where one fails the version stays pending, and the old one current."""
    record, config, _ = lambda_svc._get_func_record_for_ref(function)
    for step in _STEPS:
        result = lambda_svc._execute_function_with_config_scope(
            lambda_svc._execution_record_for_config(record, config),
            {"SecretId": secret["ARN"], "ClientRequestToken": token, "Step": step, "RotationToken": str(uuid.uuid4())})
        if result.get("error"):
            logger.warning("Secrets Manager: %s failed at %s of %s: %s", function, step, secret["ARN"], result.get("body"))
            return
    version = secret["Versions"].get(token) or {"Stages": []}
    if "AWSCURRENT" in version["Stages"]:
        secret["LastRotatedDate"] = int(time.time())


@replaces("services.secretsmanager", "_describe_secret", "f50d96905ad3")
def describe_secret(original, data: dict):
    """Say when a secret was rotated last."""
    status, headers, body = original(data)
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if status != 200 or not (secret and secret.get("LastRotatedDate")):
        return status, headers, body
    return json_response({**json.loads(body), "LastRotatedDate": secret["LastRotatedDate"]})


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
