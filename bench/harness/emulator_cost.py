"""What the emulator's process itself takes for a state, a call of a function and a request to the ledger.

On AWS none of it is part of a tool's time. It is taken as time of the processor, which other programs change little.
"""

from __future__ import annotations

import io
import json
import subprocess
import time
import zipfile
from collections.abc import Callable

from harness import jvm, places
from harness.emulator import Emulator
from harness.workload import HUB

_ITEMS = 200
_STATES = 10
_AT_ONCE = 20


def cost(emulator: Emulator) -> dict[str, float]:
    """Milliseconds of the emulator's processor time: a state, a call of a function that does nothing, a request."""
    states, functions = emulator.client("stepfunctions", HUB), emulator.client("lambda", HUB)
    role = emulator.service_role(HUB, "bench-machine", "states.amazonaws.com")
    function = functions.create_function(
        FunctionName="bench-nothing", Runtime="java25", Handler="bare.BareHandler", Timeout=60, MemorySize=512,
        Role=emulator.service_role(HUB, "bench-nothing", "lambda.amazonaws.com"), Code={"ZipFile": _nothing()})["FunctionArn"]
    passes = {f"Pass{number}": {"Type": "Pass", **(
        {"Next": f"Pass{number + 1}"} if number + 1 < _STATES else {"End": True})} for number in range(_STATES)}
    call = {"Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True, "Output": {},
                     "Arguments": {"FunctionName": function, "Payload": {}}}}
    _run(states, role, "bench-warm", "Call", call)
    per_state = _used(emulator, lambda: _run(states, role, "bench-states", "Pass0", passes)) / (_ITEMS * _STATES)
    per_call = _used(emulator, lambda: _run(states, role, "bench-calls", "Call", call)) / _ITEMS - per_state
    return {"stateMillis": round(1000 * per_state, 2), "invocationMillis": round(1000 * per_call, 2),
            "requestMillis": round(1000 * _used(emulator, lambda: _write(emulator)) / _ITEMS, 2)}


def _used(emulator: Emulator, work: Callable[[], None]) -> float:
    before = emulator.cpu_seconds()
    work()
    return emulator.cpu_seconds() - before


def _write(emulator: Emulator) -> None:
    """Writes to a table of the ledger's shape, one after the other."""
    client = emulator.client("dynamodb", HUB)
    keys = ("pk", "sk")
    client.create_table(TableName="bench", BillingMode="PAY_PER_REQUEST",
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                                   {"AttributeName": "sk", "KeyType": "RANGE"}],
                        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys])
    for number in range(_ITEMS):
        client.update_item(
            TableName="bench", Key={"pk": {"S": "RUN"}, "sk": {"S": str(number)}},
            UpdateExpression="SET #o = :o", ConditionExpression="attribute_not_exists(pk) OR #o <> :o",
            ExpressionAttributeNames={"#o": "outcome"}, ExpressionAttributeValues={":o": {"S": "deployed"}})


def _run(states, role: str, name: str, start: str, item: dict) -> None:
    definition = {"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {
        "Type": "Map", "Items": list(range(_ITEMS)), "MaxConcurrency": _AT_ONCE, "End": True, "Output": {},
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": start, "States": item}}}}
    machine = states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    while (described := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
        time.sleep(0.1)
    if described["status"] != "SUCCEEDED":
        raise RuntimeError(f"{name} ended as {described['status']}: {described.get('cause')}")


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
