"""EC2's network types that CloudFormation lacks in the emulator: they are the same records that the EC2 API shows."""

import random
import string

from ministack.core.responses import get_account_id
from ministack.services import ec2
from ministack.services.cloudformation import provisioners
from ministack.services.cloudformation.provisioners import _ec2_apply_tags, _ec2_sg_permissions


def install() -> None:
    """Enter the types into the tables of handlers and tags."""
    for name, handlers in _TYPES.items():
        provisioners._RESOURCE_HANDLERS[f"AWS::EC2::{name}"] = handlers
        provisioners._REPLACING_PROPERTIES[f"AWS::EC2::{name}"] = _REPLACING[name]
        if "update" in handlers:
            provisioners._STACK_TAG_PROPERTY[f"AWS::EC2::{name}"] = ("Tags", "list")


def _new_id(prefix: str) -> str:
    return f"{prefix}-{''.join(random.choices(string.hexdigits[:16], k=17))}"


def _forget(records):
    def delete(physical_id, props):
        records.pop(physical_id, None)
        ec2._tags.pop(physical_id, None)
    return delete


def _retag(physical_id, old_props, new_props, stack_name):
    _ec2_apply_tags(physical_id, new_props, old_props)
    return physical_id, _ATTRIBUTES[physical_id.partition("-")[0]](physical_id)


# --- elastic addresses: the physical id is the address, as Ref answers ---

def _create_address(logical_id, props, stack_name):
    ec2._allocate_address({})
    address = list(ec2._addresses.values())[-1]
    _ec2_apply_tags(address["AllocationId"], props)
    return address["PublicIp"], {"AllocationId": address["AllocationId"], "PublicIp": address["PublicIp"]}


def find_address(public_ip: str) -> dict | None:
    """The record of an elastic address."""
    return next((a for a in ec2._addresses.values() if a["PublicIp"] == public_ip), None)


def _update_address(physical_id, old_props, new_props, stack_name):
    address = find_address(physical_id)
    if address is None:
        raise ValueError(f"Address '{physical_id}' not found. (HandlerErrorCode: NotFound)")
    _ec2_apply_tags(address["AllocationId"], new_props, old_props)
    return physical_id, {"AllocationId": address["AllocationId"], "PublicIp": physical_id}


def _delete_address(physical_id, props):
    address = find_address(physical_id)
    if address:
        del ec2._addresses[address["AllocationId"]]
        ec2._tags.pop(address["AllocationId"], None)


# --- NAT gateways ---

def _create_nat_gateway(logical_id, props, stack_name):
    subnet = ec2._subnets.get(props.get("SubnetId", ""))
    if subnet is None:
        raise ValueError(f"The subnet ID '{props.get('SubnetId')}' does not exist (HandlerErrorCode: NotFound)")
    address = ec2._addresses.get(props.get("AllocationId"))
    if props.get("ConnectivityType", "public") == "public" and address is None:
        raise ValueError(f"The allocation ID '{props.get('AllocationId')}' does not exist (HandlerErrorCode: NotFound)")
    nat_id = _new_id("nat")
    ec2._nat_gateways[nat_id] = {
        "NatGatewayId": nat_id, "SubnetId": subnet["SubnetId"], "VpcId": subnet["VpcId"],
        "AllocationId": props.get("AllocationId", ""), "ConnectivityType": props.get("ConnectivityType", "public"),
        "State": "available", "CreateTime": ec2._now_ts(), "Tags": [],
    }
    _add_interface(ec2._nat_gateways[nat_id], subnet)
    if address:
        address.update(
            AssociationId=_new_id("eipassoc"), NetworkInterfaceId=ec2._nat_gateways[nat_id]["NetworkInterfaceId"])
    _ec2_apply_tags(nat_id, props)
    return nat_id, _nat_attributes(nat_id)


