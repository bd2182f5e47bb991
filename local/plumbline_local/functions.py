"""Java functions, which the emulator cannot run: each invocation goes to the JVM that hosts them.

Whatever invokes a function (the API, Step Functions, an event, a Function URL, a schedule) passes one place in the
emulator, which is mended here. The deployed zip is written to disk once; the function's environment holds a session of
its own role; an error keeps the fully qualified name of its class. Without a host every invocation is an error.
"""

import hashlib
import http.client
import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from ministack.core.responses import get_account_id, request_scope
from ministack.services import lambda_svc, s3
from ministack.services.cloudformation import custom_resource

from plumbline_local import buckets
from plumbline_local.patching import replaces
from plumbline_local.roles import CannotAssume, RoleSessions

_HOST = "127.0.0.1"
_ROUTE = "plumbline-host"

Result = dict[str, object]


@dataclass
class FunctionHost:
    """The JVM host: where it listens, where deployed code is written, and the endpoint that functions call AWS at.

    The host holds a function to its time; building its handler is not part of that, as on AWS, and may take as long as
    ``initialisation_seconds`` more before an invocation is given up here.
    """

    port: int
    code: Path
    endpoint: str
    sessions: RoleSessions
    initialisation_seconds: float
    # By ARN, what a function was invoked with last, and where that was written.
    _written: dict[str, tuple[bytes, str, Path]] = field(default_factory=dict)

    def invoke(self, function: dict, event: object, request_id: str) -> Result:
        """Invoke a function; the result is what the emulator's own executors return."""
        config = function.get("config") or function
        seconds = int(config.get("Timeout") or 3)
        try:
            request = self._request(function, config, event, request_id, seconds)
        except CannotAssume as refused:
            return _error("Lambda.AccessDeniedException", str(refused))
        connection = http.client.HTTPConnection(_HOST, self.port, timeout=seconds + self.initialisation_seconds)
        try:
            connection.connect()
        except OSError as unreachable:
            return _error("Runtime.HostUnavailable", (
                f"The JVM that hosts the Java functions does not answer on {_HOST}:{self.port} ({unreachable}); "
                f"{config.get('FunctionName')} was not run"))
        try:
            connection.request("POST", "/invoke", json.dumps(request), {"Content-Type": "application/json"})
            response = connection.getresponse()
            return _result(response.status, response.read())
        except TimeoutError:
            return _error(
                "Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {seconds}.00 seconds")
        except OSError as died:
            return _error("Runtime.ExitError", f"RequestId: {request_id} Error: Runtime exited: {died}")
        finally:
            connection.close()

    def kill(self, name: str) -> None:
        """Let a function die as its process would: what is in flight ends, and nothing it held can act any more."""
        self.sessions.revoke(name)
        connection = http.client.HTTPConnection(_HOST, self.port, timeout=10)
        try:
            connection.request(
                "POST", "/kill", json.dumps({"functionName": name}), {"Content-Type": "application/json"})
            connection.getresponse().read()
        finally:
            connection.close()

    def _request(self, function: dict, config: dict, event: object, request_id: str, seconds: int) -> dict:
        account, region = lambda_svc._account_region_from_function_config(config)
        name, version = config["FunctionName"], config.get("Version", "$LATEST")
        digest, path = self._deployed(config["FunctionArn"], function.get("code_zip") or b"")
        return {
            "functionName": name,
            "functionArn": config["FunctionArn"],
            "version": version,
            "handler": config.get("Handler", ""),
            "codeSha256": digest,
            "codePath": str(path),
            "timeoutMillis": seconds * 1000,
            "requestId": request_id,
            "payload": event,
            "environment": {
                **((config.get("Environment") or {}).get("Variables") or {}),
                "AWS_REGION": region,
                "AWS_DEFAULT_REGION": region,
                "AWS_LAMBDA_FUNCTION_NAME": name,
                "AWS_LAMBDA_FUNCTION_VERSION": version,
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config.get("MemorySize", 128)),
                "AWS_ENDPOINT_URL": self.endpoint,
                **self.sessions.environment(
                    config.get("Role", ""), name, "lambda.amazonaws.com", config["FunctionArn"]),
            },
        }

    def _deployed(self, arn: str, code: bytes) -> tuple[str, Path]:
        """The digest of a function's code and the file that holds it. Hashing takes longer than most invocations do."""
        known, digest, path = self._written.get(arn, (None, "", Path()))
        if known is not code:
            digest, path = self._write(code)
            self._written[arn] = (code, digest, path)
        return digest, path

    def _write(self, code: bytes) -> tuple[str, Path]:
        digest = hashlib.sha256(code).hexdigest()
        path = self.code / f"{digest}.zip"
        if not path.exists():
            self.code.mkdir(parents=True, exist_ok=True)
            # Its own name: first calls of a function often come several at once.
            partial = path.with_suffix(f".{uuid.uuid4().hex}.part")
            partial.write_bytes(code)
            partial.replace(path)
        return digest, path


