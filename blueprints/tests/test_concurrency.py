"""The concurrency that the control plane reserves: none by default, so that an account whose quota is 10 takes the template as it is.

"You can reserve up to the Unreserved account concurrency value minus 100" (AWS Lambda developer guide, Configuring reserved concurrency for a function).
"""

import pytest
import templates

RESERVED = "ReservedConcurrentExecutions"
NOTHING = {"Ref": "AWS::NoValue"}
FUNCTIONS = ["Webhook", "Observe", "Approve", "Provision"]


def functions(**values: str) -> dict:
    resources = templates.read(templates.ROOT / "template.yaml").evaluated(values)
    return {n: r["Properties"] for n, r in resources.items() if r["Type"] == "AWS::Serverless::Function"}


def reserved(**values: str) -> dict:
    return {name: properties[RESERVED] for name, properties in functions(**values).items() if properties.get(RESERVED, NOTHING) != NOTHING}


def test_reserved_byDefault_isNothing():
    assert len(functions()) > len(FUNCTIONS)
    assert reserved() == {}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_reserved_forOneFunction_isReservedForNoOther(function):
    assert {name: int(value) for name, value in reserved(**{f"{function}Concurrency": "7"}).items()} == {f"{function}Function": 7}
