"""Instances as those meet them who isolate one: metadata, interfaces, groups, flow logs and network ACLs."""

import pytest
from botocore.exceptions import ClientError
from emulator import STAGE


@pytest.fixture
def ec2(emulator):
    return emulator.client("ec2", STAGE)


def run(ec2) -> dict:
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    made = ec2.run_instances(ImageId="ami-1234567890abcdef0", MinCount=1, MaxCount=1, SubnetId=subnet)
    return described(ec2, made["Instances"][0]["InstanceId"])


def described(ec2, instance_id: str) -> dict:
    return ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]


def test_metadataOptions_modified_areShown(ec2):
    instance = run(ec2)
    assert instance["MetadataOptions"]["HttpTokens"] == "optional"
    ec2.modify_instance_metadata_options(InstanceId=instance["InstanceId"], HttpTokens="required")
    assert described(ec2, instance["InstanceId"])["MetadataOptions"]["HttpTokens"] == "required"


def test_interface_ofAnInstance_isPutIntoAnotherGroup(ec2):
    instance = run(ec2)
    [interface] = instance["NetworkInterfaces"]
    group = ec2.create_security_group(GroupName="isolated", Description="none", VpcId=instance["VpcId"])["GroupId"]
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface["NetworkInterfaceId"], Groups=[group])
    moved = described(ec2, instance["InstanceId"])
    assert [g["GroupId"] for g in moved["NetworkInterfaces"][0]["Groups"]] == [group]
    assert [g["GroupId"] for g in moved["SecurityGroups"]] == [group]
    with pytest.raises(ClientError, match="does not exist"):
        ec2.modify_network_interface_attribute(NetworkInterfaceId=interface["NetworkInterfaceId"], Groups=["sg-0123456789abcdef0"])


def test_detachInstances_fromAGroup_isReplacedAndComesBack(emulator, ec2):
    autoscaling = emulator.client("autoscaling", STAGE)
    template = ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={"InstanceType": "t4g.micro"})
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="web", MinSize=0, MaxSize=3, DesiredCapacity=1, AvailabilityZones=["eu-west-1a"],
        LaunchTemplate={"LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"], "Version": "$Latest"})
    [member] = members(autoscaling)
    autoscaling.detach_instances(AutoScalingGroupName="web", InstanceIds=[member], ShouldDecrementDesiredCapacity=False)
    [other] = members(autoscaling)
    assert other != member
    assert described(ec2, member)["State"]["Name"] == "running"
    autoscaling.attach_instances(AutoScalingGroupName="web", InstanceIds=[member])
    assert members(autoscaling) == sorted([member, other])
    autoscaling.delete_auto_scaling_group(AutoScalingGroupName="web", ForceDelete=True)


def members(autoscaling) -> list[str]:
    shown = autoscaling.describe_auto_scaling_instances()["AutoScalingInstances"]
    return sorted(member["InstanceId"] for member in shown if member["AutoScalingGroupName"] == "web")


def test_networkAcl_ofASubnet_isFoundByItsEntries(ec2):
    subnet = ec2.describe_subnets()["Subnets"][0]
    [acl] = ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet["SubnetId"]]}])["NetworkAcls"]
    assert acl["IsDefault"]
    entry = {"NetworkAclId": acl["NetworkAclId"], "RuleNumber": 7, "Egress": False}
    ec2.create_network_acl_entry(**entry, Protocol="-1", RuleAction="deny", CidrBlock="198.51.100.7/32")
    filters = [{"Name": "entry.cidr", "Values": ["198.51.100.7/32"]}, {"Name": "entry.rule-number", "Values": ["7"]}]
    assert [found["NetworkAclId"] for found in ec2.describe_network_acls(Filters=filters)["NetworkAcls"]] == [acl["NetworkAclId"]]
    ec2.delete_network_acl_entry(**entry)
    assert ec2.describe_network_acls(Filters=filters)["NetworkAcls"] == []


def test_flowLog_tagged_isFoundByItsTag(ec2):
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    made = ec2.create_flow_logs(
        ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL", LogGroupName="flows",
        DeliverLogsPermissionArn="arn:aws:iam::222222222222:role/flows",
        TagSpecifications=[{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "case", "Value": "c1"}]}])
    [found] = ec2.describe_flow_logs(Filters=[{"Name": "tag:case", "Values": ["c1"]}])["FlowLogs"]
    assert (found["FlowLogId"], found["LogGroupName"]) == (made["FlowLogIds"][0], "flows")
    ec2.delete_flow_logs(FlowLogIds=made["FlowLogIds"])
