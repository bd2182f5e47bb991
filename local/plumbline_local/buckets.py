"""Who may read an object of a bucket in another account: both the reader's permissions and the bucket's policy say so."""

from ministack.core.iam_evaluator import evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from plumbline_local import callers, service_role
from plumbline_local.roles import Permissions


def refusal(owner: str | None, bucket: str, key: str) -> str | None:
    """What is against reading an object, or None: for the service role of a stack at work, else for the caller."""
    arn = f"arn:aws:s3:::{bucket}/{key}"
    role = service_role.acting.get()
    denied = _role_refusal(role, arn) if role else callers.refusal("s3:GetObject", arn)
    if denied or owner in (None, get_account_id()):
        return denied
    reader = Permissions(role).request("s3:GetObject", arn, get_region(), None) if role else _caller(arn)
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    if evaluate_resource_policy(policy, reader).decision != "Allow":
        return f"the policy of {bucket} does not allow {reader.principal_arn}"
    return None


def _role_refusal(role: str, arn: str) -> str | None:
    if Permissions(role).allow("s3:GetObject", arn, get_region()):
        return None
    return f"{role} is not authorized to perform: s3:GetObject on resource: {arn}"


def _caller(arn: str) -> callers.EvalContext:
    return callers.context("s3:GetObject", arn) or callers.EvalContext(
        f"arn:aws:iam::{get_account_id()}:root", "Root", get_account_id(), "s3:GetObject", arn, "")
