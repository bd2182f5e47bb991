"""Errors of REST services that speak JSON stand in a header, as AWS sends them."""

import json

import pytest
from botocore.exceptions import ClientError
from emulator import DEV
from test_server import act_in


def sent(client, operation: str, **parameters) -> tuple[str, dict, str]:
    """The header, the document and the code of the error with which an operation is answered."""
    seen = []
    client.meta.events.register("before-parse", lambda response_dict, **_: seen.append(response_dict))
    with pytest.raises(ClientError) as refused:
        getattr(client, operation)(**parameters)
    return seen[0]["headers"]["x-amzn-ErrorType"], json.loads(seen[0]["body"]), refused.value.response["Error"]["Code"]


def test_eks_clusterThatIsNotThere_isNamedInTheHeaderAlone(emulator):
    header, document, code = sent(emulator.client("eks", DEV), "describe_cluster", name="nowhere")

    assert header.startswith("ResourceNotFoundException:http://")
    assert "__type" not in document and "code" not in document
    assert "nowhere" in document["message"]
    assert code == "ResourceNotFoundException"


def test_eks_roleThatMayNot_isRefusedInTheHeaderAlone(emulator):
    credentials = act_in(emulator, DEV, "sees-no-clusters", {"Action": "ec2:DescribeVpcs"})

    header, document, code = sent(emulator.client("eks", DEV, **credentials), "list_clusters")

    assert header.startswith("AccessDeniedException:")
    assert "__type" not in document
    assert code == "AccessDeniedException"


def test_guardDuty_headerAndBody_contradictEachOther(emulator):
    """As recorded in boto3's issue 3890."""
    header, document, code = sent(emulator.client("guardduty", DEV), "get_detector", DetectorId="nowhere")

    assert header == "BadRequestException"
    assert document["__type"] == "InvalidInputException"
    assert code == "BadRequestException"
