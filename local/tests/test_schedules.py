"""EventBridge Scheduler asks IAM: for the schedule in its group, for the role that is handed on, and for what that may start."""

import json

import pytest
from botocore.exceptions import ClientError
from emulator import DEV, Emulator

_MACHINE = f"arn:aws:states:eu-west-1:{DEV}:stateMachine:hello"
_TRUST = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": DEV}}}]}
_PASS = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}


def statement(action: str, resource: str, **more) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), 1) as started:
        iam = started.client("iam", DEV)
        iam.create_role(RoleName="starter", AssumeRolePolicyDocument=json.dumps(_TRUST))
        iam.create_role(RoleName="stranger", AssumeRolePolicyDocument=json.dumps(
            {**_TRUST, "Statement": [{**_TRUST["Statement"][0], "Principal": {"Service": "events.amazonaws.com"}}]}))
        iam.create_role(RoleName="machine", AssumeRolePolicyDocument=json.dumps(
            {**_TRUST, "Statement": [{**_TRUST["Statement"][0], "Principal": {"Service": "states.amazonaws.com"}}]}))
        started.client("stepfunctions", DEV).create_state_machine(
            name="hello", roleArn=f"arn:aws:iam::{DEV}:role/machine", definition=json.dumps(
                {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}))
        started.client("scheduler", DEV).create_schedule_group(Name="ours")
        yield started


@pytest.fixture
def scheduler(emulator):
    """What a role may do that has one group and may hand on one role."""
    iam = emulator.client("iam", DEV)
    policy = {"Version": "2012-10-17", "Statement": [
        statement("scheduler:*", f"arn:aws:scheduler:eu-west-1:{DEV}:schedule/ours/*"),
        statement("iam:PassRole", f"arn:aws:iam::{DEV}:role/starter", Condition=_PASS)]}
    name = "keeper"
    if name not in [u["UserName"] for u in iam.list_users()["Users"]]:
        iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="keep", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return emulator.client(
        "scheduler", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])


def schedule(name: str, group: str = "ours", role: str = "starter") -> dict:
    return {"Name": name, "GroupName": group, "ScheduleExpression": "rate(1 day)",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": _MACHINE, "RoleArn": f"arn:aws:iam::{DEV}:role/{role}", "Input": "{}"}}


def refusal(call) -> str:
    with pytest.raises(ClientError) as refused:
        call()
    return refused.value.response["Error"]["Code"]


def test_schedule_inItsGroup_isMadeSeenChangedAndDeleted(scheduler):
    scheduler.create_schedule(**schedule("daily"))
    scheduler.update_schedule(**{**schedule("daily"), "ScheduleExpression": "rate(2 days)"})

    assert scheduler.get_schedule(GroupName="ours", Name="daily")["ScheduleExpression"] == "rate(2 days)"
    scheduler.delete_schedule(GroupName="ours", Name="daily")


def test_schedule_inAnotherGroup_isRefused(scheduler):
    assert refusal(lambda: scheduler.create_schedule(**schedule("theirs", group="default"))) == "AccessDeniedException"


def test_role_thatMayNotBeHandedOn_isRefused(scheduler):
    assert refusal(lambda: scheduler.create_schedule(**schedule("a", role="stranger"))) == "AccessDeniedException"


def test_role_thatDoesNotTrustTheService_isRefused(emulator):
    administrator = emulator.client("scheduler", DEV)

    assert refusal(lambda: administrator.create_schedule(**schedule("b", role="stranger"))) == "ValidationException"


def test_firing_isUpToTheRole(emulator):
    emulator.client("scheduler", DEV).create_schedule(**schedule("fired"))
    states = emulator.client("stepfunctions", DEV)

    emulator.control("POST", "schedules/fire", account=DEV, region="eu-west-1", name="fired")
    assert states.list_executions(stateMachineArn=_MACHINE)["executions"] == []

    emulator.client("iam", DEV).put_role_policy(RoleName="starter", PolicyName="start", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [statement("states:StartExecution", _MACHINE)]}))
    emulator.control("POST", "schedules/fire", account=DEV, region="eu-west-1", name="fired")
    assert len(states.list_executions(stateMachineArn=_MACHINE)["executions"]) == 1


def test_due_isAScheduleAtItsMinuteInItsTimeZone(emulator):
    emulator.client("iam", DEV).put_role_policy(RoleName="starter", PolicyName="start", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [statement("states:StartExecution", _MACHINE)]}))
    emulator.client("scheduler", DEV).create_schedule(**{
        **schedule("yearly"), "ScheduleExpression": "cron(0 2 1 1 ? 2099)", "ScheduleExpressionTimezone": "Europe/Berlin"})

    def due(at: str) -> list[str]:
        return emulator.control("POST", "schedules/due", account=DEV, region="eu-west-1", at=at)["fired"]

    assert due("2099-01-01T01:00:30Z") == ["yearly"]
    for other in ("2099-01-01T02:00:00Z", "2098-01-01T01:00:00Z", "2026-11-26T01:00:00Z"):
        assert due(other) == []
