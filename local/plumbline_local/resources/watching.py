"""GuardDuty: detectors, and the members that their administrator switches on.

What stacks make are records that are played from their schemas, and the API reads and switches those records, so that there is
one truth. Members are switched on by the account that the management account has put in charge. Nothing is found but what `active` is told.
"""

import json
import re
import secrets
import time

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import (
    AccountRegionScopedDict, error_response_json, get_account_id, get_region, json_response, request_scope)

from plumbline_local import organization
from plumbline_local.resources import active, generic

DETECTOR = "AWS::GuardDuty::Detector"

# Which members the administrator switches on: ALL, NEW or NONE.
_members = AccountRegionScopedDict()
# Which account the management account has put in charge of GuardDuty, in each region.
_administrators = AccountRegionScopedDict()


def install() -> None:
    """Make GuardDuty a service."""
    router.SERVICE_PATTERNS["guardduty"] = {"host_patterns": [r"guardduty\."], "credential_scope": "guardduty"}
    iam_actions.SERVICE_TO_IAM_NAMESPACE["guardduty"] = "guardduty"
    iam_actions._BOTOCORE_SERVICE_MAP["guardduty"] = ["guardduty"]
    app.SERVICE_HANDLERS["guardduty"] = handle_guardduty
    generic.make(DETECTOR, lambda props, named: _detector_attributes())


def detector_arn(path: str) -> str:
    """What a request of GuardDuty is about."""
    found = re.match(f"/detector/{_ID}", path)
    return f"arn:aws:guardduty:{get_region()}:{get_account_id()}:detector/{found[1]}" if found else "*"


def state() -> dict:
    return {"members": _members, "administrators": _administrators}


def restore(saved: dict | None) -> None:
    for name, kept in state().items() if saved else ():
        kept.update(saved.get(name, {}))


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


# The administrator. Texts of refusals are those that others have met: aws-ia/terraform-aws-guardduty 2, aws-security-reference-architecture-examples 141,
# and the tests of the Landing Zone Accelerator.

def _in_charge() -> str | None:
    """The account that administers GuardDuty in the region; none until somebody says so."""
    return _administrators.get_scoped(organization.MANAGEMENT_ACCOUNT, get_region(), "account")


def _of_management(answer):
    """What "only the organization's management account can run" (API reference)."""
    def asked(data):
        if get_account_id() != organization.MANAGEMENT_ACCOUNT:
            return _refused("The request failed because you are not the master account for your AWS Organization.")
        return answer(data)
    return asked


def _list_administrators(_data):
    known = _in_charge()
    return json_response({"adminAccounts": [{"adminAccountId": known, "adminStatus": "ENABLED"}] if known else []})


def _enable_administrator(data):
    """One account, the same in all regions, for which GuardDuty is switched on in this one (guide, "Managing GuardDuty accounts with AWS Organizations")."""
    account = data.get("adminAccountId")
    if account not in organization.accounts():
        return _refused("The request failed because admin account passed is not member of AWS Organizations.")
    if _in_charge() or set(_administrators._data.values()) - {account}:
        # No document says what the same account is answered a second time; nobody here asks.
        return _refused("The request failed because another account is already enabled as GuardDuty delegated administrator for the organization.")
    _administrators["account"] = account
    with request_scope(account, get_region()):
        if not generic.all_of(DETECTOR):
            _switch_on(True)
    return json_response({})


def _disable_administrator(data):
    """Its members keep their detectors, and nobody switches them any more."""
    known = _in_charge()
    if known is None or data.get("adminAccountId") != known:
        return _refused("The request failed because the account is not the GuardDuty delegated administrator of the organization.")
    _administrators.pop("account")
    _members.pop_scoped(known, get_region(), "enabled", None)
    return json_response({})


def _administrator(_data, record):
    """The administrator's account, once it has been switched on for all; of itself an account has none."""
    charge = _in_charge()
    if charge in (None, get_account_id()) or _members.get_scoped(charge, get_region(), "enabled") != "ALL":
        return json_response({})
    return json_response({"administrator": {"accountId": charge, "relationshipStatus": "Enabled", "invitedAt": _now()}})


def _of_administrator(answer):
    def asked(data, record):
        if get_account_id() != _in_charge():
            return _refused("The request failed because you do not have required AWS Organization master permission.")
        return answer(data, record)
    return asked


def _organization_configuration(_data, record):
    enabled = _members.get("enabled") or "NONE"
    return json_response({
        "autoEnableOrganizationMembers": enabled, "autoEnable": enabled != "NONE", "memberAccountLimitReached": False})


def _update_organization_configuration(data, record):
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
    ("POST", f"/detector/{_ID}/findings"): _known(active.list_findings),
    ("POST", f"/detector/{_ID}/findings/get"): _known(active.get_findings),
    ("GET", f"/detector/{_ID}/administrator"): _known(_administrator),
    ("GET", f"/detector/{_ID}/admin"): _known(_of_administrator(_organization_configuration)),
    ("POST", f"/detector/{_ID}/admin"): _known(_of_administrator(_update_organization_configuration)),
    ("GET", "/admin"): _of_management(_list_administrators),
    ("POST", "/admin/enable"): _of_management(_enable_administrator),
    ("POST", "/admin/disable"): _of_management(_disable_administrator),
}
