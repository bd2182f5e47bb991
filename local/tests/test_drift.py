"""Drift: what was changed or deleted behind a stack's back is found, told, and put back, and nothing else is touched."""

import json
import uuid
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deploy import change_set, create, ended
from emulator import DEV, Emulator

ROOT = Path(__file__).resolve().parent.parent.parent
VPC = (ROOT / "blueprints/vpc/1.0.0.yaml").read_text()
NOTIFICATIONS = (ROOT / "blueprints/notifications/1.0.0.yaml").read_text()
_CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def parameters(**values: str) -> list[dict]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), 1) as started:
        cloudformation = started.client("cloudformation", DEV)
        started.client("sqs", DEV).create_queue(QueueName="alerts")
        create(cloudformation, "notifications", NOTIFICATIONS, Parameters=parameters(
            TopicPrefix="dev", AlarmQueueArn=f"arn:aws:sqs:eu-west-1:{DEV}:alerts"), Tags=[{"Key": "owner", "Value": "us"}])
        create(cloudformation, "network", VPC, Parameters=parameters(
            VpcName="dev", CidrBlock="10.10.0.0/16", Zones="a,b", NatGateways="one", FlowLogRetentionDays="7"))
        yield started


@pytest.fixture
def cloudformation(emulator):
    emulator.control("POST", "faults/clear")
    return emulator.client("cloudformation", DEV)


def physical(cloudformation, stack: str) -> dict[str, str]:
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return {r["LogicalResourceId"]: r["PhysicalResourceId"] for p in pages for r in p["StackResourceSummaries"]}


def drifts(cloudformation, stack: str) -> dict[str, dict]:
    """What plain drift detection finds."""
    detection = cloudformation.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
    status = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
    assert status["DetectionStatus"] == "DETECTION_COMPLETE", status
    found = cloudformation.describe_stack_resource_drifts(
        StackName=stack, StackResourceDriftStatusFilters=["MODIFIED", "DELETED"])
    return {d["LogicalResourceId"]: d for d in found["StackResourceDrifts"]}


def reverting(cloudformation, stack: str, name: str = "revert", **options) -> dict:
    """A drift-aware change set with the stack's own template and parameters."""
    [described] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    options = options or {"UsePreviousTemplate": True}
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName=name, ChangeSetType="UPDATE", DeploymentMode="REVERT_DRIFT",
        Parameters=[{"ParameterKey": p["ParameterKey"], "UsePreviousValue": True}
                    for p in described.get("Parameters", [])], Capabilities=_CAPABILITIES, **options)
    return cloudformation.describe_change_set(StackName=stack, ChangeSetName=name, IncludePropertyValues=True)


def revert(cloudformation, stack: str) -> dict[str, dict]:
    """The changes of a drift-aware change set, once it was executed."""
    described = reverting(cloudformation, stack, f"revert-{uuid.uuid4()}")
    assert described["Status"] == "CREATE_COMPLETE", described.get("StatusReason")
    cloudformation.execute_change_set(StackName=stack, ChangeSetName=described["ChangeSetName"])
    assert ended(cloudformation, stack)["StackStatus"] == "UPDATE_COMPLETE"
    return {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in described["Changes"]}


def alarm(emulator, name: str) -> dict:
    [seen] = emulator.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    wanted = ("AlarmName", "MetricName", "Namespace", "Statistic", "Period", "EvaluationPeriods", "DatapointsToAlarm",
              "ComparisonOperator", "TreatMissingData", "Dimensions", "AlarmActions", "OKActions", "AlarmDescription")
    return {key: seen[key] for key in wanted if key in seen}


