"""AWS Config: recorders, channels and rules.

What stacks make of them are records that are played from their schemas, and the API reads and switches those records; beside
them stand those that the API has made. An account has one recorder and one channel in each region, whoever made them, and
nothing is delivered into a bucket that does not let Config in, or that keeps what is put there. Nothing is recorded.
"""

import json

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import config, s3

from plumbline_local.patching import replaces
from plumbline_local.resources import generic
from plumbline_local.resources.delivery import Refusal, delivers, in_a_stack, retained

RECORDER, CHANNEL, RULE = "AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel", "AWS::Config::ConfigRule"


def install() -> None:
    """Enter Config's rules for what stacks make; what is given no name is called default."""
    for type_name in (RECORDER, CHANNEL):
        generic.make(type_name, lambda props, named: {"Name": "default"})
    generic.check(RECORDER, in_a_stack(_check_recorder))
    generic.check(CHANNEL, in_a_stack(_check_channel))
    generic.check(RULE, in_a_stack(_check_rule))


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _recorders() -> dict[str, dict]:
    """Every recorder of the account and region as the API shows it."""
    of_stacks = {found["Name"]: {
        "name": found["Name"], "roleARN": found.get("RoleARN", ""), "recordingGroup": {
            "allSupported": _true(found.get("RecordingGroup", {}).get("AllSupported", True)),
            "resourceTypes": found.get("RecordingGroup", {}).get("ResourceTypes", [])}} for found in generic.all_of(RECORDER)}
    return {**{name: found["recorder"] for name, found in config._recorders.items()}, **of_stacks}


def _channels() -> dict[str, dict]:
    of_stacks = {found["Name"]: {"name": found["Name"], "s3BucketName": found["S3BucketName"]} for found in generic.all_of(CHANNEL)}
    return {**dict(config._delivery_channels.items()), **of_stacks}


def _one_only(kind: str, name: str, there: dict, code: str) -> None:
    if set(there) - {name}:
        raise Refusal(code, f"Failed to put {kind} '{name}' because the maximum number of {kind}s: 1 is reached.")


def _check_recorder(props: dict, creating: bool) -> None:
    name, there = props.get("Name", "default"), _recorders()
    _one_only("configuration recorder", name, there, "MaxNumberOfConfigurationRecordersExceededException")
    if creating and name in there:
        raise Refusal("AlreadyExists", f"The configuration recorder '{name}' already exists.")


def _check_channel(props: dict, creating: bool) -> None:
    """CloudFormation waits for the recorder, so that its absence is no error here."""
    name, there = props.get("Name", "default"), _channels()
    _one_only("delivery channel", name, there, "MaxNumberOfDeliveryChannelsExceededException")
    if creating and name in there:
        raise Refusal("AlreadyExists", f"The delivery channel '{name}' already exists.")
    _check_delivery(props["S3BucketName"], props.get("S3KeyPrefix"))


def _check_rule(_props: dict, _creating: bool) -> None:
    if not _recorders():
        raise Refusal(
            "NoAvailableConfigurationRecorderException", "You must create a configuration recorder before you can create or update a Config rule.")


def _check_delivery(bucket: str, prefix: str | None) -> None:
    if s3._bucket_owner_account(bucket) is None:
        raise Refusal("NoSuchBucketException", f"Cannot find the S3 bucket '{bucket}'.")
    key = f"{prefix + '/' if prefix else ''}AWSLogs/{get_account_id()}/Config/ConfigWritabilityCheckFile"
    source = {"aws:sourceaccount": get_account_id(), "aws:sourcearn": f"arn:aws:config:{get_region()}:{get_account_id()}:*"}
    role = next((found["roleARN"] for found in _recorders().values() if found.get("roleARN")), "")
    # A default retention of the bucket stands in the way like a policy does: the user guide only calls it unsupported.
    if retained(bucket) or not delivers(bucket, "config.amazonaws.com", key, source, role):
        raise Refusal("InsufficientDeliveryPolicyException", (
            f"Insufficient delivery policy to s3 bucket: {bucket}, unable to write to bucket, "
            f"provided s3 key prefix is '{prefix or 'null'}', provided kms key is 'null'."))


def _of_stack(name: str) -> dict | None:
    return next((found for found in generic.all_of(RECORDER) if found.get("Name") == name), None)


def _recording(record: dict) -> bool:
    return record.get("_Recording", bool(_channels()))


@replaces("services.config", "_put_configuration_recorder", "b6b248fb19fa")
def put_recorder(original, data: dict):
    """Change the one recorder, or make it where there is none."""
    given = data.get("ConfigurationRecorder") or {}
    name = given.get("name") or "default"
    try:
        _one_only("configuration recorder", name, _recorders(), "MaxNumberOfConfigurationRecordersExceededException")
    except Refusal as refused:
        return refused.answer()
    record = _of_stack(name)
    if record is None:
        return original(data)
    group = given.get("recordingGroup")
    changed = {} if group is None else {"RecordingGroup": {key[0].upper() + key[1:]: value for key, value in group.items()}}
    generic.write(RECORDER, name, {**record, "RoleARN": given.get("roleARN", record.get("RoleARN")), **changed})
    return json_response({})


