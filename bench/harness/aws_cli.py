"""`aws cloudformation deploy` in a script, as many write it: accounts side by side, the stacks of one in order."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import places
from harness.emulator import ACCESS_ROLE, Emulator
from harness.peer import Peer, run
from harness.workload import REGION, Account, Scenario, Workload

AT_ONCE = 8


class AwsCli(Peer):
    name = "aws cloudformation deploy"
    version = "1.46.3"

    def install(self) -> None:
        self._program = str(places.python_tools("bench-awscli") / "bin" / "aws")

    def prepare(self, emulator: Emulator, workload: Workload) -> None:
        emulator.allow_access(workload.accounts)
        profiles = [
            f"[profile {account.name}]\nrole_arn = arn:aws:iam::{account.id}:role/{ACCESS_ROLE}\n"
            f"credential_source = Environment\nregion = {REGION}\n" for account in workload.accounts]
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "aws-config").write_text("\n".join(profiles))

    def write(self, emulator: Emulator, scenario: Scenario) -> None:
        self._workload = scenario.workload
        for stack in self._workload.stacks:
            (self.home / f"{stack.name}.json").write_text(json.dumps(stack.template, indent=2))

    def deploy(self, emulator: Emulator) -> None:
        environment = {**emulator.environment(), "AWS_CONFIG_FILE": str(self.home / "aws-config")}
        with ThreadPoolExecutor(AT_ONCE) as workers:
            list(workers.map(lambda account: self._deploy(account, environment), self._workload.accounts))

    def _deploy(self, account: Account, environment: dict[str, str]) -> None:
        outputs: dict[tuple[str, str], str] = {}
        for stack in (stack for level in self._workload.levels() for stack in level):
            parameters = self._workload.constants(account, stack)
            parameters |= {name: outputs[output.stack, output.name] for name, output in stack.joins.items()}
            run([self._program, "cloudformation", "deploy", "--profile", account.name, "--stack-name", stack.name,
                 "--template-file", f"{stack.name}.json", "--capabilities", "CAPABILITY_NAMED_IAM",
                 "--no-fail-on-empty-changeset", "--parameter-overrides",
                 *(f"{name}={value}" for name, value in parameters.items())],
                self.home, environment, self.home / f"aws-{threading.get_ident()}.log")
            if any(output.stack == stack.name for other in self._workload.stacks for output in other.joins.values()):
                outputs |= self._outputs(account, stack.name, environment)

    def _outputs(self, account: Account, stack: str, environment: dict[str, str]) -> dict[tuple[str, str], str]:
        answer = self.home / f"outputs-{threading.get_ident()}.json"
        answer.unlink(missing_ok=True)
        run([self._program, "cloudformation", "describe-stacks", "--profile", account.name, "--stack-name", stack,
             "--query", "Stacks[0].Outputs", "--output", "json"], self.home, environment, answer)
        listing = json.loads(Path(answer).read_text().partition("\n")[2])
        return {(stack, output["OutputKey"]): output["OutputValue"] for output in listing}
