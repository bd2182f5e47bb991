"""Step Functions as the machines use them: scopes, timeouts, retries, tokens, roles and limits as on AWS."""

import contextvars
import copy
import json
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response, now_iso
from ministack.services import lambda_svc, stepfunctions
from ministack.services.stepfunctions import _ExecutionError

from plumbline_local.faults import faults
from plumbline_local.patching import replaces
from plumbline_local.roles import Permissions, trusts

_PAYLOAD_BYTES = 256 * 1024
_HISTORY_EVENTS = 25_000
_CHILDREN_AT_ONCE = 64
_NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")

Execution = dict

_current: contextvars.ContextVar[Execution | None] = contextvars.ContextVar("plumbline_execution", default=None)
_timeout: contextvars.ContextVar[float | None] = contextvars.ContextVar("plumbline_timeout", default=None)
_ended: dict[str, threading.Event] = {}
_issued: dict[str, str] = {}
_history_lock = threading.Lock()


class _Clock:
    """The time as the emulator's state machines see it, without its pause before each execution."""

    _PAUSE = 0.15

    def __getattr__(self, name: str):
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        if seconds != self._PAUSE:
            faults.wait(seconds)


def install() -> None:
    """Take the pause away."""
    stepfunctions.time = _Clock()


def _may(action: str, resource: str) -> None:
    """Raise what Step Functions reports when the machine's role may not do this."""
    execution = _current.get()
    if execution is None:
        return
    role = execution["_roleArn"]
    if not Permissions(role).allow(action, resource, get_region()):
        service = "Lambda.AWSLambdaException" if action.startswith("lambda:") else "States.Permissions"
        raise _ExecutionError(service, (
            f"User: arn:aws:sts::{get_account_id()}:assumed-role/{role.rsplit('/', 1)[-1]}/{execution['name']} is not "
            f"authorized to perform: {action} on resource: {resource}"))


# --- executions ---

@replaces("services.stepfunctions", "_start_execution", "9923282fc76c")
def start_execution(original, data: dict):
    """The same name and input while running answers the running one; a bad name or a role not trusted is refused."""
    name, given = data.get("name"), data.get("input", "{}")
    if name and not _NAME.fullmatch(name):
        return error_response_json("InvalidName", f"Invalid Name: '{name}'", 400)
    if len(given.encode()) > _PAYLOAD_BYTES:
        return error_response_json("InvalidExecutionInput", "The input is larger than 256 KiB", 400)
    machine_arn = stepfunctions._resolve_state_machine_arn(data.get("stateMachineArn", ""))
    machine = stepfunctions._state_machines.get(machine_arn) if machine_arn else None
    if machine and not trusts(machine["roleArn"], "states.amazonaws.com", machine_arn):
        return error_response_json(
            "AccessDeniedException", f"states.amazonaws.com is not authorized to assume {machine['roleArn']}", 400)
    if machine and name:
        arn = f"arn:aws:states:{get_region()}:{get_account_id()}:execution:{machine['name']}:{name}"
        running = stepfunctions._executions.get(arn)
        if running and running["status"] == "RUNNING" and running["input"] == given:
            return json_response({"executionArn": arn, "startDate": running["startDate"]})
    return original(data)


@replaces("services.stepfunctions", "_run_execution", "996dff84e0e0")
def run_execution(original, arn: str) -> None:
    """Run in the machine's role, and time out as the machine says."""
    execution = stepfunctions._executions.get(arn)
    machine = stepfunctions._state_machines.get((execution or {}).get("stateMachineArn"))
    if machine is None:
        original(arn)
        return
    execution["_roleArn"] = machine["roleArn"]
    _current.set(execution)
    seconds = json.loads(machine["definition"]).get("TimeoutSeconds")
    timer = threading.Timer(seconds, contextvars.copy_context().run, (_time_out, execution)) if seconds else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        original(arn)
    finally:
        if timer:
            timer.cancel()
        _over(arn).set()


def _time_out(execution: Execution) -> None:
    if execution["status"] != "RUNNING":
        return
    execution.update(status="TIMED_OUT", stopDate=now_iso())
    stepfunctions._add_event(execution, "ExecutionTimedOut", {"executionTimedOutEventDetails": {}})
    stepfunctions._emit_execution_status_event(execution)
    _over(execution["executionArn"]).set()


