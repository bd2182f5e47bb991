"""What a service refuses to record, and where it may deliver what it records: into buckets whose policies let it in."""

from collections.abc import Callable

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import s3

from plumbline_local.roles import Permissions


class Refusal(Exception):
    """What a service answers when it does not make or change something."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message

    def answer(self):
        return error_response_json(self.code, self.message, 400)


def in_a_stack(check: Callable[[dict, bool], None]) -> Callable[[dict, bool], None]:
    """What CloudFormation records on a resource that the service does not make."""
    def checked(props: dict, creating: bool) -> None:
        try:
            check(props, creating)
        except Refusal as refused:
            raise ValueError(
                f'Resource handler returned message: "{refused.message} (Error Code: {refused.code})" '
                "(HandlerErrorCode: InvalidRequest)") from None
    return checked


def delivers(bucket: str, service: str, key: str, source: dict[str, str], role: str = "") -> bool:
    """Whether a bucket's policy lets a service look at the bucket and write an object, or its own role may where both are of one account."""
    owner, own = s3._bucket_owner_account(bucket), get_account_id()
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    needed = (("s3:GetBucketAcl", f"arn:aws:s3:::{bucket}"), ("s3:PutObject", f"arn:aws:s3:::{bucket}/{key}"))
    context = {"s3:x-amz-acl": "bucket-owner-full-control", **source}

    def let_in(action: str, resource: str) -> bool:
        request = EvalContext("", "Service", own, action, resource, get_region(), service_context=context)
        return iam_evaluator.evaluate_resource_policy(policy, request, service).decision == "Allow"

    if all(let_in(action, resource) for action, resource in needed):
        return True
    return bool(role) and owner == own and all(
        Permissions(role).allow(action, resource, get_region()) for action, resource in needed)


def retained(bucket: str) -> bool:
    lock = s3._bucket_object_lock.get_scoped(s3._bucket_owner_account(bucket), None, bucket)
    return bool(lock and lock.get("default_retention"))
