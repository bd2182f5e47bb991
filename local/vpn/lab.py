"""Machines on this machine: network namespaces, joined as the VPN's world is, and one that boots from cloud-init's user data.

    client, attacker ──┐
                       ├── internet 203.0.113.0/24 ── server ── private network 10.0.1.0/24 ── host
                       │

The server has its own processes, and its own /etc, /var, /usr/local and /run above those of this machine, which are gone when it
goes. It reaches AWS, which is the emulator, and the metadata service at their usual addresses. Everything dies with the lab.
"""

from __future__ import annotations

import base64
import gzip
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

NEEDED = ("openvpn", "fail2ban-server", "nft", "ip", "socat", "curl", "openssl", "unshare", "nsenter", "ping", "cloud-init")
SERVER_ADDRESS, PRIVATE_HOST = "203.0.113.10", "10.0.1.20"
# What a server calls as `aws`: hands over its arguments, its environment and its open files, and ends as the command does.
AWS_CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as calling:
    calling.connect("{socket}")
    call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(calling, [call], [0, 1, 2])
    sys.exit(int(calling.recv(16) or b"255"))
"""
_OVERLAID = ("/etc", "/var", "/usr/local")


def missing() -> str:
    """Why the lab cannot be built here, or nothing."""
    if os.geteuid() != 0:
        return "needs root: network namespaces"
    absent = [tool for tool in NEEDED if shutil.which(tool) is None]
    if absent:
        return f"needs {', '.join(absent)}"
    return "" if Path("/dev/net/tun").exists() else "needs /dev/net/tun"


def eventually(condition: Callable, seconds: float = 20.0):
    """The first true result of a condition; an assertion error when it stays false."""
    ends = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        assert time.monotonic() < ends, f"still not true after {seconds} s"
        time.sleep(0.05)


def run(*command: str, check: bool = True, **options) -> subprocess.CompletedProcess:
    """Runs a command on this machine and keeps what it says."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert not check or done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done


