"""Plumbline on its real path: a push to the live repository, the webhook, the state machines, the functions.

The local default is started with `./plumbline up`, as a person would; more accounts than its five are created in the
organisation and bootstrapped from bootstrap/. The functions run in the local JVM, which is warm after the first run.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from harness import places
from harness.emulator import Emulator, Requests
from harness.emulator_cost import cost
from harness.peer import Peer, PeerFailed, purpose, run
from harness.workload import HUB, REGION, Account, Scenario, Stack, Workload

AT_ONCE = 50
"""Targets at the same time: what the peers get as well."""

_UNKNOWN = "nothing changed, ledger unknown"
_BOUNDARY = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/plumbline-boundary"}
_MEMBER_STACKS = ("plumbline-member-deploy", "plumbline-member-look", "plumbline-member-mend", "plumbline-member-region")
_PATIENCE_SECONDS = 900


class Plumbline(Peer):
    name = "plumbline"
    version = "this checkout"

    def __init__(self, home: Path, **settings: object):
        """Takes also what the live repository's plumbline.yaml says beyond what every peer's estate has."""
        super().__init__(home)
        self._settings = settings

    def install(self) -> None:
        self._command = str(places.ROOT / "plumbline")
        self._live = self.home / "local" / "live"
        self._ids: dict[str, str] = {}
        self._commits = 0
        self._cost: dict[str, float] = {}

    def scenarios(self, wanted: list[Scenario]) -> list[Scenario]:
        """Also, in the end, what it costs where the ledger cannot be trusted: every target is looked up."""
        return [*wanted, replace(wanted[-1], name=_UNKNOWN, changes=0)]

    @contextmanager
    def emulator(self, workload: Workload, stack_seconds: float) -> Iterator[Emulator]:
        local = self.home / "local"
        self._start_repository(local)
        try:
            self._run("up", "--home", str(local), "--stack-seconds", str(stack_seconds))
            port = json.loads((local / "settings.json").read_text())["emulatorPort"]
            emulator = Emulator(f"http://127.0.0.1:{port}", _pid(local / "emulator.pid"))
            self._host = _pid(local / "host.pid")
            self.settle(emulator)
            yield emulator
        finally:
            self._run("down", "--home", str(local))

    def prepare(self, emulator: Emulator, workload: Workload) -> None:
        organizations = emulator.client("organizations")
        listed = organizations.get_paginator("list_accounts").paginate()
        self._ids = {account["Name"]: account["Id"] for page in listed for account in page["Accounts"]}
        new = [account for account in workload.accounts if account.name not in self._ids]
        for account in new:
            status = organizations.create_account(AccountName=account.name, Email=f"{account.name}@example.com")
            self._ids[account.name] = status["CreateAccountStatus"]["AccountId"]
        with ThreadPoolExecutor(4) as workers:
            list(workers.map(lambda account: self._bootstrap(emulator, self.account_id(account)), new))
            list(workers.map(lambda account: self._allow_reads(emulator, self.account_id(account)), workload.accounts))

    def account_id(self, account: Account) -> str:
        return self._ids.get(account.name, account.id)

    def stack_name(self, account: Account, stack: str) -> str:
        return f"estate-{stack}"

    def write(self, emulator: Emulator, scenario: Scenario) -> None:
        workload = scenario.workload
        self._commits += 1
        _write(self._live / "README.md", f"Commit {self._commits}: {scenario.name}.\n")
        _write(self._live / "plumbline.yaml", _yaml({**_organization(workload), **self._settings}))
        for stack in workload.stacks:
            _write(self._live / f"blueprints/bench-{stack.name}.yaml", _yaml(_blueprint(stack)))
        for account in workload.accounts:
            environment = _environment(workload, account, self.account_id(account))
            _write(self._live / f"environments/{account.name}.yaml", _yaml(environment))
        if scenario.name == _UNKNOWN:
            self._forget(emulator, workload)

    def deploy(self, emulator: Emulator) -> None:
        self._started = datetime.now(timezone.utc)
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", f"Commit {self._commits}")
        self._git("push", "--quiet", "origin", "HEAD:refs/heads/main")
        delivery = json.loads((self.home / "local/last-delivery.json").read_text())
        if delivery["status"] != 202:
            raise PeerFailed(f"the webhook answered {delivery['status']}: {delivery['answer']}")
        self.settle(emulator)

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self._host}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + super().cpu_seconds()

    def purposes(self, requests: list[Requests]) -> Counter[str]:
        self._requests = requests
        counts: Counter[str] = Counter()
        for row in requests:
            counts[_purpose(row)] += row.count
        return counts

    def notes(self, emulator: Emulator) -> dict[str, float]:
        """How the run ended, and what it took of the state machines: executions, states entered, functions called.

        States, calls and requests to the control plane's own services are then priced with what the emulator takes for
        each, measured after the first run.
        """
        states = emulator.client("stepfunctions", HUB)
        totals: Counter[str] = Counter()
        for name in ("reconcile", "reconcile-target"):
            machine = f"arn:aws:states:{REGION}:{HUB}:stateMachine:plumbline-{name}"
            pages = states.get_paginator("list_executions").paginate(stateMachineArn=machine)
            for execution in (e for page in pages for e in page["executions"]):
                if execution["startDate"] >= self._started:
                    totals["executions"] += 1
                    self._count(states, execution, totals)
        if not self._cost:
            self._cost = cost(emulator)
        requests = sum(row.count for row in self._requests if _purpose(row) == "control plane")
        own = (totals["states"] * self._cost["stateMillis"] + totals["tasks"] * self._cost["invocationMillis"]
               + requests * self._cost["requestMillis"])
        return {**totals, **self._cost, "requests": requests, "emulatorSeconds": round(own / 1000, 2)}

    def _count(self, states, execution: dict, totals: Counter[str]) -> None:
        if execution["status"] != "SUCCEEDED":
            self._run("run", execution["name"], "--home", str(self.home / "local"))
            raise PeerFailed(f"{execution['name']} ended as {execution['status']}; see {self.home}/plumbline.log")
        history = states.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
        for event in (event for page in history for event in page["events"]):
            totals["events"] += 1
            if event["type"].endswith("StateEntered"):
                totals["states"] += 1
            elif event["type"] in ("TaskScheduled", "LambdaFunctionScheduled"):
                totals["tasks"] += 1

    def _start_repository(self, local: Path) -> None:
        """A live repository whose first commit describes no stack, so that `up` starts with nothing to deploy."""
        bare = local / "git/live.git"
        bare.mkdir(parents=True, mode=0o700)
        self._live = self.home / "first"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True)
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(self._live)], check=True)
        self._git("remote", "add", "origin", str(bare))
        from harness.workload import workload

        five = workload(5)
        empty = replace(five, stacks=())
        _write(self._live / "plumbline.yaml", _yaml(_organization(empty)))
        for account in empty.accounts:
            _write(self._live / f"environments/{account.name}.yaml", _yaml(_environment(empty, account, account.id)))
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", "Describe the accounts")
        self._git("push", "--quiet", "origin", "HEAD:refs/heads/main")
        self._live = local / "live"

    def _bootstrap(self, emulator: Emulator, account: str) -> None:
        """Give an account what `up` gave its five, with the same parameters."""
        model, new = emulator.client("cloudformation", HUB), emulator.client("cloudformation", account)
        for name in _MEMBER_STACKS:
            template = (places.ROOT / f"bootstrap/{name.removeprefix('plumbline-')}.yaml").read_text()
            parameters = model.describe_stacks(StackName=name)["Stacks"][0]["Parameters"]
            new.create_stack(StackName=name, TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"], Parameters=[
                {key: parameter[key] for key in ("ParameterKey", "ParameterValue")} for parameter in parameters])
            new.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    def _allow_reads(self, emulator: Emulator, account: str) -> None:
        """The verify role reads what the built-in blueprints hold; a company adds the types of its own blueprints."""
        emulator.client("iam", account).put_role_policy(
            RoleName="plumbline-verify", PolicyName="own-blueprints", PolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Resource": "*", "Action": ["ec2:Describe*", "rds:Describe*", "rds:List*"]}]}))

    def _forget(self, emulator: Emulator, workload: Workload) -> None:
        """Make the ledger as it is when an account's forwarder has not been heard for a day."""
        resource = emulator.client("cloudformation", HUB).describe_stack_resource(
            StackName="plumbline", LogicalResourceId="Ledger")
        table = resource["StackResourceDetail"]["PhysicalResourceId"]
        ledger = emulator.client("dynamodb", HUB)
        for account in workload.accounts:
            ledger.update_item(TableName=table, UpdateExpression="REMOVE heardAt", Key={
                "pk": {"S": f"TARGET#{self.account_id(account)}#{REGION}"}, "sk": {"S": "META"}})

    def settle(self, emulator: Emulator) -> None:
        """Wait until no execution runs."""
        ends = time.monotonic() + _PATIENCE_SECONDS
        while emulator.control("GET", "running")["executions"]:
            if time.monotonic() > ends:
                raise PeerFailed("the run does not end")
            time.sleep(0.02)

    def _git(self, *arguments: str) -> None:
        run(["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-C", str(self._live), *arguments],
            self.home, {"GIT_CONFIG_GLOBAL": "/dev/null"}, self.home / "git.log")

    def _run(self, *arguments: str) -> None:
        run([self._command, *arguments], self.home, {"HOME": str(Path.home())}, self.home / "plumbline.log")


