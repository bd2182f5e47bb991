"""What AWS wants beside the action that is called: the dependent actions of the service authorization reference."""

import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import change_set, create
from emulator import DEV, REGION, SECURITY, STAGE, credentials_of
from test_server import act_in, allow, trust

_BOOTSTRAP = Path(__file__).parents[2] / "bootstrap"


def clients(emulator, name: str, *actions: str):
    """How to get a client that may do only this."""
    credentials = act_in(emulator, DEV, name, {"Action": list(actions)})
    return lambda service: emulator.client(service, DEV, **credentials)


def test_describeStacks_withoutAName_needsListStacksToo(emulator):
    """DescribeStacks, StackName: "This requires ListStacks and DescribeStacks permissions"."""
    create(emulator.client("cloudformation", DEV), "described", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    some = clients(emulator, "describes-some", "cloudformation:DescribeStacks")("cloudformation")
    every = clients(emulator, "describes-all", "cloudformation:DescribeStacks", "cloudformation:ListStacks")("cloudformation")

    assert some.describe_stacks(StackName="described")["Stacks"]
    with pytest.raises(ClientError, match="AccessDenied.*cloudformation:ListStacks"):
        some.describe_stacks()
    assert every.describe_stacks()["Stacks"]


def test_launchTemplateVersions_whoseAliasIsResolved_needGetParameters(emulator):
    """EC2's authorization reference: DescribeLaunchTemplateVersions depends on ssm:GetParameters."""
    alias = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    template = emulator.client("ec2", DEV).create_launch_template(
        LaunchTemplateName="aliased", LaunchTemplateData={"ImageId": alias})["LaunchTemplate"]["LaunchTemplateId"]
    reads = clients(emulator, "reads-templates", "ec2:DescribeLaunchTemplateVersions")("ec2")
    resolves = clients(emulator, "resolves-aliases", "ec2:DescribeLaunchTemplateVersions", "ssm:GetParameters")("ec2")

    assert image(reads.describe_launch_template_versions(LaunchTemplateId=template)) == alias
    with pytest.raises(ClientError, match="UnauthorizedOperation.*ssm:GetParameters on resource: arn:aws:ssm:[^:]*::parameter/aws/"):
        reads.describe_launch_template_versions(LaunchTemplateId=template, ResolveAlias=True)
    assert image(resolves.describe_launch_template_versions(LaunchTemplateId=template, ResolveAlias=True)).startswith("ami-")


def image(answer: dict) -> str:
    return answer["LaunchTemplateVersions"][0]["LaunchTemplateData"]["ImageId"]


def test_snapshot_ofADatabaseThatCopiesItsTags_needsAddTagsToResource(emulator):
    """RDS's authorization reference: CreateDBSnapshot depends on rds:AddTagsToResource."""
    rds = emulator.client("rds", DEV)
    for name, copies in (("copies", True), ("keeps", False)):
        rds.create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass="db.t4g.micro", Engine="postgres", AllocatedStorage=20,
            MasterUsername="admin1", MasterUserPassword="not-a-secret", CopyTagsToSnapshot=copies)
    snapshots = clients(emulator, "takes-snapshots", "rds:CreateDBSnapshot")("rds")

    assert snapshots.create_db_snapshot(DBInstanceIdentifier="keeps", DBSnapshotIdentifier="of-keeps")["DBSnapshot"]
    with pytest.raises(ClientError, match="AccessDenied.*rds:AddTagsToResource on resource: .*:snapshot:of-copies"):
        snapshots.create_db_snapshot(DBInstanceIdentifier="copies", DBSnapshotIdentifier="of-copies")


def test_tagsOfWhatIsMade_needCreateTags(emulator):
    """EC2's user guide, tagging on creation: "users must have permission to use the ec2:CreateTags action"."""
    vpc = emulator.client("ec2", DEV).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    makes = clients(emulator, "makes-groups", "ec2:CreateSecurityGroup")("ec2")
    given = {"GroupName": "tagged", "Description": "d", "VpcId": vpc}

    with pytest.raises(ClientError, match=r"ec2:CreateTags on resource: .*:security-group/\*"):
        makes.create_security_group(**given, TagSpecifications=[
            {"ResourceType": "security-group", "Tags": [{"Key": "a", "Value": "b"}]}])
    assert makes.create_security_group(**given)["GroupId"]