def _add_interface(nat: dict, subnet: dict) -> None:
    ec2._create_network_interface({
        "SubnetId": [subnet["SubnetId"]], "Description": [f"Interface for NAT Gateway {nat['NatGatewayId']}"]})
    eni_id, eni = list(ec2._network_interfaces.items())[-1]
    eni.update(InterfaceType="nat_gateway", Status="in-use", Groups=[])
    nat["NetworkInterfaceId"] = eni_id


def _nat_attributes(nat_id: str) -> dict:
    nat = ec2._nat_gateways[nat_id]
    return {"NatGatewayId": nat_id, "EniId": nat.get("NetworkInterfaceId", "")}


def _delete_nat_gateway(physical_id, props):
    nat = ec2._nat_gateways.pop(physical_id, None)
    ec2._tags.pop(physical_id, None)
    ec2._network_interfaces.pop((nat or {}).get("NetworkInterfaceId"), None)
    address = ec2._addresses.get((nat or {}).get("AllocationId"))
    if address:
        address.update(AssociationId=None, NetworkInterfaceId=None)


# --- flow logs ---

def _create_flow_log(logical_id, props, stack_name):
    log_id = _new_id("fl")
    ec2._flow_logs[log_id] = {
        "FlowLogId": log_id, "ResourceId": props["ResourceId"], "ResourceType": props["ResourceType"],
        "TrafficType": props.get("TrafficType", "ALL"), "FlowLogStatus": "ACTIVE", "CreationTime": ec2._now_ts(),
        "LogDestinationType": props.get("LogDestinationType", "cloud-watch-logs"),
        "LogDestination": props.get("LogDestination") or props.get("LogGroupName") or "",
        "LogGroupName": props.get("LogGroupName"), "DeliverLogsPermissionArn": props.get("DeliverLogsPermissionArn"),
        "MaxAggregationInterval": int(props.get("MaxAggregationInterval", 600)), "LogFormat": props.get("LogFormat"),
    }
    _ec2_apply_tags(log_id, props)
    return log_id, {"Id": log_id}


# --- network ACLs ---

