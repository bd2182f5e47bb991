"""Sends a wave of a thousand targets through the state machines and looks at what Step Functions limits.

    python3 bench/scale.py [--targets 1000] [--stacks 10] [--out FILE]

The machines are those of statemachines/, on the emulator; the functions are stubs that answer at once. Counted are the
events of each history (25,000 at most) and the bytes of each input and output (256 KiB at most). See bench/README.md.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import threading
import time
import zipfile
from pathlib import Path

from harness import command, places

_EVENTS = 25_000
_BYTES = 256 * 1024
_ACCOUNT = "555555555555"
_REGION = "eu-west-1"
_RUN = f"push-{'0' * 32}-1"
_BUCKET = "bench-runs"
_FUNCTIONS = ("plan", "provision", "verify", "report", "schedule")


def main() -> int:
    given = _arguments()
    places.inside("local")
    from harness.emulator import OwnEmulator
    from harness.stub_host import StubHost

    answers: dict = {}
    with StubHost(answers) as host, OwnEmulator(given.home, (), 0, host.port) as emulator:
        answers |= _answers(emulator, given.stacks)
        machines = _deploy(emulator, given.machines)
        wave = json.dumps([_assignment(number) for number in range(given.targets)])
        emulator.client("s3", _ACCOUNT).put_object(Bucket=_BUCKET, Key=f"runs/{_RUN}/waves/0.json", Body=wave.encode())
        states = emulator.client("stepfunctions", _ACCOUNT)
        started = time.monotonic()
        execution = states.start_execution(stateMachineArn=machines["reconcile"], name=_RUN, input=json.dumps({
            "trigger": "push", "repository": "github:12345", "ref": "refs/heads/main", "before": "0" * 40,
            "after": "1" * 40}))["executionArn"]
        while (status := states.describe_execution(executionArn=execution)["status"]) == "RUNNING":
            time.sleep(0.5)
        seconds = time.monotonic() - started
        children = [e["executionArn"] for page in states.get_paginator("list_executions").paginate(
            stateMachineArn=machines["reconcile-target"]) for e in page["executions"]]
        if not children:
            raise SystemExit(json.dumps(states.describe_execution(executionArn=execution), default=str))
        result = {
            "status": status, "targets": given.targets, "stacks": given.stacks, "seconds": round(seconds, 1),
            "waveBytes": len(wave), "invocations": host.invocations, "executions": len(children),
            "reconcile": _history(states, execution),
            "reconcile-target": _history(states, children[len(children) // 2]),
        }
        if host.unknown:
            raise SystemExit(f"the machines ask for tasks that are not stubbed here: {', '.join(sorted(host.unknown))}")
        if status != "SUCCEEDED":
            print(json.dumps(states.describe_execution(executionArn=execution), default=str), file=sys.stderr)
    command.keep(result, given.out)
    print(_table(result))
    within = all(result[m]["events"] < _EVENTS and result[m]["bytes"] < _BYTES for m in machines)
    return 0 if status == "SUCCEEDED" and within and len(children) == given.targets else 1


def _assignment(number: int) -> dict:
    """An item of a wave's document, with names as long as they get."""
    account = f"{100000000000 + number}"
    return {
        "name": f"{_RUN}-0-{account}-ap-southeast-2", "run": _RUN, "ref": "refs/heads/main", "commit": "1" * 40,
        "environment": f"a-company-with-long-names-{number:04d}", "account": account, "region": "ap-southeast-2",
        "wave": 0, "key": f"runs/{_RUN}/targets/0-{account}-ap-southeast-2.json",
        "standing": False, "drift": False, "current": [], "reverts": [], "unreachable": "",
        "blocked": {},
    }


