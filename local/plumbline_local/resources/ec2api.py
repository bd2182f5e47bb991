"""Actions of the EC2 API that the emulator lacks, answers too briefly, or answers whatever the filters."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ec2

from plumbline_local.patching import replaces

_encryption = AccountRegionScopedDict()


def install() -> None:
    """Enter the actions into EC2's table."""
    ec2._ACTION_MAP.update({
        "DescribeFlowLogs": _describe(
            "DescribeFlowLogs", "flowLogSet", "FlowLogId", _FLOW_LOG_FILTERS, _flow_logs,
            _item("FlowLogId", _FLOW_LOG)),
        "DescribeAddresses": _describe(
            "DescribeAddresses", "addressesSet", "AllocationId", _ADDRESS_FILTERS, lambda: ec2._addresses.values(),
            _item("AllocationId", _ADDRESS)),
        "DescribeNetworkInterfaces": _describe(
            "DescribeNetworkInterfaces", "networkInterfaceSet", "NetworkInterfaceId", _INTERFACE_FILTERS, _interfaces,
            _interface_item),
        "AssociateAddress": _associate_address,
        "DisassociateAddress": _disassociate_address,
        "ReplaceNetworkAclAssociation": _replace_network_acl_association,
        "DescribeNetworkAcls": _describe(
            "DescribeNetworkAcls", "networkAclSet", "NetworkAclId", _ACL_FILTERS, _acls, _acl_item),
        "CreateFlowLogs": _create_flow_logs,
        "DeleteFlowLogs": _delete_flow_logs,
        "EnableEbsEncryptionByDefault": lambda params: _set_encryption("Enable", True),
        "DisableEbsEncryptionByDefault": lambda params: _set_encryption("Disable", False),
        "GetEbsEncryptionByDefault": lambda params: _answer("GetEbsEncryptionByDefault", _encrypted()),
    })


def state() -> dict:
    return {"encryption": _encryption}


def restore(saved: dict | None) -> None:
    if saved:
        _encryption.update(saved["encryption"])


def _encrypted() -> bool:
    return bool(_encryption.get("default"))


def _set_encryption(verb: str, value: bool):
    _encryption["default"] = value
    return _answer(f"{verb}EbsEncryptionByDefault", value)


def _answer(action: str, value: bool):
    return ec2._xml(200, f"{action}Response", f"<ebsEncryptionByDefault>{str(value).lower()}</ebsEncryptionByDefault>")


_FLOW_LOG = {
    "flowLogId": "FlowLogId", "resourceId": "ResourceId", "trafficType": "TrafficType", "logGroupName": "LogGroupName",
    "logDestinationType": "LogDestinationType", "logDestination": "LogDestination", "flowLogStatus": "FlowLogStatus",
    "deliverLogsPermissionArn": "DeliverLogsPermissionArn", "maxAggregationInterval": "MaxAggregationInterval",
    "logFormat": "LogFormat", "creationTime": "CreationTime", "deliverLogsStatus": "DeliverLogsStatus",
}
_ADDRESS = {
    "allocationId": "AllocationId", "publicIp": "PublicIp", "domain": "Domain", "associationId": "AssociationId",
    "instanceId": "InstanceId", "networkInterfaceId": "NetworkInterfaceId", "privateIpAddress": "PrivateIpAddress",
}
_ASSOCIATION = {"publicIp": "PublicIp", "allocationId": "AllocationId", "associationId": "AssociationId"}

# The filters of each action, and the field of a record that each looks at.
_FLOW_LOG_FILTERS = {
    "resource-id": "ResourceId", "traffic-type": "TrafficType", "flow-log-id": "FlowLogId",
    "log-destination-type": "LogDestinationType", "log-group-name": "LogGroupName",
    "deliver-log-status": "DeliverLogsStatus",
}
_ADDRESS_FILTERS = {
    "allocation-id": "AllocationId", "public-ip": "PublicIp", "domain": "Domain", "association-id": "AssociationId",
    "instance-id": "InstanceId", "network-interface-id": "NetworkInterfaceId", "private-ip-address": "PrivateIpAddress",
}
_INTERFACE_FILTERS = {
    "vpc-id": "VpcId", "subnet-id": "SubnetId", "network-interface-id": "NetworkInterfaceId", "status": "Status",
    "availability-zone": "AvailabilityZone", "description": "Description", "interface-type": "InterfaceType",
    "private-ip-address": "PrivateIpAddress", "group-id": "GroupIds", "attachment.instance-id": "InstanceId",
    **{f"association.{name}": _ADDRESS_FILTERS[name] for name in ("public-ip", "allocation-id", "association-id")},
}
_ACL_FILTERS = {
    "network-acl-id": "NetworkAclId", "vpc-id": "VpcId", "default": "Default", "association.subnet-id": "SubnetIds",
    "entry.cidr": "EntryCidrs", "entry.rule-number": "EntryNumbers",
}
_INSTANCE_FILTERS = {
    "instance-id": "InstanceId", "vpc-id": "VpcId", "subnet-id": "SubnetId", "private-ip-address": "PrivateIpAddress",
    "ip-address": "PublicIpAddress", "key-name": "KeyName", "architecture": "Architecture",
}


