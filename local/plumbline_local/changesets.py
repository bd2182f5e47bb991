"""The CloudFormation API as change sets and stack operations meet it: roles, tokens, states, property values."""

import copy
import json
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlparse
from xml.sax.saxutils import escape, unescape

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, request_scope
from ministack.services import cloudformation, s3
from ministack.services.cloudformation import changesets, engine, handlers, provisioners
from ministack.services.cloudformation import stacks as operations
from ministack.services.cloudformation.helpers import _error, _p

from plumbline_local import buckets, callers, drift, parameters, roles, schemas
from plumbline_local.faults import faults
from plumbline_local.patching import replaces
from plumbline_local.resources import generic

Params = dict
Response = tuple[int, dict, bytes]
Handler = Callable[[Params], Response]

_UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"

# Operations that a client token makes repeatable, and the parameter that carries it.
_TOKENS = {
    "CreateChangeSet": "ClientToken",
    "CreateStack": "ClientRequestToken",
    "UpdateStack": "ClientRequestToken",
    "DeleteStack": "ClientRequestToken",
    "ExecuteChangeSet": "ClientRequestToken",
    "ContinueUpdateRollback": "ClientRequestToken",
}
_UPDATABLE = frozenset({
    "CREATE_COMPLETE", "CREATE_FAILED", "UPDATE_COMPLETE", "UPDATE_FAILED", "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "DELETE_COMPLETE"})
_WITH_ROLE = ("CreateStack", "UpdateStack", "CreateChangeSet", "DeleteStack", "ContinueUpdateRollback")

_answered = AccountRegionScopedDict()


def install() -> None:
    """Wrap the emulator's handlers, innermost first."""
    table = handlers._ACTION_HANDLERS
    for action, wrap in (
            ("CreateStack", _create_stack), ("CreateChangeSet", _create_change_set), ("DescribeChangeSet", _describe_change_set),
            ("ExecuteChangeSet", _execute_change_set), ("DeleteStack", _delete_stack),
            ("DescribeStacks", _describe_stacks), ("DescribeStackResources", _describe_stack_resources),
            ("DescribeEvents", _describe_events)):
        table[action] = _around(wrap, table[action])
    for action in _WITH_ROLE:
        table[action] = _around(_with_role, table[action])
    for action, parameter in _TOKENS.items():
        table[action] = _once(action, parameter, table[action])


def _around(wrap: Callable[[Handler, Params], Response], handler: Handler) -> Handler:
    return lambda params: wrap(handler, params)


def _once(action: str, parameter: str, handler: Handler) -> Handler:
    """Answer a repeated token as the first time, as long as what it made is still there."""
    def answer(params: Params) -> Response:
        token, name, change_set = (_p(params, key) for key in (parameter, "StackName", "ChangeSetName"))
        key = (action, name, change_set, token)
        response, made = _answered.get(key, (None, None))
        if token and response and made == _made(name, change_set):
            return response
        response = handler(params)
        if token and response[0] == 200:
            _answered[key] = response, _made(name, change_set)
        return response
    return answer


def _made(name: str, change_set: str) -> tuple[str | None, str | None]:
    """The ids of the stack and the change set of those names, as far as they exist."""
    stack = handlers._resolve_stack(name) if name else None
    change_set_id = changesets._find_change_set(change_set, name)[0] if change_set else None
    return (stack["StackId"] if stack else None), change_set_id


def _with_role(handler: Handler, params: Params) -> Response:
    """Check the service role of a request, and keep it with the stack from the operation on."""
    role = _p(params, "RoleARN")
    if role:
        denied = callers.refusal("iam:PassRole", role, {"iam:PassedToService": "cloudformation.amazonaws.com"})
        if denied:
            return _error("AccessDenied", denied, 403)
        source = f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{_p(params, 'StackName')}/*"
        if not roles.trusts(role, "cloudformation.amazonaws.com", source):
            return _error("ValidationError", f"Role {role} is invalid or cannot be assumed")
    action = _p(params, "Action")
    if role and action in ("UpdateStack", "DeleteStack", "ContinueUpdateRollback"):
        stack = handlers._resolve_stack(_p(params, "StackName"))
        if stack:
            stack["RoleARN"] = role
    response = handler(params)
    if role and response[0] == 200 and action == "CreateStack":
        cloudformation._stacks[_p(params, "StackName")]["RoleARN"] = role
    return response


def _busy(stack: dict, verb: str) -> Response:
    return _error("ValidationError", (
        f"Stack:{stack['StackId']} is in {stack['StackStatus']} state and can not be {verb}."))


def _in_progress(stack: dict | None) -> bool:
    status = stack["StackStatus"] if stack else ""
    return status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS"


def _create_stack(handler: Handler, params: Params) -> Response:
    """A stack has a time of its last update once it was updated, or a change set was executed."""
    response = handler(params)
    if response[0] == 200:
        cloudformation._stacks[_p(params, "StackName")].pop("LastUpdatedTime", None)
    return response


def _create_change_set(handler: Handler, params: Params) -> Response:
    mode = _p(params, "DeploymentMode")
    if mode not in ("", "REVERT_DRIFT"):
        return _error("ValidationError", f"Value '{mode}' at 'deploymentMode' failed to satisfy enum value set: "
                                         "[REVERT_DRIFT]")
    name, change_set_name = _p(params, "StackName"), _p(params, "ChangeSetName")
    kind = _p(params, "ChangeSetType", "UPDATE")
    stack = handlers._resolve_stack(name)
    status = (stack or {}).get("StackStatus", "DELETE_COMPLETE")
    if stack and kind == "CREATE" and status not in ("DELETE_COMPLETE", "REVIEW_IN_PROGRESS"):
        return _error("ValidationError", (
            f"Stack [{name}] already exists and cannot be created again with the changeSet [{change_set_name}]."))
    if stack and kind == "UPDATE" and status not in _UPDATABLE:
        return _busy(stack, "updated")
    reviewed = stack if status == "REVIEW_IN_PROGRESS" and kind == "CREATE" else None
    reviewed_events = cloudformation._stack_events.get(reviewed["StackId"]) if reviewed else None
    if mode and kind != "UPDATE":
        return _error("ValidationError", "DeploymentMode REVERT_DRIFT is only valid for change sets of type UPDATE")
    refused = parameters.refusal(params, stack)
    if refused:
        return _error("ValidationError", refused)
    drifted = drift.of(stack) if mode and stack else {}
    with drift.compared_with(drifted):
        response = handler(params)
    if reviewed:
        response = _keep_review(reviewed, reviewed_events, response)
    if response[0] == 200:
        _, change_set = changesets._find_change_set(change_set_name, (stack or {}).get("StackName", name))
        target = cloudformation._stacks[change_set["StackName"]]
        if target["StackStatus"] == "REVIEW_IN_PROGRESS":
            target.pop("LastUpdatedTime", None)
        change_set["_drifted"] = {key: {k: found[k] for k in ("status", "live")} for key, found in drifted.items()}
        change_set["DeploymentMode"] = mode
        _complete(change_set, target, _p(params, "RoleARN"))
        refused = drift.immutable(drifted) or _validated(change_set, target)
        if refused:
            change_set.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=refused, Changes=[])
    return response


_VALIDATIONS = {"NAME_CONFLICT_VALIDATION": "AWS::EarlyValidation::ResourceExistenceCheck"}


def _validated(change_set: dict, stack: dict) -> str:
    """The reason of a change set whose template does not pass the checks before a deployment; empty where it does.

    What is wrong stands in the events of the change set, which DescribeEvents returns.
    """
    if change_set["Status"] != "CREATE_COMPLETE":
        return ""
    template, parameters = change_set["_template"], change_set["_resolved_params"]
    resources, conditions = template.get("Resources", {}), engine._evaluate_conditions(template, parameters)
    owned = {record["PhysicalResourceId"] for record in stack.get("_resources", {}).values()
             if record["ResourceType"] == "AWS::S3::Bucket"}
    errors = operations._validation_errors(
        resources, engine._topological_sort(resources, conditions), parameters, conditions, template.get("Mappings", {}),
        stack["StackName"], stack["StackId"], frozenset(owned))
    operation = str(uuid.uuid4())
    change_set["_operation_events"] = [
        operations._operation_event(
            stack["StackId"], operation, "VALIDATION_ERROR", "CREATE_CHANGESET", LogicalResourceId=logical_id,
            ResourceType=resource_type, ValidationFailureMode="FAIL", ValidationName=check, ValidationStatus="FAILED",
            ValidationStatusReason=reason, ValidationPath=path)
        for logical_id, resource_type, check, path, reason in errors]
    names = sorted({_VALIDATIONS.get(check, "AWS::EarlyValidation::PropertyValidation") for _, _, check, _, _ in errors})
    return errors and (
        f"The following hook(s)/validation failed: [{', '.join(names)}]. To troubleshoot Early Validation errors, use the "
        "DescribeEvents API for detailed failure information.") or ""


def _describe_stack_resources(handler: Handler, params: Params) -> Response:
    """The resources of the stack that a resource belongs to, too."""
    physical = _p(params, "PhysicalResourceId")
    if not physical:
        return handler(params)
    if _p(params, "StackName"):
        return _error("ValidationError", "Both StackName and PhysicalResourceId cannot be specified")
    owner = next((stack for stack in cloudformation._stacks.values() if stack["StackStatus"] != "DELETE_COMPLETE" and any(
        record.get("PhysicalResourceId") == physical for record in stack.get("_resources", {}).values())), None)
    if owner is None:
        return _error("ValidationError", f"Stack for {physical} does not exist")
    return handler({**params, "StackName": [owner["StackName"]], "PhysicalResourceId": []})


def _describe_events(handler: Handler, params: Params) -> Response:
    """The events of a change set, too."""
    name = _p(params, "ChangeSetName")
    if not name:
        return handler(params)
    _, change_set = changesets._find_change_set(name, _p(params, "StackName"))
    if not change_set:
        return _error("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)
    stack = cloudformation._stacks[change_set["StackName"]]
    kept = stack.get("_operation_events")
    stack["_operation_events"] = change_set.get("_operation_events", [])
    try:
        return handler({**params, "StackName": [change_set["StackName"]], "ChangeSetName": []})
    finally:
        stack["_operation_events"] = kept


def _keep_review(stack: dict, events: list, response: Response) -> Response:
    """A stack that has only change sets stays the same stack when it gets another."""
    made = cloudformation._stacks.get(stack["StackName"])
    cloudformation._stacks[stack["StackName"]] = stack
    cloudformation._stack_events[stack["StackId"]] = events
    if made is None or made is stack:
        return response
    cloudformation._stack_events.pop(made["StackId"], None)
    for change_set in cloudformation._change_sets.values():
        if change_set["StackId"] == made["StackId"]:
            change_set["StackId"] = stack["StackId"]
    stack["Tags"] = made["Tags"]
    status, headers, body = response
    return status, headers, body.replace(made["StackId"].encode(), stack["StackId"].encode())


def _complete(change_set: dict, stack: dict, role: str) -> None:
    change_set["RoleARN"] = role
    change_set["_ready_at"] = time.time() + faults.change_set_seconds
    change_set["_values"] = _property_values(change_set, stack)
    if change_set["Status"] == "FAILED" and "didn't contain changes" in change_set["StatusReason"] and (
            change_set["ChangeSetType"] == "UPDATE" and _outputs_differ(change_set, stack)):
        change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")


def _outputs_differ(change_set: dict, stack: dict) -> bool:
    old, new = stack.get("_template", {}).get("Outputs", {}), change_set["_template"].get("Outputs", {})
    if old != new:
        return True
    before, after = stack.get("_resolved_params", {}), change_set["_resolved_params"]
    return any(
        name in after and before.get(name, {}).get("Value") != after[name].get("Value")
        for name, _ in engine._intrinsic_references(new))


def _property_values(change_set: dict, stack: dict) -> dict[str, dict]:
    """The properties of each changed resource before and after, as far as they are known."""
    resources = stack.get("_resources", {})
    recreated = {
        c["ResourceChange"]["LogicalResourceId"] for c in change_set["Changes"]
        if c["ResourceChange"].get("Replacement") == "True" or c["ResourceChange"]["Action"] == "Add"}
    known = {name: record for name, record in resources.items() if name not in recreated}
    drifted = change_set.get("_drifted", {})
    values = {}
    for change in (c["ResourceChange"] for c in change_set["Changes"]):
        name, action = change["LogicalResourceId"], change["Action"]
        values[name] = {
            "before": None if action == "Add" else {
                **resources.get(name, {}).get("Properties", {}), **drifted.get(name, {}).get("live", {})},
            "deployed": resources.get(name, {}).get("Properties", {}),
            "drift": drifted.get(name),
            "after": None if action == "Remove" else _resolved(name, change_set, stack, known),
        }
    return values


def _resolved(name: str, change_set: dict, stack: dict, known: dict) -> dict:
    template, params = change_set["_template"], change_set["_resolved_params"]
    conditions = engine._evaluate_conditions(template, params)
    absent = set(template.get("Resources", {})) - set(known)
    resolved = {}
    for key, value in (template["Resources"][name].get("Properties") or {}).items():
        if any(reference in absent for reference, _ in engine._intrinsic_references(value)):
            resolved[key] = _UNKNOWN
            continue
        try:
            found = engine._resolve_refs(copy.deepcopy(value), known, params, conditions,
                                         template.get("Mappings", {}), stack["StackName"], stack["StackId"])
        except (KeyError, TypeError, ValueError):
            found = _UNKNOWN
        if found is not engine._NO_VALUE:
            resolved[key] = found
    return resolved


_CHANGE = re.compile(r"<ResourceChange>.*?</ResourceChange>", re.DOTALL)
_LOGICAL_ID = re.compile(r"<LogicalResourceId>(.*?)</LogicalResourceId>")
_TARGET = re.compile(r"<Attribute>Properties</Attribute><Name>(.*?)</Name>")


def _describe_change_set(handler: Handler, params: Params) -> Response:
    _, change_set = changesets._find_change_set(_p(params, "ChangeSetName"), _p(params, "StackName"))
    if change_set and time.time() < change_set.get("_ready_at", 0):
        params = {**params, "IncludePropertyValues": ["false"]}
        made, hidden = change_set, {"Status": "CREATE_IN_PROGRESS", "ExecutionStatus": "UNAVAILABLE",
                                    "StatusReason": "", "Changes": []}
        kept = {key: made[key] for key in hidden}
        made.update(hidden)
        try:
            return handler(params)
        finally:
            made.update(kept)
    status, headers, body = handler(params)
    if status == 200 and _p(params, "IncludePropertyValues", "false").lower() == "true":
        values = change_set.get("_values", {})
        body = _CHANGE.sub(lambda change: _with_values(change[0], values), body.decode()).encode()
    return status, headers, body


def _with_values(change: str, values: dict[str, dict]) -> str:
    name = unescape(_LOGICAL_ID.search(change)[1])
    before, after = values.get(name, {}).get("before"), values.get(name, {}).get("after")
    seen = values.get(name, {}).get("drift")
    if seen:
        change = change.replace("<Scope>", f"<ResourceDriftStatus>{seen['status']}</ResourceDriftStatus><Scope>", 1)

    def contexts(found: re.Match) -> str:
        return found[0] + "".join(
            f"<{tag}>{escape(json.dumps({'Properties': side}, sort_keys=True, default=str))}</{tag}>"
            for tag, side in (("BeforeContext", before), ("AfterContext", after)) if side is not None)

    def target(found: re.Match) -> str:
        key = unescape(found[1])
        kind = "Add" if key not in (before or {}) else "Remove" if key not in (after or {}) else "Modify"
        return found[0] + f"<Path>/Properties/{escape(key)}</Path>" + "".join(
            f"<{tag}>{escape(_text(side[key]))}</{tag}>"
            for tag, side in (("BeforeValue", before or {}), ("AfterValue", after or {})) if key in side
        ) + f"<AttributeChangeType>{kind}</AttributeChangeType>" + drifted(key)

    def drifted(key: str) -> str:
        if not seen or key not in seen["live"]:
            return ""
        sides = (("PreviousValue", values[name]["deployed"].get(key)), ("ActualValue", seen["live"][key]))
        return "<BeforeValueFrom>ACTUAL_STATE</BeforeValueFrom><Drift>" + "".join(
            f"<{tag}>{escape(_text(value))}</{tag}>" for tag, value in sides if value is not None) + "</Drift>"

    return _TARGET.sub(target, _LOGICAL_ID.sub(contexts, change, count=1))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def _execute_change_set(handler: Handler, params: Params) -> Response:
    _, change_set = changesets._find_change_set(_p(params, "ChangeSetName"), _p(params, "StackName"))
    stack = cloudformation._stacks.get(change_set["StackName"]) if change_set else None
    if _in_progress(stack):
        return _busy(stack, "updated")
    if change_set and time.time() < change_set.get("_ready_at", 0):
        return _error("InvalidChangeSetStatus", (
            f"ChangeSet [{change_set['ChangeSetId']}] cannot be executed in its current status of "
            "[CREATE_IN_PROGRESS]"))
    if stack:
        stack["RoleARN"] = change_set.get("RoleARN") or stack.get("RoleARN", "")
    if stack and change_set.get("DeploymentMode") and change_set["ExecutionStatus"] == "AVAILABLE":
        drift.begin(stack)
    response = handler(params)
    if response[0] == 200:
        stack["ChangeSetId"] = change_set["ChangeSetId"]
    return response


def _delete_stack(handler: Handler, params: Params) -> Response:
    stack = handlers._resolve_stack(_p(params, "StackName"))
    if _in_progress(stack) and stack["StackStatus"] != "DELETE_IN_PROGRESS":
        return _busy(stack, "deleted")
    return handler(params)


_NO_UPDATE = "<LastUpdatedTime></LastUpdatedTime>"
_STACK_ID = re.compile(r"<StackId>(.*?)</StackId>")


def _describe_stacks(handler: Handler, params: Params) -> Response:
    status, headers, body = handler(params)
    if status != 200:
        return status, headers, body
    stacks = {stack["StackId"]: stack for stack in cloudformation._stacks.values()}

    def extended(found: re.Match) -> str:
        stack = stacks.get(unescape(found[1]), {})
        return found[0] + "".join(
            f"<{key}>{escape(stack[key])}</{key}>" for key in ("ChangeSetId", "RoleARN") if stack.get(key))

    return status, headers, _STACK_ID.sub(extended, body.decode().replace(_NO_UPDATE, "")).encode()


@replaces("services.cloudformation.changesets", "_resolve_props_for_diff", "b0f1a995e91f")
def resolve_props_for_diff(original, template: dict, params: dict, stack_name: str, stack_id: str) -> dict:
    """Compare the resources that there are: those whose condition is false belong to neither side of a change set."""
    resolved = original(template, params, stack_name, stack_id)
    if not resolved:
        return resolved
    conditions = engine._evaluate_conditions(template, params)
    return {"Resources": {
        name: resource for name, resource in resolved["Resources"].items()
        if conditions.get(resource.get("Condition"), True)}}


@replaces("services.cloudformation.provisioners", "_property_recreation", "84cc21b81beb")
def property_recreation(original, resource_type: str, name: str) -> str:
    """What a change set says of a changed property: by the type's schema where the emulator has no table."""
    if resource_type in provisioners._REPLACING_PROPERTIES:
        return original(resource_type, name)
    known = schemas.schema(resource_type)
    return known.recreation(name) if known else original(resource_type, name)


@replaces("services.cloudformation.provisioners", "_replacing_change", "4ccb54be0a0c")
def replacing_change(original, resource_type: str, old_props: dict, new_props: dict) -> bool:
    """Leave replacement to the handlers of types that the emulator has no table for, as it does itself."""
    return resource_type in provisioners._REPLACING_PROPERTIES and original(resource_type, old_props, new_props)


@replaces("services.cloudformation.engine", "validate_template_support", "7c997894cac1")
def validate_template_support(original, template: dict, conditions: dict, params: dict | None = None) -> None:
    """Refuse by name what AWS knows and the emulator does not play."""
    for resource in (template.get("Resources") or {}).values():
        if isinstance(resource, dict):
            generic.learn(resource.get("Type", ""))
    try:
        original(template, conditions, params)
    except ValueError as refused:
        found = re.search(r"Unrecognized resource types: \[(.*)\]", str(refused))
        lacking = [name for name in found[1].split(", ") if schemas.schema(name)] if found else []
        if lacking:
            raise ValueError(f"not emulated locally: {', '.join(lacking)}; it deploys on AWS") from None
        raise


_VIRTUAL_HOST = re.compile(r"(?P<bucket>.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com")


@replaces("services.cloudformation.helpers", "_resolve_document", "9ad9addb675b")
def resolve_document(original, params: Params, body_key: str, url_key: str, label: str):
    """Read a template from a bucket of any account, with the caller's permissions."""
    url = _p(params, url_key)
    if not url or _p(params, body_key):
        return original(params, body_key, url_key, label)
    parsed = urlparse(url)
    path = parsed.path.lstrip("/")
    virtual = _VIRTUAL_HOST.fullmatch(parsed.hostname or "")
    bucket, _, key = f"{virtual['bucket']}/{path}".partition("/") if virtual else path.partition("/")
    owner = s3._bucket_owner_account(bucket)
    denied = buckets.refusal(owner, bucket, key)
    if denied:
        return None, _error("ValidationError", f"S3 error: Access Denied ({denied})")
    with request_scope(owner or get_account_id(), ""):
        data = s3._get_object_data(bucket, key)
    if data is None:
        return None, _error("ValidationError", f"S3 error: The specified key does not exist. ({url})")
    if len(data) > 1_000_000:
        return None, _error("ValidationError", f"{label} may not exceed 1000000 bytes in size.")
    return data.decode(), None

