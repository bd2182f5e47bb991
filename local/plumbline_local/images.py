"""Whether nodes can pull the images that workloads name.

What lies in the registries of the organisation's accounts is known: a pod of an image that is not there, or that the
repository gives to no node of this account, does not start. Of any other registry all images are taken to be there.
"""

import re

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, request_scope
from ministack.services import ecr

from plumbline_local import organization

# An image is found by its digest where it has one; its tag is for people then.
_OF_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<name>[^:@]+)"
    r"(:(?P<tag>[^@]+))?(@(?P<digest>sha256:[0-9a-f]{64}))?")
_PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def refusal(workload: dict) -> str | None:
    """What the kubelet says of the first image of a workload that it cannot pull, or None."""
    template = ((workload.get("spec") or {}).get("template") or {}).get("spec") or {}
    for container in [*template.get("initContainers", []), *template.get("containers", [])]:
        if why := _against(container.get("image") or ""):
            return f'Back-off pulling image "{container["image"]}": {why}'
    return None


def _against(image: str) -> str | None:
    found = _OF_ECR.fullmatch(image)
    if not found or found["account"] not in organization.accounts():
        return None
    puller, name = get_account_id(), found["name"]
    wanted = {"imageDigest": found["digest"]} if found["digest"] else {"imageTag": found["tag"] or "latest"}
    with request_scope(found["account"], found["region"]):
        if puller != found["account"] and not _given(name, puller, found["account"], found["region"]):
            return "403 Forbidden"
        if name not in ecr._repositories or ecr._find_image(name, wanted) is None:
            return f"{image}: not found"
    return None


def _given(name: str, puller: str, account: str, region: str) -> bool:
    """Whether a repository's policy gives images to the nodes of another account."""
    arn, node = f"arn:aws:ecr:{region}:{account}:repository/{name}", f"arn:aws:iam::{puller}:role/node"
    return all(
        evaluate_resource_policy(
            ecr._repo_policies.get(name), EvalContext(node, "AssumedRole", puller, action, arn, region)).decision == "Allow"
        for action in _PULL)
