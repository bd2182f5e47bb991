"""What resources are now: readers from the emulator's own services, in the shape of CloudFormation's properties.

They serve drift detection (the emulator's table) and Cloud Control. A reader answers None when the resource is gone.
"""

import contextlib
import contextvars
import json
from collections.abc import Callable, Iterator

from ministack.services import autoscaling, cloudwatch, ec2, iam, kms, s3, sns
from ministack.services.cloudformation import drift

from plumbline_local.resources.network import find_address

Reader = Callable[[str, dict], dict | None]

_others: contextvars.ContextVar[frozenset[str]] = contextvars.ContextVar("plumbline_others", default=frozenset())


def install() -> None:
    """Enter the readers into the table of drift detection, which compares what a template can set."""
    for name, (reader, compared) in _READERS.items():
        drift._DRIFT_READERS[name] = (reader, frozenset(compared))


def read(type_name: str, physical_id: str, props: dict) -> tuple[bool, dict | None]:
    """Whether a type has a reader, and what it read."""
    known = drift._DRIFT_READERS.get(type_name)
    return (False, None) if known is None else (True, known[0](physical_id, props))


def listed(type_name: str) -> list[str]:
    """The physical ids of resources that exist beside any stack's, for types whose records are kept by id."""
    store = _STORES.get(type_name)
    return [] if store is None else list(store)


def _tags(resource_id: str) -> list[dict]:
    return list(ec2._tags.get(resource_id) or [])


def _by_id(store, shape: Callable[[dict], dict]) -> Reader:
    def read_record(physical_id: str, props: dict) -> dict | None:
        record = store.get(physical_id)
        return None if record is None else {**shape(record), "Tags": _tags(physical_id)}
    return read_record


def _vpc(vpc: dict) -> dict:
    return {
        "VpcId": vpc["VpcId"], "CidrBlock": vpc["CidrBlock"], "InstanceTenancy": vpc.get("InstanceTenancy", "default"),
        "EnableDnsSupport": vpc.get("EnableDnsSupport", True),
        "EnableDnsHostnames": vpc.get("EnableDnsHostnames", False),
        "DefaultSecurityGroup": vpc.get("DefaultSecurityGroupId"), "DefaultNetworkAcl": vpc.get("DefaultNetworkAclId"),
        "Ipv6CidrBlocks": [], "CidrBlockAssociations": [f"vpc-cidr-assoc-{vpc['VpcId'].partition('-')[2]}"],
    }


def _subnet(subnet: dict) -> dict:
    associations = (
        a["NetworkAclAssociationId"] for acl in ec2._network_acls.values() for a in acl["Associations"]
        if a["SubnetId"] == subnet["SubnetId"])
    return {
        **{key: subnet[key] for key in ("SubnetId", "VpcId", "CidrBlock", "AvailabilityZone", "MapPublicIpOnLaunch")},
        "AvailabilityZoneId": subnet.get("AvailabilityZoneId"), "NetworkAclAssociationId": next(associations, None),
        "AssignIpv6AddressOnCreation": subnet.get("AssignIpv6AddressOnCreation", False),
    }


def _route(physical_id: str, props: dict) -> dict | None:
    table, _, destination = physical_id.partition("|")
    keys = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    for route in (ec2._route_tables.get(table) or {}).get("Routes", []):
        if destination in (route.get(key) for key in keys):
            seen = {k: v for k, v in route.items() if k not in ("State", "Origin") and v}
            return {**seen, "RouteTableId": table, "CidrBlock": destination}
    return None


def _route_table_association(physical_id: str, props: dict) -> dict | None:
    for table in ec2._route_tables.values():
        for association in table["Associations"]:
            if association["RouteTableAssociationId"] == physical_id:
                return {
                    "Id": physical_id, "RouteTableId": table["RouteTableId"], "SubnetId": association.get("SubnetId")}
    return None


def _gateway_attachment(physical_id: str, props: dict) -> dict | None:
    gateway = ec2._internet_gateways.get(props.get("InternetGatewayId", "")) or {}
    if any(a["VpcId"] == props.get("VpcId") for a in gateway.get("Attachments", [])):
        return {"AttachmentType": "IGW", "VpcId": props["VpcId"], "InternetGatewayId": props["InternetGatewayId"]}
    return None if "InternetGatewayId" in props else dict(props)


def _rules(permissions: list[dict], other: str) -> list[dict]:
    rules = []
    for permission in permissions:
        ports = {key: permission[key] for key in ("IpProtocol", "FromPort", "ToPort") if key in permission}
        for group, key, name in (
                ("IpRanges", "CidrIp", "CidrIp"), ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
                ("PrefixListIds", "PrefixListId", f"{other}PrefixListId"),
                ("UserIdGroupPairs", "GroupId", f"{other}SecurityGroupId")):
            for entry in permission.get(group, []):
                described = {"Description": entry["Description"]} if entry.get("Description") else {}
                rules.append({**ports, name: entry.get(key), **described})
    return rules


