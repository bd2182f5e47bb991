"""What the blueprints' servers do to AWS while they stand, played: nothing runs on an instance here.

A VPN server, known by the settings in its user data, claims its address, writes to its log group and reports its
metrics. Its scripts themselves are tested on a real Linux, in local/vpn.
"""

import base64
import functools
import time

import yaml
from ministack.services import cloudwatch, cloudwatch_logs, ec2

from plumbline_local.patching import replaces

_SETTINGS = "/etc/plumbline-vpn.conf"
_REPORTED = {"ServerUp": 1.0, "ConnectedClients": 0.0, "CrlDaysLeft": 30.0, "CertificateDaysLeft": 397.0}


def start(instance: dict) -> None:
    """Play what the instance's user data makes of it, where that is a server of the blueprints."""
    settings = _settings(instance)
    if settings is None:
        return
    ec2._ACTION_MAP["AssociateAddress"]({
        "AllocationId": [settings["ALLOCATION"]], "InstanceId": [instance["InstanceId"]]})
    group, stream = f"{settings['NAME']}-openvpn", f"{instance['InstanceId']}/openvpn"
    cloudwatch_logs._create_log_stream({"logGroupName": group, "logStreamName": stream})
    _write(group, stream, "Initialization Sequence Completed")
    _report(settings)


def _settings(instance: dict) -> dict[str, str] | None:
    """The settings in an instance's user data, or None where it is no VPN server."""
    return _read(instance["UserData"] or "")


@functools.lru_cache
def _read(user_data: str) -> dict[str, str] | None:
    config = base64.b64decode(user_data).decode(errors="replace")
    if not config.startswith("#cloud-config") or _SETTINGS not in config:
        return None
    [text] = [f["content"] for f in yaml.safe_load(config)["write_files"] if f["path"] == _SETTINGS]
    return dict(word.split("=", 1) for word in text.split() if "=" in word)


def _write(group: str, stream: str, message: str) -> None:
    cloudwatch_logs._put_log_events({
        "logGroupName": group, "logStreamName": stream,
        "logEvents": [{"timestamp": int(time.time() * 1000), "message": message}]})


def _report(settings: dict[str, str]) -> None:
    for name, value in _REPORTED.items():
        cloudwatch._store_datum(
            "Plumbline/OpenVPN", name, {"Server": settings["NAME"]}, time.time(), "None", value, None, None, None)


def _standing() -> list[tuple[dict, dict[str, str]]]:
    """The servers that run now, each with its settings."""
    found = ((i, _settings(i)) for i in list(ec2._instances.values()) if i["State"]["Name"] == "running")
    return [(instance, settings) for instance, settings in found if settings]


@replaces("services.cloudwatch", "_evaluate_all_alarms", "f83f88e57f1c")
def evaluate_all_alarms(original) -> None:
    """Whenever alarms are looked at, the servers that stand have just reported."""
    for _, settings in _standing():
        _report(settings)
    original()


@replaces("services.cloudwatch_logs", "_describe_log_streams", "dce1a35f194b")
def describe_log_streams(original, data: dict):
    """Whenever a log is looked at, the servers that stand have just written to the streams that they have."""
    for instance, settings in _standing():
        group, stream = f"{settings['NAME']}-openvpn", f"{instance['InstanceId']}/openvpn"
        if stream in cloudwatch_logs._log_groups.get(group, {"streams": ()})["streams"]:
            _write(group, stream, "MANAGEMENT: CMD 'load-stats'")
    return original(data)