def _describe(action: str, answer: str, identifier: str, filters: dict, records: Callable, item: Callable) -> Callable:
    """A describe action: what the ids, the tags and the filters of a request leave of some records."""
    def describe(params):
        wanted, asked = ec2._parse_member_list(params, identifier), ec2._parse_filters(params)
        unknown = [name for name in asked if name not in filters and not name.startswith("tag")]
        if unknown:
            return ec2._error("InvalidParameterValue", f"The filter '{unknown[0]}' is invalid", 400)
        items = "".join(
            item(record) for record in records()
            if (not wanted or record[identifier] in wanted) and _matches(record, asked, filters)
            and ec2._resource_matches_tag_filters(record[identifier], asked))
        return ec2._xml(200, f"{action}Response", f"<{answer}>{items}</{answer}>")
    return describe


def _matches(record: dict, asked: dict[str, list[str]], filters: dict[str, str]) -> bool:
    def values(name: str) -> list:
        value = record.get(filters[name]) or []
        return value if isinstance(value, list) else [value]
    return all(
        any(ec2._glob_match(pattern, value) for pattern in patterns for value in values(name))
        for name, patterns in asked.items() if name in filters)


@replaces("services.ec2", "_matches_filters", "b8544091248c")
def matches_filters(original: Callable, instance: dict, asked: dict) -> bool:
    """The emulator looks at an instance's state, type and image only."""
    return original(instance, asked) and _matches(instance, asked, _INSTANCE_FILTERS)


def _fields(record: dict, fields: dict[str, str]) -> str:
    return "".join(f"<{tag}>{escape(str(record[key]))}</{tag}>" for tag, key in fields.items() if record.get(key))


def _item(identifier: str, fields: dict[str, str]) -> Callable[[dict], str]:
    return lambda record: f"<item>{_fields(record, fields)}{ec2._tag_set_xml(record[identifier])}</item>"


def _flow_logs() -> list[dict]:
    return [{"DeliverLogsStatus": "SUCCESS", **log} for log in ec2._flow_logs.values()]


def _unsuccessful(action: str, ids: str, refused: dict[str, tuple[str, str]]):
    """AWS answers with success and tells within of what it did not do."""
    items = "".join(
        f"<item><error><code>{code}</code><message>{escape(message)}</message></error><resourceId>{escape(resource)}</resourceId></item>"
        for resource, (code, message) in refused.items())
    return ec2._xml(200, f"{action}Response", f"{ids}<unsuccessful>{items}</unsuccessful>")


def _delete_flow_logs(params):
    gone = [each for each in ec2._parse_member_list(params, "FlowLogId") if each not in ec2._flow_logs]
    if not gone:
        return ec2._delete_flow_logs(params)
    ec2._delete_flow_logs(params)
    return _unsuccessful("DeleteFlowLogs", "", {
        each: ("InvalidFlowLogId.NotFound", f"These flow log ids in the input list are not found: [TotalCount: 1] {each}")
        for each in gone})


def _create_flow_logs(params):
    """Tag what is made as AWS calls it, and keep how it is delivered; one that is there already is not made again."""
    wanted = {key: ec2._p(params, key) for key in ("TrafficType", "LogGroupName")}
    there = {
        log["ResourceId"] for log in ec2._flow_logs.values()
        if wanted["LogGroupName"] and all(log.get(key) == value for key, value in wanted.items())}
    refused = sorted(there & set(ec2._parse_member_list(params, "ResourceId")))
    if refused:
        return _unsuccessful("CreateFlowLogs", "<flowLogIdSet/>", {each: (
            "FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination.")
            for each in refused})
    before = set(ec2._flow_logs)
    response = ec2._create_flow_logs(params)
    for flow_log in [found for found in ec2._flow_logs if found not in before]:
        ec2._parse_tag_specs(params, "vpc-flow-log", flow_log)
        ec2._flow_logs[flow_log].update({
            key: ec2._p(params, key) for key in ("LogGroupName", "DeliverLogsPermissionArn", "MaxAggregationInterval")
            if ec2._p(params, key)})
    return response


