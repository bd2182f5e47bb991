"""A stand-in of the Lambda Runtime API: hands one process its events and takes the time of what it does."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_VERSION = "/2018-06-01/runtime/"


class FunctionFailed(Exception):
    """The function reported an error, or went away."""


@dataclass(frozen=True)
class ColdStart:
    """One start: seconds from the process's start to its first poll, from its first event to the answer, and of CPU."""

    init: float
    first: float
    cpu: float
    answer: bytes

    @property
    def total(self) -> float:
        return self.init + self.first


class RuntimeApi:
    """Serves one function process at a time; a context manager."""

    def __init__(self, function_arn: str):
        self._arn = function_arn

    def __enter__(self) -> RuntimeApi:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                api._next(self)

            def do_POST(self) -> None:
                api._answered(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def start(self, command: list[str], home: Path, environment: dict[str, str], events: list[bytes], log: Path,
              seconds: float = 60) -> ColdStart:
        """Start the process, let it answer the events in turn, end it (SIGTERM), and say how the first went."""
        self._events = list(events)
        self._polled: list[float] = []
        self._done: list[tuple[float, str, bytes]] = []
        self._sent: list[float] = []
        self._finished = threading.Event()
        with open(log, "a") as output:
            started = time.monotonic()
            process = subprocess.Popen(
                command, cwd=home, stdout=output, stderr=output,
                env={"PATH": os.environ["PATH"], **environment, "AWS_LAMBDA_RUNTIME_API": self.address})
            try:
                ends = started + seconds
                while not self._finished.wait(0.02):
                    if process.poll() is not None or time.monotonic() > ends:
                        raise FunctionFailed(f"no answer; see {log}:\n{log.read_text()[-3000:]}")
                cpu = _cpu_seconds(process.pid)
            finally:
                process.terminate()
                process.wait(60)
        for _, path, body in self._done:
            if not path.endswith("/response"):
                raise FunctionFailed(f"{path}: {body.decode(errors='replace')[:2000]}; see {log}")
        return ColdStart(self._polled[0] - started, self._done[0][0] - self._sent[0], cpu, self._done[0][2])

    def _next(self, handler: BaseHTTPRequestHandler) -> None:
        self._polled.append(time.monotonic())
        number = len(self._sent)
        if number >= len(self._events):
            self._finished.set()
            # As on Lambda, the poll stays open until there is another event: here until the process is ended.
            time.sleep(60)
            return
        event = self._events[number]
        handler.send_response(200)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(event)),
            "Lambda-Runtime-Aws-Request-Id": f"00000000-0000-4000-8000-{number:012d}",
            "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 60_000),
            "Lambda-Runtime-Invoked-Function-Arn": self._arn,
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        self._sent.append(time.monotonic())
        handler.wfile.write(event)

    def _answered(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self._done.append((time.monotonic(), handler.path.removeprefix(_VERSION), body))
        handler.send_response(202)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        if not handler.path.endswith("/response"):
            self._finished.set()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