def _over(arn: str) -> threading.Event:
    return _ended.setdefault(arn, threading.Event())


@replaces("services.stepfunctions", "_fail_execution", "e6da895fa0b7")
def fail_execution(original, execution: Execution, error: str, cause: str) -> None:
    """What was stopped or has timed out stays so, whatever its states run into afterwards."""
    if execution["status"] == "RUNNING":
        original(execution, error, cause)


def _check_running(execution: Execution | None) -> None:
    if execution is None:
        return
    parent = stepfunctions._executions.get(execution.get("_parentArn"))
    if execution["status"] != "RUNNING" or (parent and parent["status"] != "RUNNING"):
        raise _ExecutionError("States.Aborted", "The execution has ended")


@replaces("services.stepfunctions", "_add_event", "b1db143ccd21")
def add_event(original, execution: Execution, event_type: str, details: dict | None = None) -> dict:
    """Number events in order, count those that AWS writes and the emulator does not, and keep AWS's limits."""
    for field in (details or {}).values():
        output = str(field.get("output", "")) if isinstance(field, dict) else ""
        if event_type.endswith(("Exited", "Succeeded")) and len(output.encode()) > _PAYLOAD_BYTES:
            raise _ExecutionError("States.DataLimitExceeded", "The state's output is larger than 256 KiB")
    with _history_lock:
        if len(execution["events"]) >= _HISTORY_EVENTS and not event_type.startswith("Execution"):
            raise _ExecutionError("States.Runtime", "The execution reached the maximum of 25,000 history events")
        event = original(execution, event_type, details)
        event["previousEventId"] = event["id"] - 1
        if event_type == "TaskScheduled":
            resource = details["taskScheduledEventDetails"]["resource"]
            started = original(execution, "TaskStarted", {"taskStartedEventDetails": {"resource": resource}})
            started["previousEventId"] = started["id"] - 1
    if event_type.endswith("StateEntered"):
        _stop_where_wanted(execution, details["stateEnteredEventDetails"]["name"])
    return event


def _stop_where_wanted(execution: Execution, state: str) -> None:
    machine = execution["stateMachineArn"].rpartition(":")[2]
    if faults.stops(machine, state):
        stepfunctions._stop_execution({"executionArn": execution["executionArn"], "cause": f"stopped at {state}"})
        raise _ExecutionError("States.Aborted", "The execution was stopped")


# --- states ---

_HANDLERS = ("Pass", "Task", "Choice", "Wait", "Parallel", "Map")


@replaces("services.stepfunctions", "_run_sub_machine", "f8d844168b14")
def run_sub_machine(original, states: dict, start_at: str, input_data, execution: Execution, ctx: dict):
    """Run a branch or an item: its states are in the history, and it ends with its execution."""
    name, value = start_at, copy.deepcopy(input_data)
    while name:
        _check_running(execution)
        state = states.get(name)
        if state is None:
            raise _ExecutionError("States.Runtime", f"State '{name}' not found")
        kind = state.get("Type")
        ctx["State"] = {"Name": name, "EnteredTime": now_iso(), "RetryCount": 0}
        stepfunctions._add_event(execution, f"{kind}StateEntered", {
            "stateEnteredEventDetails": {"name": name, "input": json.dumps(value)}})
        if kind == "Fail":
            raise _ExecutionError(*stepfunctions._fail_state_error(state, value, ctx))
        if kind == "Succeed":
            following = None
            value = stepfunctions._apply_output_path(state, stepfunctions._apply_input_path(state, value, ctx), ctx)
        elif kind not in _HANDLERS:
            raise _ExecutionError("States.Runtime", f"Unknown state type: {kind}")
        else:
            handler = getattr(stepfunctions, f"_execute_{kind.lower()}")
            arguments = (state, value, execution, ctx) if kind in ("Task", "Parallel", "Map") else (state, value, ctx)
            value, following = handler(*arguments)
        stepfunctions._add_event(execution, f"{kind}StateExited", {
            "stateExitedEventDetails": {"name": name, "output": json.dumps(value)}})
        name = following
    return value


@replaces("services.stepfunctions", "_apply_output_path", "e9cfd0067244")
def apply_output_path(original, state_def: dict, data, ctx=None):
    """A JSONata Succeed state has an Output."""
    if state_def.get("Type") == "Succeed" and _is_jsonata(state_def, ctx):
        return stepfunctions._apply_jsonata_output(state_def, data, ctx, default=data)
    return original(state_def, data, ctx)


