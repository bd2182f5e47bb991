"""What happens to stacks reaches the bus of another account, where roles and policies allow it."""

import json

import pytest
from deploy import create
from emulator import DEV, HUB, PROD, REGION, STAGE, eventually

_BUS = f"arn:aws:events:{REGION}:{HUB}:event-bus/plumbline"
_STACK = {"Resources": {"Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "a"}}}}
_STATUS_CHANGE = "CloudFormation Stack Status Change"


def forwarder(rule_pattern: dict) -> dict:
    """The stack of a member account that forwards events to the hub's bus."""
    return {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {
            "RoleName": "plumbline-forwarder",
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "events.amazonaws.com"}}]},
            "Policies": [{"PolicyName": "put", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "events:PutEvents", "Resource": _BUS}]}}]}},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventPattern": rule_pattern,
            "Targets": [{"Id": "hub", "Arn": _BUS, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}]}},
    }}


def open_queue(name: str) -> dict:
    """A queue into which EventBridge may send."""
    return {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}},
        "QueuePolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{"Ref": "Queue"}],
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
                "Principal": {"Service": "events.amazonaws.com"}}]}}}}


def hub(statements: list[dict]) -> dict:
    """The hub's bus, and a queue that receives whatever reaches it."""
    return {"Resources": {
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {
            "Name": "plumbline", "Policy": {"Version": "2012-10-17", "Statement": statements}}},
        **open_queue("heard"),
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["aws.cloudformation"]},
            "Targets": [{"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}},
    }}


@pytest.fixture(scope="module")
def heard(emulator):
    """Reads the events of a stack that reached the hub; forwarders are in dev and prod, only dev's is allowed."""
    created = create(emulator.client("cloudformation", HUB), "hub-bus", hub([{
        "Sid": "Forwarders", "Effect": "Allow", "Action": "events:PutEvents", "Resource": _BUS,
        "Principal": {"AWS": "*"},
        "Condition": {
            "StringEquals": {"aws:PrincipalOrgID": "o-plumbline01", "events:source": ["aws.cloudformation"]},
            "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{DEV}:role/plumbline-forwarder"}}}]))
    assert created["StackStatus"] == "CREATE_COMPLETE"
    for account in (DEV, PROD):
        create(emulator.client("cloudformation", account), "forwarder", forwarder({
            "source": ["aws.cloudformation"], "detail-type": [_STATUS_CHANGE],
            "detail": {"status-details": {"status": [{"suffix": "_COMPLETE"}]}}}))
    sqs = emulator.client("sqs", HUB)
    queue = sqs.get_queue_url(QueueName="heard")["QueueUrl"]
    messages = []

    def read(stack: str) -> list[dict]:
        while batch := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            messages.extend(json.loads(m["Body"]) for m in batch)
            for message in batch:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return [m for m in messages if f":stack/{stack}/" in m["resources"][0]]
    return read


def test_stack_created_hubHearsOfItWithTheToken(emulator, heard):
    create(emulator.client("cloudformation", DEV), "told", _STACK, ClientRequestToken="plumbline-abc")

    [event] = eventually(lambda: heard("told"))
    assert event["account"] == DEV
    assert event["region"] == REGION
    assert event["detail-type"] == _STATUS_CHANGE
    assert event["detail"]["client-request-token"] == "plumbline-abc"
    assert event["detail"]["status-details"]["status"] == "CREATE_COMPLETE"
    assert event["detail"]["stack-id"] == event["resources"][0]


def test_stack_inAccountThatThePolicyLeavesOut_hubHearsNothing(emulator, heard):
    create(emulator.client("cloudformation", PROD), "untold", _STACK)
    create(emulator.client("cloudformation", DEV), "marker", _STACK)

    eventually(lambda: heard("marker"))
    assert heard("untold") == []


def test_events_lost_hubHearsNothing(emulator, heard):
    emulator.control("POST", "faults", seed=7, events={"lose": 1.0, "detailType": _STATUS_CHANGE})
    create(emulator.client("cloudformation", DEV), "lost", _STACK)
    emulator.control("POST", "faults/clear")
    create(emulator.client("cloudformation", DEV), "found", _STACK)

    eventually(lambda: heard("found"))
    assert heard("lost") == []


def test_events_doubledAndLate_hubHearsTwice(emulator, heard):
    emulator.control("POST", "faults", seed=7, events={"duplicate": 1.0, "delay": 1.0, "delaySeconds": 0.1})
    create(emulator.client("cloudformation", DEV), "twice", _STACK)

    eventually(lambda: len(heard("twice")) == 2)


def test_alarm_changingState_isAnEvent(emulator):
    sqs, alarms = emulator.client("sqs", STAGE), emulator.client("cloudwatch", STAGE)
    create(emulator.client("cloudformation", STAGE), "alarms", {"Resources": {
        "Math": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "AlarmName": "math", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1,
            "Metrics": [{"Id": "sum", "Expression": "1 + 1"}]}},
        **open_queue("alarms"),
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventPattern": {"detail-type": ["CloudWatch Alarm State Change"]},
            "Targets": [{"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}},
    }})

    alarms.set_alarm_state(AlarmName="math", StateValue="ALARM", StateReason="tried")

    queue = sqs.get_queue_url(QueueName="alarms")["QueueUrl"]
    [message] = eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    event = json.loads(message["Body"])
    assert event["detail"]["alarmName"] == "math"
    assert event["detail"]["state"]["value"] == "ALARM"


def test_schedule_ofAnEvent_firesWhenTold(emulator):
    scheduled = {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {
            "RoleName": "canary", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "scheduler.amazonaws.com"}}]},
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "events:PutEvents", "Resource": "*",
                "Condition": {"StringEquals": {"events:source": "plumbline"}}}]}}]}},
        "Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {
            "Name": "canary", "ScheduleExpression": "rate(6 hours)", "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {
                "Arn": f"arn:aws:events:{REGION}:{STAGE}:event-bus/default",
                "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Input": "{}",
                "EventBridgeParameters": {"Source": "plumbline", "DetailType": "plumbline canary"}}}},
        **open_queue("canary"),
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventPattern": {"source": ["plumbline"]},
            "Targets": [{"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}},
    }}
    assert create(emulator.client("cloudformation", STAGE), "canary", scheduled)["StackStatus"] == "CREATE_COMPLETE"

    assert emulator.control("POST", "schedules/fire", account=STAGE, region=REGION, name="canary") == {"fired": 1}

    sqs = emulator.client("sqs", STAGE)
    queue = sqs.get_queue_url(QueueName="canary")["QueueUrl"]
    [message] = eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    assert json.loads(message["Body"])["detail-type"] == "plumbline canary"
