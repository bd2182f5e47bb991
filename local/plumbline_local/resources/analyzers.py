"""IAM Access Analyzer: an account has one analyzer of its external access in each region, whoever made it. Nothing is found."""

import json
import re
import time

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import (
    AccountRegionScopedDict, error_response_json, get_account_id, get_region, json_response)

from plumbline_local.resources import generic
from plumbline_local.resources.delivery import Refusal, in_a_stack

ANALYZER = "AWS::AccessAnalyzer::Analyzer"
# The quota in the user guide for analyzers of a type, for each region.
_MOST = 1

# The analyzers that the API has made.
_analyzers = AccountRegionScopedDict()


def install() -> None:
    """Make IAM Access Analyzer a service, and enter its rules for what stacks make."""
    generic.check(ANALYZER, in_a_stack(_check_analyzer))
    router.SERVICE_PATTERNS["access-analyzer"] = {"host_patterns": [r"access-analyzer\."], "credential_scope": "access-analyzer"}
    iam_actions.SERVICE_TO_IAM_NAMESPACE["access-analyzer"] = "access-analyzer"
    iam_actions._BOTOCORE_SERVICE_MAP["access-analyzer"] = ["accessanalyzer"]
    app.SERVICE_HANDLERS["access-analyzer"] = handle_analyzers


def state() -> dict:
    return {"analyzers": _analyzers}


def restore(saved: dict | None) -> None:
    if saved:
        _analyzers.update(saved["analyzers"])


def _all_analyzers() -> list[dict]:
    of_stacks = [{"arn": found["Arn"], "name": found.get("AnalyzerName", ""), "type": found["Type"]} for found in generic.all_of(ANALYZER)]
    return [*_analyzers.values(), *of_stacks]


def _check_analyzer(props: dict, creating: bool) -> None:
    if creating:
        _check_new_analyzer(props.get("AnalyzerName", ""), props["Type"])


def _check_new_analyzer(name: str, kind: str) -> None:
    there = _all_analyzers()
    if any(found["name"] == name for found in there):
        raise Refusal("ConflictException", f"Analyzer with name {name} already exists in this account.")
    if sum(found["type"] == kind for found in there) >= _MOST:
        raise Refusal("ServiceQuotaExceededException", f"You have reached the maximum number of analyzers of type {kind}: {_MOST}.")


async def handle_analyzers(method, path, headers, body, query_params):
    """Make, list and remove analyzers."""
    name = re.fullmatch("/analyzer/([^/]+)", path)
    if (method, path) == ("GET", "/analyzer"):
        kinds = query_params.get("type")
        return json_response({"analyzers": [
            {"createdAt": "2026-01-01T00:00:00Z", "status": "ACTIVE", **found}
            for found in _all_analyzers() if not kinds or found["type"] in kinds]})
    if (method, path) == ("PUT", "/analyzer"):
        return _create_analyzer(json.loads(body))
    if method == "DELETE" and name and _analyzers.pop(name[1], None):
        return json_response({})
    return error_response_json(
        "ResourceNotFoundException", f"not emulated locally: {method} {path} of IAM Access Analyzer; it works on AWS", 404)


def _create_analyzer(data: dict):
    name, kind = data["analyzerName"], data["type"]
    try:
        _check_new_analyzer(name, kind)
    except Refusal as refused:
        return refused.answer()
    arn = f"arn:aws:access-analyzer:{get_region()}:{get_account_id()}:analyzer/{name}"
    _analyzers[name] = {"arn": arn, "name": name, "type": kind, "createdAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    return json_response({"arn": arn})
