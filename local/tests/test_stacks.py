"""Stacks take time, fail when told to, and act with their service role."""

import json
import re

import pytest
from botocore.exceptions import ClientError
from deploy import change_set, create, ended
from emulator import DEV, HUB, REGION, STAGE, eventually


def parameters(**values: str) -> dict:
    """A template of SSM parameters, each after the one before."""
    names = list(values)
    return {"Resources": {
        name: {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": value},
            **({"DependsOn": names[names.index(name) - 1]} if names.index(name) else {}),
        } for name, value in values.items()}}


@pytest.fixture
def cloudformation(emulator):
    return emulator.client("cloudformation", DEV)


def test_stack_thatTakesTime_isInProgressFirst(emulator, cloudformation):
    emulator.control("POST", "faults", stackSeconds=0.3)
    cloudformation.create_stack(StackName="slow", TemplateBody=json.dumps(parameters(A="1")))

    [stack] = cloudformation.describe_stacks(StackName="slow")["Stacks"]
    assert stack["StackStatus"] == "CREATE_IN_PROGRESS"
    with pytest.raises(ClientError, match="is in CREATE_IN_PROGRESS state and can not be deleted"):
        cloudformation.delete_stack(StackName="slow")
    assert ended(cloudformation, "slow")["StackStatus"] == "CREATE_COMPLETE"
    cloudformation.delete_stack(StackName="slow")
    eventually(lambda: "DELETE_IN_PROGRESS" in {
        s["StackStatus"] for s in cloudformation.describe_stacks(StackName=stack["StackId"])["Stacks"]})


def test_create_resourceFails_rollsBackAndRefusesUpdates(emulator, cloudformation):
    emulator.control("POST", "faults", resources=[{"account": DEV, "stack": "failing", "logicalId": "B"}])

    stack = create(cloudformation, "failing", parameters(A="1", B="2"))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        change_set(cloudformation, "failing", parameters(A="2"), kind="UPDATE")
    with pytest.raises(ClientError, match="already exists and cannot be created again"):
        change_set(cloudformation, "failing", parameters(A="2"), kind="CREATE")


