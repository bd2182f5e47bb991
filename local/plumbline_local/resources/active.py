"""What GuardDuty and AWS Config still call wrong, as a test has said it through the endpoint `findings`: nothing is found here."""

from datetime import datetime

from ministack.core.responses import AccountRegionScopedDict, error_response_json, json_response, request_scope

from plumbline_local.faults import BadFault
from plumbline_local.patching import replaces
from plumbline_local.resources import generic

RULE = "AWS::Config::ConfigRule"
_SOURCES = ("config", "guardduty")
# What ListFindings is asked by here; GuardDuty's API reference has many more.
_CRITERIA = {
    "accountId": lambda finding, wanted: finding["accountId"] in wanted["eq"],
    "service.archived": lambda finding, wanted: str(finding["service"].get("archived", False)).lower() in wanted["eq"],
    "updatedAt": lambda finding, wanted: _millis(finding["updatedAt"]) >= wanted["greaterThanOrEqual"],
}
# "MaxResults … 50", and as many ids for GetFindings: GuardDuty's service model.
_PAGE = 50

# By source, in each account and region: findings as GetFindings has them, results as GetComplianceDetailsByConfigRule has them.
_active = AccountRegionScopedDict()


def state() -> dict:
    return {"active": _active}


def restore(saved: dict | None) -> None:
    if saved:
        _active.update(saved["active"])


def say(request: dict) -> object:
    """Replace what a source calls wrong in an account and region."""
    missing = sorted({"account", "region", "source", "findings"} - request.keys())
    if missing:
        raise BadFault(f"missing: {', '.join(missing)}")
    if request["source"] not in _SOURCES:
        raise BadFault(f"a source is one of {', '.join(_SOURCES)}, not {request['source']}")
    with request_scope(request["account"], request["region"]):
        _active[request["source"]] = request["findings"]
    return {"findings": len(request["findings"])}


def _millis(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


# GuardDuty

def list_findings(data: dict, record: dict):
    """By the criteria that are known here; another one is refused."""
    criterion = data.get("findingCriteria", {}).get("criterion", {})
    unknown = sorted(criterion.keys() - _CRITERIA.keys())
    if unknown:
        return error_response_json("BadRequestException", f"not emulated locally: findings by {', '.join(unknown)}; it works on AWS", 400)
    found = [each["id"] for each in _active.get("guardduty") or [] if all(_CRITERIA[key](each, criterion[key]) for key in criterion)]
    start = int(data.get("nextToken") or 0)
    end = start + data.get("maxResults", _PAGE)
    return json_response({"findingIds": found[start:end], **({"nextToken": str(end)} if end < len(found) else {})})


def get_findings(data: dict, record: dict):
    wanted = data.get("findingIds", [])
    if len(wanted) > _PAGE:
        return error_response_json("BadRequestException", "The request is rejected because the parameter findingIds has an invalid value.", 400)
    return json_response({"findings": [each for each in _active.get("guardduty") or [] if each["id"] in wanted]})


# AWS Config

def _rule(result: dict) -> str:
    return result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ConfigRuleName"]


@replaces("services.config", "_describe_compliance_by_config_rule", "158995005149")
def describe_compliance(original, data: dict):
    """Which rules are broken, those of stacks as well."""
    if data.get("ComplianceTypes") != ["NON_COMPLIANT"] or data.get("ConfigRuleNames"):
        return original(data)
    broken = sorted({_rule(result) for result in _active.get("config") or []})
    return json_response({"ComplianceByConfigRules": [
        {"ConfigRuleName": name, "Compliance": {"ComplianceType": "NON_COMPLIANT"}} for name in broken]})


@replaces("services.config", "_get_compliance_details_by_config_rule", "ea946e4901a7")
def compliance_details(original, data: dict):
    """What breaks a rule, of a stack as well."""
    results = [result for result in _active.get("config") or [] if _rule(result) == data.get("ConfigRuleName")]
    if not results and not any(found["ConfigRuleName"] == data.get("ConfigRuleName") for found in generic.all_of(RULE)):
        return original(data)
    return json_response({"EvaluationResults": [
        result for result in results if result["ComplianceType"] in data.get("ComplianceTypes", [result["ComplianceType"]])]})
