"""Sceptre: a group of stacks for each account, joined by its `!stack_output`, all at once (its own default)."""

from __future__ import annotations

import json
from pathlib import Path

from harness import places
from harness.emulator import ACCESS_ROLE, Emulator
from harness.peer import Peer, run
from harness.workload import REGION, Account, Scenario, Stack, Workload

_GROUP = "estate"


class Sceptre(Peer):
    name = "sceptre"
    version = "4.7.0"

    def install(self) -> None:
        self._program = places.python_tools("bench-sceptre") / "bin" / "sceptre"

    def prepare(self, emulator: Emulator, workload: Workload) -> None:
        emulator.allow_access(workload.accounts)

    def write(self, emulator: Emulator, scenario: Scenario) -> None:
        workload = scenario.workload
        project = self._project
        _write(project / "config/config.yaml", f"project_code: bench\nregion: {REGION}\n")
        for stack in workload.stacks:
            _write(project / f"templates/{stack.name}.json", json.dumps(stack.template, indent=2))
        for account in workload.accounts:
            for stack in workload.stacks:
                _write(project / f"config/{_GROUP}/{account.name}/{stack.name}.yaml", _config(workload, account, stack))

    def deploy(self, emulator: Emulator) -> None:
        run([str(self._program), "--no-colour", "launch", "--yes", _GROUP], self._project, emulator.environment(),
            self.home / "sceptre.log")

    def detect_drift(self, emulator: Emulator) -> str:
        """Have the drift of all stacks detected; returns what sceptre said of them."""
        log = self.home / "sceptre-drift.log"
        log.unlink(missing_ok=True)
        run([str(self._program), "--no-colour", "drift", "detect", _GROUP], self._project, emulator.environment(), log)
        return log.read_text()

    def stack_name(self, account: Account, stack: str) -> str:
        return f"bench-{_GROUP}-{account.name}-{stack}"

    @property
    def _project(self) -> Path:
        return self.home / "project"


def _config(workload: Workload, account: Account, stack: Stack) -> str:
    lines = [
        f"template: {{type: file, path: {stack.name}.json}}",
        f"sceptre_role: arn:aws:iam::{account.id}:role/{ACCESS_ROLE}",
        "parameters:",
        *(f"  {name}: {json.dumps(value)}" for name, value in workload.constants(account, stack).items()),
        *(f"  {name}: !stack_output {_GROUP}/{account.name}/{output.stack}.yaml::{output.name}"
          for name, output in stack.joins.items()),
    ]
    return "\n".join(lines) + "\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
