"""A pipeline takes its role by a token that names its project and branch; one stolen from elsewhere is worth nothing."""

import json

import pytest
from botocore.exceptions import ClientError
from emulator import DEV, HUB, STAGE
from pipeline import MAIN, OTHER, PROJECT, circleci, github, take

def test_circleci_jobOnTheBranch_pushesToItsRepositoryAlone(emulator, application):
    emulator.client("ecr", HUB).create_repository(repositoryName="payroll")
    ecr = emulator.client("ecr", HUB, **take(emulator, application["CircleCiRoleArn"], circleci()))
    assert ecr.get_authorization_token()["authorizationData"]
    assert "imageDetails" in ecr.describe_images(repositoryName="app")
    with pytest.raises(ClientError) as refused:
        ecr.describe_images(repositoryName="payroll")
    assert refused.value.response["Error"]["Code"].startswith("AccessDenied")


@pytest.mark.parametrize("stolen", [
    circleci(subject=MAIN.replace("heads/main", "heads/feature")),
    circleci(subject=MAIN.replace("heads/main", "heads/main-2")),
    circleci(subject=MAIN.replace("acme/app", "acme/app-fork")),
    circleci(subject=MAIN.replace(PROJECT, OTHER)),
    circleci(audience=OTHER),
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
