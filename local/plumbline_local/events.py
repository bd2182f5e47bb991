"""Events of AWS services on the account's default bus, and delivery to a bus in another account."""

import json
import threading
import time
import uuid
from contextvars import copy_context
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ministack.core.iam_evaluator import evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import eventbridge, lambda_svc, scheduler

from plumbline_local import deliveries, rotation
from plumbline_local.faults import BadFault, faults
from plumbline_local.patching import replaces
from plumbline_local.roles import Permissions, trusts


def put(source: str, detail_type: str, resources: list[str], detail: dict) -> None:
    """Put an event of an AWS service on the default bus of the account and region that are being served."""
    if not _has_rules(get_account_id(), get_region()):
        return
    eventbridge._put_events({"Entries": [{
        "Source": source,
        "DetailType": detail_type,
        "Detail": json.dumps(detail),
        "Resources": resources,
    }]}, allow_aws_source=True)


def inject(account: str, region: str, event: dict, bus: str) -> str:
    """Put an event on a bus as the AWS service would that it names: a caller's own PutEvents may not name one.

    Account and region of the envelope are those of the bus, whatever the event says of them; its time is kept. On another
    bus than the default the event stays as it is, as if a forwarder had brought it.
    """
    missing = [key for key in ("source", "detail-type", "detail") if key not in event]
    if missing or not isinstance(event["detail"], dict):
        raise BadFault(f"no event: missing {', '.join(missing) or 'an object as detail'}")
    entry = {
        "EventId": event.get("id") or str(uuid.uuid4()), "Source": event["source"], "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]), "EventBusName": bus, "Resources": event.get("resources", []),
        "Time": _time(event.get("time")),
        "Account": account if bus == "default" else event.get("account", account),
        "Region": region if bus == "default" else event.get("region", region), "_DispatchPath": []}
    with request_scope(account, region):
        eventbridge._events_log_list().append(entry)
        eventbridge._dispatch_event(entry)
    return entry["EventId"]


def _time(text: str | None) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp()) if text else int(time.time())
    except ValueError:
        raise BadFault(f"no time: {text}") from None


def _has_rules(account: str, region: str) -> bool:
    return any(key[:2] == (account, region) for key in list(eventbridge._rules._data))


@replaces("services.eventbridge", "_dispatch_event", "d1bfe064f602")
def dispatch_event(original, event: dict, view=None) -> None:
    """Lose, double and delay what AWS services put on a default bus, as the faults in force say."""
    if event.get("EventBusName", "default") != "default" or not str(event.get("Source", "")).startswith("aws."):
        original(event, view)
        return
    for delay in faults.deliveries(event.get("DetailType", "")):
        if delay:
            threading.Timer(delay, copy_context().run, (original, event, view)).start()
        else:
            original(event, view)


@replaces("services.eventbridge", "_dispatch_to_lambda", "1f95adbaed3a")
def dispatch_to_lambda(original, arn: str, payload: str) -> None:
    """Invoke as AWS does: asynchronously, with retries and the function's dead-letter queue."""
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        original(arn, payload)
        return
    lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(function, config), json.loads(payload))


@replaces("services.eventbridge", "_dispatch_to_event_bus", "fef5c8d488f1")
def dispatch_to_event_bus(original, spec, event: dict, rule: dict, event_path, target_input_payload=None) -> None:
    """Deliver to a bus of another account or region, where the target's role and the bus's policy allow it."""
    if "EventBridgeParameters" in rule.get("Target", {}):
        _put_scheduled(spec, rule["Target"])
        return
    if (spec.account_id, spec.region) == (get_account_id(), get_region()):
        original(spec, event, rule, event_path, target_input_payload)
        return
    target = _target(rule, str(spec))
    refusal = _refusal(spec, event, target.get("RoleArn", ""))
    if refusal:
        deliveries.dead_letter(target, rule, event, deliveries.Refused("NO_PERMISSIONS", refusal))
        return
    forwarded = {**event, "EventBusName": spec.resource.split("/", 1)[1], "_DispatchPath": []}
    if target_input_payload is not None:
        forwarded["Detail"] = target_input_payload
    with request_scope(spec.account_id, spec.region):
        eventbridge._events_log_list().append(forwarded)
        eventbridge._dispatch_event(forwarded)


