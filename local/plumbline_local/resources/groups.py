"""Auto Scaling groups whose instances are those that EC2 shows, made as their launch templates say.

An instance has a network interface, and the volume and tags of its template. Nothing runs on it: what a server of the
blueprints would do to AWS once it has started is played by :mod:`plumbline_local.resources.servers`. A group replaces
an instance that was terminated; one that was only declared unhealthy it keeps, so that it can be looked at.
"""

import hashlib
import re

from ministack.core.responses import get_region
from ministack.services import autoscaling, ec2
from ministack.services.cloudformation import provisioners

from plumbline_local.offers import offers
from plumbline_local.patching import replaces
from plumbline_local.resources import servers


def install() -> None:
    """Enter the groups of stacks, and the actions that touch a group's instances."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::AutoScaling::AutoScalingGroup"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def launching(operate):
        def operation(*arguments, **options):
            answer = operate(*arguments, **options)
            group = autoscaling._asgs[answer[0]]
            if group["Instances"] and group["Instances"][0]["LaunchTemplate"] != group["LaunchTemplate"]:
                _terminate_all(group)
            autoscaling._reconcile_instances(group)
            return answer
        return operation

    def emptied(physical_id, props):
        group = autoscaling._asgs.get(physical_id)
        if group:
            _terminate_all(group)
        delete(physical_id, props)

    provisioners._RESOURCE_HANDLERS["AWS::AutoScaling::AutoScalingGroup"] = {
        "create": launching(create), "update": launching(update), "delete": emptied}
    autoscaling._ACTION_MAP["StartInstanceRefresh"] = _start_instance_refresh
    autoscaling._ACTION_MAP["SetInstanceHealth"] = _set_health
    autoscaling._ACTION_MAP["TerminateInstanceInAutoScalingGroup"] = _terminate_in_group
    ec2._ACTION_MAP["TerminateInstances"] = _terminate_instances


@replaces("services.autoscaling", "_reconcile_instances", "2272358babf7")
def reconcile_instances(original, group: dict) -> None:
    """Launch and terminate real records until there are as many as are desired."""
    if not group.get("LaunchTemplate"):
        original(group)
        return
    instances = group["Instances"]
    while len(instances) > group["DesiredCapacity"]:
        _terminate(instances.pop()["InstanceId"])
    while len(instances) < group["DesiredCapacity"]:
        instance = _launch(group, len(instances))
        instances.append({
            "InstanceId": instance["InstanceId"], "LifecycleState": "InService", "HealthStatus": "Healthy",
            "AvailabilityZone": instance["Placement"]["AvailabilityZone"], "LaunchConfigurationName": "",
            "ProtectedFromScaleIn": group["NewInstancesProtectedFromScaleIn"],
            "LaunchTemplate": group["LaunchTemplate"]})


def _launch(group: dict, number: int) -> dict:
    data = _template(group["LaunchTemplate"])
    subnets = [s for s in group["VPCZoneIdentifier"].split(",") if s] or [ec2._DEFAULT_SUBNET_ID]
    subnet = subnets[number % len(subnets)]
    [interface] = data.get("NetworkInterfaces") or [{}]
    groups = interface.get("Groups") or data.get("SecurityGroupIds") or []
    profile, _ = ec2._resolve_iam_instance_profile(
        iam_arn=data.get("IamInstanceProfile", {}).get("Arn", ""),
        iam_name=data.get("IamInstanceProfile", {}).get("Name", ""), allow_missing=True)
    [instance] = ec2._launch_instances_internal(
        image_id=_image(data.get("ImageId", "")), instance_type=data.get("InstanceType", "m5.large"), subnet_id=subnet,
        count=1, user_data=data.get("UserData", ""), sg_ids=groups, iam_profile=profile)
    if str(interface.get("AssociatePublicIpAddress", "")).lower() != "true":
        instance.update(PublicIpAddress="", PublicDnsName="")
    instance["Placement"]["AvailabilityZone"] = ec2._subnets.get(subnet, {}).get(
        "AvailabilityZone", f"{get_region()}a")
    ec2._tags[instance["InstanceId"]] = [
        *(tag for spec in data.get("TagSpecifications", []) if spec["ResourceType"] == "instance"
          for tag in spec["Tags"]),
        {"Key": "aws:ec2launchtemplate:id", "Value": group["LaunchTemplate"]["LaunchTemplateId"]},
        {"Key": "aws:ec2launchtemplate:version", "Value": str(_version(group["LaunchTemplate"])["VersionNumber"])},
        {"Key": "aws:autoscaling:groupName", "Value": group["AutoScalingGroupName"]}]
    if "MetadataOptions" in data:
        instance["MetadataOptions"] = dict(data["MetadataOptions"])
    _make_volume(instance, data.get("BlockDeviceMappings") or [])
    attach_interface(instance, subnet, groups)
    servers.start(instance)
    return instance


def _template(wanted: dict) -> dict:
    return _version(wanted)["LaunchTemplateData"]


def _version(wanted: dict) -> dict:
    template = ec2._launch_templates.get(wanted["LaunchTemplateId"], {"Versions": []})
    numbers = {"$Latest": template.get("LatestVersionNumber"), "$Default": template.get("DefaultVersionNumber")}
    number = numbers.get(wanted["Version"], wanted["Version"])
    found = [v for v in template["Versions"] if str(v["VersionNumber"]) == str(number)]
    if not found:
        raise ValueError(f"The launch template {wanted} does not exist (HandlerErrorCode: NotFound)")
    return found[0]


def _image(image_id: str) -> str:
    """An image's id; that of a public parameter is made up, the same for the same parameter until a newer one is released."""
    prefix, _, name = image_id.partition("resolve:ssm:")
    return prefix if prefix else f"ami-{hashlib.sha256((name + offers.image).encode()).hexdigest()[:17]}"