def test_flowLogs_deliveredByARole_needPassRole(emulator):
    """EC2's authorization reference: CreateFlowLogs depends on iam:PassRole."""
    vpc = emulator.client("ec2", DEV).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    makes = clients(emulator, "makes-flow-logs", "ec2:CreateFlowLogs")("ec2")

    with pytest.raises(ClientError, match="iam:PassRole on resource: .*:role/delivers"):
        makes.create_flow_logs(
            ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogGroupName="flows",
            DeliverLogsPermissionArn=f"arn:aws:iam::{DEV}:role/delivers")


def of_types(*kinds: str) -> dict:
    return {
        "Parameters": {f"P{number}": {"Type": kind} for number, kind in enumerate(kinds)},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


@pytest.mark.parametrize(("kind", "value", "needed"), [
    ("AWS::EC2::VPC::Id", "vpc-0123abcd", "ec2:DescribeVpcs"),
    ("List<AWS::EC2::Subnet::Id>", "subnet-0123abcd,subnet-0123abce", "ec2:DescribeSubnets"),
    ("AWS::SSM::Parameter::Value<String>", "/estate/x", "ssm:GetParameters"),
])
def test_changeSet_withParametersThatAreLookedUp_needsItsCallerToLook(emulator, kind, value, needed):
    """CreateStack and CreateChangeSet answer so [yugabyte-db 4336, aws-cdk 20959]."""
    name = needed.replace(":", "-")
    may = ("cloudformation:CreateChangeSet", "cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks")
    given = {"Parameters": [{"ParameterKey": "P0", "ParameterValue": value}]}
    emulator.client("ssm", DEV).put_parameter(Name="/estate/x", Value="v", Type="String", Overwrite=True)

    with pytest.raises(ClientError, match=f"ValidationError.*AccessDenied. User doesn't have permission to call {needed}"):
        change_set(clients(emulator, f"without-{name}", *may)("cloudformation"), name, of_types(kind), **given)
    made = change_set(clients(emulator, f"with-{name}", *may, needed)("cloudformation"), name, of_types(kind), **given)
    assert made["Status"] == "CREATE_COMPLETE"


@pytest.fixture(scope="module")
def preview_role(emulator):
    """A client of a service in the role that previews, as bootstrap/ makes it and the hub's function assumes it."""
    hub, account, function, external = STAGE, SECURITY, "plumbline-preview-function", "an-external-id-of-tests"
    iam = emulator.client("iam", hub)
    iam.create_role(RoleName=function, AssumeRolePolicyDocument=trust(f"arn:aws:iam::{hub}:root"))
    iam.put_role_policy(RoleName=function, PolicyName="p", PolicyDocument=allow("sts:AssumeRole"))
    made = create(
        emulator.client("cloudformation", account), "plumbline-member-look", (_BOOTSTRAP / "member-look.yaml").read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in (
            ("HubAccountId", hub), ("HubRegion", REGION), ("ExternalId", external))])
    assert made["StackStatus"] == "CREATE_COMPLETE", made
    caller = credentials_of(emulator.client("sts", hub).assume_role(
        RoleArn=f"arn:aws:iam::{hub}:role/{function}", RoleSessionName="test")["Credentials"])
    return lambda service: emulator.assume(
        f"arn:aws:iam::{account}:role/plumbline-preview", service, caller, ExternalId=external)


def test_previewRole_ofBootstrap_looksAtEveryStackOfAnAccount(preview_role):
    """What Lookups asks for of each target that is not trusted yet."""
    assert preview_role("cloudformation").describe_stacks()["Stacks"]


def test_previewRole_ofBootstrap_previewsTemplatesWhoseParametersAreLookedUp(preview_role):
    kinds = ["AWS::EC2::VPC::Id", "List<AWS::EC2::Subnet::Id>", "AWS::EC2::SecurityGroup::Id"]
    values = ["vpc-0123abcd", "subnet-0123abcd", "sg-0123abcd"]

    made = change_set(
        preview_role("cloudformation"), "estate-previewed", json.dumps(of_types(*kinds)), name="plumbline-preview-1",
        Parameters=[{"ParameterKey": f"P{number}", "ParameterValue": value} for number, value in enumerate(values)])

    assert made["Status"] == "CREATE_COMPLETE"
