"""The emulator as a process: its organisation, its state between runs, its faults and counts, and what it refuses."""

import inspect
import json

import pytest
from botocore.exceptions import ClientError
from deploy import create, ended, outputs
from emulator import DEV, HUB, MANAGEMENT, PROD, REGION, STAGE, Emulator, credentials_of

_WINDOW = {
    "Resources": {"Window": {"Type": "AWS::SSM::MaintenanceWindow", "Properties": {
        "Name": "patching", "AllowUnassociatedTargets": True, "Cutoff": 1, "Duration": 2, "Schedule": "rate(1 day)"}}},
    "Outputs": {"Id": {"Value": {"Ref": "Window"}}},
}


def trust(principal: str, **condition: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": principal},
        **({"Condition": condition} if condition else {})}]})


def allow(action: str) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": action, "Resource": "*"}]})


def test_organization_started_hasTheFiveAccounts(emulator):
    organizations = emulator.client("organizations", "999999999999")

    assert organizations.describe_organization()["Organization"]["Id"] == "o-plumbline01"
    names = {account["Name"] for account in organizations.list_accounts()["Accounts"]}
    assert {"dev", "stage", "prod", "security", "shared-services"} <= names


def test_role_ofAMember_isAssumedOnlyAsItsTrustSays(emulator):
    hub, stage = emulator.client("iam", HUB), emulator.client("iam", STAGE)
    for name in ("plumbline-plan-function", "plumbline-other-function"):
        hub.create_role(RoleName=name, AssumeRolePolicyDocument=trust(f"arn:aws:iam::{HUB}:root"))
        hub.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow("sts:AssumeRole"))
    stage.create_role(RoleName="plumbline-plan", AssumeRolePolicyDocument=trust(
        f"arn:aws:iam::{HUB}:root",
        ArnEquals={"aws:PrincipalArn": f"arn:aws:iam::{HUB}:role/plumbline-plan-function"},
        StringEquals={"sts:ExternalId": "secret", "aws:PrincipalOrgID": "o-plumbline01"}))
    stage.put_role_policy(RoleName="plumbline-plan", PolicyName="p", PolicyDocument=allow("ec2:DescribeVpcs"))
    role = f"arn:aws:iam::{STAGE}:role/plumbline-plan"

    def function(name: str) -> dict[str, str]:
        admin = {"aws_access_key_id": HUB, "aws_secret_access_key": "test"}
        session = emulator.client("sts", **admin).assume_role(
            RoleArn=f"arn:aws:iam::{HUB}:role/{name}", RoleSessionName="function")["Credentials"]
        return credentials_of(session)

    ec2 = emulator.assume(role, "ec2", function("plumbline-plan-function"), ExternalId="secret")
    ec2.describe_vpcs()
    with pytest.raises(ClientError):
        ec2.describe_subnets()
    for name, external_id in (("plumbline-plan-function", "guess"), ("plumbline-other-function", "secret")):
        with pytest.raises(ClientError, match="AccessDenied"):
            emulator.assume(role, "ec2", function(name), ExternalId=external_id)


@pytest.mark.parametrize(("account", "may"), [(STAGE, True), ("666666666666", False)])
def test_role_outsideTheOrganisation_isNotAssumedByWhoeverIsHeldToIt(emulator, account, may):
    """aws:ResourceOrgID: "included in the request context only if the account that owns the resource is a member of an organization"."""
    emulator.client("iam", account).create_role(RoleName="anyones", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{HUB}:root"))
    caller = act_in(emulator, HUB, f"held-{account}", {
        "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-plumbline01"}}})

    if may:
        emulator.assume(f"arn:aws:iam::{account}:role/anyones", "ec2", caller)
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            emulator.assume(f"arn:aws:iam::{account}:role/anyones", "ec2", caller)


def test_actionWithoutResourceOrganisation_isNotAllowedByIt(emulator):
    """EventBridge, all actions: "This global condition key does not support the following actions"."""
    held = {"StringEquals": {"aws:ResourceOrgID": "o-plumbline01"}}
    caller = act_in(emulator, PROD, "held-events", {"Action": ["events:PutEvents", "sqs:CreateQueue"], "Condition": held})

    emulator.client("sqs", **caller).create_queue(QueueName="of-the-organisation")
    with pytest.raises(ClientError, match="AccessDenied"):
        emulator.client("events", **caller).put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": "{}"}])


def act_in(emulator, account: str, name: str, statement: dict) -> dict[str, str]:
    """Credentials of a new role whose only permission is the statement."""
    iam = emulator.client("iam", account)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(f"arn:aws:iam::{account}:root"))
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", **statement}]}))
    return credentials_of(emulator.client("sts", account).assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/{name}", RoleSessionName="test")["Credentials"])


@pytest.mark.parametrize(("key", "allowed"), [("REF#main", True), ("RUN#1", False)])
def test_dynamodb_leadingKeys_limitWhatIsRead(emulator, key, allowed):
    emulator.client("dynamodb", PROD).create_table(
        TableName=f"ledger-{allowed}", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    dynamodb = emulator.client("dynamodb", **act_in(emulator, PROD, f"reader-{allowed}", {
        "Action": ["dynamodb:GetItem", "dynamodb:Query"],
        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["REF#*"]}}}))
    reads = (
        lambda: dynamodb.get_item(TableName=f"ledger-{allowed}", Key={"pk": {"S": key}}),
        lambda: dynamodb.query(
            TableName=f"ledger-{allowed}", KeyConditionExpression="#k = :k",
            ExpressionAttributeNames={"#k": "pk"}, ExpressionAttributeValues={":k": {"S": key}}))

    for read in reads:
        if allowed:
            read()
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                read()