@replaces("services.ec2", "_describe_launch_template_versions", "cb146a8f9629")
def describe_launch_template_versions(original, params):
    """Asked to, it says to which image a template leads rather than how it says so."""
    status, headers, body = original(params)
    if ec2._p(params, "ResolveAlias").lower() == "true":
        body = re.sub(rb"resolve:ssm:[^<]+", lambda found: _image(found[0].decode()).encode(), body)
    return status, headers, body


def _start_instance_refresh(params):
    """Replace the servers of a group, at once, by those to which its template leads now."""
    answer = autoscaling._start_instance_refresh(params)
    group = autoscaling._asgs.get(autoscaling._p(params, "AutoScalingGroupName"))
    if group:
        _terminate_all(group)
        autoscaling._reconcile_instances(group)
    return answer


def _make_volume(instance: dict, mappings: list[dict]) -> None:
    """The volume that an instance starts from, as its template wants it; only this one is played."""
    for mapping in mappings[:1]:
        wanted = mapping.get("Ebs", {})
        volume = ec2._volumes[instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]]
        volume["Encrypted"] = str(wanted.get("Encrypted", "")).lower() == "true"
        volume["Size"] = int(wanted.get("VolumeSize", volume["Size"]))


def attach_interface(instance: dict, subnet: str, groups: list[str]) -> None:
    """Give an instance its network interface."""
    ec2._create_network_interface({
        "SubnetId": [subnet], **{f"SecurityGroupId.{i}": [group] for i, group in enumerate(groups, 1)}})
    eni_id, eni = list(ec2._network_interfaces.items())[-1]
    eni.update(PrivateIpAddress=instance["PrivateIpAddress"], SourceDestCheck=instance["SourceDestCheck"])
    ec2._attach_network_interface({
        "NetworkInterfaceId": [eni_id], "InstanceId": [instance["InstanceId"]], "DeviceIndex": ["0"]})


def interface_of(instance_id: str) -> dict | None:
    """The network interface of an instance."""
    return next((
        e for e in ec2._network_interfaces.values()
        if (e["Attachment"] or {}).get("InstanceId") == instance_id), None)


def _terminate_all(group: dict) -> None:
    while group["Instances"]:
        _terminate(group["Instances"].pop()["InstanceId"])


def _terminate(instance_id: str) -> None:
    if instance_id in ec2._instances:
        ec2._terminate_instances({"InstanceId.1": [instance_id]})
    _release(instance_id)


def _release(instance_id: str) -> None:
    """An instance that ends gives back its interface and its address."""
    eni = interface_of(instance_id)
    if eni:
        del ec2._network_interfaces[eni["NetworkInterfaceId"]]
    for address in ec2._addresses.values():
        if address["InstanceId"] == instance_id:
            address.update(AssociationId=None, InstanceId=None, NetworkInterfaceId=None)


def _terminate_instances(params):
    """Terminate, and let the groups of the instances replace them."""
    answer = ec2._terminate_instances(params)
    if answer[0] == 200:
        for instance_id in ec2._parse_member_list(params, "InstanceId"):
            _release(instance_id)
            _replace(instance_id)
    return answer


def _replace(instance_id: str) -> None:
    for group in autoscaling._asgs.values():
        left = [i for i in group["Instances"] if i["InstanceId"] != instance_id]
        if len(left) < len(group["Instances"]):
            group["Instances"][:] = left
            _terminate(instance_id)
            autoscaling._reconcile_instances(group)


def _member(instance_id: str) -> tuple[dict, dict] | None:
    return next((
        (group, member) for group in autoscaling._asgs.values() for member in group["Instances"]
        if member["InstanceId"] == instance_id), None)


def _set_health(params):
    found = _member(autoscaling._p(params, "InstanceId"))
    if found is None:
        return autoscaling._error("ValidationError", f"Instance Id not found - No managed instance found: {params}")
    found[1]["HealthStatus"] = autoscaling._p(params, "HealthStatus")
    return autoscaling._xml(200, "SetInstanceHealthResponse", "")


def _terminate_in_group(params):
    found = _member(autoscaling._p(params, "InstanceId"))
    if found is None:
        return autoscaling._error("ValidationError", "Instance Id not found - No managed instance found")
    group, member = found
    if autoscaling._p(params, "ShouldDecrementDesiredCapacity") == "true":
        group["DesiredCapacity"] -= 1
    _replace(member["InstanceId"])
    return autoscaling._xml(
        200, "TerminateInstanceInAutoScalingGroupResponse", "<TerminateInstanceInAutoScalingGroupResult/>")
