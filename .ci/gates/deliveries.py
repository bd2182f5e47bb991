"""Follows what AWS services deliver by themselves: a rule or an alarm to its topic, queue, function, machine or bus, and to the key that encrypts
that. Finds what a policy does not let through, and rules without dead letters.

A target that is a parameter is followed to the outputs of that name, the template's own first, then those of any other: that is how stacks hand their
topics on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "tools"))
import templates
from templates import Template

EVENTS, CLOUDWATCH = "events.amazonaws.com", "cloudwatch.amazonaws.com"
TOPIC_CONTEXT = "kms:EncryptionContext:aws:sns:topicArn"
QUEUE_CONTEXT = "kms:EncryptionContext:aws:sqs:arn"
SOURCES = frozenset({"aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"})
# By whom and what for, the conditions that AWS evaluates. EventBridge's guide, "Using resource-based policies": none in a topic's policy. SNS's
# guide, "Key management": the sources are "not supported for EventBridge-to-encrypted topics". What SNS and SQS give KMS is there for all.
SUPPORTED = {
    (EVENTS, "sns:Publish"): frozenset(),
    (EVENTS, "sqs:SendMessage"): SOURCES,
    (EVENTS, "kms"): frozenset({TOPIC_CONTEXT, QUEUE_CONTEXT}),
    (CLOUDWATCH, "sns:Publish"): SOURCES,
    (CLOUDWATCH, "kms"): SOURCES | {TOPIC_CONTEXT},
}


@dataclass(frozen=True)
class Place:
    """A resource of a template."""

    template: Template
    name: str

    @property
    def kind(self) -> str:
        return self.template.resources[self.name]["Type"]

    @property
    def properties(self) -> dict[str, Any]:
        return self.template.resources[self.name].get("Properties", {})

    def __str__(self) -> str:
        return f"{self.template.path.parent.name}/{self.template.path.name}:{self.name}"


class Deliveries:
    """All templates, so that what one hands to another can be followed."""

    def __init__(self, files: Sequence[str]):
        self._templates = {file: templates.read(Path(file).resolve()) for file in files}

    def findings(self) -> Iterator[tuple[str, str, str]]:
        """What does not get through: the file, the resource that delivers, and why."""
        for file, template in self._templates.items():
            for name, resource in template.resources.items():
                if resource["Type"] == "AWS::Events::Rule":
                    found = self._of_rule(Place(template, name))
                elif resource["Type"] == "AWS::CloudWatch::Alarm":
                    found = self._of_alarm(Place(template, name))
                else:
                    continue
                yield from ((file, name, says) for says in dict.fromkeys(found))

    def _of_rule(self, rule: Place) -> Iterator[str]:
        for target in rule.properties.get("Targets", []):
            yield from self._to_target(rule, target)
            letters = target.get("DeadLetterConfig", {}).get("Arn")
            if letters is None:
                yield f"what its target {target['Id']} refuses is lost: it has no DeadLetterConfig"
            else:
                yield from self._to_each(rule.template, letters, lambda queue: self._to_queue(rule, queue))

    def _to_target(self, rule: Place, target: dict[str, Any]) -> Iterator[str]:
        arn = target["Arn"]
        if re.search(r":event-bus/|:states:", str(arn)):
            yield from _needs_role(target)
            return

        def to(place: Place) -> Iterator[str]:
            if place.kind == "AWS::SNS::Topic":
                yield from self._to_topic(EVENTS, place)
            elif place.kind == "AWS::SQS::Queue":
                yield from self._to_queue(rule, place)
            elif place.kind.endswith("::Function"):
                yield from _to_function(rule, place, arn)
            else:
                yield from _needs_role(target)
        yield from self._to_each(rule.template, arn, to)

    def _of_alarm(self, alarm: Place) -> Iterator[str]:
        for actions in ("AlarmActions", "OKActions", "InsufficientDataActions"):
            for action in _each(alarm.properties.get(actions, [])):
                yield from self._to_each(alarm.template, action, lambda topic: self._to_topic(CLOUDWATCH, topic))

    def _to_each(self, template: Template, reference: Any, to) -> Iterator[str]:
        """What is wrong with everything that a reference may be."""
        for alternative in _each(reference):
            found = self._places(template, alternative)
            if not found:
                yield f"nothing in the templates is {alternative}"
            for place in found:
                yield from to(place)

    def _places(self, template: Template, reference: Any) -> list[Place]:
        """The resources that a reference may be, in this template or, through outputs and names, in another."""
        name = _logical_name(reference)
        if name in template.resources:
            return [Place(template, name)]
        if name in template.parameters:
            giving = [template] if name in template.outputs else [other for other in self._templates.values() if name in other.outputs]
            return [place for other in giving for each in _each(other.outputs[name]["Value"])
                    if _logical_name(each) not in other.parameters for place in self._places(other, each)]
        text = _text(reference)
        return [Place(other, name) for other in self._templates.values() for name, resource in other.resources.items()
                for key in ("TopicName", "QueueName")
                if text.startswith("arn:") and text.endswith(f":{_text(resource.get('Properties', {}).get(key, '?'))}")]

    def _to_topic(self, service: str, topic: Place) -> Iterator[str]:
        if not _lets(_attached(topic, "AWS::SNS::TopicPolicy", "Topics"), service, "sns:Publish", SUPPORTED[service, "sns:Publish"]):
            yield f"no policy of {topic} lets {service} publish under conditions that AWS evaluates"
        yield from self._to_key(service, topic, TOPIC_CONTEXT, _arn("sns", topic, "TopicName"))

    def _to_queue(self, rule: Place, queue: Place) -> Iterator[str]:
        policy = _attached(queue, "AWS::SQS::QueuePolicy", "Queues")
        if not _lets(policy, EVENTS, "sqs:SendMessage", SUPPORTED[EVENTS, "sqs:SendMessage"], {"aws:SourceArn": _rule_arns(rule)}):
            yield f"no policy of {queue} lets {EVENTS} send for this rule"
        yield from self._to_key(EVENTS, queue, QUEUE_CONTEXT, _arn("sqs", queue, "QueueName"))

    def _to_key(self, service: str, place: Place, context: str, arn: str) -> Iterator[str]:
        reference = place.properties.get("KmsMasterKeyId")
        if reference is None:
            return

        def to(key: Place) -> Iterator[str]:
            for action in ("kms:GenerateDataKey", "kms:Decrypt"):
                statements = key.properties.get("KeyPolicy", {}).get("Statement", [])
                if not _lets(statements, service, action, SUPPORTED[service, "kms"], {context: [arn]}):
                    yield f"the key {key} of {place} does not let {service} {action} under conditions that AWS evaluates"
        yield from self._to_each(place.template, reference, to)


def findings(files: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What rules and alarms of these templates do not get through: the file, the resource, and why."""
    return Deliveries(files).findings()


