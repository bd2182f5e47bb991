"""A stand-in for the JVM that hosts the Java functions: handlers are Python functions by handler name."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = Callable[[dict], object]


class Failure(Exception):
    """What a handler raises to fail as a Java exception of that class."""

    def __init__(self, error_type: str, message: str = "failed"):
        super().__init__(message)
        self.error = {"errorType": error_type, "errorMessage": message, "stackTrace": []}


class Died(Exception):
    """What a handler raises to go away without an answer."""


class FakeHost:
    """Answers the host protocol; keeps every request."""

    def __init__(self):
        self.requests: list[dict] = []
        self.killed: list[str] = []
        self._handlers: dict[str, Handler] = {}
        host = self

        class Requests(BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    body = json.dumps(host._kill(request) if self.path == "/kill" else host._invoke(request)).encode()
                except Died:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 1000

        self._server = Server(("127.0.0.1", 0), Requests)
        self.port = self._server.server_port

    def __enter__(self) -> "FakeHost":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()

    def handle(self, name: str, handler: Handler) -> None:
        """Serve a handler name; the function gets the whole request of the protocol."""
        self._handlers[name] = handler

    def invocations(self, name: str) -> list[dict]:
        return [request for request in self.requests if request["handler"] == name]

    def _kill(self, request: dict) -> dict:
        self.killed.append(request["functionName"])
        return {"killed": 1}

    def _invoke(self, request: dict) -> dict:
        self.requests.append(request)
        try:
            return {"payload": self._handlers[request["handler"]](request), "log": "ran"}
        except Failure as failure:
            return {"error": failure.error, "log": "failed"}
