"""Stands where the JVM host of the functions stands, and answers at once what each task would after a good deployment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[dict], object]


class StubHost:
    """Answers invocations by the task that their payload names; a context manager."""

    def __init__(self, answers: dict[str, Answer]):
        self._answers = answers
        self.invocations = 0
        self.unknown: set[str] = set()

    def __enter__(self) -> StubHost:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = json.dumps(stub._answer(request["payload"])).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

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
    def port(self) -> int:
        return self._server.server_address[1]

    def _answer(self, payload: dict) -> dict:
        self.invocations += 1
        answer = self._answers.get(payload.get("task", ""))
        if answer is None:
            self.unknown.add(str(payload.get("task")))
            return {"error": {"errorType": "bench.UnknownTask", "errorMessage": f"no answer for {payload}"}}
        return {"payload": answer(payload)}