def test_update_rollbackFails_isContinuedWhenItCanBe(emulator, cloudformation):
    create(cloudformation, "stuck", parameters(A="1", B="1"))
    emulator.control("POST", "faults", resources=[
        {"stack": "stuck", "logicalId": "B", "operation": "update"},
        {"stack": "stuck", "logicalId": "A", "operation": "revert", "count": 2}])

    cloudformation.update_stack(StackName="stuck", TemplateBody=json.dumps(parameters(A="2", B="2")))
    assert ended(cloudformation, "stuck")["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    cloudformation.continue_update_rollback(StackName="stuck")
    assert ended(cloudformation, "stuck")["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    cloudformation.continue_update_rollback(StackName="stuck")

    assert ended(cloudformation, "stuck")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"


def test_changeSet_executed_isNamedByTheStackAndDropsTheOthers(cloudformation):
    first = change_set(cloudformation, "sets", parameters(A="1"), name="first")
    second = change_set(cloudformation, "sets", parameters(A="2"), name="second")
    assert first["StackId"] == second["StackId"]
    [review] = cloudformation.describe_stacks(StackName="sets")["Stacks"]
    assert review["StackStatus"] == "REVIEW_IN_PROGRESS"

    for _ in range(2):
        cloudformation.execute_change_set(
            StackName="sets", ChangeSetName="first", ClientRequestToken="plumbline-run-stack")

    stack = ended(cloudformation, "sets")
    assert stack["ChangeSetId"] == first["ChangeSetId"]
    with pytest.raises(cloudformation.exceptions.ChangeSetNotFoundException):
        cloudformation.describe_change_set(StackName="sets", ChangeSetName="second")
    with pytest.raises(cloudformation.exceptions.InvalidChangeSetStatusException):
        cloudformation.execute_change_set(StackName="sets", ChangeSetName="first", ClientRequestToken="other")
    events = cloudformation.describe_stack_events(StackName="sets")["StackEvents"]
    executed = [e for e in events if e["ResourceStatus"] == "CREATE_COMPLETE"]
    assert {e["ClientRequestToken"] for e in executed} == {"plumbline-run-stack"}


def test_stack_updated_tellsWhenToAFractionOfASecond(cloudformation):
    created = create(cloudformation, "timed", parameters(A="1"))
    assert "LastUpdatedTime" not in created

    times = [created["CreationTime"]]
    for value in "23":
        cloudformation.update_stack(StackName="timed", TemplateBody=json.dumps(parameters(A=value)))
        updated = ended(cloudformation, "timed")
        assert updated["CreationTime"] == created["CreationTime"]
        times.append(updated["LastUpdatedTime"])

    assert times == sorted(set(times))
    assert any(moment.microsecond for moment in times)


def test_stack_underReview_isNotUpdatedUntilItsChangeSetIsExecuted(cloudformation):
    change_set(cloudformation, "reviewed", parameters(A="1"))
    assert "LastUpdatedTime" not in cloudformation.describe_stacks(StackName="reviewed")["Stacks"][0]

    cloudformation.execute_change_set(StackName="reviewed", ChangeSetName="change")

    stack = ended(cloudformation, "reviewed")
    assert stack["LastUpdatedTime"] >= stack["CreationTime"]


def test_changeSet_repeatedToken_answersTheSame(cloudformation):
    made = [
        cloudformation.create_change_set(
            StackName="repeated", ChangeSetName="once", ChangeSetType="CREATE", ClientToken="token",
            TemplateBody=json.dumps(parameters(A="1")))["Id"] for _ in range(2)]

    assert made[0] == made[1]


def test_changeSet_withoutChanges_fails(cloudformation):
    create(cloudformation, "same", parameters(A="1"))

    described = change_set(cloudformation, "same", parameters(A="1"), kind="UPDATE")

    assert described["Status"] == "FAILED"
    assert "didn't contain changes" in described["StatusReason"]


def test_changeSet_newStackWithoutAnyResource_failsLikeOneWithoutChangesAndLeavesTheShell(cloudformation):
    """A change set of type CREATE leaves its stack in REVIEW_IN_PROGRESS until it is executed (CreateChangeSet)."""
    template = {"Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}, **parameters(A="1")}
    template["Resources"]["A"]["Condition"] = "Never"

    made = change_set(cloudformation, "nothing", template, kind="CREATE")

    assert made["Status"] == "FAILED"
    assert "didn't contain changes" in made["StatusReason"]
    [stack] = cloudformation.describe_stacks(StackName="nothing")["Stacks"]
    assert stack["StackStatus"] == "REVIEW_IN_PROGRESS"


def test_parameter_commaDelimitedList_mayBeEmptyAndHaveEmptyItems(cloudformation):
    """One string more than there are commas, each trimmed (user guide, Parameters)."""
    template = {
        "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "x"}}, **parameters(A="1"),
        "Outputs": {"Names": {"Value": {"Fn::Join": ["|", {"Ref": "Names"}]}}}}
    for name, given, joined in (("items", "a,, b", "a||b"), ("empty", "", "")):
        cloudformation.create_stack(
            StackName=f"list-{name}", TemplateBody=json.dumps(template),
            Parameters=[{"ParameterKey": "Names", "ParameterValue": given}])

        assert ended(cloudformation, f"list-{name}")["Outputs"][0]["OutputValue"] == joined


def test_changeSet_nameIsTaken_failsAndSaysOfWhichResourceInItsEvents(emulator, cloudformation):
    emulator.client("s3", DEV).create_bucket(
        Bucket="taken-by-hand", CreateBucketConfiguration={"LocationConstraint": REGION})
    template = {"Resources": {"Store": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "taken-by-hand"}}}}

    described = change_set(cloudformation, "taken", template, kind="CREATE")

    assert described["Status"] == "FAILED"
    assert "AWS::EarlyValidation::ResourceExistenceCheck" in described["StatusReason"]
    [event] = cloudformation.describe_events(
        ChangeSetName=described["ChangeSetId"], Filters={"FailedEvents": True})["OperationEvents"]
    assert (event["EventType"], event["LogicalResourceId"]) == ("VALIDATION_ERROR", "Store")
    assert "'taken-by-hand' already exists" in event["ValidationStatusReason"]


def test_changeSet_ofTheStackThatHasTheName_isExecutable(cloudformation):
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "had-by-the-stack"}}
    create(cloudformation, "having", {"Resources": {"Store": bucket}})

    described = change_set(
        cloudformation, "having", {"Resources": {"Store": bucket, **parameters(A="1")["Resources"]}}, kind="UPDATE")

    assert described["Status"] == "CREATE_COMPLETE"
    with pytest.raises(ClientError, match="does not exist"):
        cloudformation.describe_events(StackName="having", ChangeSetName="not-there")


