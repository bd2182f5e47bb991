"""What the bare handler calls: the same services, as often as the function that it is compared with."""

from __future__ import annotations

import re

from harness.emulator import Requests
from harness.functions import Function
from harness.workload import HUB

_CALLS = {
    "cloudcontrol": "CloudControl",
    "cloudcontrolapi": "CloudControl",
    "cloudformation": "CloudFormation",
    "dynamodb": "DynamoDb",
    "s3": "S3",
    "secretsmanager": "SecretsManager",
    "sfn": "Sfn",
    "sns": "Sns",
    "states": "Sfn",
    "stepfunctions": "Sfn",
    "sts": "Sts",
}


def calls_of(requests: list[Requests]) -> tuple[dict[str, int], list[str]]:
    """How often each of the bare handler's clients is called for these requests, and what none of them can call."""
    calls: dict[str, int] = {}
    missing = set()
    for row in requests:
        name = _CALLS.get(row.service)
        if name is None:
            missing.add(row.service)
        else:
            calls[name] = calls.get(name, 0) + row.count
    return dict(sorted(calls.items())), sorted(missing)


def built(classes_loaded: str) -> list[str]:
    """The bare handler's names of the clients that a log of loaded classes shows as built."""
    services = re.findall(r"services\.(\w+)\.Default\w+Client ", classes_loaded)
    return sorted({_CALLS[service] for service in services if service in _CALLS})


def fetched(classes_loaded: str) -> dict[str, int]:
    """What the bare handler fetches: the live repository where the function read it, which no AWS service counts."""
    return {"Git": 1} if "org.eclipse.jgit.transport.FetchConnection " in classes_loaded else {}


def bare_environment(function: Function, calls: dict[str, int]) -> dict[str, str]:
    """The function's environment with the account's administrator, who may make every cheap call."""
    environment = {name: value for name, value in function.environment.items() if name != "AWS_SESSION_TOKEN"}
    return environment | {
        "AWS_ACCESS_KEY_ID": HUB,
        "AWS_SECRET_ACCESS_KEY": "bench",
        "BENCH_CALLS": ",".join(f"{name}={count}" for name, count in calls.items()),
        "BENCH_STACK": "plumbline-member-region",
    }