class Lab:
    """The namespaces and what runs in them. To be used in a with block: it is gone afterwards, whatever happened."""

    def __init__(self, aws: str):
        self.folder = Path(tempfile.mkdtemp(prefix="plumbline-vpn-"))
        self._aws = aws
        self._prefix = f"vpn{os.getpid()}"
        self._processes: list[subprocess.Popen] = []
        self._namespaces: list[str] = []

    def __enter__(self) -> Lab:
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()
        for name in self._namespaces:
            for pid in run("ip", "netns", "pids", name, check=False).stdout.split():
                os.kill(int(pid), signal.SIGKILL)
            run("ip", "netns", "del", name, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _build(self) -> None:
        for name in ("internet", "server", "client", "attacker", "private"):
            self._namespaces.append(self._name(name))
            run("ip", "netns", "add", self._name(name))
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.inside("internet", "ip", "link", "add", "bridge", "type", "bridge")
        self.inside("internet", "ip", "link", "set", "bridge", "up")
        for name, address in (("server", SERVER_ADDRESS), ("client", "203.0.113.20"), ("attacker", "203.0.113.66")):
            self._join(name, "eth0", f"{address}/24", "internet", f"to-{name}")
            self.inside("internet", "ip", "link", "set", f"to-{name}", "master", "bridge")
        self._join("server", "eth1", "10.0.1.10/24", "private", "eth0")
        self.inside("private", "ip", "address", "add", f"{PRIVATE_HOST}/24", "dev", "eth0")
        self.inside("server", "ip", "address", "add", "169.254.169.254/32", "dev", "lo")

    def _name(self, name: str) -> str:
        return f"{self._prefix}-{name}"

    def _join(self, name: str, device: str, address: str, peer: str, peer_device: str) -> None:
        run("ip", "link", "add", device, "netns", self._name(name), "type", "veth", "peer", "name", peer_device,
            "netns", self._name(peer))
        self.inside(name, "ip", "address", "add", address, "dev", device)
        self.inside(name, "ip", "link", "set", device, "up")
        self.inside(peer, "ip", "link", "set", peer_device, "up")

    def inside(self, name: str, *command: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """Runs a command in a namespace that is no machine of its own."""
        return run("ip", "netns", "exec", self._name(name), *command, check=check, **options)

    def start(self, *command: str, namespace: str = "", log: str = "") -> subprocess.Popen:
        """Starts a process that ends with the lab."""
        where = ["ip", "netns", "exec", self._name(namespace)] if namespace else []
        with open(self.folder / log if log else os.devnull, "ab") as out:
            process = subprocess.Popen([*where, *command], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        self._processes.append(process)
        return process

    def carry(self, socket: str, port: int, address: str, listening: int) -> None:
        """Carries what the server sends to an address to a port of this machine's loopback, by way of a socket file."""
        path = self.folder / socket
        self.start("socat", f"UNIX-LISTEN:{path},fork", f"TCP:127.0.0.1:{port}")
        eventually(path.exists)
        self.start("socat", f"TCP-LISTEN:{listening},bind={address},fork,reuseaddr", f"UNIX-CONNECT:{path}", namespace="server")


class Server:
    """A machine that boots from user data in the namespace of the server, and is the only one there."""

    def __init__(self, lab: Lab, user_data: str):
        self._lab = lab
        self._config = yaml.safe_load(user_data)
        self._process: subprocess.Popen | None = None
        self._init = ""

    def __enter__(self) -> Server:
        disk = self._lab.folder / f"disk-{time.monotonic_ns()}"
        disk.mkdir()
        mounts = "\n".join(
            f"mkdir -p {disk}{d}/upper {disk}{d}/work && mount -t overlay overlay -o "
            f"lowerdir={d},upperdir={disk}{d}/upper,workdir={disk}{d}/work {d}" for d in _OVERLAID)
        script = (
            f"set -e\nmount --make-rprivate /\nmount -t tmpfs tmpfs {disk}\n{mounts}\nmount -t tmpfs tmpfs /run\n"
            f"rm -rf /etc/fail2ban/jail.d/* /etc/openvpn/server/*\ntouch {disk}/ready\nexec sleep infinity")
        self._process = self._lab.start(
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", script,
            namespace="server", log="server.log")
        eventually(self._find_init)
        eventually(lambda: self.run("test", "-e", f"{disk}/ready", check=False).returncode == 0)
        return self

    def __exit__(self, *_) -> None:
        # What it knew of the network dies with the namespace's tables, as a terminated instance's does.
        self.run("nft", "flush", "ruleset", check=False)
        self._process.kill()
        self._process.wait()
        run("kill", "-9", self._init, check=False)
        eventually(lambda: not Path(f"/proc/{self._init}").exists())
        run("ip", "netns", "exec", self._lab._name("server"), "ip", "link", "del", "tun0", check=False)

    def _find_init(self) -> bool:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        self._init = children.read_text().strip() if children.exists() else ""
        assert self._process.poll() is None, (self._lab.folder / "server.log").read_text()
        return bool(self._init)

    def run(self, *command: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """Runs a command on the server, as root."""
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "RETRY_SECONDS": "0", "AWS_MAX_ATTEMPTS": "1",
            # By default the command line gives the metadata service one second, which a busy machine may need for more.
            "AWS_METADATA_SERVICE_TIMEOUT": "10", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3",
        }
        return run("nsenter", "-t", self._init, "--net", "--mount", "--pid", *command, check=check, env=environment, **options)

    def boot(self) -> None:
        """Writes the files of the user data and runs its commands, as cloud-init does."""
        self.install("/usr/local/sbin/systemctl", (Path(__file__).parent / "systemctl").read_text(), "0755")
        self._start_aws()
        for file in self._config["write_files"]:
            content = file["content"]
            if file.get("encoding") == "gz+b64":
                content = gzip.decompress(base64.b64decode(content)).decode()
            self.install(file["path"], content, file["permissions"])
        for command in self._config["runcmd"]:
            self.run(*command)

    def install(self, path: str, content: str, mode: str) -> None:
        """Writes a file on the server's disk."""
        self.run("install", "-D", "-m", mode, "/dev/stdin", path, input=content)

    def _start_aws(self) -> None:
        """The AWS command line takes longer to load than most of its commands do: where it is Python, it is loaded once."""
        python, calls = Path(self._lab._aws).resolve().with_name("python"), "/run/aws"
        if not python.exists():
            self.install("/usr/local/bin/aws", f'#!/bin/sh\nexec {self._lab._aws} "$@"\n', "0755")
            return
        self._lab.start(
            "nsenter", "-t", self._init, "--net", "--mount", "--pid", str(python), str(Path(__file__).with_name("aws_fork.py")), calls,
            log="aws.log")
        self.install("/usr/local/bin/aws", AWS_CLIENT.format(python=sys.executable, socket=calls), "0755")
        eventually(lambda: self.run("test", "-S", calls, check=False).returncode == 0, 60)

    def text(self, path: str) -> str:
        """What a file of the server says now."""
        return self.run("cat", path).stdout


class Metadata:
    """The instance's metadata service, version 2 only: its name, and the session of its role."""

    def __init__(self, instance: str, session: Callable[[], dict]):
        self.instance, self._session = instance, session
        metadata = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                self._answer(200, "token")

            def do_GET(self) -> None:
                if self.headers.get("X-aws-ec2-metadata-token") != "token":
                    self._answer(401, "Unauthorized")
                    return
                found = metadata.answer(self.path.removeprefix("/latest/meta-data/"))
                self._answer(404 if found is None else 200, found or "")

            def _answer(self, status: int, text: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("X-aws-ec2-metadata-token-ttl-seconds", "300")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_arguments) -> None:
                """The metadata service keeps no log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> str | None:
        """What lies at a path."""
        if path == "instance-id":
            return self.instance
        if path.rstrip("/") == "iam/security-credentials":
            return "server"
        return self._credentials() if path == "iam/security-credentials/server" else None

    def _credentials(self) -> str:
        import json

        session = self._session()
        return json.dumps({
            "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": "2099-01-01T00:00:00Z",
            "AccessKeyId": session["AWS_ACCESS_KEY_ID"], "SecretAccessKey": session["AWS_SECRET_ACCESS_KEY"],
            "Token": session["AWS_SESSION_TOKEN"]})
