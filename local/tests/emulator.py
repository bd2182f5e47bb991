"""An emulator of its own process, as tests drive it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import boto3
from botocore.config import Config

REGION = "eu-west-1"
DEV, STAGE, PROD, SECURITY, HUB = (str(digit) * 12 for digit in range(1, 6))
MANAGEMENT = "9" * 12

_PACKAGE = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition: Callable, seconds: float = 60.0):
    """The first true result of a condition; an assertion error when it stays false, which a busy machine must not cause."""
    ends = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        assert time.monotonic() < ends, f"still not true after {seconds} s: {condition}"
        time.sleep(0.01)


class Emulator:
    """A running emulator; the port is its own."""

    def __init__(self, state: Path, host_port: int, *arguments: str):
        self.port = free_port()
        self._state = state
        self._command = [
            sys.executable, "-m", "plumbline_local", "--port", str(self.port), "--state", str(state),
            "--host-port", str(host_port), *arguments]

    def __enter__(self) -> "Emulator":
        self._log = open(self._state.with_suffix(".log"), "a")
        self._process = subprocess.Popen(
            self._command, env={**os.environ, "PYTHONPATH": str(_PACKAGE)}, stdout=self._log, stderr=self._log)
        try:
            eventually(self._answers)
        except BaseException:
            # Nothing calls __exit__ for what was never entered.
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)
        self._log.close()

    def _answers(self) -> bool:
        assert self._process.poll() is None, self._state.with_suffix(".log").read_text()
        try:
            return self.control("GET", "health")["status"] == "ready"
        except urllib.error.URLError:
            return False

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def control(self, method: str, path: str, **body):
        """Call a control endpoint."""
        request = urllib.request.Request(
            f"{self.endpoint}/_plumbline/{path}", method=method, data=json.dumps(body).encode() if body else None)
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def client(self, service: str, account: str = DEV, region: str = REGION, **credentials: str):
        """A client for a service, as the administrator of an account unless credentials are given."""
        credentials = credentials or {"aws_access_key_id": account, "aws_secret_access_key": "test"}
        return boto3.client(
            service, region_name=region, endpoint_url=self.endpoint, **credentials,
            config=Config(retries={"total_max_attempts": 1}, inject_host_prefix=False))

    def assume(self, role_arn: str, service: str, caller: dict[str, str], **options: str):
        """A client that acts in a role of another account."""
        session = self.client("sts", **caller).assume_role(RoleArn=role_arn, RoleSessionName="test", **options)
        return self.client(service, **credentials_of(session["Credentials"]))


def credentials_of(session: dict) -> dict[str, str]:
    return {
        "aws_access_key_id": session["AccessKeyId"],
        "aws_secret_access_key": session["SecretAccessKey"],
        "aws_session_token": session["SessionToken"],
    }