def _answers(emulator, stacks: int) -> dict:
    """What the functions answer where all goes well: every stack changes, is executed, woken, settled and verified."""
    names = [f"stack-number-{number:02d}" for number in range(stacks)]
    levels = [{"stacks": [{"name": name, "needs": names[:1] if level else []} for name in part]}
              for level, part in enumerate((names[:1], names[1:])) if part]
    line = {"environment": "dev", "wave": 0, "action": "update", "changes": "1 to change", "startedAt": "", "phase": ""}
    states = emulator.client("stepfunctions", _ACCOUNT)

    def execute(payload: dict) -> dict:
        done = json.dumps({"outcome": "woken", "reason": ""})
        threading.Thread(target=lambda: states.send_task_success(taskToken=payload["token"], output=done)).start()
        return {}

    return {
        "Plan": lambda _: {
            "outcome": "planned", "reason": "", "concurrency": 40, "schedules": "",
            "waves": [{"number": 0, "key": f"runs/{_RUN}/waves/0.json", "targets": 1}]},
        "AcquireLease": lambda _: {"lease": "acquired", "levels": levels, "settings": True},
        "CreateChangeSet": lambda _: {
            "decision": "execute", "changeSet": f"plumbline-{'a' * 40}-{'b' * 12}", "outcome": "failed", "reason": "",
            "line": line, "question": None},
        "Execute": execute,
        "Settle": lambda _: {"outcome": "deployed", "reason": ""},
        "VerifyStack": lambda _: {"healthy": True, "reason": ""},
        "RecordStack": lambda _: {"ok": True},
        "ApplySettings": lambda _: {},
        "VerifySettings": lambda _: {"healthy": True, "reason": ""},
        "ReleaseLease": lambda _: {"outcome": "verified", "reason": ""},
        "CloseWave": lambda _: {"outcome": "verified", "reason": ""},
        "Report": lambda _: {"outcome": "deployed", "reason": ""},
    }


def _deploy(emulator, folder: Path) -> dict[str, str]:
    """The bucket, the functions and both machines, as template.yaml would make them; returns the machines' ARNs."""
    functions = emulator.client("lambda", _ACCOUNT)
    role = emulator.service_role(_ACCOUNT, "bench-machines", "states.amazonaws.com")
    worker = emulator.service_role(_ACCOUNT, "bench-functions", "lambda.amazonaws.com")
    emulator.client("s3", _ACCOUNT).create_bucket(
        Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": _REGION})
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as packed:
        packed.writestr("stub", "answered by the harness")
    values = {"Bucket": _BUCKET, "Announces": "false"}
    for name in _FUNCTIONS:
        values[f"{name.capitalize()}FunctionArn"] = functions.create_function(
            FunctionName=f"plumbline-{name}", Runtime="java25", Role=worker, Handler="stub.Handler", Timeout=60,
            Code={"ZipFile": code.getvalue()})["FunctionArn"]
    arns = {}
    for name in ("reconcile-target", "reconcile"):
        definition = (folder / f"{name}.asl.json").read_text()
        definition = re.sub(r"\$\{(\w+)\}", lambda found: values[found.group(1)], definition)
        arns[name] = emulator.client("stepfunctions", _ACCOUNT).create_state_machine(
            name=f"plumbline-{name}", definition=definition, roleArn=role)["stateMachineArn"]
        values["ReconcileTargetArn"] = arns[name]
    return arns


def _history(states, execution: str) -> dict[str, int]:
    """The events of an execution as AWS counts them, and its largest input or output."""
    events = largest = transitions = 0
    waiting = 0
    for page in states.get_paginator("get_execution_history").paginate(executionArn=execution):
        for event in page["events"]:
            events += 1
            transitions += event["type"].endswith("StateEntered")
            details = next((value for name, value in event.items() if name.endswith("EventDetails")), {})
            largest = max([largest, *(len(str(details[field]).encode()) for field in ("input", "output", "parameters")
                                      if field in details)])
            # AWS also writes that a task was submitted, where something else ends it; the emulator does not.
            resource = str(details.get("resource", ""))
            waiting += event["type"] == "TaskScheduled" and resource.endswith((".waitForTaskToken", ".sync:2"))
            waiting -= event["type"] == "TaskSubmitted"
    return {"events": events + waiting, "bytes": largest, "transitions": transitions}


def _table(result: dict) -> str:
    lines = [f"{result['targets']} targets of {result['stacks']} stacks: {result['status']} in {result['seconds']} s on "
             f"the emulator, {result['invocations']} invocations; the wave's document has {result['waveBytes']} bytes.\n",
             "| Execution | History events | of | Largest input or output, bytes | of | States entered |",
             "| --- | --- | --- | --- | --- | --- |"]
    for name in ("reconcile", "reconcile-target"):
        found = result[name]
        lines.append(f"| {name} | {found['events']} | {_EVENTS} | {found['bytes']} | {_BYTES} "
                     f"| {found['transitions']} |")
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Send a large wave through the state machines.")
    parser.add_argument("--targets", default=1000, type=int)
    parser.add_argument("--stacks", default=10, type=int, help="stacks of each target, all of which change")
    parser.add_argument("--machines", default=places.ROOT / "statemachines", type=Path, help="folder of the machines")
    parser.add_argument("--home", default=places.WORK / "scale", type=Path, help="folder for the emulator's state")
    parser.add_argument("--out", type=Path, help="JSON file for all that was measured")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
