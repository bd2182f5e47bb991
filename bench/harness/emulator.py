"""The emulator that all peers meet: a fresh process for each of them, with the same settings."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from harness import places
from harness.workload import REGION, Account

MANAGEMENT = "999999999999"
ACCESS_ROLE = "OrganizationAccountAccessRole"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Requests:
    """So many requests that one principal made of one action in one account."""

    account: str
    service: str
    action: str
    principal: str
    count: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """A running emulator, as the harness drives it; a context manager that stops it."""

    def __init__(self, endpoint: str, pid: int):
        self.endpoint = endpoint
        self._pid = pid

    def control(self, method: str, path: str) -> dict:
        request = urllib.request.Request(f"{self.endpoint}/_plumbline/{path}", method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(f"{self.endpoint}/_plumbline/{path}", method="POST", data=json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def reset(self) -> None:
        """Start counting requests anew."""
        self.control("POST", "requests/reset")

    def requests(self) -> list[Requests]:
        """The requests since the last reset."""
        return [Requests(**row) for row in self.control("GET", "requests")["requests"]]

    def cpu_seconds(self) -> float:
        """What the emulator has used of the processor so far."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def client(self, service: str, account: str = MANAGEMENT):
        """An AWS client of the administrator of an account."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            service, region_name=REGION, endpoint_url=self.endpoint, aws_access_key_id=account,
            aws_secret_access_key="test", config=Config(retries={"total_max_attempts": 1}))

    def environment(self) -> dict[str, str]:
        """What a peer finds in its environment: the management account's administrator and this endpoint."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": MANAGEMENT,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def allow_access(self, accounts: Iterable[Account]) -> None:
        """Give each account the role by which an organisation's management account administers it."""
        management = {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}
        with ThreadPoolExecutor(4) as workers:
            list(workers.map(lambda account: self._administrator(account.id, ACCESS_ROLE, management), accounts))

    def service_role(self, account: str, name: str, service: str) -> str:
        """Make a role in an account by which a service may do everything there; returns its ARN."""
        return self._administrator(account, name, {"Service": service})

    def _administrator(self, account: str, name: str, principal: dict[str, str]) -> str:
        iam = self.client("iam", account)
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]}))
        iam.put_role_policy(RoleName=name, PolicyName="Administrator", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
        return role["Role"]["Arn"]


class OwnEmulator(Emulator):
    """An emulator that the harness starts and stops itself."""

    def __init__(self, home: Path, accounts: Iterable[Account], stack_seconds: float, host_port: int | None = None):
        self._port = free_port()
        shutil.rmtree(home, ignore_errors=True)
        (home / "state").mkdir(parents=True)
        self._log = home / "emulator.log"
        self._command = [
            str(places.python_tools("local") / "bin" / "python"), "-m", "plumbline_local", "--port", str(self._port),
            "--state", str(home / "state"), "--stack-seconds", str(stack_seconds),
            *(["--host-port", str(host_port)] if host_port else []),
            *(argument for account in accounts for argument in ("--account", f"{account.id}={account.name}"))]

    def __enter__(self) -> OwnEmulator:
        with open(self._log, "w") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(places.ROOT / "local")})
        super().__init__(f"http://127.0.0.1:{self._port}", self._process.pid)
        ends = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"the emulator does not start: {self._log.read_text()}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return self.control("GET", "health")["status"] == "ready"
        except (urllib.error.URLError, ConnectionError):
            return False