@replaces("services.config", "_describe_configuration_recorders", "ae5f739fa6b2")
def describe_recorders(original, data: dict):
    """Show the recorders of stacks as well."""
    there, wanted = _recorders(), data.get("ConfigurationRecorderNames") or []
    if any(name not in there for name in wanted):
        return original(data)
    return json_response({"ConfigurationRecorders": [there[name] for name in wanted or there]})


@replaces("services.config", "_put_delivery_channel", "e2c2f4acc2ae")
def put_channel(original, data: dict):
    """Change the one channel, or make it where there is none."""
    given = data.get("DeliveryChannel") or {}
    name = given.get("name") or "default"
    try:
        if not _recorders():
            raise Refusal("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.")
        _one_only("delivery channel", name, _channels(), "MaxNumberOfDeliveryChannelsExceededException")
        _check_delivery(given.get("s3BucketName", ""), given.get("s3KeyPrefix"))
    except Refusal as refused:
        return refused.answer()
    record = generic.read(CHANNEL, name)
    if record is None:
        return original(data)
    generic.write(CHANNEL, name, {**record, "S3BucketName": given["s3BucketName"]})
    return json_response({})


@replaces("services.config", "_describe_delivery_channels", "bd282208cc4b")
def describe_channels(original, data: dict):
    """Show the channels of stacks as well."""
    there, wanted = _channels(), data.get("DeliveryChannelNames") or []
    if any(name not in there for name in wanted):
        return original(data)
    return json_response({"DeliveryChannels": [there[name] for name in wanted or there]})


@replaces("services.config", "handle_request", "a021ef8f8cda")
async def handle_config(original, method, path, headers, body, query_params):
    """Remove recorders and channels, which the emulator lacks."""
    remove = _REMOVED.get(headers.get("x-amz-target", "").split(".")[-1])
    if remove is None:
        return await original(method, path, headers, body, query_params)
    try:
        remove(json.loads(body))
    except Refusal as refused:
        return refused.answer()
    return json_response({})


def _remove_recorder(data: dict) -> None:
    name = data.get("ConfigurationRecorderName", "")
    if name not in _recorders():
        raise Refusal("NoSuchConfigurationRecorderException", f"Cannot find configuration recorder with the specified name '{name}'.")
    _forget(config._recorders, RECORDER, name)


def _remove_channel(data: dict) -> None:
    name = data.get("DeliveryChannelName", "")
    if name not in _channels():
        raise Refusal("NoSuchDeliveryChannelException", f"Cannot find delivery channel with specified name '{name}'.")
    if any(found["recording"] for found in config._recorders.values()) or any(map(_recording, generic.all_of(RECORDER))):
        raise Refusal("LastDeliveryChannelDeleteFailedException", (
            f"Failed to delete last specified delivery channel with name '{name}', because there is a running configuration recorder."))
    _forget(config._delivery_channels, CHANNEL, name)


def _forget(made_by_api, type_name: str, name: str) -> None:
    if made_by_api.pop(name, None) is None:
        generic.write(type_name, name, None)


_REMOVED = {"DeleteConfigurationRecorder": _remove_recorder, "DeleteDeliveryChannel": _remove_channel}


@replaces("services.config", "_describe_configuration_recorder_status", "d3a7e8664438")
def describe_recorder_status(original, data: dict):
    """Show the recorders of stacks as well."""
    wanted = data.get("ConfigurationRecorderNames") or []
    of_stacks = [{"name": found["Name"], "recording": _recording(found), "lastStatus": "Success"}
                 for found in generic.all_of(RECORDER) if not wanted or found["Name"] in wanted]
    if wanted and of_stacks:
        return json_response({"ConfigurationRecordersStatus": of_stacks})
    status, headers, body = original(data)
    if status != 200:
        return status, headers, body
    return json_response({"ConfigurationRecordersStatus": [*json.loads(body)["ConfigurationRecordersStatus"], *of_stacks]})


@replaces("services.config", "_describe_config_rules", "d6e5335b1367")
def describe_rules(original, data: dict):
    """Show the rules of stacks as well."""
    wanted = data.get("ConfigRuleNames") or []
    of_stacks = [{**found, "ConfigRuleState": found.get("_State", "ACTIVE")} for found in generic.all_of(RULE)
                 if not wanted or found["ConfigRuleName"] in wanted]
    if wanted and of_stacks:
        return json_response({"ConfigRules": of_stacks})
    status, headers, body = original(data)
    if status != 200:
        return status, headers, body
    return json_response({"ConfigRules": [*json.loads(body)["ConfigRules"], *of_stacks]})


@replaces("services.config", "_start_configuration_recorder", "3b73eb11641e")
def start_recorder(original, data: dict):
    """Start a recorder, of a stack, too, once there is a channel."""
    if data.get("ConfigurationRecorderName") in _recorders() and not _channels():
        return Refusal("NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.").answer()
    return _switch_recorder(original, data, True)


@replaces("services.config", "_stop_configuration_recorder", "467081920d1c")
def stop_recorder(original, data: dict):
    """Stop a recorder of a stack, too."""
    return _switch_recorder(original, data, False)


def _switch_recorder(original, data: dict, recording: bool):
    record = _of_stack(data.get("ConfigurationRecorderName", ""))
    if record is None:
        return original(data)
    generic.write(RECORDER, record["Name"], {**record, "_Recording": recording})
    return json_response({})
