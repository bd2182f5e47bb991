"""A pipeline takes its role by a token that names its project and branch; one stolen from elsewhere is worth nothing."""

import base64
import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import create, outputs
from emulator import DEV, HUB, STAGE, credentials_of

_BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
_ORGANIZATION = "01234567-89ab-cdef-0123-456789abcdef"
_PROJECT = "11111111-2222-3333-4444-555555555555"
_OTHER = "99999999-9999-9999-9999-999999999999"
_MAIN = f"org/{_ORGANIZATION}/project/{_PROJECT}/user/{_OTHER}/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"


def deploy(emulator, stack: str, blueprint: str, **parameters: str) -> dict[str, str]:
    return outputs(create(
        emulator.client("cloudformation", HUB), stack, (_BLUEPRINTS / blueprint / "1.0.0.yaml").read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]))


@pytest.fixture(scope="module")
def application(emulator) -> dict[str, str]:
    try:
        emulator.client("iam", HUB).create_policy(
            PolicyName="plumbline-boundary",
            PolicyDocument='{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}')
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "EntityAlreadyExists"
    deploy(emulator, "ci", "ci", CircleCiOrganizationId=_ORGANIZATION, GitHubActions="true")
    return deploy(
        emulator, "ci-app", "ci-application", ApplicationName="app", PullAccountIds=f"{DEV},{STAGE}",
        CircleCiOrganizationId=_ORGANIZATION, CircleCiProjectId=_PROJECT, CircleCiOrigin="github.com/acme/app",
        GitHubRepository="acme/app")


def token(issuer: str, audience: str, subject: str) -> str:
    """A token as a provider signs it; AWS checks the signature, the emulator does not."""
    def part(content: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    return f"{part({'alg': 'RS256'})}.{part({'iss': issuer, 'aud': audience, 'sub': subject})}.signature"


def circleci(audience: str = _ORGANIZATION, subject: str = _MAIN) -> str:
    return token(f"https://oidc.circleci.com/org/{_ORGANIZATION}", audience, subject)


def github(subject: str) -> str:
    return token("https://token.actions.githubusercontent.com", "sts.amazonaws.com", subject)


def take(emulator, role: str, given: str) -> dict[str, str]:
    session = emulator.client("sts", HUB).assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="job-1", WebIdentityToken=given)
    return credentials_of(session["Credentials"])


def test_circleci_jobOnTheBranch_pushesToItsRepositoryAlone(emulator, application):
    emulator.client("ecr", HUB).create_repository(repositoryName="payroll")
    ecr = emulator.client("ecr", HUB, **take(emulator, application["CircleCiRoleArn"], circleci()))
    assert ecr.get_authorization_token()["authorizationData"]
    assert ecr.describe_images(repositoryName="app")["imageDetails"] == []
    with pytest.raises(ClientError) as refused:
        ecr.describe_images(repositoryName="payroll")
    assert refused.value.response["Error"]["Code"].startswith("AccessDenied")


@pytest.mark.parametrize("stolen", [
    circleci(subject=_MAIN.replace("heads/main", "heads/feature")),
    circleci(subject=_MAIN.replace("heads/main", "heads/main-2")),
    circleci(subject=_MAIN.replace("acme/app", "acme/app-fork")),
    circleci(subject=_MAIN.replace(_PROJECT, _OTHER)),
    circleci(audience=_OTHER),
    github("repo:acme/app:ref:refs/heads/main"),
], ids=["branch", "longer-branch", "repository", "project", "audience", "provider"])
def test_circleci_tokenOfAnythingElse_isRefused(emulator, application, stolen):
    with pytest.raises(ClientError) as refused:
        take(emulator, application["CircleCiRoleArn"], stolen)
    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_github_jobOnTheBranch_takesTheRole(emulator, application):
    assert take(emulator, application["GitHubRoleArn"], github("repo:acme/app:ref:refs/heads/main"))


@pytest.mark.parametrize("subject", [
    "repo:acme/app:pull_request", "repo:acme/app:ref:refs/heads/feature", "repo:acme/app-fork:ref:refs/heads/main"])
def test_github_tokenOfAnythingElse_isRefused(emulator, application, subject):
    with pytest.raises(ClientError) as refused:
        take(emulator, application["GitHubRoleArn"], github(subject))
    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_repository_policy_letsTheAccountsPullAndNobodyPush(emulator, application):
    policy = json.loads(emulator.client("ecr", HUB).get_repository_policy(repositoryName="app")["policyText"])
    [statement] = policy["Statement"]
    assert statement["Principal"] == {"AWS": [DEV, STAGE]}
    assert not any("Put" in action or "Upload" in action for action in statement["Action"])
