"""Resources that stacks make are the ones that the services show, and Cloud Control reads what they are now."""

import json

import pytest
from botocore.exceptions import ClientError
from deploy import change_set, create, ended, outputs
from emulator import DEV, PROD, SECURITY

_TAGS = [{"Key": "Name", "Value": "network"}]


def ref(name: str) -> dict:
    return {"Ref": name}


def att(name: str, attribute: str) -> dict:
    return {"Fn::GetAtt": [name, attribute]}


def resource(kind: str, **properties) -> dict:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def network(**vpc: object) -> dict:
    """A VPC with what the emulator's CloudFormation lacks."""
    return {
        "Resources": {
            "Vpc": resource("EC2::VPC", **{
                "CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": True, "Tags": _TAGS, **vpc}),
            "Subnet": resource("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.1.0/24", MapPublicIpOnLaunch=True),
            "Gateway": resource("EC2::InternetGateway"),
            "Attachment": resource("EC2::VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Gateway")),
            "Table": resource("EC2::RouteTable", VpcId=ref("Vpc")),
            "Route": resource("EC2::Route", RouteTableId=ref("Table"), DestinationCidrBlock="0.0.0.0/0",
                              NatGatewayId=ref("Nat")),
            "TableAssociation": resource(
                "EC2::SubnetRouteTableAssociation", SubnetId=ref("Subnet"), RouteTableId=ref("Table")),
            "Address": resource("EC2::EIP", Domain="vpc"),
            "Nat": resource("EC2::NatGateway", SubnetId=ref("Subnet"), AllocationId=att("Address", "AllocationId"),
                            Tags=_TAGS),
            "Logs": resource("Logs::LogGroup", LogGroupName={"Fn::Sub": "${AWS::StackName}-flow"}, RetentionInDays=30),
            "FlowLog": resource("EC2::FlowLog", ResourceId=ref("Vpc"), ResourceType="VPC", TrafficType="ALL",
                                LogGroupName=ref("Logs"), DeliverLogsPermissionArn="arn:aws:iam::1:role/r"),
            "Acl": resource("EC2::NetworkAcl", VpcId=ref("Vpc")),
            "AclEntry": resource("EC2::NetworkAclEntry", NetworkAclId=ref("Acl"), RuleNumber=100, Protocol=-1,
                                 RuleAction="allow", CidrBlock="10.0.0.0/16"),
            "AclAssociation": resource(
                "EC2::SubnetNetworkAclAssociation", SubnetId=ref("Subnet"), NetworkAclId=ref("Acl")),
            "Group": resource("EC2::SecurityGroup", GroupDescription="g", VpcId=ref("Vpc")),
            "Ingress": resource("EC2::SecurityGroupIngress", GroupId=ref("Group"), IpProtocol="tcp", FromPort=443,
                                ToPort=443, CidrIp="10.0.0.0/16"),
        },
        "Outputs": {name: {"Value": value} for name, value in {
            "Vpc": ref("Vpc"), "Subnet": ref("Subnet"), "Table": ref("Table"), "Nat": ref("Nat"),
            "Address": ref("Address"), "Allocation": att("Address", "AllocationId"), "FlowLog": ref("FlowLog"),
            "Logs": ref("Logs"), "Group": ref("Group"), "Ingress": ref("Ingress"), "Entry": ref("AclEntry"),
            "DefaultGroup": att("Vpc", "DefaultSecurityGroup"), "Association": ref("AclAssociation"),
        }.items()},
    }


@pytest.fixture(scope="module")
def net(emulator):
    """The physical ids of a deployed network."""
    stack = create(emulator.client("cloudformation", DEV), "network", network())
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return outputs(stack)


@pytest.fixture
def read(emulator):
    """Reads a resource of the dev account through Cloud Control."""
    control = emulator.client("cloudcontrol", DEV)

    def read_resource(kind: str, identifier: str) -> dict:
        found = control.get_resource(TypeName=f"AWS::{kind}", Identifier=identifier)["ResourceDescription"]
        assert found["Identifier"] == identifier
        return json.loads(found["Properties"])
    return read_resource


def test_network_deployed_isShownByEc2(emulator, net):
    ec2 = emulator.client("ec2", DEV)

    [nat] = ec2.describe_nat_gateways(NatGatewayIds=[net["Nat"]])["NatGateways"]
    [log] = ec2.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": [net["Vpc"]]}])["FlowLogs"]
    [acl] = [a for a in ec2.describe_network_acls()["NetworkAcls"] if a["VpcId"] == net["Vpc"] and not a["IsDefault"]]
    [group] = ec2.describe_security_groups(GroupIds=[net["Group"]])["SecurityGroups"]
    assert (nat["State"], nat["SubnetId"]) == ("available", net["Subnet"])
    assert {"Key": "Name", "Value": "network"} in nat["Tags"]
    assert (log["LogGroupName"], log["FlowLogStatus"]) == ("network-flow", "ACTIVE")
    assert acl["Associations"][0]["SubnetId"] == net["Subnet"]
    assert {e["RuleNumber"] for e in acl["Entries"]} == {100, 32767}
    assert group["IpPermissions"][0]["FromPort"] == 443


