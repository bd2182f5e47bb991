"""The blueprint, deployed to an emulator, and its server, booted in the lab from the very user data of its launch template."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "local" / "tests"), str(Path(__file__).parent)]

import lab as labs  # noqa: E402
from deploy import create, outputs  # noqa: E402
from emulator import HUB, REGION, Emulator  # noqa: E402
from lab import Lab, Metadata, Server  # noqa: E402

NAME = "acme-vpn"


def pytest_sessionstart() -> None:
    """Where CI has to run these tests, a machine that cannot is a mistake."""
    why = absent()
    if why and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"the VPN server cannot be tested here: {why}")


def absent() -> str:
    """Why these tests cannot run, or nothing."""
    return labs.missing() or ("" if aws() else "needs the AWS command line in AWS_CLI or on the path")


def aws() -> str:
    return os.environ.get("AWS_CLI") or shutil.which("aws") or ""


def pytest_collection_modifyitems(items) -> None:
    why = absent()
    if why:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def emulator(tmp_path_factory) -> Iterator[Emulator]:
    with Emulator(tmp_path_factory.mktemp("state"), 1, "--initialisation-seconds", "0") as started:
        yield started


class Cloud:
    """The stack of the blueprint in an account, and the instance that its group has now."""

    def __init__(self, emulator: Emulator):
        self.emulator = emulator
        self._iam, self._ec2 = self.client("iam"), self.client("ec2")
        self._iam.create_policy(PolicyName="plumbline-boundary", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
        vpc = self._ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [self._ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24")["Subnet"]["SubnetId"] for i in (1, 2)]
        given = {
            "ServerName": NAME, "UbuntuRelease": "24.04", "VpcId": vpc, "PublicSubnetIds": ",".join(subnets),
            "Routes": "10.0.0.0/16", "DnsServers": "10.0.0.2", "DnsDomain": "acme.internal",
        }
        stack = create(
            self.client("cloudformation"), "estate-vpn", (ROOT / "blueprints/openvpn/1.0.0.yaml").read_text(),
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()])
        assert stack["StackStatus"] == "CREATE_COMPLETE", stack
        self.outputs = outputs(stack)

    def client(self, service: str):
        return self.emulator.client(service, HUB)

    @property
    def instance(self) -> str:
        [group] = self.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[NAME])["AutoScalingGroups"]
        return group["Instances"][0]["InstanceId"]

    def user_data(self) -> str:
        [version] = self._ec2.describe_launch_template_versions(
            LaunchTemplateName=NAME, Versions=["$Latest"])["LaunchTemplateVersions"]
        return base64.b64decode(version["LaunchTemplateData"]["UserData"]).decode()

    def session(self, instance: str) -> dict:
        return self.emulator.control("POST", "instances/session", account=HUB, region=REGION, instance=instance)

    def forget_address(self) -> None:
        """Take back the address that the emulator gave the instance, so that its own script has to claim it."""
        for address in self._ec2.describe_addresses()["Addresses"]:
            if "AssociationId" in address:
                self._ec2.disassociate_address(AssociationId=address["AssociationId"])

    def address_owner(self) -> str | None:
        [address] = self._ec2.describe_addresses(PublicIps=[self.outputs["PublicIp"]])["Addresses"]
        return address.get("InstanceId")


@pytest.fixture(scope="session")
def cloud(emulator) -> Cloud:
    return Cloud(emulator)


@pytest.fixture(scope="session")
def metadata(cloud) -> Iterator[Metadata]:
    service = Metadata(cloud.instance, lambda: cloud.session(service.instance))
    yield service
    service.close()


@pytest.fixture(scope="session")
def lab(emulator, metadata) -> Iterator[Lab]:
    with Lab(aws()) as built:
        built.carry("aws", emulator.port, "127.0.0.1", 4566)
        built.carry("metadata", metadata.port, "169.254.169.254", 80)
        yield built


class Agent:
    """Systems Manager's agent on the server: runs what Run Command sends."""

    def __init__(self):
        self.server: Server | None = None
        agent = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                command = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["command"]
                done = agent.server.run(*command, check=False)
                answer = json.dumps({"exitCode": done.returncode, "stdout": done.stdout, "stderr": done.stderr}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments) -> None:
                """The test says what it saw."""

        self._listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._listening.server_address[1]}/"
        threading.Thread(target=self._listening.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown()
        self._listening.server_close()


@pytest.fixture(scope="session")
def agent() -> Iterator[Agent]:
    started = Agent()
    yield started
    started.close()


class Servers:
    """The server that stands now; a rebuild has another in its place."""

    def __init__(self, lab: Lab, cloud: Cloud, metadata: Metadata, agent: Agent):
        self._lab, self._cloud, self._metadata, self._agent = lab, cloud, metadata, agent
        self.now: Server | None = None

    def boot(self) -> Server:
        """Boots the server of the group's instance; one that stands is terminated first, as a rebuild does."""
        if self.now:
            self._cloud.client("ec2").terminate_instances(InstanceIds=[self._cloud.instance])
            self.stop()
        self._cloud.forget_address()
        self._metadata.instance = self._cloud.instance
        self.now = Server(self._lab, self._cloud.user_data())
        self.now.__enter__()
        self.now.boot()
        self._agent.server = self.now
        self._cloud.emulator.control("POST", "instances/agent", instance=self._cloud.instance, url=self._agent.url)
        return self.now

    def stop(self) -> None:
        if self.now:
            self.now.__exit__()
            self.now = None


@pytest.fixture(scope="session")
def servers(lab, cloud, metadata, agent) -> Iterator[Servers]:
    standing = Servers(lab, cloud, metadata, agent)
    standing.boot()
    yield standing
    standing.stop()


class Client:
    """Somebody with a profile, who tries to connect from a namespace."""

    def __init__(self, lab: Lab, profile: str, where: str = "client"):
        self._lab, self._where = lab, where
        self._log = f"client-{id(self)}.log"
        file = lab.folder / f"client-{id(self)}.ovpn"
        file.write_text(profile)
        self._process = lab.start(
            "openvpn", "--config", str(file), "--connect-retry", "1", "1", "--connect-retry-max", "1", "--connect-timeout", "5",
            "--hand-window", "8", namespace=where, log=self._log)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    @property
    def says(self) -> str:
        return (self._lab.folder / self._log).read_text()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def connected(self) -> bool:
        assert self.running, self.says
        return "Initialization Sequence Completed" in self.says

    def reaches(self, host: str) -> bool:
        return self._lab.inside(self._where, "ping", "-c", "1", "-W", "2", host, check=False).returncode == 0
