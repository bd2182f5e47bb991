"""Actions on instances and network interfaces that the emulator lacks, and what it leaves out of their descriptions.

An instance shows how its metadata is read, and its network interfaces with their groups, as a group of Auto Scaling gives
them; one that was run by hand has one, too.
"""

from ministack.services import autoscaling, ec2

from plumbline_local.patching import replaces
from plumbline_local.resources import groups

_METADATA = {
    "httpTokens": "HttpTokens", "httpPutResponseHopLimit": "HttpPutResponseHopLimit", "httpEndpoint": "HttpEndpoint",
    "httpProtocolIpv6": "HttpProtocolIpv6", "instanceMetadataTags": "InstanceMetadataTags",
}
# As an image of Amazon's that is not marked for IMDSv2 gives them.
_AS_LAUNCHED = {
    "HttpTokens": "optional", "HttpPutResponseHopLimit": "1", "HttpEndpoint": "enabled", "HttpProtocolIpv6": "disabled",
    "InstanceMetadataTags": "disabled",
}


def install() -> None:
    """Enter the actions into the tables of EC2 and Auto Scaling."""
    ec2._ACTION_MAP.update({
        "ModifyInstanceMetadataOptions": _modify_metadata,
        "ModifyNetworkInterfaceAttribute": _modify_interface,
        "RunInstances": _run,
    })
    autoscaling._ACTION_MAP.update({"DetachInstances": _detach, "AttachInstances": _attach})


@replaces("services.ec2", "_instance_xml", "23da5ccb4eb6")
def instance_xml(original, instance: dict) -> str:
    """Show the options of its metadata and its network interfaces as well."""
    options = {**_AS_LAUNCHED, **instance.get("MetadataOptions", {})}
    shown = "".join(f"<{tag}>{options[key]}</{tag}>" for tag, key in _METADATA.items())
    interfaces = "".join(ec2._eni_fields_xml(eni) for eni in _interfaces(instance["InstanceId"]))
    return (original(instance).rstrip().removesuffix("</item>")
            + f"<metadataOptions><state>applied</state>{shown}</metadataOptions>"
            f"<networkInterfaceSet>{interfaces}</networkInterfaceSet></item>")


def _interfaces(instance_id: str) -> list[dict]:
    return [eni for eni in ec2._network_interfaces.values()
            if (eni["Attachment"] or {}).get("InstanceId") == instance_id]


def _run(params):
    """Give the instances their interfaces."""
    before = set(ec2._instances)
    answer = ec2._run_instances(params)
    for instance_id in [found for found in ec2._instances if found not in before]:
        instance = ec2._instances[instance_id]
        groups.attach_interface(instance, instance["SubnetId"], [group["GroupId"] for group in instance["SecurityGroups"]])
    return answer


def _modify_metadata(params):
    instance = ec2._instances.get(ec2._p(params, "InstanceId"))
    if instance is None:
        return ec2._error("InvalidInstanceID.NotFound", f"The instance ID '{ec2._p(params, 'InstanceId')}' does not exist", 400)
    changed = {key: ec2._p(params, key) for key in _METADATA.values() if ec2._p(params, key)}
    instance["MetadataOptions"] = {**_AS_LAUNCHED, **instance.get("MetadataOptions", {}), **changed}
    shown = "".join(f"<{tag}>{instance['MetadataOptions'][key]}</{tag}>" for tag, key in _METADATA.items())
    return ec2._xml(
        200, "ModifyInstanceMetadataOptionsResponse",
        f"<instanceId>{instance['InstanceId']}</instanceId>"
        f"<instanceMetadataOptions><state>pending</state>{shown}</instanceMetadataOptions>")


def _modify_interface(params):
    """Put an interface into other groups; the instance that it belongs to shows them."""
    eni = ec2._network_interfaces.get(ec2._p(params, "NetworkInterfaceId"))
    if eni is None:
        return ec2._error("InvalidNetworkInterfaceID.NotFound", "The network interface does not exist", 400)
    wanted = ec2._parse_member_list(params, "SecurityGroupId")
    if not wanted:
        return ec2._error("InvalidParameterCombination", "not emulated locally: only the groups of an interface are changed", 400)
    unknown = [group for group in wanted if group not in ec2._security_groups]
    if unknown:
        return ec2._error("InvalidGroup.NotFound", f"The security group '{unknown[0]}' does not exist", 400)
    eni["Groups"] = [{"GroupId": group, "GroupName": ec2._security_groups[group]["GroupName"]} for group in wanted]
    instance = ec2._instances.get((eni["Attachment"] or {}).get("InstanceId"))
    if instance is not None:
        instance["SecurityGroups"] = [dict(group) for group in eni["Groups"]]
    return ec2._xml(200, "ModifyNetworkInterfaceAttributeResponse", "<return>true</return>")


def _detach(params):
    """Take instances from their group, which makes others unless it is to be smaller by them."""
    group = autoscaling._asgs.get(autoscaling._p(params, "AutoScalingGroupName"))
    wanted = autoscaling._parse_member_list(params, "InstanceIds")
    members = [] if group is None else [member["InstanceId"] for member in group["Instances"]]
    if any(instance not in members for instance in wanted):
        return autoscaling._error("ValidationError", f"The instances {wanted} are not part of the group.")
    group["Instances"][:] = [member for member in group["Instances"] if member["InstanceId"] not in wanted]
    if autoscaling._p(params, "ShouldDecrementDesiredCapacity") == "true":
        group["DesiredCapacity"] -= len(wanted)
    autoscaling._reconcile_instances(group)
    return autoscaling._xml(200, "DetachInstancesResponse", "<DetachInstancesResult><Activities/></DetachInstancesResult>")


def _attach(params):
    """Give instances to a group, which grows by them."""
    group = autoscaling._asgs.get(autoscaling._p(params, "AutoScalingGroupName"))
    wanted = autoscaling._parse_member_list(params, "InstanceIds")
    if group is None or any(instance not in ec2._instances for instance in wanted):
        return autoscaling._error("ValidationError", f"The group or one of the instances {wanted} was not found.")
    if group["DesiredCapacity"] + len(wanted) > group["MaxSize"]:
        return autoscaling._error("ValidationError", "The group would be larger than its maximum.")
    group["DesiredCapacity"] += len(wanted)
    for instance in wanted:
        group["Instances"].append({
            "InstanceId": instance, "LifecycleState": "InService", "HealthStatus": "Healthy",
            "AvailabilityZone": ec2._instances[instance]["Placement"]["AvailabilityZone"],
            "LaunchConfigurationName": group.get("LaunchConfigurationName", ""), "ProtectedFromScaleIn": False,
            "LaunchTemplate": group.get("LaunchTemplate")})
    return autoscaling._xml(200, "AttachInstancesResponse", "")