def _is_jsonata(state_def: dict, ctx: dict | None) -> bool:
    return stepfunctions._state_query_language(state_def, ctx) == "JSONata"


@replaces("services.stepfunctions", "_run_parallel_branches", "b8c7f6915297")
def run_parallel_branches(original, state_def: dict, raw_input, execution: Execution, ctx: dict):
    """Branches with variables and a context of their own; JSONata Arguments, Output and Assign."""
    if not _is_jsonata(state_def, ctx):
        return original(state_def, raw_input, execution, ctx)
    given = stepfunctions._apply_jsonata_arguments(state_def, raw_input, ctx)
    branches = state_def["Branches"]

    def run(branch: dict):
        return stepfunctions._run_sub_machine(
            branch["States"], branch["StartAt"], given, execution, copy.deepcopy(ctx))

    results = _at_once(len(branches), [(run, (branch,)) for branch in branches])
    output = stepfunctions._apply_jsonata_output(state_def, raw_input, ctx, result=results, default=results)
    stepfunctions._apply_state_assign(state_def, raw_input, ctx, result=results)
    return output, stepfunctions._next_or_end(state_def)


def _at_once(workers: int, calls: list[tuple]) -> list:
    """The results of calls made side by side in the caller's scope; the first error once all have ended."""
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        futures = [pool.submit(contextvars.copy_context().run, call, *arguments) for call, arguments in calls]
    return [future.result() for future in futures]


@replaces("services.stepfunctions", "_find_matching_retrier", "cb494ae8503c")
def find_matching_retrier(original, retriers: list, error: str, retry_counts: dict):
    """Work out a retry's delay with its maximum and jitter; the caller only has to wait for it."""
    retrier, index = original(retriers, error, retry_counts)
    if retrier is None:
        return retrier, index
    delay = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** retry_counts.get(index, 0)
    delay = min(delay, retrier.get("MaxDelaySeconds", delay))
    if retrier.get("JitterStrategy") == "FULL":
        delay = random.uniform(0, delay)
    return {"IntervalSeconds": delay, "BackoffRate": 1.0}, index


@replaces("services.stepfunctions", "_apply_jsonata_arguments", "c74f8b18dccd")
def apply_jsonata_arguments(original, state_def: dict, raw_input, ctx=None):
    """Every attempt of a callback task has a token of its own, a timeout that may be an expression; 256 KiB at most."""
    if ".waitForTaskToken" in state_def.get("Resource", "") and "Task" in (ctx or {}):
        ctx["Task"] = {"Token": stepfunctions.new_uuid()}
        _timeout.set(stepfunctions._apply_jsonata_template(state_def.get("TimeoutSeconds"), raw_input, ctx))
    given = original(state_def, raw_input, ctx)
    if len(json.dumps(given).encode()) > _PAYLOAD_BYTES:
        raise _ExecutionError("States.DataLimitExceeded", "The state's arguments are larger than 256 KiB")
    return given


_REFERENCE = re.compile(r"\$(\w+)((?:\.[A-Za-z_]\w*)*)")


