"""Who watches an account: GuardDuty's detectors, the recorders of Config, the trails of CloudTrail.

What stacks make of them are records that are played from their schemas, and the services' APIs read and switch those records,
so that there is one truth; beside them stand the recorders and trails that were made by those APIs. Nothing is found,
recorded or delivered. GuardDuty's members are switched on by the account that the organisation has put in charge.
"""

import json
import re
import secrets
import time

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import (
    AccountRegionScopedDict, error_response_json, get_account_id, get_region, json_response, request_scope)
from ministack.services import cloudtrail

from plumbline_local import organization
from plumbline_local.patching import replaces
from plumbline_local.resources import generic

DETECTOR, TRAIL = "AWS::GuardDuty::Detector", "AWS::CloudTrail::Trail"
RECORDER, CHANNEL, RULE = "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel", "AWS::Config::ConfigRule"

# Which members the administrator switches on: ALL, NEW or NONE.
_members = AccountRegionScopedDict()


def install() -> None:
    """Make GuardDuty a service, and let CloudTrail see the trails of stacks."""
    router.SERVICE_PATTERNS["guardduty"] = {"host_patterns": [r"guardduty\."], "credential_scope": "guardduty"}
    iam_actions.SERVICE_TO_IAM_NAMESPACE["guardduty"] = "guardduty"
    iam_actions._BOTOCORE_SERVICE_MAP["guardduty"] = ["guardduty"]
    app.SERVICE_HANDLERS["guardduty"] = handle_guardduty
    generic.make(DETECTOR, lambda props, named: _detector_attributes())
    for action, answer in _OF_TRAILS.items():
        cloudtrail._DISPATCH[action] = _of_stacks(cloudtrail._DISPATCH[action], answer)


def detector_arn(path: str) -> str:
    """What a request of GuardDuty is about."""
    found = re.match(f"/detector/{_ID}", path)
    return f"arn:aws:guardduty:{get_region()}:{get_account_id()}:detector/{found[1]}" if found else "*"


def state() -> dict:
    return {"members": _members}


def restore(saved: dict | None) -> None:
    if saved:
        _members.update(saved["members"])


def _detector_attributes() -> dict:
    if generic.all_of(DETECTOR):
        raise ValueError("A detector already exists for the current account. (HandlerErrorCode: AlreadyExists)")
    return {"Id": secrets.token_hex(16), "CreatedTime": _now()}


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


# GuardDuty

async def handle_guardduty(method, path, headers, body, query_params):
    """Answer GuardDuty's API, as far as it is about detectors and members."""
    data = json.loads(body) if body else {}
    for (verb, pattern), answer in _GUARDDUTY.items():
        found = re.fullmatch(pattern, path)
        if found and verb == method:
            return answer(data, *found.groups())
    return _refused(f"not emulated locally: {method} {path} of GuardDuty; it works on AWS")


def _refused(message: str):
    return error_response_json("BadRequestException", message, 400)


def _detectors(_data):
    return json_response({"detectorIds": [found["Id"] for found in generic.all_of(DETECTOR)]})


def _create_detector(data):
    if generic.all_of(DETECTOR):
        return _refused("The request is rejected because a detector already exists for the current account.")
    return json_response({"detectorId": _switch_on(data.get("enable", False), data.get("findingPublishingFrequency"))})


def _switch_on(enabled: bool, frequency: str | None = None) -> str:
    made = {**_detector_attributes(), "Enable": enabled, "FindingPublishingFrequency": frequency or "SIX_HOURS"}
    generic.write(DETECTOR, made["Id"], made)
    return made["Id"]


def _known(answer):
    def of_detector(data, detector_id):
        record = generic.read(DETECTOR, detector_id)
        if record is None:
            return _refused("The request is rejected because the input detectorId is not owned by the current account.")
        return answer(data, record)
    return of_detector


def _detector(_data, record):
    return json_response({
        "status": "ENABLED" if _true(record.get("Enable")) else "DISABLED", "createdAt": record.get("CreatedTime", _now()),
        "findingPublishingFrequency": record.get("FindingPublishingFrequency", "SIX_HOURS"),
        "serviceRole": f"arn:aws:iam::{get_account_id()}:role/aws-service-role/guardduty.amazonaws.com/"
                       "AWSServiceRoleForAmazonGuardDuty",
        "features": [{"name": feature["Name"], "status": feature["Status"]} for feature in record.get("Features", [])]})


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _update_detector(data, record):
    if "enable" in data:
        record["Enable"] = data["enable"]
    if "findingPublishingFrequency" in data:
        record["FindingPublishingFrequency"] = data["findingPublishingFrequency"]
    generic.write(DETECTOR, record["Id"], record)
    return json_response({})


def _administrator(_data, record):
    """The administrator's account, once it has been switched on for all; of itself an account has none."""
    charge = organization.SECURITY_ACCOUNT
    if get_account_id() == charge or _members.get_scoped(charge, get_region(), "enabled") != "ALL":
        return json_response({})
    return json_response({"administrator": {"accountId": charge, "relationshipStatus": "Enabled", "invitedAt": _now()}})


