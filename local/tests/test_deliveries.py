"""EventBridge and CloudWatch reach a topic or a queue if its policy, and its key's, lets them; what is refused is a dead letter."""

import json

import pytest
from deploy import create
from emulator import DEV, REGION, Emulator, eventually

_EVENTS, _CLOUDWATCH = "events.amazonaws.com", "cloudwatch.amazonaws.com"
_USE = ["kms:Decrypt", "kms:GenerateDataKey*"]
_SOURCE = {"StringEquals": {"aws:SourceAccount": DEV}}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), 1) as started:
        yield started


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{DEV}:{name}"


def allow(service: str, action, condition: dict | None = None) -> dict:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": "*"}
    return statement if condition is None else {**statement, "Condition": condition}


def policy(*statements: dict) -> dict:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def queue(logical_id: str, name: str, *statements: dict) -> dict:
    """A queue and its policy; without statements it has none."""
    made = {logical_id: {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}}
    if statements:
        made[f"{logical_id}Policy"] = {"Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{"Ref": logical_id}], "PolicyDocument": policy(*statements)}}
    return made


def rule(name: str, target: str, **more) -> dict:
    return {"Rule": {"Type": "AWS::Events::Rule", "Properties": {
        "Name": name, "EventPattern": {"source": ["test"], "detail": {"name": [name]}},
        "Targets": [{"Id": "target", "Arn": target, "DeadLetterConfig": {"Arn": arn("sqs", f"{name}-dead")}, **more}]}}}


def topic(name: str, statements: list[dict], key: list[dict] | None = None) -> dict:
    """A topic, encrypted if there are statements for its key, and a queue that hears it."""
    properties = {"TopicName": name}
    made = {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": properties},
        "TopicPolicy": {"Type": "AWS::SNS::TopicPolicy", "Properties": {
            "Topics": [{"Ref": "Topic"}], "PolicyDocument": policy(*statements)}},
        "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": {
            "TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Heard", "Arn"]}}},
        **queue("Heard", f"{name}-heard", allow("sns.amazonaws.com", "sqs:SendMessage"))}
    if key is not None:
        made["Key"] = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy(
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}, "Action": "kms:*", "Resource": "*"}, *key)}}
        properties["KmsMasterKeyId"] = {"Fn::GetAtt": ["Key", "Arn"]}
    return made


def dead(name: str) -> dict:
    return queue("Dead", f"{name}-dead", allow(_EVENTS, "sqs:SendMessage", {"ArnEquals": {"aws:SourceArn": arn("events", f"rule/{name}")}}))


def deploy(emulator: Emulator, name: str, *resources: dict) -> None:
    stack = create(emulator.client("cloudformation", DEV), name, {"Resources": {k: v for each in resources for k, v in each.items()}})
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack


def put(emulator: Emulator, name: str) -> None:
    emulator.client("events", DEV).put_events(Entries=[{"Source": "test", "DetailType": "tried", "Detail": json.dumps({"name": name})}])


def messages(emulator: Emulator, name: str) -> list[dict]:
    sqs = emulator.client("sqs", DEV)
    return sqs.receive_message(
        QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MessageAttributeNames=["All"], MaxNumberOfMessages=10).get("Messages", [])


def outcome(emulator: Emulator, name: str) -> str:
    """Whether what was put was heard on the topic, or why it is a dead letter."""
    put(emulator, name)

    def ended():
        if messages(emulator, f"{name}-heard"):
            return "heard"
        return next((m["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"] for m in messages(emulator, f"{name}-dead")), None)
    return eventually(ended)