def test_flowLog_ofANetwork_hasAStreamOnlyWithAnInterface(emulator, net):
    """VPC user guide, flow log basics: "each network interface in that subnet or VPC is monitored"; without one there is nothing to record."""
    ec2, logs = emulator.client("ec2", DEV), emulator.client("logs", DEV)
    [stream] = logs.describe_log_streams(logGroupName="network-flow")["logStreams"]
    assert stream["creationTime"]
    empty = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    logs.create_log_group(logGroupName="empty-flow")
    made = ec2.create_flow_logs(ResourceType="VPC", ResourceIds=[empty], TrafficType="ALL", LogGroupName="empty-flow",
                                DeliverLogsPermissionArn=f"arn:aws:iam::{DEV}:role/flows")
    assert logs.describe_log_streams(logGroupName="empty-flow")["logStreams"] == []
    subnet = ec2.create_subnet(VpcId=empty, CidrBlock="10.99.0.0/24")["Subnet"]["SubnetId"]
    interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    assert len(logs.describe_log_streams(logGroupName="empty-flow")["logStreams"]) == 1
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    ec2.delete_flow_logs(FlowLogIds=made["FlowLogIds"])
    logs.delete_log_group(logGroupName="empty-flow")
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=empty)


def where(**values: str) -> list[dict]:
    """Filters of the EC2 API."""
    return [{"Name": name.replace("__", ".").replace("_", "-"), "Values": [value]} for name, value in values.items()]


def test_natGateway_itsInterface_holdsThePublicAddress(emulator, net):
    ec2 = emulator.client("ec2", DEV)

    [found] = ec2.describe_network_interfaces(Filters=where(vpc_id=net["Vpc"]))["NetworkInterfaces"]
    [address] = ec2.describe_addresses(Filters=where(public_ip=net["Address"]))["Addresses"]

    assert (found["InterfaceType"], found["SubnetId"]) == ("nat_gateway", net["Subnet"])
    assert found["Association"]["PublicIp"] == net["Address"]
    assert (address["AllocationId"], address["NetworkInterfaceId"]) == (net["Allocation"], found["NetworkInterfaceId"])
    by_address = ec2.describe_network_interfaces(Filters=where(association__public_ip=net["Address"]))
    assert by_address["NetworkInterfaces"] == [found]


def test_describe_filters_leaveOutTheRest(emulator, net):
    ec2 = emulator.client("ec2", DEV)
    mine = ec2.create_network_interface(SubnetId=net["Subnet"])["NetworkInterface"]["NetworkInterfaceId"]
    allocation = ec2.allocate_address()["AllocationId"]
    association = ec2.associate_address(AllocationId=allocation, NetworkInterfaceId=mine)["AssociationId"]
    started = ec2.run_instances(ImageId="ami-1", SubnetId=net["Subnet"], MinCount=2, MaxCount=2)["Instances"]
    wanted = started[0]["InstanceId"]

    def interfaces(**filters: str) -> set[str]:
        found = ec2.describe_network_interfaces(Filters=where(**filters))["NetworkInterfaces"]
        return {i["NetworkInterfaceId"] for i in found}

    assert mine in interfaces(vpc_id=net["Vpc"], association__public_ip="*")
    assert interfaces(vpc_id="vpc-other") == set()
    assert interfaces(subnet_id=net["Subnet"], association__public_ip="*", interface_type="interface") == {mine}
    assert len(interfaces(attachment__instance_id=wanted)) == 1
    assert ec2.describe_addresses(Filters=where(public_ip="10.9.9.9"))["Addresses"] == []
    [reservation] = ec2.describe_instances(Filters=where(instance_id=wanted))["Reservations"]
    assert [i["InstanceId"] for i in reservation["Instances"]] == [wanted]
    ec2.terminate_instances(InstanceIds=[instance["InstanceId"] for instance in started])
    assert interfaces(subnet_id=net["Subnet"], interface_type="interface") == {mine}
    with pytest.raises(ClientError, match="The filter 'vpc' is invalid"):
        interfaces(vpc=net["Vpc"])
    ec2.disassociate_address(AssociationId=association)
    assert mine not in interfaces(vpc_id=net["Vpc"], association__public_ip="*")
    ec2.terminate_instances(InstanceIds=[i["InstanceId"] for i in started])
    ec2.delete_network_interface(NetworkInterfaceId=mine)
    ec2.release_address(AllocationId=allocation)