def test_bucket_policy_seesTlsRoleAndAccount(emulator):
    s3 = emulator.client("s3", PROD)
    s3.create_bucket(Bucket="private", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="private", Key="k", Body=b"v")
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::private/*"}
    s3.put_bucket_policy(Bucket="private", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {**denied, "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {**denied, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/plan-*"}}}]}))
    statement = {"Action": "s3:GetObject", "Condition": {"StringEquals": {"s3:ResourceAccount": PROD}}}

    plan = emulator.client("s3", **act_in(emulator, PROD, "plan-role", statement))
    other = emulator.client("s3", **act_in(emulator, PROD, "other-role", statement))

    assert plan.get_object(Bucket="private", Key="k")["Body"].read() == b"v"
    with pytest.raises(ClientError, match="AccessDenied"):
        other.get_object(Bucket="private", Key="k")


def test_requests_served_areCountedByAccountServiceActionAndRole(emulator):
    emulator.control("POST", "requests/reset")
    emulator.client("cloudformation", DEV).list_stacks()
    emulator.client("cloudformation", DEV).list_stacks()

    assert emulator.control("GET", "requests")["requests"] == [
        {"account": DEV, "service": "cloudformation", "action": "ListStacks", "principal": "root", "count": 2}]


@pytest.mark.parametrize(("service", "call", "code"), [
    ("cloudformation", "list_stacks", "Throttling"),
    ("stepfunctions", "list_state_machines", "ThrottlingException"),
    ("ec2", "describe_vpcs", "RequestLimitExceeded"),
])
def test_service_throttled_answersInItsOwnWords(emulator, service, call, code):
    emulator.control("POST", "faults", throttle={"*": 1.0})

    with pytest.raises(ClientError) as throttled:
        getattr(emulator.client(service, DEV), call)()

    assert throttled.value.response["Error"]["Code"] == code


def test_throttling_seeded_isTheSameAgain(emulator):
    sts = emulator.client("sts", DEV)

    def answers() -> list[bool]:
        emulator.control("POST", "faults", seed=42, throttle={"sts": 0.3})
        seen = []
        for _ in range(20):
            try:
                sts.get_caller_identity()
                seen.append(True)
            except ClientError:
                seen.append(False)
        return seen

    first = answers()
    assert first == answers()
    assert {True, False} == set(first)


def test_faults_unknown_areRefused(emulator):
    with pytest.raises(Exception, match="400"):
        emulator.control("POST", "faults", colour="red")


def test_state_keptOverARestart(tmp_path, host):
    state = tmp_path / "state"
    with Emulator(state, host.port) as first:
        cloudformation = first.client("cloudformation", DEV)
        [window] = outputs(create(cloudformation, "window", _WINDOW)).values()
        s3 = first.client("s3", DEV)
        s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="kept", Key="k", Body=b"v")
        first.control("POST", "offers", nodeRelease="1.52.0-abc", missingPatches=3)
        first.control("POST", "registrar", domain="kept.example", nameServers=["ns-1.example"])
        first.client("guardduty", MANAGEMENT).enable_organization_admin_account(AdminAccountId=DEV)
        first.control("POST", "faults", stackSeconds=60)
        cloudformation.create_stack(StackName="stopped", TemplateBody=json.dumps(_WINDOW))

    with Emulator(state, host.port) as second:
        cloudformation = second.client("cloudformation", DEV)
        read = second.client("cloudcontrol", DEV).get_resource(
            TypeName="AWS::SSM::MaintenanceWindow", Identifier=window)
        assert json.loads(read["ResourceDescription"]["Properties"])["Name"] == "patching"
        assert second.client("s3", DEV).get_object(Bucket="kept", Key="k")["Body"].read() == b"v"
        assert second.control("GET", "registrar") == {"domains": {"kept.example": ["ns-1.example"]}}
        [administrator] = second.client("guardduty", MANAGEMENT).list_organization_admin_accounts()["AdminAccounts"]
        assert administrator["AdminAccountId"] == DEV
        assert ended(cloudformation, "stopped")["StackStatus"] == "CREATE_FAILED"
        newest = second.client("ssm", DEV).get_parameter(
            Name="/aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_version")
        assert newest["Parameter"]["Value"] == "1.52.0-abc", "what was released stays"
        cloudformation.update_stack(StackName="window", TemplateBody=json.dumps({
            **_WINDOW, "Resources": {"Window": {**_WINDOW["Resources"]["Window"], "Metadata": {"a": 1}}},
            "Parameters": {"P": {"Type": "String", "Default": "p"}}}))
        assert outputs(ended(cloudformation, "window")) == {"Id": window}


def test_mends_emulatorChanged_refuseToStart():
    from plumbline_local import patching

    mend = patching.Mend("inspect", "getsource", "0" * 12, lambda original: None)
    assert patching.fingerprint(mend.original()) == patching.fingerprint(inspect.getsource) != mend.fingerprint
    patching._mends.append(mend)
    try:
        with pytest.raises(patching.UnknownEmulator, match="inspect.getsource"):
            patching.install()
    finally:
        patching._mends.clear()