def test_changeSet_onlyAnOutputChanges_isExecutable(cloudformation):
    create(cloudformation, "outputs", parameters(A="1"))

    described = change_set(
        cloudformation, "outputs", {**parameters(A="1"), "Outputs": {"O": {"Value": "o"}}}, kind="UPDATE")

    assert (described["Status"], described["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")


def test_changeSet_thatTakesTime_isNotReadyAtOnce(emulator, cloudformation):
    emulator.control("POST", "faults", changeSetSeconds=0.3)
    cloudformation.create_change_set(
        StackName="later", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=json.dumps(parameters(A="1")))

    described = cloudformation.describe_change_set(StackName="later", ChangeSetName="c")
    assert described["Status"] == "CREATE_IN_PROGRESS"
    with pytest.raises(cloudformation.exceptions.InvalidChangeSetStatusException):
        cloudformation.execute_change_set(StackName="later", ChangeSetName="c")
    eventually(lambda: cloudformation.describe_change_set(
        StackName="later", ChangeSetName="c")["ExecutionStatus"] == "AVAILABLE")


def test_changeSet_asked_showsValuesBeforeAndAfter(cloudformation):
    create(cloudformation, "values", parameters(A="old <1>"))
    change_set(cloudformation, "values", parameters(A="new & 2"), kind="UPDATE")

    described = cloudformation.describe_change_set(
        StackName="values", ChangeSetName="change", IncludePropertyValues=True)

    [change] = [c["ResourceChange"] for c in described["Changes"]]
    assert json.loads(change["BeforeContext"])["Properties"]["Value"] == "old <1>"
    assert json.loads(change["AfterContext"])["Properties"]["Value"] == "new & 2"
    [target] = [d["Target"] for d in change["Details"]]
    assert (target["Path"], target["BeforeValue"], target["AfterValue"]) == ("/Properties/Value", "old <1>", "new & 2")
    assert target["AttributeChangeType"] == "Modify"


# --- what a change set says, and what becomes of it ---

def network(**vpc) -> dict:
    """A VPC with a subnet that one parameter takes away, and a log group beside it."""
    return {
        "Parameters": {"Subnets": {"Type": "String", "Default": "some"}},
        "Conditions": {"HasSubnets": {"Fn::Equals": [{"Ref": "Subnets"}, "some"]}},
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16", **vpc}},
            "Subnet": {"Type": "AWS::EC2::Subnet", "Condition": "HasSubnets", "Properties": {
                "VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
        },
    }


def changes(cloudformation, stack: str, template: dict, **options) -> dict[str, dict]:
    """The changes of a new change set by logical id."""
    described = change_set(cloudformation, stack, template, kind="UPDATE", **options)
    return {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in described["Changes"]}


def parameter(value: str) -> list[dict]:
    return [{"ParameterKey": "Subnets", "ParameterValue": value}]


# CloudFormation's guide, "Pseudo parameters": they are used "as if they were parameters", in conditions too.
def test_condition_ofPseudoParameters_holdsWhereTheStackIs(emulator, cloudformation):
    def equals(pseudo: str, value: str) -> dict:
        return {"Fn::Equals": [{"Ref": pseudo}, value]}
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "a"}}
    create(cloudformation, "pseudo", {
        "Conditions": {"Here": {"Fn::And": [equals("AWS::AccountId", DEV), equals("AWS::Region", REGION), equals("AWS::Partition", "aws")]},
                       "There": {"Fn::Or": [equals("AWS::AccountId", HUB), equals("AWS::Region", "us-east-1")]}},
        "Resources": {"Here": {**parameter, "Condition": "Here"}, "There": {**parameter, "Condition": "There"}}})

    made = cloudformation.describe_stack_resources(StackName="pseudo")["StackResources"]
    assert [each["LogicalResourceId"] for each in made] == ["Here"]


