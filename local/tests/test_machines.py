"""State machines behave as on AWS in what ours rely on."""

import json
import re
import threading
import time
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import code_zip
from emulator import REGION, STAGE, eventually
from fake_host import Failure

_ROOT = Path(__file__).resolve().parents[2]
_FUNCTION = f"arn:aws:lambda:{REGION}:{STAGE}:function:worker"
_MACHINES = f"arn:aws:states:{REGION}:{STAGE}:stateMachine"


def trust(service: str) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]})


@pytest.fixture(scope="module")
def sfn(emulator):
    """Step Functions of an account with a function, a role for machines, and a bucket."""
    iam = emulator.client("iam", STAGE)
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=trust("lambda.amazonaws.com"))
    iam.create_role(RoleName="machine", AssumeRolePolicyDocument=trust("states.amazonaws.com"))
    iam.put_role_policy(RoleName="machine", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": f"{_FUNCTION}*"},
            {"Effect": "Allow", "Action": "states:StartExecution", "Resource": f"{_MACHINES}:*"},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::items/*"}]}))
    lambda_ = emulator.client("lambda", STAGE)
    for name in ("worker", "forbidden"):
        lambda_.create_function(
            FunctionName=name, Runtime="java25", Handler="Worker", Role=f"arn:aws:iam::{STAGE}:role/worker",
            Code={"ZipFile": code_zip()}, Publish=True)
    lambda_.create_alias(FunctionName="worker", Name="live", FunctionVersion="1")
    s3 = emulator.client("s3", STAGE)
    s3.create_bucket(Bucket="items", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="items", Key="three.json", Body=json.dumps([{"n": 1}, {"n": 2}, {"n": 3}]))
    return emulator.client("stepfunctions", STAGE)


@pytest.fixture
def run(sfn):
    """Runs a machine to its end; the description of the execution is the result."""
    def run_machine(name: str, states: dict, given: dict | None = None, **machine) -> dict:
        arn = start(sfn, name, states, given, **machine)
        return ended(sfn, arn)
    return run_machine


def start(sfn, name: str, states: dict, given: dict | None = None, **machine) -> str:
    """Create a machine and start it."""
    definition = {"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states, **machine}
    created = sfn.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=f"arn:aws:iam::{STAGE}:role/machine")
    return sfn.start_execution(
        stateMachineArn=created["stateMachineArn"], input=json.dumps(given or {}))["executionArn"]


def ended(sfn, arn: str) -> dict:
    def over():
        execution = sfn.describe_execution(executionArn=arn)
        return execution if execution["status"] != "RUNNING" else None
    execution = eventually(over)
    execution["output"] = json.loads(execution["output"]) if "output" in execution else None
    return execution


def call(
        function: str = f"{_FUNCTION}:live", callback: bool = False, payload: object = "{% $states.input %}",
        **task) -> dict:
    """A task that calls the function; it is the last state unless it says otherwise."""
    return {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke" + (".waitForTaskToken" if callback else ""),
        "Arguments": {"FunctionName": function, "Payload": payload}, **({"End": True} if "Next" not in task else {}),
        **task}


def fail_with(*errors: str):
    """A handler that fails with these errors in turn, then answers how often it was called."""
    calls = []

    def handler(_request):
        calls.append(1)
        if len(calls) <= len(errors):
            raise Failure(errors[len(calls) - 1])
        return {"calls": len(calls)}
    return handler


def test_task_ofAnAlias_returnsItsPayload(run, host):
    host.handle("Worker", lambda request: {"doubled": request["payload"]["n"] * 2})

    execution = run("alias", {"Call": call(Output="{% $states.result.Payload %}")}, {"n": 21})

    assert execution["output"] == {"doubled": 42}
    assert host.invocations("Worker")[-1]["version"] == "1"


def test_task_failing_isRetriedAndCaughtByClassName(run, host):
    host.handle("Worker", fail_with("dev.plumbline.failure.Retryable", "dev.plumbline.failure.Stalled"))

    execution = run("caught", {
        "Call": call(
            Retry=[{"ErrorEquals": ["dev.plumbline.failure.Retryable"], "IntervalSeconds": 100, "MaxDelaySeconds": 0.01,
                    "MaxAttempts": 3, "JitterStrategy": "FULL"}],
            Catch=[{"ErrorEquals": ["dev.plumbline.failure.Stalled"], "Output": "{% $states.errorOutput.Error %}",
                    "Next": "Told"}]),
        "Told": {"Type": "Succeed", "Output": {"error": "{% $states.input %}"}}})

    assert execution["output"] == {"error": "dev.plumbline.failure.Stalled"}


def test_callback_functionFails_failsAtOnceUnderItsName(run, host):
    host.handle("Worker", fail_with("dev.plumbline.failure.Invalid"))

    began = time.monotonic()
    execution = run("callback-fails", {"Wait": call(callback=True, TimeoutSeconds=60)})

    assert (execution["status"], execution["error"]) == ("FAILED", "dev.plumbline.failure.Invalid")
    assert time.monotonic() - began < 10


def test_callback_answered_continues(run, sfn, host):
    def answer(request):
        sfn.send_task_success(taskToken=request["payload"]["token"], output='{"said": "yes"}')
        return None
    host.handle("Worker", answer)

    execution = run("callback", {"Wait": call(
        callback=True, payload={"token": "{% $states.context.Task.Token %}"}, TimeoutSeconds=60)})

    assert execution["output"] == {"said": "yes"}
    token = host.invocations("Worker")[-1]["payload"]["token"]
    with pytest.raises(sfn.exceptions.TaskTimedOut):
        sfn.send_task_success(taskToken=token, output="{}")


def test_callback_silent_timesOutAndIsSweptWithANewToken(emulator, run, sfn, host):
    emulator.control("POST", "faults", sweepScale=0.001)
    tokens = []

    def answer_second(request):
        tokens.append(request["payload"]["token"])
        if len(tokens) == 2:
            sfn.send_task_success(taskToken=tokens[1], output='"swept"')
    host.handle("Worker", answer_second)
    try:
        execution = run("swept", {"Wait": call(
            callback=True, payload={"token": "{% $states.context.Task.Token %}"}, TimeoutSeconds=300,
            Catch=[{"ErrorEquals": ["States.Timeout"], "Next": "Wait"}])})
    finally:
        emulator.control("POST", "faults", sweepScale=1)

    assert execution["output"] == "swept"
    assert tokens[0] != tokens[1]


def test_parallel_callbacks_keepTheirOwnTokensAndVariables(run, sfn, host):
    def answer(request):
        payload = request["payload"]
        sfn.send_task_success(taskToken=payload["token"], output=json.dumps(payload["branch"]))
    host.handle("Worker", answer)

    def branch(name: str) -> dict:
        return {"StartAt": "Name", "States": {
            "Name": {"Type": "Pass", "Assign": {"branch": name}, "Next": "Wait"},
            "Wait": call(callback=True, TimeoutSeconds=60, payload={
                "token": "{% $states.context.Task.Token %}", "branch": "{% $branch %}"},
                Output="{% $branch & '=' & $states.result %}")}}

    execution = run("parallel", {"Both": {
        "Type": "Parallel", "Branches": [branch(name) for name in "abcdef"], "Assign": {"all": "{% $states.result %}"},
        "Output": "{% $join($states.result, ' ') %}", "End": True}})

    assert execution["output"] == "a=a b=b c=c d=d e=e f=f"


def targets(**fields) -> dict:
    """A distributed map over the items in the bucket."""
    return {"Targets": {
        "Type": "Map", "Label": "Targets", "ToleratedFailurePercentage": 100, "MaxConcurrency": "{% 2 %}",
        "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"},
                       "Arguments": {"Bucket": "items", "Key": "{% $states.input.key %}"}},
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Call",
            "States": {"Call": call(Output="{% $states.result.Payload %}")}},
        "End": True, **fields}}


def test_distributedMap_someItemsFail_toleratesThem(run, sfn, host):
    def odd_fails(request):
        if request["payload"]["n"] == 2:
            raise Failure("dev.plumbline.failure.Stalled")
        return request["payload"]["n"]
    host.handle("Worker", odd_fails)

    execution = run("map", targets(Output="{% $count($states.result) %}"), {"key": "three.json"})

    assert execution["output"] == 3
    [map_run] = sfn.list_map_runs(executionArn=execution["executionArn"])["mapRuns"]
    counts = sfn.describe_map_run(mapRunArn=map_run["mapRunArn"])["executionCounts"]
    assert (counts["succeeded"], counts["failed"]) == (2, 1)
    types = [e["type"] for e in sfn.get_execution_history(executionArn=execution["executionArn"])["events"]]
    assert types == ["ExecutionStarted", "MapStateEntered", "MapRunStarted", "MapRunSucceeded", "MapStateExited",
                     "ExecutionSucceeded"]


def test_distributedMap_noneTolerated_fails(run, host):
    host.handle("Worker", fail_with("dev.plumbline.failure.Stalled"))

    execution = run("map-strict", targets(ToleratedFailurePercentage=0), {"key": "three.json"})

    assert execution["error"] == "States.ExceedToleratedFailureThreshold"


def test_distributedMap_itemsMissing_failsAsItemReader(run):
    assert run("map-none", targets(), {"key": "none.json"})["error"] == "States.ItemReaderFailed"


def test_nestedExecution_named_isWaitedForAndShown(run, sfn, host):
    host.handle("Worker", lambda request: request["payload"]["n"] + 1)
    run("child", {"Call": call(Output="{% $states.result.Payload %}")}, {"n": 0})

    def parent(name: str) -> dict:
        return {"Nested": {
            "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Arguments": {"StateMachineArn": f"{_MACHINES}:child", "Name": name, "Input": {"n": 4}},
            "Output": "{% $states.result.Output %}", "End": True}}

    assert run("parent", parent("once"))["output"] == 5
    assert sfn.describe_execution(
        executionArn=f"{_MACHINES.replace('stateMachine', 'execution')}:child:once")["status"] == "SUCCEEDED"
    assert run("parent-again", parent("once"))["error"] == "StepFunctions.ExecutionAlreadyExistsException"


def test_startExecution_sameNameAndInput_answersTheRunningOne(sfn, host):
    host.handle("Worker", lambda _request: None)
    arn = start(sfn, "running", {"Wait": call(callback=True, TimeoutSeconds=600)})
    machine, name = f"{_MACHINES}:running", "same"
    first = sfn.start_execution(stateMachineArn=machine, name=name, input='{"a": 1}')

    again = sfn.start_execution(stateMachineArn=machine, name=name, input='{"a": 1}')

    assert again["executionArn"] == first["executionArn"]
    with pytest.raises(sfn.exceptions.ExecutionAlreadyExists):
        sfn.start_execution(stateMachineArn=machine, name=name, input='{"a": 2}')
    for running in (arn, first["executionArn"]):
        sfn.stop_execution(executionArn=running)
    with pytest.raises(sfn.exceptions.ExecutionAlreadyExists):
        sfn.start_execution(stateMachineArn=machine, name=name, input='{"a": 1}')


def test_machine_tooSlow_timesOut(run, host):
    host.handle("Worker", lambda _request: None)

    execution = run("slow", {"Wait": call(callback=True, TimeoutSeconds=600)}, TimeoutSeconds=1)

    assert execution["status"] == "TIMED_OUT"


def test_function_outsideTheMachinesRole_isNotCalled(run):
    execution = run("forbidden", {"Call": call(function=_FUNCTION.replace("worker", "forbidden"))})

    assert execution["error"] == "Lambda.AWSLambdaException"
    assert "lambda:InvokeFunction" in execution["cause"]


def test_output_tooLarge_fails(run, host):
    host.handle("Worker", lambda _request: "x" * 300_000)

    assert run("large", {"Call": call()})["error"] == "States.DataLimitExceeded"


def test_statesAll_tooMuchData_isNotCaught(run, host):
    """"The States.ALL error type can't catch the States.DataLimitExceeded terminal error" (developer guide, errors)."""
    host.handle("Worker", lambda _request: "x" * 300_000)

    execution = run("large-caught", {
        "Call": call(Catch=[{"ErrorEquals": ["States.ALL"], "Output": {}, "Next": "Told"}]), "Told": {"Type": "Succeed"}})

    assert (execution["status"], execution["error"]) == ("FAILED", "States.DataLimitExceeded")


def test_statesAll_argumentsTooLarge_isNotCaught(run, host):
    """The same where a state hands more than that on (developer guide, States.DataLimitExceeded)."""
    host.handle("Worker", lambda _request: 1)

    execution = run("large-arguments", {
        "Call": call(payload="{% $pad('x', 300000) %}", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Told"}]),
        "Told": {"Type": "Succeed"}})

    assert (execution["status"], execution["error"]) == ("FAILED", "States.DataLimitExceeded")
    assert not [each for each in host.invocations("Worker") if "x" * 300 in str(each["payload"])]


def test_statesAll_runtimeError_isNeitherRetriedNorCaught(run):
    """"A retry or catch on States.ALL won't catch States.Runtime errors" (developer guide, States.Runtime)."""
    execution = run("runtime", {
        "Each": {
            "Type": "Map", "Items": [1], "ItemBatcher": {"MaxItemsPerBatch": 1},
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "One",
                "States": {"One": {"Type": "Pass", "End": True}}},
            "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Told"}],
            "End": True},
        "Told": {"Type": "Succeed"}})

    assert (execution["status"], execution["error"]) == ("FAILED", "States.Runtime")


def test_nestedExecution_throttled_hasTheNameOfTheServicesException(emulator, sfn, run, host):
    """What StartExecution's model does not name is named as in version 1 of the SDK."""
    told = threading.Event()

    def function(request):
        emulator.control("POST", "faults", throttle={"states": 0.0 if "error" in request["payload"] else 1.0})
        if "error" in request["payload"]:
            told.set()
    host.handle("Worker", lambda _request: 1)
    run("busy-child", {"Call": call()})
    host.handle("Worker", function)
    since = len(host.invocations("Worker"))

    arn = start(sfn, "busy-parent", {
        "Throttle": call(Output={}, Next="Nested"),
        "Nested": {
            "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Arguments": {"StateMachineArn": f"{_MACHINES}:busy-child", "Input": {}},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Output": {"error": "{% $states.errorOutput.Error %}"},
                       "Next": "Tell"}], "End": True},
        "Tell": call()})

    assert told.wait(10)
    assert ended(sfn, arn)["status"] == "SUCCEEDED"
    assert tasks(host, since)[-1] == {"error": "StepFunctions.AWSStepFunctionsException"}


def ours(sfn, name: str, **arns: str) -> str:
    """One of the product's machines, with the test's function as all of its functions."""
    text = (_ROOT / "statemachines" / f"{name}.asl.json").read_text()
    for key in re.findall(r"\$\{(\w+)\}", text):
        text = text.replace(f"${{{key}}}", arns.get(key, f"{_FUNCTION}:live"))
    return sfn.create_state_machine(
        name=name, definition=text, roleArn=f"arn:aws:iam::{STAGE}:role/machine")["stateMachineArn"]


def tasks(host, since: int) -> list[dict]:
    """What the function was asked since then, in order."""
    return [each["payload"] for each in host.invocations("Worker")[since:]]


def test_patchTarget_leaseThatCannotBeTakenAgain_appliesNoFurtherStep(emulator, sfn, host):
    """Deployments and patches hold one lease: without it nobody knows who else works there."""
    child = sfn.create_state_machine(
        name="reconcile-of-a-patch", roleArn=f"arn:aws:iam::{STAGE}:role/machine",
        definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}))["stateMachineArn"]
    through = {"name": "patch-run", "repository": "r", "ref": "main"}
    answers = {
        "LookTarget": {"steps": [
            {"stack": stack, "parameters": {}, "says": stack} for stack in ("cluster", "database")], "lookedAt": 1},
        "AcquireLease": {"outcome": "acquired", "run": {"name": "", "repository": "", "ref": ""}},
        "Gate": {"decision": "apply", "reason": "", "run": through},
        "CloseTarget": {"outcome": "failed", "reason": "lost"}}

    def function(request):
        if request["payload"]["task"] == "RetakeLease":
            raise Failure("dev.plumbline.failure.Stalled")
        return answers.get(request["payload"]["task"], {})
    host.handle("Worker", function)
    since = len(host.invocations("Worker"))
    machine = ours(sfn, "patch-target", ReconcileArn=child)

    execution = ended(sfn, sfn.start_execution(stateMachineArn=machine, input=json.dumps(
        {"account": STAGE, "region": REGION}))["executionArn"])

    asked = tasks(host, since)
    assert execution["status"] == "SUCCEEDED"
    assert [each["step"]["stack"] for each in asked if each["task"] == "Apply"] == ["cluster"]
    assert [each["task"] for each in asked][-3:] == ["RetakeLease", "RecordStep", "CloseTarget"]
    assert asked[-2]["outcome"] == "failed"
    assert asked[-1]["failure"]["Error"] == "dev.plumbline.failure.Stalled"


def test_patch_stacksThatBake_writeTheirEventsInExecutionsOfTheirOwn(emulator, sfn, host):
    """An execution holds 25,000 events (quotas of Step Functions); a stack that is looked at 60 times writes 180."""
    items = emulator.client("s3", STAGE)
    baking = [{"account": STAGE, "region": REGION, "stack": f"stack-{n}"} for n in range(5)]
    items.put_object(Bucket="items", Key="baking.json", Body=json.dumps(baking))
    items.put_object(Bucket="items", Key="wave.json", Body=json.dumps([{"name": "nobody"}]))
    waves = [{"number": 1, "key": "wave.json"}, {"number": 2, "key": "wave.json"}]
    looks: dict[str, int] = {}

    def function(request):
        asked = request["payload"]
        match asked["task"]:
            case "Discover":
                return {"outcome": "found", "reason": "", "waves": waves, "concurrency": 1}
            case "CloseWave":
                return {"outcome": "patched", "reason": "", "bakeSeconds": 1, "baking": "baking.json"}
            case "VerifyStack":
                looks[asked["stack"]] = looks.get(asked["stack"], 0) + 1
                if looks[asked["stack"]] < 30:
                    raise Failure("dev.plumbline.failure.Waiting")
                return {"healthy": True, "reason": ""}
        return {"outcome": "patched", "reason": ""}
    host.handle("Worker", function)
    emulator.control("POST", "faults", longestWait=0.01)
    machine = ours(sfn, "patch", Bucket="items", PatchTargetArn=f"{_MACHINES}:none")

    execution = ended(sfn, sfn.start_execution(stateMachineArn=machine, input="{}")["executionArn"])

    assert execution["status"] == "SUCCEEDED"
    assert looks == {each["stack"]: 30 for each in baking}
    events = sfn.get_execution_history(executionArn=execution["executionArn"], maxResults=1000)["events"]
    assert len(events) < 60


def test_role_thatStepFunctionsMayNotAssume_isRefused(sfn):
    sfn.create_state_machine(
        name="untrusted", roleArn=f"arn:aws:iam::{STAGE}:role/worker",
        definition=json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}))

    with pytest.raises(ClientError, match="not authorized to assume"):
        sfn.start_execution(stateMachineArn=f"{_MACHINES}:untrusted")


def test_history_ofATask_countsWhatAwsWrites(run, sfn, host):
    host.handle("Worker", lambda _request: 1)
    execution = run("history", {"Call": call()})

    events = sfn.get_execution_history(executionArn=execution["executionArn"])["events"]
    assert [e["type"] for e in events] == [
        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited",
        "ExecutionSucceeded"]


def test_stopAt_aState_stopsOneExecutionBeforeTheStateDoesAnything(emulator, sfn, run):
    states = {"First": {"Type": "Pass", "Next": "Second"}, "Second": {"Type": "Pass", "Output": "done", "End": True}}
    emulator.control("POST", "faults", stopAt={"stopped": "Second"})

    stopped = run("stopped", states)
    assert (stopped["status"], stopped.get("output")) == ("ABORTED", None)

    again = sfn.start_execution(stateMachineArn=f"{_MACHINES}:stopped", input="{}")["executionArn"]
    assert ended(sfn, again)["status"] == "SUCCEEDED"
