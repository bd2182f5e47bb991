"""Lists what is behind the newest release: Java libraries and Maven plugins, Python tools, Node packages. Asks the registries, so it is run on request:

    python3 .ci/gates/behind.py

What is held back on purpose stands in `held-back.json` with the version and the reason. The command fails if something else is behind, or if an entry
of that list is no longer true: the version was moved, or nothing newer is there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

import lock
import tools

ROOT = tools.ROOT
HELD = ROOT / ".ci/gates/held-back.json"
NODE_FOLDERS = (tools.NODE_PACKAGES, ROOT / "bench/peers/org-formation")
# What is not a release: an alpha, beta, milestone or candidate, as versions say it.
UNRELEASED = r"(?i).*[-.](alpha|beta|rc|cr|m|preview|ea|pre)[-.]?[0-9]*.*"
_GOALS = [f"versions:display-{what}-updates" for what in ("dependency", "property", "plugin")]
# A name too long for its line has its versions on the next.
_UPDATE = re.compile(r"^\[INFO\]   (\S+) \.+(?:\n\[INFO\])? +(\S+) -> (\S+)$", re.MULTILINE)
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, order=True)
class Update:
    """A package that has a newer release than the one that is used."""

    kind: str
    name: str
    used: str
    newest: str


class Unanswered(Exception):
    """A registry, or the client that asks it, did not answer: nothing is known of what is behind."""


def newer(one: str, than: str) -> bool:
    """Whether a version comes after another, by the numbers in them."""
    return numbers(one) > numbers(than)


def numbers(version: str) -> list[int]:
    found = [int(part) for part in re.findall(r"\d+", version)]
    while found and found[-1] == 0:
        found.pop()
    return found


def maven_updates(output: str) -> list[Update]:
    """What the versions plugin has listed. Of a plugin it lists one release for each Maven that would run it, older ones too."""
    found: dict[str, Update] = {}
    for name, used, newest in _UPDATE.findall(_ESCAPE.sub("", output)):
        before = found.get(name)
        if newer(newest, before.newest if before else used):
            found[name] = Update("Maven", name, used, newest)
    return sorted(found.values())


def python_update(name: str, used: str, output: str) -> list[Update]:
    """Whether what `pip index versions` says of a package is newer than the version that is pinned."""
    told = re.search(r"^Available versions: ([^,\s]+)", output, re.MULTILINE)
    if not told:
        raise Unanswered(f"pip lists no version of {name}")
    return [Update("Python", name, used, told[1])] if newer(told[1], used) else []


def node_updates(wanted: dict[str, str], output: str) -> list[Update]:
    """What `npm outdated --json` has listed, against the versions that package.json asks for."""
    told = json.loads(output or "{}")
    if "error" in told:
        raise Unanswered(f"npm: {told['error']}")
    return sorted(Update("Node", name, used, told[name]["latest"]) for name, used in wanted.items()
                  if name in told and newer(told[name]["latest"], used))


def unexplained(updates: list[Update], held: dict[str, dict[str, str]]) -> list[str]:
    """What is behind without a reason, and what the list of reasons says that is not so."""
    behind = {update.name: update for update in updates}
    wrong = [f"{update.name} {update.used} is behind {update.newest}: take it, or say in {HELD.name} why not"
             for update in updates if update.name not in held]
    for name, entry in sorted(held.items()):
        if not entry.get("reason", "").strip():
            wrong.append(f"{name} is held back without a reason")
        if name not in behind:
            wrong.append(f"{name} is not behind: take it out of {HELD.name}")
        elif behind[name].used != entry.get("at"):
            wrong.append(f"{name} is at {behind[name].used}, and {HELD.name} says {entry.get('at')}")
    return wrong


def table(updates: list[Update], held: dict[str, dict[str, str]]) -> str:
    rows = [("", "Package", "Used", "Newest", "Held back because")]
    rows += [(each.kind, each.name, each.used, each.newest, held.get(each.name, {}).get("reason", "")) for each in updates]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip() for row in rows)


def asked(command: list[str], codes: tuple[int, ...] = (0,), **options) -> str:
    done = subprocess.run(command, cwd=options.pop("cwd", ROOT), capture_output=True, text=True, **options)
    if done.returncode not in codes:
        raise Unanswered(f"{' '.join(command[:4])} … failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def maven() -> list[Update]:
    return maven_updates(asked(["mvn", "-B", "-N", "--no-transfer-progress", *_GOALS, "-DprocessDependencyManagementTransitive=false",
                                f"-Dmaven.version.ignore={UNRELEASED}"]))


def python() -> list[Update]:
    """What the requirements ask for; what comes along is brought up by `lock.py --upgrade`."""
    pip = [str(tools.python_tools("checks") / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "index", "versions"]
    pins = sorted({pin for file in lock.inputs() for pin in lock.pins(file)})
    return [update for name, used in pins for update in python_update(name, used, asked([*pip, name]))]


def node() -> list[Update]:
    binary = tools.node_binary(tools.python_tools("checks"))
    npm = [str(binary), str(binary.parents[1] / "lib/node_modules/npm/bin/npm-cli.js")]
    path = f"{binary.parent}{os.pathsep}{os.environ['PATH']}"
    found = []
    for folder in NODE_FOLDERS:
        wanted = json.loads((folder / "package.json").read_text())["dependencies"]
        # It ends with 1 if something is behind.
        found += node_updates(wanted, asked([*npm, "outdated", "--json"], (0, 1), cwd=folder, env={**os.environ, "PATH": path}))
    return found


def main() -> int:
    held = json.loads(HELD.read_text())
    try:
        updates = maven() + python() + node()
    except Unanswered as problem:
        print(problem, file=sys.stderr)
        return 2
    print(table(updates, held))
    wrong = unexplained(updates, held)
    print("\n".join(["", *wrong]) if wrong else "\neverything else is the newest release")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
