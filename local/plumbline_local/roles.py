"""Roles that services act in: their sessions, and what they are allowed to do."""

import json
import threading
import time
from collections.abc import Iterable

from ministack.core import iam_evaluator
from ministack.core.arn import parse_arn
from ministack.core.iam_evaluator import EvalContext, ParsedStatement
from ministack.services import iam, sts

from plumbline_local import organization
from plumbline_local.patching import replaces

_SESSION_SECONDS = 12 * 3600
_RENEW_BEFORE = 900

Credentials = dict[str, str]


class CannotAssume(Exception):
    """A service may not act in the role that it was given."""


class RoleSessions:
    """One session for each role and session name, made when first asked for and renewed before it ends."""

    def __init__(self):
        self._sessions: dict[tuple[str, str], tuple[float, Credentials]] = {}
        self._lock = threading.Lock()

    def environment(self, role_arn: str, session_name: str, service: str, source_arn: str) -> Credentials:
        """The credentials as a Lambda function finds them in its environment."""
        if not trusts(role_arn, service, source_arn):
            raise CannotAssume(f"The role {role_arn} cannot be assumed by {service}")
        with self._lock:
            ends, credentials = self._sessions.get((role_arn, session_name), (0.0, {}))
            if ends - _RENEW_BEFORE < time.time():
                ends, credentials = time.time() + _SESSION_SECONDS, _register(role_arn, session_name)
                self._sessions[role_arn, session_name] = ends, credentials
            return credentials

    def user(self, role_name: str) -> str | None:
        """Whose session that is: the function's own role, or the role of its job in an account."""
        with self._lock:
            for role_arn, session_name in self._sessions:
                own = role_arn.rsplit("/", 1)[-1]
                if role_name in (own, own.removesuffix("-function")):
                    return session_name
        return None

    def revoke(self, session_name: str) -> None:
        """End every session that a function holds, those of the roles of its job as well."""
        with self._lock:
            for role_arn, name in [key for key in self._sessions if key[1] == session_name]:
                del self._sessions[role_arn, name]
                own = role_arn.rsplit("/", 1)[-1]
                _end(f":assumed-role/{own}/", f":assumed-role/{own.removesuffix('-function')}/")


def _end(*of_roles: str) -> None:
    for key, session in list(sts._sessions.items()):
        if any(role in session.get("Arn", "") for role in of_roles):
            sts._sessions[key] = {**session, "Expiration": 0}


def _register(role_arn: str, session_name: str) -> Credentials:
    arn, problem = sts._assumed_role_arn(role_arn, session_name)
    if problem:
        raise CannotAssume(f"{role_arn} is not the ARN of a role")
    account = parse_arn(role_arn).account_id
    key, secret, token = iam._gen_session_access_key(), iam._gen_secret(), iam._gen_session_token()
    sts.register_session(key, {
        "Arn": arn,
        "UserId": f"{sts._role_id(role_arn)}:{session_name}",
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": time.time() + _SESSION_SECONDS,
        "AccountId": account,
        "PrincipalType": "AssumedRole",
        "SessionPolicies": None,
        "SessionTags": [],
    })
    return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}


def _role(role_arn: str) -> dict | None:
    spec = parse_arn(role_arn)
    return iam._roles.get_scoped(spec.account_id, None, spec.resource.rsplit("/", 1)[-1])


def trusts(role_arn: str, service: str, source_arn: str = "") -> bool:
    """Whether a role exists and its trust policy lets the service assume it, on behalf of a resource it may name."""
    role = _role(role_arn)
    if role is None:
        return False
    source = {"aws:sourcearn": source_arn, "aws:sourceaccount": parse_arn(source_arn).account_id} if source_arn else {}
    context = EvalContext("", "Service", parse_arn(role_arn).account_id, "sts:AssumeRole", role_arn, "",
                          service_context=source)
    decision = iam_evaluator.evaluate_resource_policy(
        _with_resource(role.get("AssumeRolePolicyDocument")), context, service)
    return decision.decision == "Allow"


def _with_resource(document) -> dict:
    """A trust policy as a resource policy: its statements have no Resource element."""
    document = json.loads(document) if isinstance(document, str) else document or {}
    statements = document.get("Statement", [])
    statements = [statements] if isinstance(statements, dict) else statements
    return {"Statement": [{**s, "Resource": "*"} for s in statements]}


class Permissions:
    """The identity policies and the boundary of one role, as a service acting in it meets them."""

    def __init__(self, role_arn: str):
        spec = parse_arn(role_arn)
        name = spec.resource.rsplit("/", 1)[-1]
        self.role_arn = role_arn
        self._account = spec.account_id
        self._name = name
        self._policies = iam_evaluator._gather_role_policies(name, spec.account_id)
        self._limits = iam_evaluator._permissions_boundary(iam._roles, name, spec.account_id)

    def allow(self, action: str, resource: str, region: str, context: dict | None = None) -> bool:
        """Whether the role may do this to that resource; ``context`` holds condition keys in lower case."""
        return iam_evaluator.evaluate(
            self.request(action, resource, region, context), self._policies, *self._limits).decision == "Allow"

    def allow_on_some_resource(self, action: str, region: str, context: dict | None = None) -> bool:
        """Whether the role may do this to anything: for a resource whose ARN is not known beforehand.

        A Deny counts only where it is for every resource.
        """
        return allowed_somewhere(self.request(action, "*", region, context), self._policies, *self._limits)

    def request(self, action: str, resource: str, region: str, context: dict | None) -> EvalContext:
        return EvalContext(
            principal_arn=f"arn:aws:sts::{self._account}:assumed-role/{self._name}/service",
            principal_type="AssumedRole",
            principal_account=self._account,
            action=action,
            resource_arn=resource,
            region=region,
            service_context={"aws:tagkeys": None, **(context or {})},
        )


def allowed_somewhere(request: EvalContext, *policies: list[list[ParsedStatement]]) -> bool:
    """Whether policies and limits allow an action on some resource, and none denies it on every one.

    A Deny with NotResource leaves the resources out that it names.
    """
    layers = [
        [s for statements in layer for s in statements if s.effect != "Deny" or not s.not_resources]
        for layer in policies]
    if any(iam_evaluator._first_match(request, layer, "Deny") for layer in layers):
        return False
    return all(_allows_somewhere(request, layer) for layer in layers)


def _allows_somewhere(request: EvalContext, statements: Iterable[ParsedStatement]) -> bool:
    return any(
        s.effect == "Allow"
        and iam_evaluator._action_matches(request.action, s.actions, s.not_actions)
        and iam_evaluator._conditions_met(s.conditions, request)
        for s in statements)


@replaces("core.iam_evaluator", "_principal_org_id", "a582df4ff025")
def principal_org_id(original, account_id: str) -> str | None:
    """Members belong to the organisation too, not only its management account."""
    if account_id in organization.accounts():
        return organization.ORGANIZATION_ID
    return original(account_id)
