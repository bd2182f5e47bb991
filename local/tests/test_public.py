"""A bucket that blocks public policies takes none that S3's guide calls public ("The meaning of public"), and the control plane's is not."""

import json

import pytest
from botocore.exceptions import ClientError
from deploy import create
from emulator import DEV, HUB, REGION, STAGE, Emulator
from test_templates import control_plane

_FIXED = {"StringEquals": {"aws:PrincipalOrgID": "o-plumbline01"}}
_ACCOUNTS = {"StringEquals": {"aws:PrincipalAccount": [DEV, STAGE]}}
_ROLE = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/plumbline-provision"}}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), 1) as started:
        yield started


def bucket(name: str, principal, condition: dict) -> dict:
    return {"Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}}},
        "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*",
                **({"Condition": condition} if condition else {})}]}}}}}


@pytest.mark.parametrize(("name", "principal", "condition", "status"), [
    ("of-an-organisation", "*", {**_FIXED, **_ROLE}, "CREATE_COMPLETE"),
    ("of-accounts", {"AWS": [DEV, STAGE]}, _ROLE, "CREATE_COMPLETE"),
    ("of-a-service", {"Service": "cloudtrail.amazonaws.com"}, {}, "CREATE_COMPLETE"),
    ("accounts-as-condition", "*", {**_ACCOUNTS, **_ROLE}, "ROLLBACK_COMPLETE"),
    ("roles-of-any-account", {"AWS": "*"}, _ROLE, "ROLLBACK_COMPLETE"),
    ("organisation-like", "*", {"StringLike": {"aws:PrincipalOrgID": "o-*"}}, "ROLLBACK_COMPLETE"),
])
def test_bucketPolicy_underBlockPublicPolicy_isTakenUnlessItIsPublic(emulator, name, principal, condition, status):
    assert create(emulator.client("cloudformation", DEV), name, bucket(name, principal, condition))["StackStatus"] == status


def test_controlPlane_withoutAnOrganisation_trustsTheAccountsAsPrincipals(emulator):
    control_plane(emulator, MemberAccounts=f"{DEV},{STAGE}")

    policy = json.loads(emulator.client("s3", HUB).get_bucket_policy(Bucket=f"plumbline-{HUB}-{REGION}")["Policy"])
    reading = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in reading] == [{"AWS": [DEV, STAGE]}] * 2
    assert [list(each["Condition"]) for each in reading] == [["ArnLike"]] * 2


def test_controlPlane_thatTrustsNobody_isRefusedBeforeAnythingIsMade(tmp_path):
    with Emulator(tmp_path, 1) as other, pytest.raises(ClientError, match="without an organisation the MemberAccounts"):
        control_plane(other, MemberAccounts="")