@contextlib.contextmanager
def beside(rules: set[str]) -> Iterator[None]:
    """Read security groups meanwhile without the rules of these ids: resources of their own have made them."""
    token = _others.set(frozenset(rules))
    try:
        yield
    finally:
        _others.reset(token)


def _own(group: dict, key: str, egress: bool) -> list[dict]:
    return [rule for rule in group[key] if ec2._sg_rule_id(group["GroupId"], egress, rule) not in _others.get()]


def _security_group(group: dict) -> dict:
    return {
        "GroupId": group["GroupId"], "Id": group["GroupId"], "GroupName": group["GroupName"], "VpcId": group["VpcId"],
        "GroupDescription": group["Description"],
        "SecurityGroupIngress": _rules(_own(group, "IpPermissions", False), "Source"),
        "SecurityGroupEgress": _rules(_own(group, "IpPermissionsEgress", True), "Destination"),
    }


def _rule(key: str, egress: bool, other: str) -> Reader:
    def read_rule(physical_id: str, props: dict) -> dict | None:
        group = ec2._security_groups.get(props.get("GroupId", "")) or {}
        for rule in group.get(key, []):
            if ec2._sg_rule_id(group["GroupId"], egress, rule) == physical_id:
                [shown] = _rules([rule], other)
                return {"Id": physical_id, "GroupId": group["GroupId"], **shown}
        return None
    return read_rule


def _address(physical_id: str, props: dict) -> dict | None:
    address = find_address(physical_id)
    return None if address is None else {
        "PublicIp": physical_id, "AllocationId": address["AllocationId"], "Domain": address["Domain"],
        "Tags": _tags(address["AllocationId"])}


def _nat_gateway(physical_id: str, props: dict) -> dict | None:
    nat = ec2._nat_gateways.get(physical_id)
    if nat is None or nat["State"] == "deleted":
        return None
    return {
        **{key: nat[key] for key in ("NatGatewayId", "SubnetId", "VpcId", "ConnectivityType") if nat.get(key)},
        **({"AllocationId": nat["AllocationId"]} if nat.get("AllocationId") else {}), "Tags": _tags(physical_id)}


def _flow_log(log: dict) -> dict:
    keys = ("ResourceId", "ResourceType", "TrafficType", "LogDestinationType", "LogGroupName", "LogDestination",
            "DeliverLogsPermissionArn", "MaxAggregationInterval", "LogFormat")
    return {"Id": log["FlowLogId"], **{key: log[key] for key in keys if log.get(key)}}


def _acl(acl: dict) -> dict:
    return {"Id": acl["NetworkAclId"], "VpcId": acl["VpcId"]}


def _acl_entry(physical_id: str, props: dict) -> dict | None:
    acl_id, number, egress = physical_id.split("|")
    for entry in (ec2._network_acls.get(acl_id) or {}).get("Entries", []):
        if (entry["RuleNumber"], str(entry["Egress"]).lower()) == (int(number), egress):
            return {**entry, "Id": physical_id, "NetworkAclId": acl_id}
    return None


def _acl_association(physical_id: str, props: dict) -> dict | None:
    for acl in ec2._network_acls.values():
        for association in acl["Associations"]:
            if association["NetworkAclAssociationId"] == physical_id:
                return {"AssociationId": physical_id, "NetworkAclId": acl["NetworkAclId"],
                        "SubnetId": association["SubnetId"]}
    return None


def _endpoint(endpoint: dict) -> dict:
    keys = ("VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "SecurityGroupIds",
            "PrivateDnsEnabled")
    return {"Id": endpoint["VpcEndpointId"], **{key: endpoint[key] for key in keys if key in endpoint}}


def _role(physical_id: str, props: dict) -> dict | None:
    role = iam._roles.get(physical_id)
    if role is None:
        return None
    return {
        "RoleName": physical_id, "Arn": role["Arn"], "RoleId": role["RoleId"], "Path": role.get("Path", "/"),
        "Description": role.get("Description", ""), "MaxSessionDuration": role.get("MaxSessionDuration"),
        "AssumeRolePolicyDocument": document(role["AssumeRolePolicyDocument"]),
        "ManagedPolicyArns": list(role.get("AttachedPolicies", [])),
        "Policies": [{"PolicyName": name, "PolicyDocument": document(policy)}
                     for name, policy in role.get("InlinePolicies", {}).items()],
        **({"PermissionsBoundary": role["PermissionsBoundary"]} if role.get("PermissionsBoundary") else {}),
        "Tags": role.get("Tags", []),
    }