def test_changeSet_conditionTurns_removesAndAddsTheResource(emulator, cloudformation):
    create(cloudformation, "turning", network())
    ec2 = emulator.client("ec2", DEV)
    [subnet] = [r["PhysicalResourceId"] for r in cloudformation.describe_stack_resources(
        StackName="turning", LogicalResourceId="Subnet")["StackResources"]]

    removed = changes(cloudformation, "turning", network(), Parameters=parameter("none"))

    assert {name: c["Action"] for name, c in removed.items()} == {"Subnet": "Remove"}
    assert removed["Subnet"]["PhysicalResourceId"] == subnet
    assert (removed["Subnet"]["Scope"], removed["Subnet"]["Details"]) == ([], [])
    cloudformation.execute_change_set(StackName="turning", ChangeSetName="change")
    assert ended(cloudformation, "turning")["StackStatus"] == "UPDATE_COMPLETE"
    assert subnet not in {s["SubnetId"] for s in ec2.describe_subnets()["Subnets"]}
    added = changes(cloudformation, "turning", network(), name="back", Parameters=parameter("some"))
    assert {name: c["Action"] for name, c in added.items()} == {"Subnet": "Add"}
    described = cloudformation.describe_change_set(
        StackName="turning", ChangeSetName="back", IncludePropertyValues=True)
    [change] = [c["ResourceChange"] for c in described["Changes"]]
    assert "BeforeContext" not in change
    assert json.loads(change["AfterContext"])["Properties"]["CidrBlock"] == "10.0.0.0/24"


def test_changeSet_resourceLeavesTheTemplate_removesIt(cloudformation):
    create(cloudformation, "leaving", parameters(A="1", B="2"))

    assert {name: c["Action"] for name, c in changes(cloudformation, "leaving", parameters(A="1")).items()} == {
        "B": "Remove"}


def test_changeSet_createOnlyProperty_replacesAndWhatRefersToIt(cloudformation):
    create(cloudformation, "replacing", network())

    found = changes(cloudformation, "replacing", network(CidrBlock="10.1.0.0/16", EnableDnsSupport=False))

    vpc, subnet = found["Vpc"], found["Subnet"]
    assert (vpc["Replacement"], subnet["Replacement"]) == ("True", "True")
    assert vpc["Scope"] == ["Properties"]
    targets = {d["Target"]["Name"]: (d["Target"]["RequiresRecreation"], d["Evaluation"]) for d in vpc["Details"]}
    assert targets == {"CidrBlock": ("Always", "Static"), "EnableDnsSupport": ("Never", "Static")}
    assert ("ResourceReference", "Vpc") in {(d["ChangeSource"], d.get("CausingEntity")) for d in subnet["Details"]}


def test_changeSet_valueKnownOnlyAfterwards_replacesConditionally(cloudformation):
    def template(value: str) -> dict:
        return {"Resources": {
            "Source": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}},
            "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {
                "LogGroupName": {"Fn::GetAtt": ["Source", "Value"]}}}}}
    create(cloudformation, "unknown", template("/one"))

    found = changes(cloudformation, "unknown", template("/two"))

    assert (found["Source"]["Replacement"], found["Logs"]["Replacement"]) == ("False", "Conditional")
    assert {(d["Target"]["RequiresRecreation"], d["Evaluation"]) for d in found["Logs"]["Details"]} == {
        ("Always", "Dynamic")}


def test_type_ofAws_thatIsNotPlayed_isRefusedByName(cloudformation):
    with pytest.raises(ClientError, match="not emulated locally: AWS::CloudFormation::StackSet; it deploys on AWS"):
        create(cloudformation, "lacking", {"Resources": {"Set": {
            "Type": "AWS::CloudFormation::StackSet",
            "Properties": {"StackSetName": "s", "PermissionModel": "SERVICE_MANAGED"}}}})


# --- the service role ---

_EXECUTION = f"arn:aws:iam::{STAGE}:role/plumbline-execution"
_BOUNDARY = f"arn:aws:iam::{STAGE}:policy/plumbline-boundary"


def execution_role() -> dict:
    """A service role that may do everything but touch plumbline-* roles, or make a role without the boundary."""
    allow_all = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return {"Resources": {
        "Boundary": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
            "ManagedPolicyName": "plumbline-boundary",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [allow_all]}}},
        "Provision": {"Type": "AWS::IAM::Role", "Properties": {
            "RoleName": "plumbline-provision", "AssumeRolePolicyDocument": trust("cloudformation.amazonaws.com")}},
        "Execution": {"Type": "AWS::IAM::Role", "Properties": {
            "RoleName": "plumbline-execution",
            "AssumeRolePolicyDocument": trust("cloudformation.amazonaws.com"),
            "Policies": [{"PolicyName": "all", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                allow_all,
                {"Effect": "Deny", "Action": "iam:*", "Resource": f"arn:aws:iam::{STAGE}:role/plumbline-*"},
                {"Effect": "Deny", "Action": ["iam:CreateRole", "iam:PutRolePermissionsBoundary"], "Resource": "*",
                 "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": _BOUNDARY}}},
                {"Effect": "Deny", "Action": "sns:CreateTopic", "Resource": "*"},
                {"Effect": "Deny", "Action": "ssm:PutParameter", "NotResource": "arn:aws:ssm:*:*:parameter/estate/*"},
                {"Effect": "Deny", "Action": "iam:CreateOpenIDConnectProvider",
                 "NotResource": f"arn:aws:iam::{STAGE}:oidc-provider/oidc.circleci.com/*"},
            ]}}]}},
    }}