MODIFIED = [
    ("network", "Vpc", "EnableDnsHostnames", lambda e, i: e.client("ec2").modify_vpc_attribute(
        VpcId=i["Vpc"], EnableDnsHostnames={"Value": False})),
    ("network", "PublicSubnetA", "Tags", lambda e, i: e.client("ec2").create_tags(
        Resources=[i["PublicSubnetA"]], Tags=[{"Key": "Name", "Value": "somebody's"}])),
    ("network", "NatGatewayA", "Tags", lambda e, i: e.client("ec2").create_tags(
        Resources=[i["NatGatewayA"]], Tags=[{"Key": "Name", "Value": "somebody's"}])),
    ("network", "PublicDefaultRoute", "GatewayId", lambda e, i: e.client("ec2").replace_route(
        RouteTableId=i["PublicRoutes"], DestinationCidrBlock="0.0.0.0/0", NatGatewayId=i["NatGatewayA"])),
    ("network", "PublicInHttps", "RuleAction", lambda e, i: e.client("ec2").replace_network_acl_entry(
        NetworkAclId=i["PublicAcl"], RuleNumber=int(i["PublicInHttps"].split("|")[1]), Protocol="6", RuleAction="deny",
        Egress=False, CidrBlock="0.0.0.0/0", PortRange={"From": 443, "To": 443})),
    ("network", "NatGatewayAPacketsDroppedAlarm", "Threshold", lambda e, i: e.client("cloudwatch").put_metric_alarm(
        **{**alarm(e, i["NatGatewayAPacketsDroppedAlarm"]), "Threshold": 99999.0})),
    ("network", "FlowLogGroup", "RetentionInDays", lambda e, i: e.client("logs").put_retention_policy(
        logGroupName=i["FlowLogGroup"], retentionInDays=1)),
    ("network", "FlowLogRole", "Policies", lambda e, i: e.client("iam").put_role_policy(
        RoleName=i["FlowLogRole"], PolicyName=e.client("iam").list_role_policies(
            RoleName=i["FlowLogRole"])["PolicyNames"][0], PolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))),
    ("notifications", "AlarmTopic", "DisplayName", lambda e, i: e.client("sns").set_topic_attributes(
        TopicArn=i["AlarmTopic"], AttributeName="DisplayName", AttributeValue="somebody's")),
    ("notifications", "Key", "EnableKeyRotation", lambda e, i: e.client("kms").disable_key_rotation(KeyId=i["Key"])),
]


@pytest.mark.parametrize("stack,logical_id,changed,break_it", MODIFIED, ids=[f"{m[1]}.{m[2]}" for m in MODIFIED])
def test_propertyChanged_isFoundToldAndPutBackAlone(emulator, cloudformation, stack, logical_id, changed, break_it):
    before = physical(cloudformation, stack)
    assert drifts(cloudformation, stack) == {}
    assert "didn't contain changes" in reverting(cloudformation, stack, "nothing")["StatusReason"]
    cloudformation.delete_change_set(StackName=stack, ChangeSetName="nothing")

    break_it(emulator, before)

    found = drifts(cloudformation, stack)
    assert {k: v["StackResourceDriftStatus"] for k, v in found.items()} == {logical_id: "MODIFIED"}
    changes = revert(cloudformation, stack)
    # What refers to an attribute of it is listed, too, as CloudFormation does not know yet that it stays the same.
    assert [k for k in changes if changes[k].get("ResourceDriftStatus")] == [logical_id]
    assert changes[logical_id]["ResourceDriftStatus"] == "MODIFIED"
    [detail] = changes[logical_id]["Details"]
    assert (detail["Target"]["Name"], detail["Target"]["RequiresRecreation"]) == (changed, "Never")
    assert detail["Target"]["BeforeValue"] != detail["Target"]["AfterValue"]
    assert drifts(cloudformation, stack) == {}
    assert physical(cloudformation, stack) == before


def _delete_routes(e, i):
    e.client("ec2").delete_route(RouteTableId=i["PublicRoutes"], DestinationCidrBlock="0.0.0.0/0")


DELETED = [
    ("network", "FlowLog", lambda e, i: e.client("ec2").delete_flow_logs(FlowLogIds=[i["FlowLog"]])),
    ("network", "PublicDefaultRoute", _delete_routes),
    ("network", "S3Endpoint", lambda e, i: e.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[i["S3Endpoint"]])),
    ("network", "NatGatewayA", lambda e, i: e.client("ec2").delete_nat_gateway(NatGatewayId=i["NatGatewayA"])),
    ("network", "NatGatewayAPacketsDroppedAlarm", lambda e, i: e.client("cloudwatch").delete_alarms(
        AlarmNames=[i["NatGatewayAPacketsDroppedAlarm"]])),
    ("network", "PublicInHttps", lambda e, i: e.client("ec2").delete_network_acl_entry(
        NetworkAclId=i["PublicAcl"], RuleNumber=int(i["PublicInHttps"].split("|")[1]), Egress=False)),
    ("network", "FlowLogGroup", lambda e, i: e.client("logs").delete_log_group(logGroupName=i["FlowLogGroup"])),
    ("network", "PublicSubnetAAcl", lambda e, i: e.client("ec2").replace_network_acl_association(
        AssociationId=i["PublicSubnetAAcl"], NetworkAclId=i["PrivateAcl"])),
    ("network", "PublicSubnetARoutes", lambda e, i: e.client("ec2").disassociate_route_table(
        AssociationId=i["PublicSubnetARoutes"])),
    ("network", "InternetGatewayAttachment", lambda e, i: e.client("ec2").detach_internet_gateway(
        InternetGatewayId=i["InternetGateway"], VpcId=i["Vpc"])),
    ("notifications", "InfoTopic", lambda e, i: e.client("sns").delete_topic(TopicArn=i["InfoTopic"])),
    ("notifications", "AlarmQueueSubscription", lambda e, i: e.client("sns").unsubscribe(
        SubscriptionArn=i["AlarmQueueSubscription"])),
]