def _organization_configuration(_data, record):
    if get_account_id() != organization.SECURITY_ACCOUNT:
        return _refused("The request failed because you are not the GuardDuty delegated administrator.")
    enabled = _members.get("enabled") or "NONE"
    return json_response({
        "autoEnableOrganizationMembers": enabled, "autoEnable": enabled != "NONE", "memberAccountLimitReached": False})


def _update_organization_configuration(data, record):
    if get_account_id() != organization.SECURITY_ACCOUNT:
        return _refused("The request failed because you are not the GuardDuty delegated administrator.")
    _members["enabled"] = data["autoEnableOrganizationMembers"]
    if data["autoEnableOrganizationMembers"] == "ALL":
        region = get_region()
        for account in organization.accounts():
            with request_scope(account, region):
                if not generic.all_of(DETECTOR):
                    _switch_on(True)
    return json_response({})


_ID = "([0-9a-f]+)"
_GUARDDUTY = {
    ("GET", "/detector"): _detectors,
    ("POST", "/detector"): _create_detector,
    ("GET", f"/detector/{_ID}"): _known(_detector),
    ("POST", f"/detector/{_ID}"): _known(_update_detector),
    ("GET", f"/detector/{_ID}/administrator"): _known(_administrator),
    ("GET", f"/detector/{_ID}/admin"): _known(_organization_configuration),
    ("POST", f"/detector/{_ID}/admin"): _known(_update_organization_configuration),
}


# Config: a recorder of a stack records once there is a channel, unless it was stopped.

def _of_stack(name: str) -> dict | None:
    return next((found for found in generic.all_of(RECORDER) if found.get("Name") == name), None)


def _recording(record: dict) -> bool:
    return record.get("_Recording", bool(generic.all_of(CHANNEL)))


@replaces("services.config", "_describe_configuration_recorder_status", "d3a7e8664438")
def describe_recorder_status(original, data: dict):
    """Show the recorders of stacks as well."""
    wanted = data.get("ConfigurationRecorderNames") or []
    of_stacks = [{"name": found["Name"], "recording": _recording(found), "lastStatus": "Success"}
                 for found in generic.all_of(RECORDER) if not wanted or found["Name"] in wanted]
    if wanted and of_stacks:
        return json_response({"ConfigurationRecordersStatus": of_stacks})
    status, headers, body = original(data)
    if status != 200:
        return status, headers, body
    return json_response({"ConfigurationRecordersStatus": [*json.loads(body)["ConfigurationRecordersStatus"], *of_stacks]})


@replaces("services.config", "_describe_config_rules", "d6e5335b1367")
def describe_rules(original, data: dict):
    """Show the rules of stacks as well."""
    wanted = data.get("ConfigRuleNames") or []
    of_stacks = [{**found, "ConfigRuleState": found.get("_State", "ACTIVE")} for found in generic.all_of(RULE)
                 if not wanted or found["ConfigRuleName"] in wanted]
    if wanted and of_stacks:
        return json_response({"ConfigRules": of_stacks})
    status, headers, body = original(data)
    if status != 200:
        return status, headers, body
    return json_response({"ConfigRules": [*json.loads(body)["ConfigRules"], *of_stacks]})


@replaces("services.config", "_start_configuration_recorder", "3b73eb11641e")
def start_recorder(original, data: dict):
    """Start a recorder of a stack, too."""
    return _switch_recorder(original, data, True)


@replaces("services.config", "_stop_configuration_recorder", "467081920d1c")
def stop_recorder(original, data: dict):
    """Stop a recorder of a stack, too."""
    return _switch_recorder(original, data, False)


def _switch_recorder(original, data: dict, recording: bool):
    record = _of_stack(data.get("ConfigurationRecorderName", ""))
    if record is None:
        return original(data)
    generic.write(RECORDER, record["Name"], {**record, "_Recording": recording})
    return json_response({})


# CloudTrail

def _of_stacks(original, answer):
    def action(body: dict):
        name = body.get("Name", "").rsplit("/", 1)[-1]
        record = generic.read(TRAIL, name)
        return original(body) if record is None else answer(body, record)
    return action


def _trail(_body, record):
    return json_response({"Trail": {
        "Name": record["TrailName"], "TrailARN": record["Arn"], "S3BucketName": record["S3BucketName"],
        "IsMultiRegionTrail": _true(record.get("IsMultiRegionTrail")), "HomeRegion": get_region(),
        "LogFileValidationEnabled": _true(record.get("EnableLogFileValidation"))}})


def _trail_status(_body, record):
    failing = {"LatestDeliveryError": record["_Error"]} if record.get("_Error") else {}
    return json_response({"IsLogging": _true(record["IsLogging"]), **failing})


def _switch_trail(logging: bool):
    def switch(_body, record):
        generic.write(TRAIL, record["TrailName"], {**record, "IsLogging": logging})
        return json_response({})
    return switch


def _update_trail(body, record):
    changed = {key: body[key] for key in ("EnableLogFileValidation", "IsMultiRegionTrail") if key in body}
    generic.write(TRAIL, record["TrailName"], {**record, **changed})
    return json_response({"Name": record["TrailName"], "TrailARN": record["Arn"]})


_OF_TRAILS = {
    "GetTrail": _trail, "GetTrailStatus": _trail_status, "UpdateTrail": _update_trail,
    "StartLogging": _switch_trail(True), "StopLogging": _switch_trail(False),
}
