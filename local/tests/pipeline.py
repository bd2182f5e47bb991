"""An application with its pipeline's roles, and the tokens with which jobs come."""

import base64
import json
from pathlib import Path

from botocore.exceptions import ClientError
from deploy import create, outputs
from emulator import DEV, HUB, STAGE, Emulator, credentials_of

_BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
ORGANIZATION = "01234567-89ab-cdef-0123-456789abcdef"
PROJECT = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-9999-9999-9999-999999999999"
MAIN = f"org/{ORGANIZATION}/project/{PROJECT}/user/{OTHER}/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"


def token(issuer: str, audience: str, subject: str) -> str:
    """A token as a provider signs it; AWS checks the signature, the emulator does not."""
    def part(content: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    return f"{part({'alg': 'RS256'})}.{part({'iss': issuer, 'aud': audience, 'sub': subject})}.signature"


def circleci(audience: str = ORGANIZATION, subject: str = MAIN) -> str:
    return token(f"https://oidc.circleci.com/org/{ORGANIZATION}", audience, subject)


def github(subject: str) -> str:
    return token("https://token.actions.githubusercontent.com", "sts.amazonaws.com", subject)


def take(emulator, role: str, given: str) -> dict[str, str]:
    session = emulator.client("sts", HUB).assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="job-1", WebIdentityToken=given)
    return credentials_of(session["Credentials"])


def deploy_application(emulator: Emulator) -> dict[str, str]:
    """The outputs of ci-application for an application named app, whose pipeline is a project at CircleCI and a repository at GitHub."""
    try:
        emulator.client("iam", HUB).create_policy(
            PolicyName="plumbline-boundary",
            PolicyDocument='{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}')
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "EntityAlreadyExists"
    _deploy(emulator, "ci", "ci", CircleCiOrganizationId=ORGANIZATION, GitHubActions="true")
    return _deploy(
        emulator, "ci-app", "ci-application", ApplicationName="app", PullAccountIds=f"{DEV},{STAGE}",
        CircleCiOrganizationId=ORGANIZATION, CircleCiProjectId=PROJECT, CircleCiOrigin="github.com/acme/app",
        GitHubRepository="acme/app")


def _deploy(emulator, stack: str, blueprint: str, **parameters: str) -> dict[str, str]:
    return outputs(create(
        emulator.client("cloudformation", HUB), stack, (_BLUEPRINTS / blueprint / "1.0.0.yaml").read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]))
