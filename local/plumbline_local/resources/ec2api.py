"""Actions of the EC2 API that the emulator lacks or answers too briefly."""

from xml.sax.saxutils import escape

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ec2

_encryption = AccountRegionScopedDict()


def install() -> None:
    """Enter the actions into EC2's table."""
    ec2._ACTION_MAP.update({
        "DescribeFlowLogs": _describe_flow_logs,
        "ReplaceNetworkAclAssociation": _replace_network_acl_association,
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
    "logFormat": "LogFormat", "creationTime": "CreationTime",
}
_FLOW_LOG_FILTERS = {
    "resource-id": "ResourceId", "traffic-type": "TrafficType", "flow-log-id": "FlowLogId",
    "log-destination-type": "LogDestinationType", "log-group-name": "LogGroupName",
}


def _describe_flow_logs(params):
    wanted = ec2._parse_member_list(params, "FlowLogId")
    filters = ec2._parse_filters(params)
    items = ""
    for log in ec2._flow_logs.values():
        if wanted and log["FlowLogId"] not in wanted:
            continue
        if any(key in filters and log.get(field) not in filters[key] for key, field in _FLOW_LOG_FILTERS.items()):
            continue
        if not ec2._resource_matches_tag_filters(log["FlowLogId"], filters):
            continue
        fields = "".join(f"<{tag}>{escape(str(log[key]))}</{tag}>" for tag, key in _FLOW_LOG.items() if log.get(key))
        fields += f"<deliverLogsStatus>SUCCESS</deliverLogsStatus>{ec2._tag_set_xml(log['FlowLogId'])}"
        items += f"<item>{fields}</item>"
    return ec2._xml(200, "DescribeFlowLogsResponse", f"<flowLogSet>{items}</flowLogSet>")


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
