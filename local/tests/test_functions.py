"""Java functions reach the host however they are invoked, and their errors keep their names."""

import json
import threading
import urllib.request

import pytest
from botocore.exceptions import ClientError
from deploy import code_zip, create, outputs
from emulator import DEV, HUB, REGION, Emulator, eventually, free_port
from fake_host import Died, Failure

_SAM = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Transform": "AWS::Serverless-2016-10-31",
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Door": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "FunctionName": "door",
                "Runtime": "java25",
                "Architectures": ["arm64"],
                "Handler": "Door",
                "Timeout": 20,
                "CodeUri": "s3://code/door.zip",
                "AutoPublishAlias": "live",
                "SnapStart": {"ApplyOn": "PublishedVersions"},
                "FunctionUrlConfig": {"AuthType": "NONE"},
                "Environment": {"Variables": {"GREETING": "hello"}},
                "Events": {
                    "Told": {"Type": "SNS", "Properties": {"Topic": {"Ref": "Topic"}}},
                    "Seen": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["test.door"]}}},
                },
            },
        },
    },
    "Outputs": {
        "Url": {"Value": {"Fn::GetAtt": ["DoorUrl", "FunctionUrl"]}},
        "Topic": {"Value": {"Ref": "Topic"}},
        "Role": {"Value": {"Fn::GetAtt": ["DoorRole", "Arn"]}},
    },
}


@pytest.fixture(scope="module")
def door(emulator, host):
    """A function behind a Function URL, deployed from a SAM template."""
    s3 = emulator.client("s3", HUB)
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="code", Key="door.zip", Body=code_zip())
    stack = create(emulator.client("cloudformation", HUB), "door", _SAM)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    host.handle("Door", lambda request: {"statusCode": 202, "body": json.dumps(request["payload"])})
    return outputs(stack)


def call(emulator, url: str, body: bytes) -> dict:
    request = urllib.request.Request(
        emulator.endpoint + "/push", data=body, method="POST",
        headers={"Host": url.removeprefix("https://").rstrip("/"), "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        assert response.status == 202
        return json.load(response)


def test_url_called_functionGetsPayloadTwo(emulator, door):
    event = call(emulator, door["Url"], b'{"ref": "main"}')

    assert event["version"] == "2.0"
    assert event["rawPath"] == "/push"
    assert event["body"] == '{"ref": "main"}'


def test_invocation_any_carriesEnvironmentCodeAndRole(emulator, host, door):
    emulator.client("lambda", HUB).invoke(FunctionName="door:live", Payload=b"{}")

    request = host.invocations("Door")[-1]
    environment = request["environment"]
    assert environment["GREETING"] == "hello"
    assert environment["AWS_ENDPOINT_URL"] == emulator.endpoint
    assert environment["AWS_REGION"] == REGION
    assert request["version"] == "1"
    assert request["timeoutMillis"] == 20_000
    assert open(request["codePath"], "rb").read() == code_zip()
    caller = emulator.client(
        "sts", aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=environment["AWS_SESSION_TOKEN"]).get_caller_identity()
    assert caller["Arn"] == f"arn:aws:sts::{HUB}:assumed-role/{door['Role'].split('/')[-1]}/door"


def test_invocation_asyncSnsAndEvents_reachTheHost(emulator, host, door):
    def seen(*words: str):
        payloads = [json.dumps(request["payload"]) for request in host.invocations("Door")]
        return all(any(word in payload for payload in payloads) for word in words)

    emulator.client("lambda", HUB).invoke(FunctionName="door", InvocationType="Event", Payload=b'{"by": "async"}')
    emulator.client("sns", HUB).publish(TopicArn=door["Topic"], Message="by topic")
    emulator.client("events", HUB).put_events(Entries=[
        {"Source": "test.door", "DetailType": "t", "Detail": '{"by": "event"}'}])

    eventually(lambda: seen('"async"', '"by topic"', '"by": "event"'))


def test_error_thrown_keepsItsClassName(emulator, host, door):
    def fail(_request):
        raise Failure("dev.plumbline.failure.Stalled", "a person must act")
    host.handle("Door", fail)
    try:
        answer = emulator.client("lambda", HUB).invoke(FunctionName="door", Payload=b"{}")
    finally:
        host.handle("Door", lambda request: {"statusCode": 202, "body": json.dumps(request["payload"])})

    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"])["errorType"] == "dev.plumbline.failure.Stalled"


def test_function_killedAfterARequest_losesItsAnswerAndItsSessions(emulator, host, door):
    seen = []

    def two_requests(request):
        sts = emulator.client(
            "sts", HUB,
            aws_access_key_id=request["environment"]["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=request["environment"]["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=request["environment"]["AWS_SESSION_TOKEN"])
        for _ in range(2):
            try:
                seen.append(sts.get_caller_identity()["Account"])
            except ClientError as refused:
                seen.append(refused.response["ResponseMetadata"]["HTTPStatusCode"])

    host.handle("Door", two_requests)
    emulator.control("POST", "faults", killAfter=1)
    lambda_ = emulator.client("lambda", HUB)
    try:
        lambda_.invoke(FunctionName="door", Payload=b"{}")
        assert host.killed == ["door"]
        assert HUB not in seen

        seen.clear()
        lambda_.invoke(FunctionName="door", Payload=b"{}")
        assert seen == [HUB, HUB]
    finally:
        host.handle("Door", lambda request: {"statusCode": 202, "body": json.dumps(request["payload"])})


def test_function_tooSlow_timesOut(emulator, host, door):
    lambda_ = emulator.client("lambda", HUB)
    lambda_.update_function_configuration(FunctionName="door", Timeout=1)
    release = threading.Event()
    host.handle("Door", lambda _request: release.wait(5))
    try:
        answer = lambda_.invoke(FunctionName="door", Payload=b"{}")
    finally:
        release.set()
        lambda_.update_function_configuration(FunctionName="door", Timeout=20)
        host.handle("Door", lambda request: {"statusCode": 202, "body": json.dumps(request["payload"])})

    assert json.load(answer["Payload"])["errorType"] == "Sandbox.Timedout"


def test_host_diesMeanwhile_isARuntimeThatExited(emulator, host, door):
    def die(_request):
        raise Died
    host.handle("Door", die)
    try:
        answer = emulator.client("lambda", HUB).invoke(FunctionName="door", Payload=b"{}")
    finally:
        host.handle("Door", lambda request: {"statusCode": 202, "body": json.dumps(request["payload"])})

    assert json.load(answer["Payload"])["errorType"] == "Runtime.ExitError"


def test_host_absent_invocationIsAnError(tmp_path):
    with Emulator(tmp_path / "state", free_port()) as alone:
        role = alone.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}))
        lambda_ = alone.client("lambda", DEV)
        lambda_.create_function(
            FunctionName="f", Runtime="java25", Handler="H", Role=role["Role"]["Arn"], Code={"ZipFile": code_zip()})

        answer = lambda_.invoke(FunctionName="f", Payload=b"{}")

    assert answer["FunctionError"]
    assert json.load(answer["Payload"])["errorType"] == "Runtime.HostUnavailable"
