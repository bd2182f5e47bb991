"""What the emulator itself takes for calling a function and for entering a state, on AWS no part of a tool's time."""

from __future__ import annotations

import io
import json
import subprocess
import time
import zipfile

from harness import jvm, places
from harness.emulator import Emulator
from harness.workload import HUB

_ITEMS = 200
_STATES = 10
_AT_ONCE = 20


def cost(emulator: Emulator) -> dict[str, float]:
    """Milliseconds for each state entered, and for each call of a function that does nothing, twenty at once."""
    iam = emulator.client("iam", HUB)
    states, functions = emulator.client("stepfunctions", HUB), emulator.client("lambda", HUB)
    role = _role(iam, "bench-machine", "states.amazonaws.com")
    function = functions.create_function(
        FunctionName="bench-nothing", Runtime="java25", Handler="bare.BareHandler", Timeout=60, MemorySize=512,
        Role=_role(iam, "bench-nothing", "lambda.amazonaws.com"), Code={"ZipFile": _nothing()})["FunctionArn"]
    passes = {f"Pass{number}": {"Type": "Pass", **(
        {"Next": f"Pass{number + 1}"} if number + 1 < _STATES else {"End": True})} for number in range(_STATES)}
    call = {"Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True, "Output": {},
                     "Arguments": {"FunctionName": function, "Payload": {}}}}
    _seconds(states, role, "bench-warm", "Call", call)
    per_state = _seconds(states, role, "bench-states", "Pass0", passes) / (_ITEMS * _STATES)
    per_call = _seconds(states, role, "bench-calls", "Call", call) / _ITEMS - per_state
    return {"stateMillis": round(1000 * per_state, 2), "invocationMillis": round(1000 * per_call, 2)}


def _seconds(states, role: str, name: str, start: str, item: dict) -> float:
    definition = {"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {
        "Type": "Map", "Items": list(range(_ITEMS)), "MaxConcurrency": _AT_ONCE, "End": True, "Output": {},
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": start, "States": item}}}}
    machine = states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)
    started = time.monotonic()
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    while (described := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
        time.sleep(0.02)
    if described["status"] != "SUCCEEDED":
        raise RuntimeError(f"{name} ended as {described['status']}: {described.get('cause')}")
    return time.monotonic() - started


def _nothing() -> bytes:
    """The zip of the bare handler, which calls nothing unless it is told to."""
    home = places.WORK / "nothing"
    home.mkdir(parents=True, exist_ok=True)
    core = next(jar for jar in jvm.runtime_jars() if jar.name.startswith("aws-lambda-java-core"))
    sources = [str(places.BENCH / f"coldstart/bare/{name}.java") for name in ("BareHandler", "Call")]
    subprocess.run([str(jvm.jdk() / "bin/javac"), "-d", str(home), "-cp", str(core), *sources], check=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as deployed:
        deployed.write(core, f"lib/{core.name}")
        for compiled in (home / "bare").glob("*.class"):
            deployed.write(compiled, f"bare/{compiled.name}")
    return packed.getvalue()


def _role(iam, name: str, service: str) -> str:
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
    return role