def trust(service: str) -> dict:
    return {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]}


def role(**properties) -> dict:
    return {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": trust("ec2.amazonaws.com"), **properties}}}}


def provider(address: str) -> dict:
    return {"Resources": {"P": {"Type": "AWS::IAM::OIDCProvider", "Properties": {
        "Url": f"https://{address}", "ClientIdList": ["app"], "ThumbprintList": ["0" * 40]}}}}


@pytest.fixture(scope="module")
def stage(emulator):
    cloudformation = emulator.client("cloudformation", STAGE)
    assert create(cloudformation, "roles", execution_role())["StackStatus"] == "CREATE_COMPLETE"
    return cloudformation


@pytest.mark.parametrize(("name", "template", "reason"), [
    ("rewrites-role", role(RoleName="plumbline-provision"), "iam:CreateRole on resource: .*plumbline-provision"),
    ("adds-policy", {"Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {
        "PolicyName": "more", "Roles": ["plumbline-provision"], "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}}}},
     "iam:PutRolePolicy on resource: .*role/plumbline-provision"),
    ("no-boundary", role(RoleName="free"), "iam:CreateRole"),
    ("other-type", {"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}, "sns:CreateTopic"),
    ("other-provider", provider("token.example.com"),
     "iam:CreateOpenIDConnectProvider on resource: arn:aws:iam::.*:oidc-provider/token.example.com"),
])
def test_template_beyondTheServiceRole_failsAndRollsBack(stage, name, template, reason):
    stack = create(stage, name, template, RoleARN=_EXECUTION)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert stack["RoleARN"] == _EXECUTION
    reasons = " ".join(
        e.get("ResourceStatusReason", "") for e in stage.describe_stack_events(StackName=name)["StackEvents"])
    assert re.search(reason, reasons), reasons


def test_template_withinTheServiceRole_isDeployed(stage):
    stack = create(stage, "bounded", role(RoleName="app", PermissionsBoundary=_BOUNDARY), RoleARN=_EXECUTION)

    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_template_ofATypeWhoseResourcesMayBeAllowed_isDeployed(stage):
    """Which one it names is not looked at: only a Deny of every resource counts."""
    assert create(stage, "some-parameter", parameters(A="1"), RoleARN=_EXECUTION)["StackStatus"] == "CREATE_COMPLETE"


def test_oidcProvider_withinTheServiceRole_isNamedByItsAddress(stage):
    stack = create(stage, "provider", provider("oidc.circleci.com/org/1"), RoleARN=_EXECUTION)

    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_serviceRole_thatCloudFormationMayNotAssume_isRefused(emulator, stage):
    emulator.client("iam", STAGE).create_role(
        RoleName="other", AssumeRolePolicyDocument=json.dumps(trust("ec2.amazonaws.com")))

    with pytest.raises(ClientError, match="invalid or cannot be assumed"):
        create(stage, "untrusted", parameters(A="1"), RoleARN=f"arn:aws:iam::{STAGE}:role/other")


# --- templates in the hub's bucket ---

def test_template_inTheHubsBucket_needsItsPolicy(emulator, cloudformation):
    s3 = emulator.client("s3", HUB)
    s3.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="templates", Key="templates/a.json", Body=json.dumps(parameters(A="1")))
    url = f"https://templates.s3.{REGION}.amazonaws.com/templates/a.json"

    with pytest.raises(ClientError, match="Access Denied"):
        cloudformation.create_stack(StackName="from-hub", TemplateURL=url)
    s3.put_bucket_policy(Bucket="templates", Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::templates/*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-plumbline01"}}}]}))
    cloudformation.create_stack(StackName="from-hub", TemplateURL=url)

    assert ended(cloudformation, "from-hub")["StackStatus"] == "CREATE_COMPLETE"