@pytest.mark.parametrize(("kind", "identifier", "expected"), [
    ("EC2::VPC", "{Vpc}", {"CidrBlock": "10.0.0.0/16", "EnableDnsSupport": True, "Tags": _TAGS}),
    ("EC2::Subnet", "{Subnet}", {"MapPublicIpOnLaunch": True, "VpcId": "{Vpc}"}),
    ("EC2::RouteTable", "{Table}", {"VpcId": "{Vpc}"}),
    ("EC2::Route", "{Table}|0.0.0.0/0", {"NatGatewayId": "{Nat}", "RouteTableId": "{Table}"}),
    ("EC2::EIP", "{Address}|{Allocation}", {"Domain": "vpc"}),
    ("EC2::NatGateway", "{Nat}", {"SubnetId": "{Subnet}", "AllocationId": "{Allocation}"}),
    ("EC2::FlowLog", "{FlowLog}", {"LogGroupName": "network-flow", "ResourceId": "{Vpc}"}),
    ("EC2::SecurityGroupIngress", "{Ingress}", {"FromPort": 443, "GroupId": "{Group}"}),
    ("EC2::SecurityGroup", "{DefaultGroup}", {"GroupName": "default", "SecurityGroupIngress": []}),
    ("EC2::SubnetNetworkAclAssociation", "{Association}", {"SubnetId": "{Subnet}"}),
    ("Logs::LogGroup", "{Logs}", {"RetentionInDays": 30}),
])
def test_cloudControl_resourceOfAStack_isRead(net, read, kind, identifier, expected):
    properties = read(kind, identifier.format(**net))

    wanted = {k: v.format(**net) if isinstance(v, str) else v for k, v in expected.items()}
    assert {k: properties.get(k) for k in wanted} == wanted


def test_cloudControl_changedBehindTheStack_showsTheChange(emulator, net, read):
    ec2 = emulator.client("ec2", DEV)
    ec2.modify_vpc_attribute(VpcId=net["Vpc"], EnableDnsSupport={"Value": False})
    ec2.modify_subnet_attribute(SubnetId=net["Subnet"], MapPublicIpOnLaunch={"Value": False})
    emulator.client("logs", DEV).put_retention_policy(logGroupName=net["Logs"], retentionInDays=1)
    ec2.delete_flow_logs(FlowLogIds=[net["FlowLog"]])
    ec2.delete_route(RouteTableId=net["Table"], DestinationCidrBlock="0.0.0.0/0")

    assert read("EC2::VPC", net["Vpc"])["EnableDnsSupport"] is False
    assert read("EC2::Subnet", net["Subnet"])["MapPublicIpOnLaunch"] is False
    assert read("Logs::LogGroup", net["Logs"])["RetentionInDays"] == 1
    for kind, identifier in (("EC2::FlowLog", net["FlowLog"]), ("EC2::Route", f"{net['Table']}|0.0.0.0/0")):
        with pytest.raises(ClientError) as gone:
            read(kind, identifier)
        assert gone.value.response["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize(("kind", "identifier", "code"), [
    ("EC2::NetworkAclEntry", "{Entry}", "UnsupportedActionException"),
    ("IAM::Policy", "p", "UnsupportedActionException"),
    ("EC2::Nothing", "n", "TypeNotFoundException"),
    ("EC2::VPC", "vpc-none", "ResourceNotFoundException"),
])
def test_cloudControl_whatAwsCannotRead_isRefused(net, read, kind, identifier, code):
    with pytest.raises(ClientError) as refused:
        read(kind, identifier.format(**net))

    assert refused.value.response["Error"]["Code"] == code


def test_cloudControl_withoutThePermissionOfTheReadHandler_isDenied(emulator, net):
    iam = emulator.client("iam", DEV)
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{DEV}:root"}}]}))
    iam.put_role_policy(RoleName="reader", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": [
            "cloudformation:GetResource", "ec2:DescribeSubnets", "ec2:DescribeNetworkAcls"]}]}))
    admin = {"aws_access_key_id": DEV, "aws_secret_access_key": "test"}
    control = emulator.assume(f"arn:aws:iam::{DEV}:role/reader", "cloudcontrol", admin)

    with pytest.raises(ClientError) as denied:
        control.get_resource(TypeName="AWS::EC2::VPC", Identifier=net["Vpc"])
    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
    assert "ec2:Describe" in denied.value.response["Error"]["Message"]


def test_cloudControl_list_findsStacksAndOthers(emulator, net):
    groups = emulator.client("cloudcontrol", DEV).list_resources(TypeName="AWS::EC2::SecurityGroup")

    assert {net["Group"], net["DefaultGroup"]} <= {r["Identifier"] for r in groups["ResourceDescriptions"]}