def document(policy: str | dict) -> dict:
    """A policy document as an object, however it is kept."""
    return json.loads(policy) if isinstance(policy, str) else policy


def _topic(physical_id: str, props: dict) -> dict | None:
    topic = sns._topics.get(physical_id)
    if topic is None:
        return None
    attributes = topic["attributes"]
    # What the emulator's topics do not keep is as the template wants it until somebody sets it.
    optional = {key: value for key in ("DisplayName", "KmsMasterKeyId")
                if (value := attributes.get(key, props.get(key))) is not None}
    return {"TopicArn": physical_id, "TopicName": topic["name"], "Tags": topic.get("tags", {}), **optional}


def _subscription(physical_id: str, props: dict) -> dict | None:
    topic = sns._topics.get(sns._sub_arn_to_topic.get(physical_id, "")) or {}
    for subscription in topic.get("subscriptions", []):
        if subscription["arn"] == physical_id:
            attributes = subscription.get("attributes", {})
            return {
                "Arn": physical_id, "TopicArn": topic["arn"], "Protocol": subscription["protocol"],
                "Endpoint": subscription["endpoint"],
                "RawMessageDelivery": str(attributes.get("RawMessageDelivery", "false")).lower() == "true",
                **({"FilterPolicy": document(attributes["FilterPolicy"])} if attributes.get("FilterPolicy") else {})}
    return None


def _key(physical_id: str, props: dict) -> dict | None:
    key = kms._keys.get(physical_id)
    if key is None or key["KeyState"] == "PendingDeletion":
        return None
    return {"KeyId": physical_id, "Arn": key["Arn"], "Enabled": key["Enabled"], "Description": key["Description"],
            "EnableKeyRotation": key.get("KeyRotationEnabled", False), "KeySpec": key.get("KeySpec", "SYMMETRIC_DEFAULT"),
            "KeyUsage": key.get("KeyUsage", "ENCRYPT_DECRYPT"), "KeyPolicy": document(key["Policy"])}


def _alarm(physical_id: str, props: dict) -> dict | None:
    alarm = cloudwatch._alarms.get(physical_id)
    return None if alarm is None else {
        k: _number(alarm[k]) for k in {*props, "AlarmName", "ActionsEnabled"} if k in alarm and k != "Tags"}


