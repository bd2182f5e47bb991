"""`plumbline vpn` as its user runs it, against the server in the lab: by Run Command, with the rights of the blueprint's policy."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import HUB, REGION, ROOT, Client
from emulator import credentials_of
from lab import PRIVATE_HOST, eventually

JAR = ROOT / "cli" / "target" / "plumbline-cli.jar"

pytestmark = pytest.mark.skipif(not JAR.exists(), reason=f"needs {JAR.relative_to(ROOT)}: mvn -pl cli -am package")


@functools.cache
def java() -> str:
    """The Java that the command runs on."""
    found = subprocess.run(
        ["bash", "-c", 'set -- env; source <(sed "/^# Whether a built file/,\\$d" ./plumbline); find_java'],
        cwd=ROOT, capture_output=True, text=True, check=False)
    return f"{found.stdout.strip()}/bin/java"


@pytest.fixture(scope="module")
def role(cloud, servers):
    """Makes a session of a role with some policies."""
    iam, sts = cloud.client("iam"), cloud.client("sts")

    def make(name: str, *policies: str) -> dict[str, str]:
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{HUB}:root"}, "Action": "sts:AssumeRole"}]}
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        for policy in policies:
            iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        session = credentials_of(sts.assume_role(RoleArn=arn, RoleSessionName="person")["Credentials"])
        return {key.upper(): value for key, value in session.items()}
    return make


@pytest.fixture(scope="module")
def vpn(cloud, role, tmp_path_factory):
    """Runs the command with the policy that the blueprint makes for it."""
    administrator = role("vpn-administrator", cloud.outputs["AdministratorPolicyArn"])
    folder = tmp_path_factory.mktemp("person")

    def run(*words: str, session: dict[str, str] = administrator) -> subprocess.CompletedProcess:
        environment = {**os.environ, **session, "AWS_ENDPOINT_URL": cloud.emulator.endpoint, "AWS_REGION": REGION, "NO_COLOR": "1"}
        return subprocess.run(
            [java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(JAR), "vpn", *words, "--region", REGION], cwd=folder, env=environment,
            capture_output=True, text=True, check=False, timeout=120)
    run.folder = folder
    return run


def profile_of(text: str) -> str:
    """The profile for the lab, where the server has another address than the emulator gave it."""
    lines = ["remote 203.0.113.10 1194" if line.startswith("remote ") else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def test_issueAndRevoke_person_connectsAndIsCutOff(vpn, lab):
    issued = vpn("issue", "heidi")
    assert issued.returncode == 0, issued.stderr
    file: Path = vpn.folder / "heidi.ovpn"
    assert file.stat().st_mode & 0o777 == 0o600

    with Client(lab, profile_of(file.read_text())) as heidi:
        eventually(heidi.connected, 60)
        assert heidi.reaches(PRIVATE_HOST)
        [listed] = [each for each in json.loads(vpn("list", "-o", "json").stdout) if each["name"] == "heidi"]
        assert listed["state"] == "valid"
        revoked = vpn("revoke", "heidi")
        assert revoked.returncode == 0, revoked.stderr
        eventually(lambda: not heidi.reaches(PRIVATE_HOST))
    assert "revoked" in [each["state"] for each in json.loads(vpn("list", "-o", "json").stdout) if each["name"] == "heidi"]


def test_issue_fileIsThere_asksNobodyAndOverwritesNothing(vpn):
    (vpn.folder / "ivan.ovpn").write_text("mine")

    refused = vpn("issue", "ivan")

    assert refused.returncode == 1 and "is there already" in refused.stderr
    assert (vpn.folder / "ivan.ovpn").read_text() == "mine"
    assert "ivan" not in vpn("list").stdout


def test_issue_toStandardOutput_writesNoFileAndNoKeyElsewhere(vpn, servers, cloud):
    printed = vpn("issue", "judy", "--out", "-")

    assert printed.returncode == 0, printed.stderr
    key = printed.stdout.partition("<key>\n")[2].partition("</key>")[0].splitlines()[2]
    assert not (vpn.folder / "judy.ovpn").exists()
    assert servers.now.run("grep", "-rlF", key, "/etc", "/run", "/var/log", "/usr/local/sbin", check=False).stdout == ""
    history = cloud.client("ssm").list_commands()["Commands"]
    assert history and key not in json.dumps(history, default=str)


def test_issue_nameInUse_saysWhatToDo(vpn):
    assert vpn("issue", "mike", "--out", "-").returncode == 0

    again = vpn("issue", "mike")

    assert again.returncode == 1
    assert "mike has a valid certificate: revoke it first" in again.stderr and "vpn list" in again.stderr


def test_issue_withoutThePolicy_isRefusedAndNamesIt(vpn, role):
    reading = role("reader", "arn:aws:iam::aws:policy/ReadOnlyAccess")

    refused = vpn("issue", "oscar", session=reading)

    assert refused.returncode == 1
    assert not (vpn.folder / "oscar.ovpn").exists()
