"""What AWS services deliver by themselves: events to the targets of rules, alarms to topics.

A service is let in by the policy of the topic, queue or function, and by that of the key where a topic or queue is encrypted. What a target
refuses goes to the dead-letter queue that the rule gives it, if that lets EventBridge in; EventBridge does not try again what is not permitted
(user guide, "Using dead-letter queues to process undelivered events").
"""

import hashlib
import json
import time
import uuid

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import eventbridge, kms, lambda_svc, sns, sqs, stepfunctions

from plumbline_local import organization
from plumbline_local.patching import replaces
from plumbline_local.roles import Permissions, trusts

EVENTS = "events.amazonaws.com"
CLOUDWATCH = "cloudwatch.amazonaws.com"

_NOT_PERMITTED, _NOT_THERE = "NO_PERMISSIONS", "NO_RESOURCE"


class Refused(Exception):
    """A target does not take what a service brings, or is not there."""

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code


@replaces("services.eventbridge", "_invoke_target", "550e304af080")
def invoke_target(original, target: dict, event: dict, rule: dict, view=None) -> None:
    """Bring an event to a rule's target if that takes it, and to its dead letters otherwise; a schedule is no rule."""
    if "Target" in rule:
        original(target, event, rule, view)
        return
    try:
        _need_taken(target, rule["Arn"])
    except Refused as refused:
        dead_letter(target, rule, event, refused)
        return
    original(target, event, rule, view)


def dead_letter(target: dict, rule: dict, event: dict, refused: Refused) -> None:
    """Leave an event that its target refused in the target's dead-letter queue, with what EventBridge says of it there."""
    queue_arn = (target.get("DeadLetterConfig") or {}).get("Arn", "")
    where = f"EventBridge: {target.get('Arn')} does not take an event of {rule['Arn']}: {refused}"
    if not queue_arn:
        eventbridge.logger.warning("%s; it is lost", where)
        return
    try:
        _need_queue_taken(queue_arn, rule["Arn"])
    except Refused as closed:
        eventbridge.logger.warning("%s; it is lost: %s", where, closed)
        return
    eventbridge.logger.info("%s; it is a dead letter", where)
    _send(queue_arn, eventbridge._pattern_event_view(event).event_with_detail(), {
        "RULE_ARN": rule["Arn"], "TARGET_ARN": target.get("Arn", ""),
        "ERROR_CODE": refused.code, "ERROR_MESSAGE": str(refused)})


def need_topic_taken(topic_arn: str, service: str, source_arn: str) -> None:
    """Refuse where a topic's policy, or its key's, does not let a service publish for a resource of the account being served."""
    topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic is None:
        raise Refused(_NOT_THERE, f"there is no topic {topic_arn}")
    attributes = topic.get("attributes", {})
    source = {} if service == EVENTS else _source(source_arn)
    _need_allowed(attributes.get("Policy"), "sns:Publish", topic_arn, service, source, f"the policy of the topic {topic_arn}")
    _need_key(attributes.get("KmsMasterKeyId"), service, topic_arn, {**source, "kms:encryptioncontext:aws:sns:topicarn": topic_arn})


def _need_taken(target: dict, rule_arn: str) -> None:
    try:
        spec = parse_arn(target.get("Arn", ""))
    except ArnParseError:
        return
    if spec.service == "sns":
        _need_here(spec)
        need_topic_taken(str(spec), EVENTS, rule_arn)
    elif spec.service == "sqs":
        _need_here(spec)
        _need_queue_taken(str(spec), rule_arn)
    elif spec.service == "lambda":
        _need_here(spec)
        _need_function_taken(str(spec), rule_arn)
    elif spec.service == "states":
        _need_machine_taken(spec, target.get("RoleArn", ""), rule_arn)


def _need_here(spec) -> None:
    """EventBridge brings to another region's resources nothing, and to another account's nothing without a role of the rule's own."""
    if (spec.account_id, spec.region) != (get_account_id(), get_region()):
        raise Refused(_NOT_PERMITTED, f"{spec} is in another account or region")


