"""What somebody who plays an instance needs: a session of its role, and the commands that Systems Manager sends it.

Nothing runs on an instance. Whoever runs its software elsewhere, as the tests of the VPN server do, asks for what the
metadata service would hand out, and registers an agent: a URL to which each command's script is posted. An instance
without an agent cannot be reached by Run Command, as on AWS.
"""

import json
import re
import urllib.request

from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import ec2, iam

from plumbline_local import callers
from plumbline_local.patching import replaces
from plumbline_local.resources import generic
from plumbline_local.roles import RoleSessions

_agents: dict[str, str] = {}
_sessions = RoleSessions()


class UnknownInstance(Exception):
    """There is no such instance, or it has no role."""


def session(account: str, region: str, instance_id: str) -> dict[str, str]:
    """The credentials that an instance's metadata service hands out."""
    instance = ec2._instances.get_scoped(account, region, instance_id) or {}
    arn = (instance.get("IamInstanceProfile") or {}).get("Arn", "")
    profile = iam._instance_profiles.get_scoped(account, None, arn.rsplit("/", 1)[-1])
    if not profile:
        raise UnknownInstance(f"{instance_id} is no instance with a role in {account}/{region}")
    role = profile["Roles"][0]
    name = role if isinstance(role, str) else role["RoleName"]
    return _sessions.environment(f"arn:aws:iam::{account}:role/{name}", instance_id, "ec2.amazonaws.com", "")


def register(instance_id: str, url: str) -> None:
    """Have the commands for an instance posted to a URL."""
    _agents[instance_id] = url


@replaces("services.ssm", "_managed_instance_ids", "f78042341732")
def managed_instance_ids(original) -> set:
    """Those with an agent, too."""
    return original() | {i for i in _agents if i in ec2._instances and ec2._instances[i]["State"]["Name"] == "running"}


@replaces("services.ssm", "_send_command", "3116c54ae89a")
def send_command(original, data: dict):
    """Run a document of a stack, with its parameters held against their patterns."""
    document = generic.read("AWS::SSM::Document", data.get("DocumentName") or "")
    if document is None:
        return original(data)
    denied = next(filter(None, map(_refusal, data.get("InstanceIds") or [])), None)
    if denied:
        return error_response_json("AccessDeniedException", denied, 400)
    content = document["Content"]
    parameters = {name: values[0] for name, values in (data.get("Parameters") or {}).items()}
    problem = _problem(content.get("parameters", {}), parameters)
    if problem:
        return error_response_json("InvalidParameters", problem, 400)
    commands = {"commands": [_script(content, parameters)]}
    return original({**data, "DocumentName": "AWS-RunShellScript", "Parameters": commands})


def _refusal(instance_id: str) -> str | None:
    """What AWS says when the caller may not send commands to an instance, which its tags decide."""
    arn = f"arn:aws:ec2:{get_region()}:{get_account_id()}:instance/{instance_id}"
    tags = {f"ssm:resourceTag/{tag['Key']}": tag["Value"] for tag in ec2._tags.get(instance_id) or []}
    return callers.refusal("ssm:SendCommand", arn, tags)


def _problem(declared: dict, given: dict[str, str]) -> str | None:
    for name in given.keys() - declared.keys():
        return f"Parameter {name} is not defined in the document"
    for name, parameter in declared.items():
        if name not in given:
            return f"Parameter {name} has no value"
        if not re.fullmatch(parameter.get("allowedPattern", ".*"), given[name], re.S):
            return f"Parameter {name} does not match its allowed pattern"
    return None


def _script(content: dict, parameters: dict[str, str]) -> str:
    lines = [line for step in content["mainSteps"] for line in step["inputs"]["runCommand"]]
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: parameters[found[1]], "\n".join(lines))


@replaces("services.ec2", "exec_in_instance_blocking", "be63bc8e3700")
def exec_in_instance(original, instance_id: str, argv: list) -> tuple[int, str, str]:
    """Have the agent of an instance run a script, where it has one."""
    url = _agents.get(instance_id)
    if url is None:
        return original(instance_id, argv)
    request = urllib.request.Request(url, method="POST", data=json.dumps({"command": argv}).encode())
    with urllib.request.urlopen(request, timeout=120) as response:
        done = json.load(response)
    return done["exitCode"], done["stdout"], done["stderr"]
