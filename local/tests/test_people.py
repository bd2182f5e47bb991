"""Users and groups that stacks make are those that IAM decides by, and a second factor counts only with its code."""

import time
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import create
from emulator import DEV, PROD, SECURITY, credentials_of

from plumbline_local import mfa

_BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
_ALICE = "alice.smith"
_ANYTHING = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'


def deploy(emulator, account: str, stack: str, blueprint: str, **parameters: str) -> None:
    """Deploy a built-in blueprint as an account's administrator."""
    create(
        emulator.client("cloudformation", account), stack, (_BLUEPRINTS / blueprint / "1.0.0.yaml").read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])


@pytest.fixture(scope="module")
def device(emulator):
    """Alice, a developer who may work in dev alone, and what her device shows."""
    for account in (DEV, PROD, SECURITY):
        emulator.client("iam", account).create_policy(
            PolicyName="plumbline-boundary", PolicyDocument=_ANYTHING)
    for account in (DEV, PROD):
        deploy(emulator, account, "people-roles", "iam-roles", SecurityAccountId=SECURITY, DeveloperHours="2")
    deploy(emulator, SECURITY, "people", "iam-users", DeveloperAccountIds=DEV, AdministratorAccountIds=f"{DEV},{PROD}")
    deploy(emulator, SECURITY, "people-alice", "iam-user", UserName=_ALICE, EverybodyGroup="people", Groups="developer")
    alice = as_alice(emulator, "iam")
    made = alice.create_virtual_mfa_device(VirtualMFADeviceName=_ALICE)["VirtualMFADevice"]
    shown = Device(made["SerialNumber"], made["Base32StringSeed"].decode())
    alice.enable_mfa_device(
        UserName=_ALICE, SerialNumber=shown.serial, AuthenticationCode1=shown.code(), AuthenticationCode2=shown.code(1))
    return shown


class Device:
    """A phone with an app for codes."""

    def __init__(self, serial: str, seed: str):
        self.serial = serial
        self._seed = seed

    def code(self, steps: int = 0) -> str:
        return mfa.code(self._seed, time.time(), steps)

    def given(self) -> dict[str, str]:
        return {"SerialNumber": self.serial, "TokenCode": self.code()}


_keys: dict[str, str] = {}


def as_alice(emulator, service: str, **session: str):
    """A client that signs with an access key of hers, which stands in for her password here."""
    if session:
        return emulator.client(service, SECURITY, **session)
    if not _keys:
        made = emulator.client("iam", SECURITY).create_access_key(UserName=_ALICE)["AccessKey"]
        _keys.update(aws_access_key_id=made["AccessKeyId"], aws_secret_access_key=made["SecretAccessKey"])
    return emulator.client(service, SECURITY, **_keys)


def take(emulator, role: str, account: str = DEV, **factor: str) -> dict:
    return as_alice(emulator, "sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/estate/{role}", RoleSessionName="alice", **factor)


def refused(call, *arguments, **options) -> str:
    with pytest.raises(ClientError) as refusal:
        call(*arguments, **options)
    return refusal.value.response["Error"]["Code"]


def test_role_withTheCodeOfTheDevice_isTaken(emulator, device):
    session = take(emulator, "developer", **device.given())
    me = emulator.client("sts", DEV, **credentials_of(session["Credentials"])).get_caller_identity()
    assert me["Arn"] == f"arn:aws:sts::{DEV}:assumed-role/developer/alice"


@pytest.mark.parametrize("factor", [{}, {"TokenCode": "000000"}, {"SerialNumber": f"arn:aws:iam::{SECURITY}:mfa/bob"}])
def test_role_withoutTheRightCode_isRefused(emulator, device, factor):
    given = {**device.given(), **factor} if factor else {}
    assert refused(take, emulator, "developer", **given) == "AccessDenied"


@pytest.mark.parametrize(("role", "account"), [("administrator", DEV), ("deploy", DEV), ("developer", PROD)])
def test_role_ofAnotherGroupOrAccount_isRefused(emulator, device, role, account):
    assert refused(take, emulator, role, account, **device.given()) == "AccessDenied"


def test_role_takenFromOutsideTheSecurityAccount_isRefused(emulator, device):
    sts = emulator.client("sts", PROD)
    assert refused(
        sts.assume_role, RoleArn=f"arn:aws:iam::{DEV}:role/estate/read-only", RoleSessionName="somebody") == "AccessDenied"


def test_user_withoutMfa_looksAfterTheirMfaAndNothingElse(emulator, device):
    iam = as_alice(emulator, "iam")
    assert iam.get_user(UserName=_ALICE)["User"]["UserName"] == _ALICE
    assert refused(iam.list_groups_for_user, UserName=_ALICE) == "AccessDenied"
    assert refused(iam.deactivate_mfa_device, UserName=_ALICE, SerialNumber=device.serial) == "AccessDenied"
    assert refused(iam.create_access_key, UserName=_ALICE) == "AccessDenied"


def test_user_withMfa_looksAfterThemselvesAndNobodyElse(emulator, device):
    session = as_alice(emulator, "sts").get_session_token(**device.given())
    iam = as_alice(emulator, "iam", **credentials_of(session["Credentials"]))
    assert {g["GroupName"] for g in iam.list_groups_for_user(UserName=_ALICE)["Groups"]} == {"people", "developer"}
    assert refused(iam.list_users) == "AccessDenied"
    assert refused(iam.create_access_key, UserName=_ALICE) == "AccessDenied"


def test_developer_operating_readsNoSecret(emulator, device):
    secrets = emulator.client("secretsmanager", DEV)
    secrets.create_secret(Name="not-for-developers", SecretString="hidden")
    session = credentials_of(take(emulator, "developer", **device.given())["Credentials"])
    theirs = emulator.client("secretsmanager", DEV, **session)
    assert theirs.describe_secret(SecretId="not-for-developers")["Name"] == "not-for-developers"
    assert refused(theirs.get_secret_value, SecretId="not-for-developers").startswith("AccessDenied")


def test_group_readThroughCloudControl_isWhatIamDecidesBy(emulator, device):
    iam = emulator.client("iam", SECURITY)
    control = emulator.client("cloudcontrol", SECURITY)

    def policies() -> str:
        return control.get_resource(
            TypeName="AWS::IAM::Group", Identifier="developer")["ResourceDescription"]["Properties"]

    assert "role/estate/developer" in policies()
    iam.put_group_policy(GroupName="developer", PolicyName="more", PolicyDocument=_ANYTHING)
    try:
        assert '"more"' in policies()
    finally:
        iam.delete_group_policy(GroupName="developer", PolicyName="more")


def test_billing_policyOfAws_isWholeAndOfBillsAlone(emulator):
    iam = emulator.client("iam", DEV)
    arn = "arn:aws:iam::aws:policy/job-function/Billing"
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    [statement] = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]["Statement"]
    assert {"budgets:ViewBudget", "ce:GetCostAndUsage", "cur:DescribeReportDefinitions", "payments:MakePayment", "tax:GetTaxRegistration",
            "aws-portal:*Billing"} <= set(statement["Action"])
    assert {action.split(":")[0] for action in statement["Action"]} == {
        "account", "aws-portal", "billing", "budgets", "ce", "consolidatedbilling", "cur", "freetier", "invoicing", "mapcredits", "payments",
        "pricing", "purchase-orders", "support", "sustainability", "tax"}