def _acls() -> list[dict]:
    """Network ACLs, the default one with all subnets that are given to no other."""
    elsewhere = {a["SubnetId"] for acl in ec2._network_acls.values() for a in acl["Associations"]}
    return [{
        **acl, "Default": str(acl["IsDefault"]).lower(),
        "EntryCidrs": [entry.get("CidrBlock") for entry in acl["Entries"]],
        "EntryNumbers": [str(entry["RuleNumber"]) for entry in acl["Entries"]],
        "SubnetIds": [a["SubnetId"] for a in acl["Associations"]] + ([
            subnet["SubnetId"] for subnet in ec2._subnets.values()
            if subnet["VpcId"] == acl["VpcId"] and subnet["SubnetId"] not in elsewhere] if acl["IsDefault"] else []),
    } for acl in ec2._network_acls.values()]


def _acl_item(acl: dict) -> str:
    identifier = acl["NetworkAclId"]
    known = {a["SubnetId"]: a["NetworkAclAssociationId"] for a in acl["Associations"]}
    associations = "".join(
        f"<item><networkAclAssociationId>{known.get(subnet) or subnet.replace('subnet', 'aclassoc')}"
        f"</networkAclAssociationId><networkAclId>{identifier}</networkAclId><subnetId>{subnet}</subnetId></item>"
        for subnet in acl["SubnetIds"])
    entries = "".join(ec2._network_acl_entry_xml(entry) for entry in acl["Entries"])
    return (f"<item><networkAclId>{identifier}</networkAclId><vpcId>{acl['VpcId']}</vpcId><default>{acl['Default']}</default>"
            f"<ownerId>{acl['OwnerId']}</ownerId><entrySet>{entries}</entrySet>"
            f"<associationSet>{associations}</associationSet>{ec2._tag_set_xml(identifier)}</item>")


def _interfaces() -> list[dict]:
    """Network interfaces, each with its groups, its instance and the elastic address that it has."""
    addresses = {a["NetworkInterfaceId"]: a for a in ec2._addresses.values() if a["NetworkInterfaceId"]}
    return [{
        **eni,
        "GroupIds": [group["GroupId"] for group in eni["Groups"]],
        "InstanceId": (eni["Attachment"] or {}).get("InstanceId"),
        **{key: addresses.get(eni["NetworkInterfaceId"], {}).get(key) for key in _ASSOCIATION.values()},
    } for eni in ec2._network_interfaces.values()]


def _interface_item(eni: dict) -> str:
    association = f"<association>{_fields(eni, _ASSOCIATION)}</association>" if eni["PublicIp"] else ""
    return f"{ec2._eni_fields_xml(eni).removesuffix('</item>')}{association}</item>"


def _associate_address(params):
    """Keep the network interface that an address is given to: an instance has its address there."""
    response = ec2._associate_address(params)
    if response[0] == 200:
        instance_id = ec2._p(params, "InstanceId")
        of_instance = (
            eni_id for eni_id, eni in ec2._network_interfaces.items()
            if instance_id and (eni["Attachment"] or {}).get("InstanceId") == instance_id)
        ec2._addresses[ec2._p(params, "AllocationId")]["NetworkInterfaceId"] = (
            ec2._p(params, "NetworkInterfaceId") or next(of_instance, None))
    return response


def _disassociate_address(params):
    for address in ec2._addresses.values():
        if address["AssociationId"] == ec2._p(params, "AssociationId"):
            address["NetworkInterfaceId"] = None
    return ec2._disassociate_address(params)


def _replace_network_acl_association(params):
    """Keep the subnet of an association that moves to another ACL."""
    old = ec2._p(params, "AssociationId")
    subnet = next((
        a["SubnetId"] for acl in ec2._network_acls.values() for a in acl["Associations"]
        if a["NetworkAclAssociationId"] == old), "")
    response = ec2._replace_network_acl_association(params)
    if response[0] == 200:
        ec2._network_acls[ec2._p(params, "NetworkAclId")]["Associations"][-1]["SubnetId"] = subnet
    return response