def of_topic(name: str) -> dict:
    return {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": arn("sns", name)}}


# SNS's guide, "Key management": a service needs kms:GenerateDataKey* and kms:Decrypt by the key's policy, and "Adding the aws:SourceAccount,
# aws:SourceArn, and aws:SourceOrgID to a AWS KMS policy is not supported for EventBridge-to-encrypted topics". EventBridge's guide, "Using
# resource-based policies": "You can't use of Condition blocks in Amazon SNS topic policies for EventBridge".
@pytest.mark.parametrize(("name", "topic_says", "key_says", "reason"), [
    ("plain", allow(_EVENTS, "sns:Publish"), None, "heard"),
    ("encrypted", allow(_EVENTS, "sns:Publish"), [allow(_EVENTS, _USE)], "heard"),
    ("narrow", allow(_EVENTS, "sns:Publish"), [allow(_EVENTS, _USE, of_topic("narrow"))], "heard"),
    ("other-topic", allow(_EVENTS, "sns:Publish"), [allow(_EVENTS, _USE, of_topic("narrow"))], "the policy of the key"),
    ("key-is-silent", allow(_EVENTS, "sns:Publish"), [], "the policy of the key"),
    ("key-no-decrypt", allow(_EVENTS, "sns:Publish"), [allow(_EVENTS, "kms:GenerateDataKey*")], "kms:Decrypt"),
    ("key-asks-account", allow(_EVENTS, "sns:Publish"), [allow(_EVENTS, _USE, _SOURCE)], "the policy of the key"),
    ("topic-is-silent", allow(_CLOUDWATCH, "sns:Publish"), None, "the policy of the topic"),
    ("topic-asks-rule", allow(_EVENTS, "sns:Publish", {"ArnEquals": {"aws:SourceArn": arn("events", "rule/topic-asks-rule")}}), None,
     "the policy of the topic"),
])
def test_rule_ofATopic_isHeardIfTopicAndKeyLetEventBridgeInWithoutItsSource(emulator, name, topic_says, key_says, reason):
    deploy(emulator, name, topic(name, [topic_says], key_says), rule(name, arn("sns", name)), dead(name))

    assert reason in outcome(emulator, name)


# EventBridge's guide, "Using dead-letter queues to process undelivered events": the event as it was, and why in message attributes.
def test_deadLetter_ofATopicThatIsNotThere_holdsTheEventAndWhy(emulator):
    deploy(emulator, "absent", rule("absent", arn("sns", "absent")), dead("absent"))

    put(emulator, "absent")

    [letter] = eventually(lambda: messages(emulator, "absent-dead"))
    assert json.loads(letter["Body"])["detail"] == {"name": "absent"}
    told = {name: each["StringValue"] for name, each in letter["MessageAttributes"].items()}
    assert told["RULE_ARN"] == arn("events", "rule/absent")
    assert told["TARGET_ARN"] == arn("sns", "absent")
    assert told["ERROR_CODE"] == "NO_RESOURCE"


def test_rule_ofAQueueWithoutAPolicy_leavesADeadLetter(emulator):
    deploy(emulator, "closed", queue("Queue", "closed"), rule("closed", arn("sqs", "closed")), dead("closed"))

    put(emulator, "closed")

    [letter] = eventually(lambda: messages(emulator, "closed-dead"))
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert messages(emulator, "closed") == []


def test_deadLetter_whereTheQueueDoesNotLetTheRuleIn_isLost(emulator):
    strange = queue("Dead", "lost-dead", allow(_EVENTS, "sqs:SendMessage", {"ArnEquals": {"aws:SourceArn": arn("events", "rule/other")}}))
    deploy(emulator, "lost", rule("lost", arn("sns", "lost")), strange)
    deploy(emulator, "marker", rule("marker", arn("sns", "marker")), dead("marker"))

    put(emulator, "lost")
    put(emulator, "marker")

    eventually(lambda: messages(emulator, "marker-dead"))
    assert messages(emulator, "lost-dead") == []


# A rule starts an execution under the role of its target (PutTargets: EventBridge "relies on IAM roles that you specify").
def test_rule_ofAMachineWhoseRoleMayNotStartIt_leavesADeadLetter(emulator):
    def role(name: str, service: str) -> dict:
        return {name: {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy({
            "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})}}}
    machine = {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
        "StateMachineName": "barred", "RoleArn": {"Fn::GetAtt": ["MachineRole", "Arn"]},
        "DefinitionString": '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'}}}
    deploy(emulator, "barred", machine, role("MachineRole", "states.amazonaws.com"), role("RuleRole", _EVENTS), dead("barred"),
           rule("barred", arn("states", "stateMachine:barred"), RoleArn={"Fn::GetAtt": ["RuleRole", "Arn"]}))

    put(emulator, "barred")

    [letter] = eventually(lambda: messages(emulator, "barred-dead"))
    assert "may not start" in letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert emulator.client("stepfunctions", DEV).list_executions(stateMachineArn=arn("states", "stateMachine:barred"))["executions"] == []


# CloudWatch tells whose alarm it is: its guide ("Notifying users on alarm changes") conditions topic and key on aws:SourceAccount and aws:SourceArn.
def test_alarm_ofTopics_isHeardWhereTopicAndKeyLetCloudWatchInForItsAccount(emulator):
    deploy(emulator, "let-in", topic("let-in", [allow(_CLOUDWATCH, "sns:Publish", _SOURCE)], [allow(_CLOUDWATCH, _USE, _SOURCE)]))
    deploy(emulator, "let-out", topic("let-out", [allow(_CLOUDWATCH, "sns:Publish", _SOURCE)], [allow(_EVENTS, _USE)]))
    alarms = emulator.client("cloudwatch", DEV)
    alarms.put_metric_alarm(
        AlarmName="tried", Namespace="n", MetricName="m", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=0,
        ComparisonOperator="GreaterThanThreshold", AlarmActions=[arn("sns", "let-out"), arn("sns", "let-in")])

    alarms.set_alarm_state(AlarmName="tried", StateValue="ALARM", StateReason="tried")

    assert eventually(lambda: messages(emulator, "let-in-heard"))
    assert messages(emulator, "let-out-heard") == []
