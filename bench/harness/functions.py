"""The deployed functions, each with an event that makes it do real work against the emulator."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness import places
from harness.emulator import Emulator
from harness.workload import HUB, REGION

_TASKS = places.ROOT / "functions/tasks/target/plumbline-tasks.zip"
_WEBHOOK = places.ROOT / "functions/webhook/target/plumbline-webhook.zip"


@dataclass(frozen=True)
class Function:
    """A function: its zip and handler, the environment that Lambda gives it, and one event."""

    name: str
    deployed: Path
    handler: str
    environment: dict[str, str]
    event: bytes


class Functions:
    """Finds the functions of a control plane that has just deployed something."""

    def __init__(self, emulator: Emulator, local: Path):
        self._emulator = emulator
        self._local = local
        states = emulator.client("stepfunctions", HUB)
        machine = f"arn:aws:states:{REGION}:{HUB}:stateMachine:plumbline-reconcile"
        last = max(states.list_executions(stateMachineArn=machine)["executions"], key=lambda e: e["startDate"])
        self._execution = states.describe_execution(executionArn=last["executionArn"])
        self._bucket = emulator.client("s3", HUB)
        self._bucket_name = self._variables("plan")["PLUMBLINE_BUCKET"]
        waves = self._bucket.list_objects_v2(
            Bucket=self._bucket_name, Prefix=f"runs/{self._execution['name']}/waves/")["Contents"]
        self._wave = waves[0]["Key"]

    def all(self) -> list[Function]:
        return [
            self._function("webhook", _WEBHOOK, self._push),
            self._function("plan", _TASKS, self._plan),
            self._function("provision", _TASKS, self._change_set),
            self._function("verify", _TASKS, self._verification),
            self._function("report", _TASKS, self._wave_end),
            self._function("observe", _TASKS, self._stack_event),
        ]

    def _function(self, name: str, deployed: Path, event: Callable[[], dict]) -> Function:
        described = self._emulator.client("lambda", HUB).get_function_configuration(
            FunctionName=f"plumbline-{name}", Qualifier="live")
        environment = {
            **described["Environment"]["Variables"],
            **self._session(described["Role"]),
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self._emulator.endpoint,
            "AWS_LAMBDA_FUNCTION_NAME": f"plumbline-{name}",
            "AWS_LAMBDA_FUNCTION_VERSION": described["Version"],
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(described["MemorySize"]),
            "_HANDLER": described["Handler"],
        }
        # The flags stand on the command line, where they are the same for the bare handler.
        environment.pop("JAVA_TOOL_OPTIONS", None)
        return Function(name, deployed, described["Handler"], environment, json.dumps(event()).encode())

    def _variables(self, name: str) -> dict[str, str]:
        return self._emulator.client("lambda", HUB).get_function_configuration(
            FunctionName=f"plumbline-{name}", Qualifier="live")["Environment"]["Variables"]

    def _session(self, role: str) -> dict[str, str]:
        """A session of a function's own role, for which its trust is extended to this account's administrator."""
        iam, name = self._emulator.client("iam", HUB), role.rpartition("/")[2]
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        if not any("AWS" in s["Principal"] for s in trust["Statement"]):
            trust["Statement"].append(
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{HUB}:root"}})
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
        session = self._emulator.client("sts", HUB).assume_role(RoleArn=role, RoleSessionName="bench")["Credentials"]
        return {"AWS_ACCESS_KEY_ID": session["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
                "AWS_SESSION_TOKEN": session["SessionToken"]}

    def _task(self, task: str, **arguments: object) -> dict:
        return {"task": task, **arguments}

    def _plan(self) -> dict:
        """The run's own plan once more: it finds its claim, reads Git and the estate, and writes the same plan."""
        execution = self._execution
        return self._task("Plan", run=execution["name"], execution=execution["executionArn"],
                          startedAt=execution["startDate"].strftime("%Y-%m-%dT%H:%M:%S.000Z"), attempt=0,
                          input=json.loads(execution["input"]))

    def _target(self) -> dict:
        """The first target of the run's wave."""
        document = self._bucket.get_object(Bucket=self._bucket_name, Key=self._wave)["Body"].read()
        return json.loads(document)[0]

    def _change_set(self) -> dict:
        """A stack that is current by now, looked at as if its turn came."""
        return self._task("CreateChangeSet", target=self._target(), stack="alarms", attempt=0,
                          since=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))

    def _verification(self) -> dict:
        target = self._target()
        return self._task("VerifyStack", target=target, account=target["account"], region=target["region"],
                          stack="network", attempt=0)

    def _wave_end(self) -> dict:
        return self._task("CloseWave", run=self._execution["name"], key=self._wave)

    def _push(self) -> dict:
        """A signed push of what is deployed already, as a Function URL hands it on: answered, nothing is started."""
        webhook = json.loads((self._local / "webhook.json").read_text())
        delivery = json.loads((self._local / "last-delivery.json").read_text())
        body = json.dumps({
            "ref": delivery["ref"], "before": delivery["before"], "after": delivery["after"],
            "created": False, "deleted": False, "forced": False, "commits": [], "head_commit": None,
            "repository": {"id": webhook["repositoryId"], "full_name": webhook["fullName"],
                           "clone_url": webhook["cloneUrl"], "default_branch": "main"},
        })
        secret = (self._local / "webhook-secret").read_bytes().strip()
        host = webhook["url"].split("/")[2]
        return {
            "version": "2.0", "routeKey": "$default", "rawPath": "/", "rawQueryString": "",
            "headers": {
                "host": host, "content-type": "application/json", "user-agent": "GitHub-Hookshot/bench",
                "x-github-event": "push", "x-github-delivery": "00000000-0000-4000-8000-000000000001",
                "x-hub-signature-256": "sha256=" + hmac.new(secret, body.encode(), hashlib.sha256).hexdigest(),
            },
            "requestContext": {
                "accountId": "anonymous", "apiId": host.split(".")[0], "domainName": host,
                "domainPrefix": host.split(".")[0], "requestId": "bench", "routeKey": "$default", "stage": "$default",
                "time": "01/Jan/2026:00:00:00 +0000", "timeEpoch": int(time.time() * 1000),
                "http": {"method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                         "userAgent": "GitHub-Hookshot/bench"},
            },
            "body": body, "isBase64Encoded": False,
        }

    def _stack_event(self) -> dict:
        """An account's own event of a stack that is complete."""
        account = "111111111111"
        stack = self._emulator.client("cloudformation", account).describe_stacks(
            StackName="estate-network")["Stacks"][0]
        return {
            "version": "0", "id": "00000000-0000-4000-8000-000000000002", "source": "aws.cloudformation",
            "detail-type": "CloudFormation Stack Status Change", "account": account, "region": REGION,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "resources": [stack["StackId"]],
            "detail": {"stack-id": stack["StackId"], "client-request-token": "",
                       "status-details": {"status": stack["StackStatus"], "status-reason": ""}},
        }
