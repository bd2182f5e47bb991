"""Alarms: their changes of state are events on the bus; one over metric math is kept, and never evaluated."""

import json
import re
from html import escape, unescape

from ministack.core.responses import get_account_id, get_region, now_iso
from ministack.services import cloudwatch

from plumbline_local import deliveries, events
from plumbline_local.patching import replaces


_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


@replaces("services.cloudwatch", "_dispatch_alarm_actions", "fcf47c0d1e6e")
def dispatch_alarm_actions(original, alarm: dict, old_state: str, new_state: str, reason: str) -> None:
    """Tell the topics that let CloudWatch in, and put "CloudWatch Alarm State Change" on the default bus as well."""
    name = alarm["AlarmName"]
    arn = alarm.get("AlarmArn") or _arn(name)
    original({**alarm, **{each: _taking(alarm.get(each) or [], arn) for each in _ACTIONS}}, old_state, new_state, reason)
    events.put("aws.cloudwatch", "CloudWatch Alarm State Change", [arn], {
        "alarmName": name,
        "state": {"value": new_state, "reason": reason, "timestamp": now_iso()},
        "previousState": {"value": old_state},
        "configuration": {"description": alarm.get("AlarmDescription", ""), "metrics": [{
            "id": "m1", "returnData": True, "metricStat": {
                "metric": {"namespace": alarm.get("Namespace", ""), "name": alarm.get("MetricName", ""),
                           "dimensions": {d["Name"]: d["Value"] for d in alarm.get("Dimensions") or []}},
                "period": alarm.get("Period"), "stat": alarm.get("Statistic")}}]},
    })


def _taking(actions: list[str], alarm_arn: str) -> list[str]:
    """The actions but for topics whose policy, or whose key, does not let CloudWatch publish: AWS drops those messages."""
    taking = []
    for action in actions:
        try:
            if ":sns:" in action:
                deliveries.need_topic_taken(action, deliveries.CLOUDWATCH, alarm_arn)
            taking.append(action)
        except deliveries.Refused as refused:
            cloudwatch.logger.warning("CloudWatch: %s is not told on %s: %s", alarm_arn, action, refused)
    return taking


def _arn(name: str) -> str:
    return f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:alarm:{name}"


@replaces("services.cloudformation.provisioners", "_cw_metric_alarm_record", "4565fcede1eb")
def metric_alarm_record(original, name: str, props: dict) -> dict:
    """Keep an alarm over metric math under a metric that nothing measures; its state is set by hand."""
    if "Metrics" not in props:
        return original(name, props)
    plain = {k: v for k, v in props.items() if k != "Metrics"}
    record = original(name, {**plain, "MetricName": "(metric math)", "Namespace": "(not evaluated locally)"})
    return {**record, "Metrics": json.loads(json.dumps(props["Metrics"]))}


@replaces("services.cloudwatch", "_describe_alarms", "ab8f092ff9ae")
def describe_alarms(original, params, cbor_data, is_cbor, is_json=False):
    """Tell callers of the query protocol what the others are told: whether anybody hears of an alarm."""
    status, headers, body = original(params, cbor_data, is_cbor, is_json)
    if is_cbor or is_json or status != 200:
        return status, headers, body
    text = body.decode() if isinstance(body, bytes) else body
    told = re.sub("<AlarmName>([^<]+)</AlarmName>", lambda name: name[0] + _heard(unescape(name[1])), text)
    return status, headers, told.encode() if isinstance(body, bytes) else told


def _heard(name: str) -> str:
    alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name) or {}
    lists = "".join(
        f"<{key}>{''.join(f'<member>{escape(arn)}</member>' for arn in alarm.get(key) or [])}</{key}>"
        for key in _ACTIONS)
    return f"<ActionsEnabled>{str(alarm.get('ActionsEnabled', True)).lower()}</ActionsEnabled>{lists}"
