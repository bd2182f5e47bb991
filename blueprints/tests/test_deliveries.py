"""Whatever a rule or an alarm of a template tells gets there, by the policies on its way; the gate that follows them finds what does not."""

from pathlib import Path

import deliveries
import pytest
import templates
import yaml

EVENTS, CLOUDWATCH = "events.amazonaws.com", "cloudwatch.amazonaws.com"
USE = ["kms:Decrypt", "kms:GenerateDataKey*"]
TOPIC = "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:told"
OF_ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_templates_ofAllRulesAndAlarms_deliver():
    assert list(deliveries.findings([str(template.path) for template in templates.all_templates()])) == []


def allow(service: str, action, condition: dict | None = None) -> dict:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": "*"}
    return statement if condition is None else {**statement, "Condition": condition}


def policy(*statements: dict) -> dict:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def of_topic(arn: str) -> dict:
    return {"StringLike": {"kms:EncryptionContext:aws:sns:topicArn": [{"Fn::Sub": arn}]}}


def topic(statement: dict, *key: dict) -> dict:
    return {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "told", "KmsMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}},
        "TopicPolicy": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": policy(statement)}},
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy(*key)}}}


def rule(target: dict, letters: bool = True, **more) -> dict:
    dead = {"DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Dead", "Arn"]}}} if letters else {}
    return {"Rule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "told", "Targets": [{"Id": "it", "Arn": target, **dead, **more}]}}}


def dead(condition: dict | None) -> dict:
    return {
        "Dead": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "dead"}},
        "DeadPolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{"Ref": "Dead"}], "PolicyDocument": policy(allow(EVENTS, "sqs:SendMessage", condition))}}}


BY_RULE = {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Rule", "Arn"]}}}
REF = {"Ref": "Topic"}
OPEN = allow(EVENTS, "sns:Publish")
ALARM = {"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [REF]}}}


def found(folder: Path, *resources: dict, **others: dict) -> list[str]:
    """What the gate says of a template of these resources, beside others by their names."""
    files = []
    for name, tree in {"template": {"Resources": {k: v for each in resources for k, v in each.items()}}, **others}.items():
        files.append(folder / f"{name}.yaml")
        files[-1].write_text(yaml.safe_dump(tree))
    return [says for _, _, says in deliveries.findings([str(file) for file in files])]


# SNS's guide, "Key management", and EventBridge's, "Using resource-based policies": see deliveries.SUPPORTED.
@pytest.mark.parametrize(("resources", "says"), [
    ([topic(OPEN, allow(EVENTS, USE, of_topic(TOPIC))), rule(REF), dead(BY_RULE)], ""),
    ([topic(OPEN, allow(EVENTS, USE)), rule({"Fn::Sub": TOPIC}), dead(BY_RULE)], ""),
    ([topic(OPEN, allow(CLOUDWATCH, USE)), rule(REF), dead(BY_RULE)], f"does not let {EVENTS} kms:Decrypt"),
    ([topic(OPEN, allow(EVENTS, USE, OF_ACCOUNT)), rule(REF), dead(BY_RULE)], f"does not let {EVENTS} kms:Decrypt"),
    ([topic(OPEN, allow(EVENTS, USE, of_topic(TOPIC + "-too"))), rule(REF), dead(BY_RULE)], f"does not let {EVENTS} kms:Decrypt"),
    ([topic(OPEN, allow(EVENTS, "kms:Decrypt")), rule(REF), dead(BY_RULE)], "kms:GenerateDataKey"),
    ([topic(allow(EVENTS, "sns:Publish", OF_ACCOUNT), allow(EVENTS, USE)), rule(REF), dead(BY_RULE)], f"lets {EVENTS} publish"),
    ([topic(OPEN, allow(EVENTS, USE)), rule(REF, letters=False)], "has no DeadLetterConfig"),
    ([topic(OPEN, allow(EVENTS, USE)), rule(REF), dead({"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/other"}})], "send for this rule"),
    ([rule({"Fn::GetAtt": ["Dead", "Arn"]}), dead(BY_RULE)], ""),
    ([rule({"Fn::Sub": "arn:aws:events:eu-west-1:111111111111:event-bus/b"}), dead(BY_RULE)], "under a role only"),
    ([rule({"Fn::Sub": "arn:aws:events:eu-west-1:111111111111:event-bus/b"}, RoleArn="arn"), dead(BY_RULE)], ""),
    ([rule({"Ref": "Function.Alias"}), dead(BY_RULE), {"Function": {"Type": "AWS::Serverless::Function"}}], "no AWS::Lambda::Permission"),
    ([rule({"Fn::Sub": "arn:aws:sns:eu-west-1:111111111111:nobody"}), dead(BY_RULE)], "nothing in the templates"),
    ([topic(allow(CLOUDWATCH, "sns:Publish", OF_ACCOUNT), allow(CLOUDWATCH, USE, OF_ACCOUNT)), ALARM], ""),
    ([topic(OPEN, allow(EVENTS, USE)), ALARM], f"lets {CLOUDWATCH} publish"),
    ([topic(allow(CLOUDWATCH, "sns:Publish"), allow(EVENTS, USE)), ALARM], f"does not let {CLOUDWATCH} kms:Decrypt"),
])
def test_findings_ofATemplate_nameWhatDoesNotGetThrough(tmp_path, resources, says):
    findings = found(tmp_path, *resources)

    assert any(says in each for each in findings) if says else findings == []


def test_findings_ofATopicOfAnotherTemplate_followItByTheNameOfItsOutput(tmp_path):
    parameters = {"AlarmTopicArn": {"Type": "String"}}
    taking = {"Parameters": parameters, "Resources": {**rule({"Ref": "AlarmTopicArn"}), **dead(BY_RULE)}}

    def given(*key: dict) -> dict:
        return {"Resources": topic(OPEN, *key), "Outputs": {"AlarmTopicArn": {"Value": REF}}}

    assert found(tmp_path, taking=taking, giving=given(allow(EVENTS, USE))) == []
    assert any("kms:Decrypt" in each for each in found(tmp_path, taking=taking, giving=given()))