def _need_queue_taken(queue_arn: str, rule_arn: str) -> None:
    queue = sqs._queue_by_arn(queue_arn)
    if queue is None:
        raise Refused(_NOT_THERE, f"there is no queue {queue_arn}")
    attributes = queue["attributes"]
    _need_allowed(attributes.get("Policy"), "sqs:SendMessage", queue_arn, EVENTS, _source(rule_arn), f"the policy of the queue {queue_arn}")
    _need_key(attributes.get("KmsMasterKeyId"), EVENTS, queue_arn, {"kms:encryptioncontext:aws:sqs:arn": queue_arn})


def _need_function_taken(function_arn: str, rule_arn: str) -> None:
    _, config, _ = lambda_svc._get_func_record_for_ref(function_arn)
    found = lambda_svc.function_policy_for_arn(function_arn)
    if not config or not found:
        raise Refused(_NOT_THERE, f"there is no function {function_arn}")
    _need_allowed(found[0], "lambda:InvokeFunction", function_arn, EVENTS, {"aws:sourcearn": rule_arn},
                  f"the policy of the function {function_arn}")


def _need_machine_taken(spec, role: str, rule_arn: str) -> None:
    if stepfunctions._resolve_state_machine_arn(str(spec)) is None:
        raise Refused(_NOT_THERE, f"there is no state machine {spec}")
    if not role or not trusts(role, EVENTS, rule_arn):
        raise Refused(_NOT_PERMITTED, f"the target's role {role or '(none)'} cannot be assumed by {EVENTS}")
    if not Permissions(role).allow("states:StartExecution", str(spec), spec.region):
        raise Refused(_NOT_PERMITTED, f"{role} may not start {spec}")


def _need_key(reference: str | None, service: str, resource: str, context: dict) -> None:
    """Refuse where what is encrypted with a key cannot be written, since the key's policy does not let the service use it.

    SNS's guide (Key management): the publisher needs kms:GenerateDataKey and kms:Decrypt, a service by the policy of a customer managed key.
    aws:SourceAccount, aws:SourceArn and aws:SourceOrgID are "not supported for EventBridge-to-encrypted topics": they are not there.
    """
    if not reference:
        return
    owner = parse_arn(reference if reference.startswith("arn:") else resource)
    with request_scope(owner.account_id, owner.region):
        key = kms._resolve_key(reference)
    if key is None:
        raise Refused(_NOT_PERMITTED, f"the key {reference} of {resource} is not there, or AWS's own, which no other service may use")
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        _need_allowed(key.get("Policy"), action, key["Arn"], service, context, f"the policy of the key {key['Arn']} of {resource}")


def _need_allowed(policy, action: str, resource: str, service: str, context: dict, what: str) -> None:
    request = EvalContext(
        principal_arn="*", principal_type="Service", principal_account="", action=action, resource_arn=resource,
        region=get_region(), secure_transport=True, service_context=context)
    if evaluate_resource_policy(policy, request, service).decision != "Allow":
        raise Refused(_NOT_PERMITTED, f"{what} does not let {service} {action}")


def _source(arn: str) -> dict:
    """What a request tells of the resource on whose behalf a service makes it."""
    account = parse_arn(arn).account_id
    return {
        "aws:sourcearn": arn, "aws:sourceaccount": account, "aws:sourceowner": account,
        "aws:sourceorgid": organization.ORGANIZATION_ID if account in organization.accounts() else None}


def _send(queue_arn: str, event: dict, attributes: dict[str, str]) -> None:
    queue, body, now = sqs._queue_by_arn(queue_arn), json.dumps(event), time.time()
    told = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
    queue["messages"].append({
        "id": str(uuid.uuid4()), "body": body, "md5_body": hashlib.md5(body.encode()).hexdigest(), "md5_attrs": sqs._md5_msg_attrs(told),
        "receipt_handle": None, "sent_at": now, "visible_at": now + sqs.queue_delay(queue), "receive_count": 0, "first_receive_at": None,
        "message_attributes": told, "sys": {"SenderId": "AIDAEVENTS", "SentTimestamp": str(int(now * 1000))},
        "group_id": None, "dedup_id": None, "dedup_cache_key": None, "seq": None})
    sqs.esm_wake.set()