@pytest.mark.parametrize("stack,logical_id,break_it", DELETED, ids=[d[1] for d in DELETED])
def test_resourceDeleted_isFoundAndMadeAgain(emulator, cloudformation, stack, logical_id, break_it):
    before = physical(cloudformation, stack)
    break_it(emulator, before)

    found = drifts(cloudformation, stack)
    assert found[logical_id]["StackResourceDriftStatus"] == "DELETED"
    changes = revert(cloudformation, stack)

    assert (changes[logical_id]["Action"], changes[logical_id]["ResourceDriftStatus"]) == ("Add", "DELETED")
    assert drifts(cloudformation, stack) == {}
    after = physical(cloudformation, stack)
    moved = {k for k in before if before[k] != after[k]}
    assert moved <= set(changes)


PARAMETER = {"Resources": {
    "A": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/a", "Type": "String", "Value": "one"}},
    "B": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/b", "Type": "String", "Value": {"Ref": "A"}}}}}


@pytest.fixture
def pair(emulator, cloudformation):
    create(cloudformation, "pair", PARAMETER)
    yield emulator.client("ssm", DEV)
    cloudformation.delete_stack(StackName="pair")


def test_changedToWhatIsWantedNow_isNoChange(emulator, cloudformation, pair):
    pair.put_parameter(Name="/a", Value="two", Type="String", Overwrite=True)
    wanted = json.loads(json.dumps(PARAMETER).replace('"one"', '"two"'))

    described = reverting(cloudformation, "pair", TemplateBody=json.dumps(wanted))

    assert "didn't contain changes" in described["StatusReason"]


def test_plainChangeSet_doesNotLookAtTheLiveResources(emulator, cloudformation, pair):
    pair.put_parameter(Name="/a", Value="two", Type="String", Overwrite=True)

    described = change_set(cloudformation, "pair", PARAMETER, kind="UPDATE")

    assert "didn't contain changes" in described["StatusReason"]


def test_revertThatFails_rollsBackToWhatWasThere(emulator, cloudformation, pair):
    pair.put_parameter(Name="/a", Value="two", Type="String", Overwrite=True)
    pair.put_parameter(Name="/b", Value="two", Type="String", Overwrite=True)
    emulator.control("POST", "faults", resources=[{"stack": "pair", "logicalId": "B", "operation": "update"}])

    reverting(cloudformation, "pair")
    cloudformation.execute_change_set(StackName="pair", ChangeSetName="revert")

    assert ended(cloudformation, "pair")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert pair.get_parameter(Name="/a")["Parameter"]["Value"] == "two"
    assert set(drifts(cloudformation, "pair")) == {"A", "B"}


def test_immutableProperty_isRefused(emulator, cloudformation):
    create(cloudformation, "cluster", {"Resources": {"Detector": {
        "Type": "AWS::EC2::PlacementGroup", "Properties": {"Strategy": "cluster"}}}})
    group = physical(cloudformation, "cluster")["Detector"]
    emulator.client("cloudcontrol").update_resource(
        TypeName="AWS::EC2::PlacementGroup", Identifier=group,
        PatchDocument=json.dumps([{"op": "replace", "path": "/Strategy", "value": "spread"}]))

    described = reverting(cloudformation, "cluster")

    assert described["Status"] == "FAILED"
    assert "immutable properties [Strategy]" in described["StatusReason"]


def test_extraTag_isLeftAlone(emulator, cloudformation):
    ids = physical(cloudformation, "network")
    emulator.client("ec2").create_tags(Resources=[ids["Vpc"]], Tags=[{"Key": "extra", "Value": "1"}])

    assert "didn't contain changes" in reverting(cloudformation, "network", "extra")["StatusReason"]
    cloudformation.delete_change_set(StackName="network", ChangeSetName="extra")
    emulator.client("ec2").delete_tags(Resources=[ids["Vpc"]], Tags=[{"Key": "extra"}])


def test_newStack_takesNoDeploymentMode(cloudformation):
    with pytest.raises(ClientError, match="only valid for change sets of type UPDATE"):
        change_set(cloudformation, "new", PARAMETER, DeploymentMode="REVERT_DRIFT")


def test_zone_whoseNameEndsWithADotAsRoute53KeepsIt_isNoDrift(cloudformation):
    create(cloudformation, "zone", json.dumps({"Resources": {"Zone": {
        "Type": "AWS::Route53::HostedZone", "Properties": {"Name": "dev.example.com"}}}}))
    assert drifts(cloudformation, "zone") == {}


# What names, grants and watches: types that the emulator makes and does not read by itself.
NAMED = {
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}}},
    "OtherKey": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}}},
    "Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/named", "TargetKeyId": {"Ref": "Key"}}},
    "Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": "named", "PolicyDocument": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "named", "AssumeRolePolicyDocument": {
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
    "Profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"InstanceProfileName": "named", "Roles": [{"Ref": "Role"}]}},
    "Images": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "named", "ImageTagMutability": "IMMUTABLE"}},
    "Rule": {"Type": "AWS::Events::Rule", "Properties": {
        "Name": "named", "Description": "Named", "EventPattern": {"source": ["aws.ecr"]}}},
    "Letters": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "named", "MessageRetentionPeriod": 1209600}},
    "LettersPolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Letters"}], "PolicyDocument": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                                                "Action": "sqs:SendMessage", "Resource": "*"}]}}},
}

