"""What CloudTrail tells of who changed what: every request that changes something, under its real caller.

The emulator's own recorder is off, and names an access key in the caller's place. Resources are whatever a request names in
its parameters or its path; AWS lists them service by service, and some not at all. Requests to data are no management
events, and nothing is late: AWS takes minutes.
"""

import contextlib
import json
import re
import time
import uuid
from collections.abc import Iterator
from urllib.parse import unquote

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudtrail, kms

# Requests to what resources hold; CloudTrail does not look them up.
_DATA_SERVICES = frozenset({"cloudtrail", "dynamodb", "sqs", "states", "sts"})
_DATA = frozenset({
    "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:HeadObject", "sns:Publish", "lambda:Invoke", "lambda:InvokeFunction",
    "logs:PutLogEvents", "cloudwatch:PutMetricData", "events:PutEvents", "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"})
_READING = re.compile(r"(Batch)?(Get|List|Describe|Head|Detect|Lookup|Simulate|Validate|Estimate|Test)")
_LONGEST_NAME = 256
_NO_NAMES = frozenset({"action", "version", "true", "false"})


def record(action: str, access_key: str, path: str, parameters: dict, body: bytes, headers: dict) -> None:
    """Remember a request that was answered well."""
    service, _, name = action.partition(":")
    if service in _DATA_SERVICES or action in _DATA or not name or _READING.match(name):
        return
    if service == "cloudformation":
        # What a template is given is none of the resources of the call.
        parameters = {key: value for key, value in parameters.items() if key in ("StackName", "ChangeSetName")}
    identity = _identity(access_key)
    event_id, now = str(uuid.uuid4()), time.time()
    told = {
        "eventVersion": "1.11", "userIdentity": identity,
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        "eventSource": f"{service}.amazonaws.com", "eventName": name, "awsRegion": get_region(), "sourceIPAddress": "127.0.0.1",
        "userAgent": headers.get("user-agent", ""), "eventID": event_id, "eventType": "AwsApiCall", "readOnly": False,
        "managementEvent": True, "recipientAccountId": get_account_id()}
    cloudtrail._get_event_queue().append({
        "EventId": event_id, "EventName": name, "EventSource": told["eventSource"], "EventTime": now, "ReadOnly": "false",
        "Username": identity["arn"].rsplit("/", 1)[-1], "AccessKeyId": access_key,
        "Resources": [{"ResourceName": named} for named in sorted(_named(service, _names(path, parameters, body)))],
        "CloudTrailEvent": json.dumps(told)})


def _identity(access_key: str) -> dict:
    account = get_account_id()
    credential = iam_evaluator.resolve_credential(access_key, account)
    arn = getattr(credential, "principal_arn", "") or f"arn:aws:iam::{account}:root"
    kind = "Root" if arn.endswith(":root") else "AssumedRole" if ":assumed-role/" in arn else "IAMUser"
    return {"type": kind, "arn": arn, "accountId": account}


def _named(service: str, names: set[str]) -> set[str]:
    """KMS names its keys by their ARNs alone."""
    if service != "kms":
        return names
    return {kms._keys[name]["Arn"] if name in kms._keys else name for name in names}


def _names(path: str, parameters: dict, body: bytes) -> set[str]:
    segments = [unquote(part) for part in path.split("/") if part]
    named = {*segments, *(["/".join(segments)] if segments else []), *_texts(parameters)}
    if body[:1] == b"{":
        with contextlib.suppress(ValueError):
            named.update(_texts(json.loads(body)))
    return {name for name in named if 0 < len(name) <= _LONGEST_NAME and name.lower() not in _NO_NAMES}


def _texts(value: object, key: str = "") -> Iterator[str]:
    """Every text of a document but those whose names say that they are secret."""
    if isinstance(value, dict):
        for inner, content in value.items():
            if inner.replace("-", "").replace("_", "").lower() not in cloudtrail._SCRUB_KEYS and inner not in ("Action", "Version"):
                yield from _texts(content, inner)
    elif isinstance(value, (list, tuple)):
        for content in value:
            yield from _texts(content, key)
    elif isinstance(value, str):
        yield value