def _put_scheduled(spec, target: dict) -> None:
    """A schedule puts an event of its own source on a bus."""
    parameters = target["EventBridgeParameters"]
    if not Permissions(target["RoleArn"]).allow("events:PutEvents", str(spec), spec.region, {
            "events:source": parameters["Source"], "events:detail-type": parameters["DetailType"]}):
        eventbridge.logger.warning("Scheduler: %s may not put events on %s", target["RoleArn"], spec)
        return
    eventbridge._put_events({"Entries": [{
        "Source": parameters["Source"], "DetailType": parameters["DetailType"], "Detail": target.get("Input", "{}"),
        "EventBusName": spec.resource.split("/", 1)[1]}]})


def fire(account: str, region: str, name: str) -> int:
    """Let schedules, scheduled rules and the rotation of a secret fire now that are of a name; how many there are."""
    found = rotation.bring_forward(account, region, name)
    for store, fired in ((scheduler._schedules, scheduler._schedule_last_fired),
                         (eventbridge._rules, eventbridge._rule_last_fired)):
        for key, record in store.all_items():
            if key[:2] == (account, region) and record.get("Name") == name and record.get("ScheduleExpression"):
                fired[key] = 0
                found += 1
    scheduler._tick_schedules()
    eventbridge._tick_scheduled_rules()
    return found


def fire_due(account: str, region: str, at: datetime) -> list[str]:
    """Let the schedules fire now whose cron expression has the minute of another time, in their time zone; their names."""
    names = []
    for key, schedule in scheduler._schedules.all_items():
        fields = eventbridge._parse_cron_fields(schedule.get("ScheduleExpression", ""))
        if key[:2] != (account, region) or schedule.get("State") != "ENABLED" or fields is None:
            continue
        minute = at.astimezone(ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")).replace(second=0, microsecond=0)
        if eventbridge._cron_next_fire(fields, minute - timedelta(minutes=1)) != minute:
            continue
        names.append(schedule["Name"])
        with request_scope(account, region):
            eventbridge._invoke_target(schedule["Target"], {
                "EventId": str(uuid.uuid4()), "Source": "aws.scheduler", "DetailType": "Scheduled Event", "Detail": "{}",
                "Time": at.timestamp(), "Resources": [schedule["Arn"]], "Account": account, "Region": region}, schedule)
    return sorted(names)


def _target(rule: dict, arn: str) -> dict:
    key = eventbridge._rule_key(rule.get("Name"), rule.get("EventBusName", "default"))
    return next((target for target in eventbridge._targets.get(key, []) if target.get("Arn") == arn), {"Arn": arn})


def _refusal(spec, event: dict, role: str) -> str | None:
    """Why an event may not pass from the account being served to a bus elsewhere, or None."""
    if not role or not trusts(role, "events.amazonaws.com"):
        return f"the target's role {role or '(none)'} cannot be assumed by events.amazonaws.com"
    keys = {"events:source": event.get("Source"), "events:detail-type": event.get("DetailType")}
    permissions = Permissions(role)
    if not permissions.allow("events:PutEvents", str(spec), spec.region, keys):
        return f"{role} may not put events on it"
    if spec.account_id == get_account_id():
        return None
    bus = spec.resource.split("/", 1)[1]
    if eventbridge._event_buses.get_scoped(spec.account_id, spec.region, bus) is None:
        return "there is no such bus"
    policy = eventbridge._event_bus_policies.get_scoped(spec.account_id, spec.region, bus)
    context = permissions.request("events:PutEvents", str(spec), spec.region, keys)
    if evaluate_resource_policy(policy, context).decision != "Allow":
        return f"the policy of the bus does not allow {role}"
    return None