def test_changeSet_ofACreateOnlyProperty_saysReplacement(emulator):
    cloudformation = emulator.client("cloudformation", PROD)
    create(cloudformation, "replaced", network())

    described = change_set(cloudformation, "replaced", network(CidrBlock="10.1.0.0/16"), kind="UPDATE")

    replacements = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"]["Replacement"]
                    for c in described["Changes"]}
    assert replacements["Vpc"] == "True"
    assert replacements["FlowLog"] == "True"


def test_stack_ofANetwork_isDeletedWhole(emulator):
    cloudformation, ec2 = emulator.client("cloudformation", SECURITY), emulator.client("ec2", SECURITY)
    before = len(ec2.describe_security_groups()["SecurityGroups"])
    stack = create(cloudformation, "short", network())
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    vpc = outputs(stack)["Vpc"]

    cloudformation.delete_stack(StackName=stack["StackId"])
    assert ended(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"

    assert vpc not in {v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"]}
    assert ec2.describe_nat_gateways()["NatGateways"] == []
    assert ec2.describe_flow_logs()["FlowLogs"] == []
    assert ec2.describe_addresses()["Addresses"] == []
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    assert len(ec2.describe_security_groups()["SecurityGroups"]) == before


# --- types that are played from their schemas ---

def window(**properties) -> dict:
    return {
        "Resources": {"Window": resource("SSM::MaintenanceWindow", **{
            "Name": "patching", "AllowUnassociatedTargets": True, "Cutoff": 1, "Duration": 2,
            "Schedule": "rate(1 day)", **properties})},
        "Outputs": {"Id": {"Value": ref("Window")}},
    }


def test_generic_updated_keepsOrReplacesByItsSchema(emulator, read):
    cloudformation = emulator.client("cloudformation", DEV)
    [first] = outputs(create(cloudformation, "window", window(), Tags=[{"Key": "team", "Value": "a"}])).values()
    cloudformation.update_stack(StackName="window", TemplateBody=json.dumps(window(Duration=3)))
    [same] = outputs(ended(cloudformation, "window")).values()

    properties = read("SSM::MaintenanceWindow", first)
    assert same == first
    assert properties["Duration"] == 3
    assert properties["Tags"] == [{"Key": "team", "Value": "a"}]


def test_generic_createOnlyPropertyChanged_isReplaced(emulator, read):
    cloudformation = emulator.client("cloudformation", DEV)

    def addon(cluster: str) -> dict:
        return {"Resources": {"Addon": resource("EKS::Addon", AddonName="vpc-cni", ClusterName=cluster)}}
    create(cloudformation, "addon", addon("one"))
    cloudformation.update_stack(StackName="addon", TemplateBody=json.dumps(addon("two")))
    assert ended(cloudformation, "addon")["StackStatus"] == "UPDATE_COMPLETE"

    assert read("EKS::Addon", "two|vpc-cni")["Arn"].startswith("arn:aws:eks:")
    with pytest.raises(ClientError):
        read("EKS::Addon", "one|vpc-cni")


@pytest.mark.parametrize(("properties", "reason"), [
    ({"Cutoff": None}, "required key [Cutoff] not found"),
    ({"Colour": "red"}, "extraneous key [Colour] is not permitted"),
])
def test_generic_badProperties_fail(emulator, properties, reason):
    cloudformation = emulator.client("cloudformation", DEV)
    template = window(**properties)
    template["Resources"]["Window"]["Properties"] = {
        k: v for k, v in template["Resources"]["Window"]["Properties"].items() if v is not None}
    name = f"bad-{next(iter(properties)).lower()}"

    assert create(cloudformation, name, template)["StackStatus"] == "ROLLBACK_COMPLETE"
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    assert any(reason in event.get("ResourceStatusReason", "") for event in events)


def test_generic_changedThroughCloudControl_isSeen(emulator, read):
    [window_id] = outputs(create(emulator.client("cloudformation", DEV), "patched", window())).values()
    control = emulator.client("cloudcontrol", DEV)

    control.update_resource(TypeName="AWS::SSM::MaintenanceWindow", Identifier=window_id, PatchDocument=json.dumps(
        [{"op": "replace", "path": "/Duration", "value": 9}]))
    assert read("SSM::MaintenanceWindow", window_id)["Duration"] == 9
    control.delete_resource(TypeName="AWS::SSM::MaintenanceWindow", Identifier=window_id)
    with pytest.raises(ClientError):
        read("SSM::MaintenanceWindow", window_id)


def test_ebsEncryption_enabled_isSeen(emulator):
    ec2 = emulator.client("ec2", DEV)
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False

    ec2.enable_ebs_encryption_by_default()

    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