def _needs_role(target: dict[str, Any]) -> Iterator[str]:
    if "RoleArn" not in target:
        yield f"its target {target['Id']} is reached under a role only, and it has none"


def _to_function(rule: Place, function: Place, reference: Any) -> Iterator[str]:
    for resource in rule.template.resources.values():
        given = resource.get("Properties", {})
        if resource["Type"] == "AWS::Lambda::Permission" and given.get("FunctionName") == reference and given.get("Principal") == EVENTS \
                and _text(given.get("SourceArn")) in _rule_arns(rule):
            return
    yield f"no AWS::Lambda::Permission lets this rule invoke {function} by {_text(reference)}"


def _each(value: Any) -> Iterator[Any]:
    """A value, the items of a list, and both sides of an Fn::If; what is left out under a condition is nothing."""
    if isinstance(value, list):
        for item in value:
            yield from _each(item)
    elif isinstance(value, dict) and value.keys() == {"Fn::If"}:
        yield from _each(value["Fn::If"][1:])
    elif value != {"Ref": "AWS::NoValue"}:
        yield value


def _logical_name(reference: Any) -> str:
    """What Ref or Fn::GetAtt is of; SAM writes Function.Alias for an alias that it makes."""
    if not isinstance(reference, dict):
        return ""
    named = reference.get("Ref") or reference.get("Fn::GetAtt", [""])[0]
    return named.split(".")[0]


def _text(value: Any) -> str:
    """A value as text, with what only AWS knows as ${…}."""
    if isinstance(value, dict) and "Fn::Sub" in value:
        return value["Fn::Sub"] if isinstance(value["Fn::Sub"], str) else value["Fn::Sub"][0]
    if isinstance(value, dict) and "Ref" in value:
        return f"${{{value['Ref']}}}"
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        return f"${{{'.'.join(value['Fn::GetAtt'])}}}"
    return str(value)


def _arn(service: str, place: Place, key: str) -> str:
    return f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{_text(place.properties.get(key))}"


def _rule_arns(rule: Place) -> list[str]:
    """How a policy may call a rule: by reference, or by its name and its bus's."""
    bus, prefix = _text(rule.properties.get("EventBusName", "")), "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/"
    if bus.startswith("${"):
        name = rule.template.resources.get(bus[2:-1], {}).get("Properties", {}).get("Name", bus)
        bus = _text(name)
    return [f"${{{rule.name}.Arn}}", f"{prefix}{bus + '/' if bus else ''}{_text(rule.properties.get('Name', '?'))}"]


def _attached(place: Place, kind: str, members: str) -> list[Any]:
    """The statements of the policies that a template attaches to a topic or a queue."""
    return [statement for resource in place.template.resources.values() if resource["Type"] == kind
            and any(_logical_name(member) == place.name for member in resource["Properties"][members])
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]]


def _lets(statements: list[Any], service: str, action: str, supported: frozenset[str], known: dict[str, list[str]] | None = None) -> bool:
    """Whether a statement allows a service an action under conditions that AWS evaluates, and that what is known of the request meets."""
    return any(
        statement["Effect"] == "Allow"
        and service in _each(statement["Principal"].get("Service", []) if isinstance(statement["Principal"], dict) else [])
        and any(fnmatchcase(action, allowed) for allowed in _each(statement["Action"]))
        and all(_met(key, values, supported, known or {}) for each in _each(statement.get("Condition", {}))
                for operator in _each(list(each.values())) for key, values in operator.items())
        for statement in _each(statements))


def _met(key: str, values: Any, supported: frozenset[str], known: dict[str, list[str]]) -> bool:
    if key not in supported:
        return False
    return key not in known or any(fnmatchcase(seen, _text(value)) for value in _each(values) for seen in known[key])