def _number(value: object) -> object:
    """A whole number without a decimal point, as templates write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _bucket(physical_id: str, props: dict) -> dict | None:
    if physical_id not in s3._buckets:
        return None
    versioning = s3._bucket_versioning.get(physical_id)
    flags = {
        f"{name}": s3._public_access_blocked(s3._bucket_owner_account(physical_id), physical_id, name)
        for name in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")}
    # The emulator keeps no lock; what is said of one behind the stack's back is kept in the bucket's record.
    locked = s3._buckets[physical_id].get("ObjectLockConfiguration")
    return {"BucketName": physical_id, "PublicAccessBlockConfiguration": flags,
            **({} if locked is None else {"ObjectLockConfiguration": locked}),
            **({"VersioningConfiguration": {"Status": versioning}} if versioning else {})}


def _bucket_policy(physical_id: str, props: dict) -> dict | None:
    policy = s3._bucket_policies.get(props.get("Bucket", physical_id))
    return None if policy is None else {"Bucket": props.get("Bucket", physical_id), "PolicyDocument": document(policy)}


def _group(physical_id: str, props: dict) -> dict | None:
    group = autoscaling._asgs.get(physical_id)
    return None if group is None else {
        "AutoScalingGroupName": physical_id, "MinSize": str(group["MinSize"]), "MaxSize": str(group["MaxSize"]),
        "VPCZoneIdentifier": [s for s in group["VPCZoneIdentifier"].split(",") if s],
        "HealthCheckType": group["HealthCheckType"], "HealthCheckGracePeriod": group["HealthCheckGracePeriod"],
        "LaunchTemplate": {
            key: group["LaunchTemplate"][key] for key in ("LaunchTemplateId", "Version")
            if key in group["LaunchTemplate"]}}


_READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "AWS::EC2::VPC": (_by_id(ec2._vpcs, _vpc), (
        "CidrBlock", "InstanceTenancy", "EnableDnsSupport", "EnableDnsHostnames", "Tags")),
    "AWS::EC2::Subnet": (_by_id(ec2._subnets, _subnet), (
        "VpcId", "CidrBlock", "AvailabilityZone", "MapPublicIpOnLaunch", "Tags")),
    "AWS::EC2::RouteTable": (_by_id(ec2._route_tables, lambda t: {
        "RouteTableId": t["RouteTableId"], "VpcId": t["VpcId"]}), ("VpcId", "Tags")),
    "AWS::EC2::Route": (_route, (
        "RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "GatewayId", "NatGatewayId",
        "VpcPeeringConnectionId", "TransitGatewayId")),
    "AWS::EC2::SubnetRouteTableAssociation": (_route_table_association, ("RouteTableId", "SubnetId")),
    "AWS::EC2::InternetGateway": (_by_id(ec2._internet_gateways, lambda g: {
        "InternetGatewayId": g["InternetGatewayId"]}), ("Tags",)),
    "AWS::EC2::VPCGatewayAttachment": (_gateway_attachment, ("VpcId", "InternetGatewayId")),
    "AWS::EC2::SecurityGroup": (_by_id(ec2._security_groups, _security_group), (
        "GroupDescription", "VpcId", "SecurityGroupIngress", "SecurityGroupEgress", "Tags")),
    "AWS::EC2::SecurityGroupIngress": (_rule("IpPermissions", False, "Source"), (
        "GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "SourceSecurityGroupId")),
    "AWS::EC2::SecurityGroupEgress": (_rule("IpPermissionsEgress", True, "Destination"), (
        "GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "DestinationSecurityGroupId")),
    "AWS::EC2::EIP": (_address, ("Tags",)),
    "AWS::EC2::NatGateway": (_nat_gateway, ("SubnetId", "AllocationId", "ConnectivityType", "Tags")),
    "AWS::EC2::FlowLog": (_by_id(ec2._flow_logs, _flow_log), (
        "ResourceId", "ResourceType", "TrafficType", "LogDestinationType", "LogGroupName", "LogDestination",
        "DeliverLogsPermissionArn", "MaxAggregationInterval", "Tags")),
    "AWS::EC2::NetworkAcl": (_by_id(ec2._network_acls, _acl), ("VpcId", "Tags")),
    "AWS::EC2::NetworkAclEntry": (_acl_entry, (
        "NetworkAclId", "RuleNumber", "Protocol", "RuleAction", "Egress", "CidrBlock", "Ipv6CidrBlock")),
    "AWS::EC2::SubnetNetworkAclAssociation": (_acl_association, ("NetworkAclId", "SubnetId")),
    "AWS::EC2::VPCEndpoint": (_by_id(ec2._vpc_endpoints, _endpoint), (
        "VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "SecurityGroupIds")),
    "AWS::IAM::Role": (_role, (
        "RoleName", "Path", "Description", "MaxSessionDuration", "AssumeRolePolicyDocument", "ManagedPolicyArns",
        "Policies", "PermissionsBoundary", "Tags")),
    "AWS::SNS::Topic": (_topic, ("TopicName", "DisplayName", "KmsMasterKeyId", "Tags")),
    "AWS::SNS::Subscription": (_subscription, (
        "TopicArn", "Protocol", "Endpoint", "RawMessageDelivery", "FilterPolicy")),
    "AWS::KMS::Key": (_key, ("Enabled", "EnableKeyRotation", "KeyPolicy", "Description")),
    "AWS::CloudWatch::Alarm": (_alarm, (
        "ActionsEnabled", "AlarmActions", "OKActions", "ComparisonOperator", "EvaluationPeriods", "MetricName",
        "Namespace", "Period", "Statistic", "Threshold", "TreatMissingData", "DatapointsToAlarm")),
    "AWS::AutoScaling::AutoScalingGroup": (_group, (
        "MinSize", "MaxSize", "VPCZoneIdentifier", "HealthCheckType", "HealthCheckGracePeriod", "LaunchTemplate")),
    "AWS::S3::BucketPolicy": (_bucket_policy, ("Bucket", "PolicyDocument")),
    "AWS::S3::Bucket": (_bucket, ("BucketName", "VersioningConfiguration", "PublicAccessBlockConfiguration")),
}

_STORES = {
    "AWS::EC2::VPC": ec2._vpcs,
    "AWS::EC2::Subnet": ec2._subnets,
    "AWS::EC2::RouteTable": ec2._route_tables,
    "AWS::EC2::InternetGateway": ec2._internet_gateways,
    "AWS::EC2::SecurityGroup": ec2._security_groups,
    "AWS::EC2::NatGateway": ec2._nat_gateways,
    "AWS::EC2::FlowLog": ec2._flow_logs,
    "AWS::EC2::NetworkAcl": ec2._network_acls,
    "AWS::EC2::VPCEndpoint": ec2._vpc_endpoints,
    "AWS::IAM::Role": iam._roles,
    "AWS::S3::Bucket": s3._buckets,
}
