"""Patch Manager and the public parameters of images, as far as patching asks: what is missing, which release is the newest."""

import json

from ministack.core.responses import json_response
from ministack.services import ec2

from plumbline_local.offers import offers
from plumbline_local.patching import replaces


@replaces("services.ssm", "handle_request", "ca18fc988ca9")
async def handle_request(original, method, path, headers, body, query_params):
    """Every server that survives its scan misses what is offered as missing; the releases of nodes are those offered."""
    action = headers.get("x-amz-target", "").rpartition(".")[2]
    if action == "DescribeInstancePatchStates":
        return json_response({"InstancePatchStates": [
            {"InstanceId": instance, "MissingCount": offers.missing_patches, "FailedCount": 0, "InstalledCount": 1}
            for instance in json.loads(body)["InstanceIds"] if _survives(instance)]})
    if action == "GetParameter" and offers.node_release:
        name = json.loads(body)["Name"]
        if name.startswith("/aws/service/") and name.endswith(("/image_version", "/release_version")):
            return json_response({"Parameter": {"Name": name, "Type": "String", "Value": offers.node_release}})
    return await original(method, path, headers, body, query_params)


def _survives(instance_id: str) -> bool:
    """Whether an instance has the memory for the scan: a nano's is killed, and no state comes of it (amazon-ssm-agent's issues 402 and 615)."""
    return not (ec2._instances.get(instance_id) or {"InstanceType": ""})["InstanceType"].endswith(".nano")