def _result(status: int, body: bytes) -> Result:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if status != 200 or not isinstance(answer, dict):
        return _error("Runtime.HostError", f"The JVM host answered {status}: {body[:500].decode('utf-8', 'replace')}")
    log = answer.get("log") or ""
    if "error" in answer:
        return {"body": answer["error"], "error": True, "function_error": "Unhandled", "log": log}
    return {"body": answer.get("payload"), "log": log}


def _error(error_type: str, message: str) -> Result:
    body = {"errorType": error_type, "errorMessage": message}
    return {"body": body, "error": True, "function_error": "Unhandled", "log": f"{error_type}: {message}"}


host: FunctionHost | None = None


@replaces("services.lambda_svc", "_proxy_url_for", "0cd4c92f6ef3")
def proxy_url_for(original, config: dict) -> str | None:
    """Route every Java function to the host."""
    if str(config.get("Runtime", "")).startswith("java"):
        return _ROUTE
    return original(config)


@replaces("services.lambda_svc", "_execute_function_proxy", "366136a176ce")
def execute_function_proxy(original, func: dict, event: object, url: str, request_id: str) -> Result:
    """Invoke through the host; what the emulator's own proxy mode serves is left to it."""
    if url != _ROUTE:
        return original(func, event, url, request_id)
    if host is None:
        return _error("Runtime.HostUnavailable", "The emulator was started without a JVM host (--host-port)")
    return host.invoke(func, event, request_id)


@replaces("services.lambda_svc", "_fetch_code_from_s3", "e05246c20b32")
def fetch_code(original, bucket: str, key: str, version_id: str | None = None) -> bytes | None:
    """Read code from a bucket of any account, where whoever deploys the function may."""
    owner = s3._bucket_owner_account(bucket)
    denied = buckets.refusal(owner, bucket, key)
    if denied:
        raise ValueError(
            "Your access has been denied by S3, please make sure your request credentials have permission to GetObject "
            f"for {bucket}/{key}. S3 Error Code: AccessDenied ({denied})")
    with request_scope(owner or get_account_id(), ""):
        code = original(bucket, key, version_id)
    if code is None:
        raise ValueError(
            f"Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not "
            f"exist. ({bucket}/{key})")
    return code


@replaces("services.lambda_svc", "_execute_function_with_config_scope", "26a9d5f64e17")
def execute_in_scope(original, function: dict, event: object, *arguments, **options) -> Result:
    """A custom resource whose function fails has failed; AWS would find that out when its time is over."""
    result = original(function, event, *arguments, **options)
    url = event.get("ResponseURL") if isinstance(event, dict) else None
    if url and isinstance(result, dict) and result.get("error"):
        body = result.get("body") or {}
        reason = f"{body.get('errorType')}: {body.get('errorMessage')}" if isinstance(body, dict) else str(body)
        custom_resource.deliver_response(str(url).rsplit("/", 1)[-1], {"Status": "FAILED", "Reason": reason})
    return result