NAMED_CHANGES = [
    ("Alias", "TargetKeyId", lambda e, i: e.client("kms").update_alias(AliasName="alias/named", TargetKeyId=i["OtherKey"])),
    ("Policy", "PolicyDocument", lambda e, i: e.client("iam").create_policy_version(
        PolicyArn=i["Policy"], SetAsDefault=True, PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))),
    ("Profile", "Roles", lambda e, i: e.client("iam").remove_role_from_instance_profile(
        InstanceProfileName="named", RoleName="named")),
    ("Images", "ImageTagMutability", lambda e, i: e.client("ecr").put_image_tag_mutability(
        repositoryName="named", imageTagMutability="MUTABLE")),
    ("Rule", "Description", lambda e, i: e.client("events").put_rule(
        Name="named", Description="somebody's", EventPattern='{"source": ["aws.ecr"]}')),
    ("Alias", None, lambda e, i: e.client("kms").delete_alias(AliasName="alias/named")),
    ("Rule", None, lambda e, i: e.client("events").delete_rule(Name="named")),
    ("Letters", "MessageRetentionPeriod", lambda e, i: e.client("sqs").set_queue_attributes(
        QueueUrl=i["Letters"], Attributes={"MessageRetentionPeriod": "60"})),
    ("Letters", None, lambda e, i: e.client("sqs").delete_queue(QueueUrl=i["Letters"])),
    ("Images", None, lambda e, i: e.client("ecr").delete_repository(repositoryName="named")),
]


@pytest.fixture(scope="module")
def named(emulator):
    return create(emulator.client("cloudformation", DEV), "named", {"Resources": NAMED})


@pytest.mark.parametrize("logical_id,changed,break_it", NAMED_CHANGES, ids=[f"{c[0]}.{c[1]}" for c in NAMED_CHANGES])
def test_whatNamesGrantsAndWatches_changedOrDeleted_isFoundAndPutBack(
        emulator, cloudformation, named, logical_id, changed, break_it):
    assert drifts(cloudformation, "named") == {}
    break_it(emulator, physical(cloudformation, "named"))
    [(found, drift)] = drifts(cloudformation, "named").items()
    assert (found, drift["StackResourceDriftStatus"]) == (logical_id, "MODIFIED" if changed else "DELETED")
    if changed:
        assert {d["PropertyPath"].split("/")[1] for d in drift["PropertyDifferences"]} == {changed}
    # What refers to it is listed as well, as CloudFormation does not know yet that the reference stays the same.
    assert set(revert(cloudformation, "named")) - {"LettersPolicy"} == {logical_id}
    assert drifts(cloudformation, "named") == {}
