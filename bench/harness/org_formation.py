"""org-formation: one `update-stacks` task for each stack, bound to all accounts, joined in one of its two ways.

Its own `!CopyValue` reads the other stack's export when the task is resolved. CloudFormation's `Fn::ImportValue` leaves
that to CloudFormation, which then locks the exporting stack; it saves requests, so it is measured as well.
"""

from __future__ import annotations

import copy
import json
import re

from harness import places
from harness.emulator import Emulator
from harness.peer import Peer, run
from harness.workload import REGION, Output, Scenario, Stack, Workload

AT_ONCE = 50
"""Stacks of one task, and tasks, at the same time; org-formation works in batches, so more is faster."""


class OrgFormation(Peer):
    name = "org-formation"
    version = "1.0.17"

    def install(self) -> None:
        self._program = places.node_packages("org-formation") / "node_modules/aws-organization-formation/dist/cli.js"
        self._node = places.node()

    def prepare(self, emulator: Emulator, workload: Workload) -> None:
        emulator.allow_access(workload.accounts)
        self.home.mkdir(parents=True, exist_ok=True)
        self._run(emulator, "init", "organization.yml", "--region", REGION)
        written = (self.home / "organization.yml").read_text()
        # What `init` called each account, by its id.
        self._names = {account: name for name, account in re.findall(
            r"^  (\w+):\n    Type: OC::ORG::Account\n(?:.+\n)*?      AccountId: '(\d{12})'", written, re.MULTILINE)}

    def write(self, emulator: Emulator, scenario: Scenario) -> None:
        workload = scenario.workload
        for stack in workload.stacks:
            (self.home / f"{stack.name}.json").write_text(json.dumps(self._template(workload, stack), indent=2))
        (self.home / "tasks.yml").write_text(self._tasks(workload))

    def deploy(self, emulator: Emulator) -> None:
        self._run(emulator, "perform-tasks", "tasks.yml", "--organization-file", "organization.yml",
                  "--max-concurrent-tasks", str(AT_ONCE), "--max-concurrent-stacks", str(AT_ONCE))

    def _run(self, emulator: Emulator, *arguments: str) -> None:
        run([str(self._node), str(self._program), *arguments, "--no-color"], self.home, emulator.environment(),
            self.home / "org-formation.log")

    def _template(self, workload: Workload, stack: Stack) -> dict:
        template = copy.deepcopy(stack.template)
        for name in exported(workload, stack):
            template["Outputs"][name]["Export"] = {"Name": export(Output(stack.name, name))}
        return template

    def _tasks(self, workload: Workload) -> str:
        lines = ["Mappings:", *_mappings(workload)]
        for stack in workload.stacks:
            lines += [
                f"{stack.name.capitalize()}:",
                "  Type: update-stacks",
                f"  Template: ./{stack.name}.json",
                f"  StackName: {stack.name}",
                f"  DependsOn: {json.dumps([name.capitalize() for name in stack.needs])}" if stack.needs else "",
                f"  MaxConcurrentStacks: {AT_ONCE}",
                "  DefaultOrganizationBinding:",
                f"    Account: {json.dumps([{'Ref': self._names[account.id]} for account in workload.accounts])}",
                f"    Region: {REGION}",
                "  Parameters:",
                *self._parameters(workload, stack),
            ]
        return "\n".join(line for line in lines if line) + "\n"

    def _parameters(self, workload: Workload, stack: Stack) -> list[str]:
        constants = workload.constants(workload.accounts[0], stack)
        return [
            *(f"    {name}: !FindInMap [{name}, !Ref CurrentAccount, value]" for name in constants),
            *(f"    {name}: !CopyValue '{export(output)}'" for name, output in stack.joins.items()),
        ]


class OrgFormationImports(OrgFormation):
    """The same, joined by `Fn::ImportValue`."""

    name = "org-formation (Fn::ImportValue)"

    def _template(self, workload: Workload, stack: Stack) -> dict:
        template = super()._template(workload, stack)
        for name, output in stack.joins.items():
            value: dict = {"Fn::ImportValue": export(output)}
            if template["Parameters"].pop(name)["Type"] == "CommaDelimitedList":
                value = {"Fn::Split": [",", value]}
            template["Resources"] = _replaced(template["Resources"], {"Ref": name}, value)
        return template

    def _parameters(self, workload: Workload, stack: Stack) -> list[str]:
        return [line for line in super()._parameters(workload, stack) if "!CopyValue" not in line]


def export(output: Output) -> str:
    return f"bench-{output.stack}-{output.name}"


def exported(workload: Workload, stack: Stack) -> list[str]:
    """The outputs of a stack that others need."""
    joins = [output for other in workload.stacks for output in other.joins.values()]
    return sorted({output.name for output in joins if output.stack == stack.name})


def _mappings(workload: Workload) -> list[str]:
    lines = []
    for name in ("Tier", "Cidr", "Threshold"):
        lines.append(f"  {name}:")
        for account in workload.accounts:
            stack = next(s for s in workload.stacks if name in workload.constants(account, s))
            lines.append(f"    '{account.id}': {{ value: {json.dumps(workload.constants(account, stack)[name])} }}")
    return lines


def _replaced(value: object, old: dict, new: dict) -> object:
    if value == old:
        return new
    if isinstance(value, dict):
        return {key: _replaced(part, old, new) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, old, new) for part in value]
    return value