def _create_acl(logical_id, props, stack_name):
    acl_id = _new_id("acl")
    ec2._network_acls[acl_id] = {
        "NetworkAclId": acl_id, "VpcId": props["VpcId"], "IsDefault": False, "Associations": [], "Tags": [],
        "OwnerId": get_account_id(),
        "Entries": [
            {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny", "Egress": egress, "CidrBlock": "0.0.0.0/0"}
            for egress in (False, True)],
    }
    _ec2_apply_tags(acl_id, props)
    return acl_id, {"Id": acl_id}


def _acl(acl_id: str) -> dict:
    acl = ec2._network_acls.get(acl_id)
    if acl is None:
        raise ValueError(f"The networkAcl ID '{acl_id}' does not exist (HandlerErrorCode: NotFound)")
    return acl


def _truth(value: object) -> bool:
    return str(value).lower() == "true"


def _create_acl_entry(logical_id, props, stack_name):
    acl, number, egress = _acl(props["NetworkAclId"]), int(props["RuleNumber"]), _truth(props.get("Egress", False))
    _drop_acl_entry(acl, number, egress)
    acl["Entries"].append({
        "RuleNumber": number, "Protocol": str(props["Protocol"]), "RuleAction": props["RuleAction"], "Egress": egress,
        **({"Ipv6CidrBlock": props["Ipv6CidrBlock"]} if "Ipv6CidrBlock" in props else
           {"CidrBlock": props.get("CidrBlock", "0.0.0.0/0")})})
    entry_id = f"{props['NetworkAclId']}|{number}|{str(egress).lower()}"
    return entry_id, {"Id": entry_id}


def _delete_acl_entry(physical_id, props):
    acl = ec2._network_acls.get(props["NetworkAclId"])
    if acl:
        _drop_acl_entry(acl, int(props["RuleNumber"]), _truth(props.get("Egress", False)))


def _drop_acl_entry(acl: dict, number: int, egress: bool) -> None:
    acl["Entries"] = [e for e in acl["Entries"] if (e["RuleNumber"], e["Egress"]) != (number, egress)]


def _associate_acl(logical_id, props, stack_name):
    acl = _acl(props["NetworkAclId"])
    _dissociate_subnet(props["SubnetId"])
    association_id = _new_id("aclassoc")
    acl["Associations"].append({"NetworkAclAssociationId": association_id, "SubnetId": props["SubnetId"]})
    return association_id, {"AssociationId": association_id}


def _dissociate_acl(physical_id, props):
    holds = any(
        a["NetworkAclAssociationId"] == physical_id for acl in ec2._network_acls.values() for a in acl["Associations"])
    if holds:
        _dissociate_subnet(props["SubnetId"])


def _dissociate_subnet(subnet_id: str) -> None:
    for acl in ec2._network_acls.values():
        acl["Associations"] = [a for a in acl["Associations"] if a["SubnetId"] != subnet_id]


# --- rules of security groups ---

def _authorize(direction: str):
    key, egress = ("IpPermissions", False) if direction == "ingress" else ("IpPermissionsEgress", True)

    def create(logical_id, props, stack_name):
        group = ec2._security_groups.get(props.get("GroupId", ""))
        if group is None:
            raise ValueError(f"The security group '{props.get('GroupId')}' does not exist (HandlerErrorCode: NotFound)")
        [rule] = _ec2_sg_permissions([props])
        rule["SecurityGroupRuleId"] = ec2._sg_rule_id(group["GroupId"], egress, rule)
        group[key] = [r for r in group[key] if not ec2._rules_match(r, rule)] + [rule]
        return rule["SecurityGroupRuleId"], {"Id": rule["SecurityGroupRuleId"]}

    def delete(physical_id, props):
        group = ec2._security_groups.get(props.get("GroupId", ""))
        if group:
            group[key] = [r for r in group[key] if ec2._sg_rule_id(group["GroupId"], egress, r) != physical_id]

    return {"create": create, "delete": delete}


_RULE = ("GroupId", "GroupName", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "SourceSecurityGroupId",
         "SourcePrefixListId", "DestinationSecurityGroupId", "DestinationPrefixListId", "SourceSecurityGroupOwnerId")

_REPLACING = {
    "EIP": ("NetworkBorderGroup", "TransferAddress", "IpamPoolId", "Address"),
    "NatGateway": ("SubnetId", "AllocationId", "ConnectivityType", "PrivateIpAddress", "VpcId"),
    "FlowLog": ("DeliverCrossAccountRole", "DeliverLogsPermissionArn", "LogGroupName", "LogDestination", "ResourceId",
                "TrafficType", "LogDestinationType", "ResourceType", "LogFormat", "MaxAggregationInterval",
                "DestinationOptions"),
    "NetworkAcl": ("VpcId",),
    "NetworkAclEntry": ("Egress", "RuleNumber", "NetworkAclId"),
    "SubnetNetworkAclAssociation": ("SubnetId", "NetworkAclId"),
    "SecurityGroupIngress": _RULE,
    "SecurityGroupEgress": _RULE,
}

_TYPES = {
    "EIP": {"create": _create_address, "update": _update_address, "delete": _delete_address},
    "NatGateway": {"create": _create_nat_gateway, "update": _retag, "delete": _delete_nat_gateway},
    "FlowLog": {"create": _create_flow_log, "update": _retag, "delete": _forget(ec2._flow_logs)},
    "NetworkAcl": {"create": _create_acl, "update": _retag, "delete": _forget(ec2._network_acls)},
    "NetworkAclEntry": {"create": _create_acl_entry, "delete": _delete_acl_entry},
    "SubnetNetworkAclAssociation": {"create": _associate_acl, "delete": _dissociate_acl},
    "SecurityGroupIngress": _authorize("ingress"),
    "SecurityGroupEgress": _authorize("egress"),
}

_ATTRIBUTES = {
    "nat": _nat_attributes,
    "fl": lambda physical_id: {"Id": physical_id},
    "acl": lambda physical_id: {"Id": physical_id},
}