@replaces("services.stepfunctions", "_evaluate_jsonata", "d970811e01da")
def evaluate_jsonata(original, expression: str, raw_input, ctx=None, result=None, error_output=None):
    """Look a plain reference up: most expressions are one, and evaluating them was half of what a state cost."""
    reference = _REFERENCE.fullmatch(expression)
    if reference:
        states = {"input": raw_input, "result": result, "errorOutput": error_output, "context": ctx or {}}
        value = {**(ctx or {}).get("variables", {}), "states": states}.get(reference[1])
        for name in reference[2].split(".")[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            return value
    return original(expression, raw_input, ctx, result, error_output)


@replaces("services.stepfunctions", "_error_matches", "519b9dc729c5")
def error_matches(original, error_equals: list, error: str) -> bool:
    """A runtime error always fails the execution; too much data is caught by its own name, if at all.

    States.ALL catches neither ("Handling errors in Step Functions workflows", Step Functions developer guide).
    """
    if error == "States.Runtime":
        return False
    if error == "States.DataLimitExceeded":
        return error in error_equals
    return original(error_equals, error)


# --- tasks ---

@replaces("services.stepfunctions", "_call_lambda", "25830369b126")
def call_lambda(original, func_ref: str, event):
    """Call a function with the machine's role; throttling has its own name."""
    _may("lambda:InvokeFunction", func_ref if func_ref.startswith("arn:") else lambda_svc._func_arn(func_ref))
    try:
        return original(func_ref, event)
    except _ExecutionError as failed:
        if failed.error == "Lambda.Unknown" and "TooManyRequestsException" in failed.cause:
            raise _ExecutionError("Lambda.TooManyRequestsException", failed.cause) from None
        raise


@replaces("services.stepfunctions", "_invoke_with_callback", "bbb38423156a")
def invoke_with_callback(original, resource: str, input_data, token: str, state_def: dict):
    """A function that fails ends the task at once under its error's name; the timeout counts from the start."""
    function = stepfunctions._extract_lambda_ref(resource.replace(".waitForTaskToken", ""))
    if not function and "states:::lambda:invoke" in resource:
        function = stepfunctions._resolve_lambda_function_ref(input_data.get("FunctionName", ""), optimized=True)
    if not function:
        return original(resource, input_data, token, state_def)
    called = {"event": threading.Event(), "result": None, "error": None, "heartbeat": None}
    stepfunctions._task_tokens[token] = called
    _issued[token] = (_current.get() or {}).get("stateMachineArn", "").partition("/")[0]

    def call() -> None:
        try:
            stepfunctions._call_lambda(function, input_data.get("Payload", input_data))
        except _ExecutionError as failed:
            called["error"] = called["error"] or {"Error": failed.error, "Cause": failed.cause}
            called["event"].set()

    threading.Thread(target=contextvars.copy_context().run, args=(call,), daemon=True).start()
    try:
        return _answer(called, float(_timeout.get() or 99_999_999) * faults.sweep_scale)
    finally:
        stepfunctions._task_tokens.pop(token, None)


def machine_of(token: str) -> str | None:
    """The machine that a task token was made for, also when the task has ended."""
    return _issued.get(token)


@replaces("services.stepfunctions", "_send_task_success", "12eff48bce57")
def send_task_success(original, data: dict):
    """An answer to a task that has ended is told so."""
    return _closed(data) or original(data)


@replaces("services.stepfunctions", "_send_task_failure", "c2a489b4ed33")
def send_task_failure(original, data: dict):
    """An answer to a task that has ended is told so."""
    return _closed(data) or original(data)


def _closed(data: dict):
    token = data.get("taskToken")
    if token in stepfunctions._task_tokens:
        return None
    if machine_of(token) is None:
        return error_response_json("InvalidToken", "Invalid Token: 'Invalid token'", 400)
    return error_response_json("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", 400)


def _answer(called: dict, seconds: float):
    ends = time.monotonic() + seconds
    while not called["event"].wait(max(0.0, min(0.5, ends - time.monotonic()))):
        _check_running(_current.get())
        if time.monotonic() >= ends:
            raise _ExecutionError("States.Timeout", "")
    if called["error"]:
        raise _ExecutionError(called["error"].get("Error", "States.TaskFailed"), called["error"].get("Cause", ""))
    try:
        return json.loads(called["result"])
    except (TypeError, json.JSONDecodeError):
        return called["result"]


@replaces("services.stepfunctions", "_invoke_nested_start_execution", "fc2b83eed27a")
def invoke_nested_start_execution(original, resource: str, input_data: dict) -> dict:
    """Start another machine with the machine's role."""
    request = stepfunctions._nested_start_execution_request(input_data)
    _may("states:StartExecution", request["stateMachineArn"])
    if faults.throttled("states"):
        # What StartExecution's model does not name has the name of the service's exception in version 1 of the SDK.
        raise _ExecutionError("StepFunctions.AWSStepFunctionsException", (
            "Rate exceeded (Service: AWSStepFunctions; Status Code: 400; Error Code: ThrottlingException)"))
    status, _, body = stepfunctions._start_execution(request)
    answer = json.loads(body)
    if status >= 400:
        name = str(answer.get("__type", "")).removesuffix("Exception")
        raise _ExecutionError(f"StepFunctions.{name}Exception", answer.get("message", ""))
    return {"ExecutionArn": answer["executionArn"], "StartDate": answer["startDate"]}


@replaces("services.stepfunctions", "_invoke_nested_start_execution_sync", "d9f13c4aabed")
def invoke_nested_start_execution_sync(original, resource: str, input_data: dict) -> dict:
    """Run another machine as an execution like any other, and wait for its end."""
    arn = stepfunctions._invoke_nested_start_execution(resource, input_data)["ExecutionArn"]
    child, parent = stepfunctions._executions[arn], _current.get()
    while not _over(arn).wait(0.5) and child["status"] == "RUNNING":
        if parent and parent["status"] != "RUNNING":
            stepfunctions._stop_execution({"executionArn": arn, "error": "States.Aborted"})
    described = json.loads(stepfunctions._describe_execution({"executionArn": arn})[2])
    seen = {f"{k[0].upper()}{k[1:]}": v for k, v in described.items()}
    if child["status"] != "SUCCEEDED":
        raise _ExecutionError("States.TaskFailed", json.dumps(seen))
    if resource.endswith(".sync:2"):
        seen["Output"] = json.loads(child["output"])
    return seen


@replaces("services.stepfunctions", "_s3_object_text", "9351030b6822")
def s3_object_text(original, bucket: str, key: str) -> str:
    """Read items with the machine's role."""
    try:
        _may("s3:GetObject", f"arn:aws:s3:::{bucket}/{key}")
    except _ExecutionError as denied:
        raise _ExecutionError("States.ItemReaderFailed", denied.cause) from None
    return original(bucket, key)


# --- the distributed map ---

@replaces("services.stepfunctions", "_run_distributed_map", "2b77d3ec0e04")
def run_distributed_map(
        original, state_def: dict, raw_input, effective, iterator: dict, execution: Execution, ctx: dict):
    """A JSONata map: each item is a child execution with a context and variables of its own."""
    if not _is_jsonata(state_def, ctx):
        return original(state_def, raw_input, effective, iterator, execution, ctx)
    unplayed = {"ItemBatcher", "ResultWriter"} & state_def.keys()
    if unplayed:
        raise _ExecutionError("States.Runtime", f"not emulated locally: {', '.join(sorted(unplayed))}; it runs on AWS")
    _may("states:StartExecution", execution["stateMachineArn"])
    fields = {
        name: stepfunctions._apply_jsonata_template(state_def[name], raw_input, ctx)
        for name in ("Items", "ItemReader", "MaxConcurrency", "ToleratedFailurePercentage", "ToleratedFailureCount")
        if name in state_def}
    items = _items(fields, raw_input, ctx)
    selector = state_def.get("ItemSelector")
    run = _map_run(state_def, execution, fields, len(items))

    def run_item(index: int, item):
        item_ctx = copy.deepcopy(ctx)
        item_ctx["Map"] = {"Item": {"Index": index, "Value": item}}
        given = item if selector is None else stepfunctions._apply_jsonata_template(selector, raw_input, item_ctx)
        return _run_child(run, iterator, given, execution, item_ctx)

    workers = int(fields.get("MaxConcurrency") or 0) or len(items)
    outcomes = _at_once(min(workers, _CHILDREN_AT_ONCE), [(run_item, pair) for pair in enumerate(items)])
    failed = sum(isinstance(outcome, _ExecutionError) for outcome in outcomes)
    run.update(status="FAILED" if _exceeds(fields, failed, len(items)) else "SUCCEEDED", stopDate=now_iso())
    stepfunctions._add_event(execution, f"MapRun{run['status'].capitalize()}")
    if run["status"] == "FAILED":
        raise _ExecutionError("States.ExceedToleratedFailureThreshold",
                              "The specified tolerated failure threshold was exceeded")
    results = [None if isinstance(outcome, _ExecutionError) else outcome for outcome in outcomes]
    output = stepfunctions._apply_jsonata_output(state_def, raw_input, ctx, result=results, default=results)
    stepfunctions._apply_state_assign(state_def, raw_input, ctx, result=results)
    return output, stepfunctions._next_or_end(state_def)


def _items(fields: dict, raw_input, ctx: dict) -> list:
    try:
        if "ItemReader" in fields:
            items = stepfunctions._read_map_items(fields["ItemReader"], raw_input, ctx)
        else:
            items = fields.get("Items", raw_input)
    except (KeyError, ValueError) as problem:
        raise _ExecutionError("States.ItemReaderFailed", str(problem)) from None
    if not isinstance(items, list):
        raise _ExecutionError("States.QueryEvaluationError", "The items of the map are not an array")
    return items


def _map_run(state_def: dict, execution: Execution, fields: dict, total: int) -> dict:
    _, _, _, region, account, _, machine, *_ = execution["stateMachineArn"].split(":")
    label = state_def.get("Label") or stepfunctions.new_uuid()
    arn = f"arn:aws:states:{region}:{account}:mapRun:{machine}/{label}:{stepfunctions.new_uuid()}"
    counts = dict.fromkeys(("running", "succeeded", "failed", "timedOut", "aborted", "resultsWritten"), 0)
    run = {
        "mapRunArn": arn, "executionArn": execution["executionArn"], "status": "RUNNING", "startDate": now_iso(),
        "maxConcurrency": int(fields.get("MaxConcurrency") or 0), "redriveCount": 0,
        "toleratedFailurePercentage": float(fields.get("ToleratedFailurePercentage") or 0),
        "toleratedFailureCount": int(fields.get("ToleratedFailureCount") or 0),
        "itemCounts": {**counts, "pending": total, "total": total},
        "executionCounts": {**counts, "pending": total, "total": total},
        "_stateMachineArn": f"arn:aws:states:{region}:{account}:stateMachine:{machine}/{label}",
    }
    stepfunctions._map_runs[arn] = run
    stepfunctions._add_event(execution, "MapRunStarted", {"mapRunStartedEventDetails": {"mapRunArn": arn}})
    return run


def _run_child(run: dict, iterator: dict, given, parent: Execution, ctx: dict):
    """The output of a child execution, or the error that it failed with."""
    name = stepfunctions.new_uuid()
    arn = run["_stateMachineArn"].replace(":stateMachine:", ":execution:") + f":{name}"
    child = {
        "executionArn": arn, "stateMachineArn": run["_stateMachineArn"], "name": name, "status": "RUNNING",
        "startDate": now_iso(), "stopDate": None, "input": json.dumps(given), "inputDetails": {"included": True},
        "output": None, "outputDetails": {"included": True}, "mapRunArn": run["mapRunArn"], "mockAttempts": {},
        "events": [], "_roleArn": parent["_roleArn"], "_parentArn": parent["executionArn"],
    }
    stepfunctions._executions[arn] = child
    stepfunctions._add_event(child, "ExecutionStarted", {"executionStartedEventDetails": {"input": child["input"]}})
    _current.set(child)
    ctx["Execution"] = {"Id": arn, "Input": given, "Name": name, "StartTime": child["startDate"],
                        "RoleArn": parent["_roleArn"]}
    ctx["variables"] = {}
    _count(run, "pending", "running")
    outcome: object
    try:
        outcome = stepfunctions._run_sub_machine(iterator["States"], iterator["StartAt"], given, child, ctx)
        child.update(status="SUCCEEDED", output=json.dumps(outcome))
        stepfunctions._add_event(child, "ExecutionSucceeded", {"executionSucceededEventDetails": {}})
    except Exception as problem:  # a child that breaks must not take its siblings along
        outcome = problem if isinstance(problem, _ExecutionError) else _ExecutionError("States.Runtime", str(problem))
        child.update(status="FAILED", error=outcome.error, cause=outcome.cause)
        stepfunctions._add_event(child, "ExecutionFailed", {
            "executionFailedEventDetails": {"error": outcome.error, "cause": outcome.cause}})
    child["stopDate"] = now_iso()
    _count(run, "running", "failed" if isinstance(outcome, _ExecutionError) else "succeeded")
    return outcome


def _count(run: dict, was: str, now: str) -> None:
    with _history_lock:
        for counts in (run["itemCounts"], run["executionCounts"]):
            counts[was] -= 1
            counts[now] += 1


def _exceeds(fields: dict, failed: int, total: int) -> bool:
    """Whether more items failed than are tolerated; nothing is, unless a threshold says so."""
    share, count = fields.get("ToleratedFailurePercentage"), fields.get("ToleratedFailureCount")
    limits = []
    if share is not None:
        limits.append(failed * 100 > float(share) * total)
    if count is not None:
        limits.append(failed > int(count))
    return any(limits) if limits else failed > 0