def _purpose(row: Requests) -> str:
    if row.service == "sts":
        return "sts"
    if row.principal == "plumbline-verify":
        return "verification"
    if row.principal in ("plumbline-provision", "plumbline-plan", "plumbline-preview"):
        return purpose(row)
    return "control plane"


def _organization(workload: Workload) -> dict:
    return {
        "organization": "acme",
        "blueprints": "1.0.0",
        "waves": [[account.name for account in workload.accounts]],
        "concurrency": AT_ONCE,
        "defaults": {"regions": [REGION]},
        # No peer asks before it changes something, so it is not asked here either.
        "policies": {"approvals": "never"},
    }


def _environment(workload: Workload, account: Account, account_id: str) -> dict:
    return {
        "environment": account.name,
        "account": account_id,
        "stacks": {
            stack.name: {
                "blueprint": f"bench-{stack.name}",
                "parameters": workload.constants(account, stack) | {
                    name: f"${{{output.stack}.{output.name}}}" for name, output in stack.joins.items()},
            }
            for stack in workload.stacks
        },
    }


def _blueprint(stack: Stack) -> dict:
    """The same template; roles carry the boundary without which Plumbline's execution role makes none."""
    template = copy.deepcopy(stack.template)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            resource["Properties"]["PermissionsBoundary"] = _BOUNDARY
    return template


def _yaml(value: object) -> str:
    # JSON is YAML.
    return json.dumps(value, indent=2) + "\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def _pid(file: Path) -> int:
    return int(file.read_text().split()[0])
