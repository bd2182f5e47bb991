"""Lints templates with checkov, their IAM policies with parliament and for the actions that others depend on, what a failed creation leaves and what
AWS services deliver, but for the exceptions that template-exceptions.yaml gives reasons for.

    lint_templates.py FILE…     prints each finding; exit 1 where there is one that nothing excuses, or an exception that nothing needs
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import deliveries
import dependents
import leavings
import policies
import yaml

EXCEPTIONS = Path(__file__).with_name("template-exceptions.yaml")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Finding:
    """What a linter has to say of a resource of a template."""

    rule: str
    file: str
    resource: str
    says: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.resource}"


@dataclass(frozen=True)
class Exception_:
    """A rule that does not hold in a place, and why. A place is FILE:RESOURCE, both with wildcards; says narrows it further."""

    rule: str
    places: tuple[str, ...]
    says: str
    why: str

    def excuses(self, finding: Finding, place: str) -> bool:
        return finding.rule == self.rule and fnmatchcase(finding.place, place) and self.says in finding.says


def exceptions() -> list[Exception_]:
    entries = yaml.safe_load(EXCEPTIONS.read_text())
    return [Exception_(e["rule"], tuple(e["places"]), e.get("says", ""), e["why"]) for e in entries]


def checkov(files: list[str]) -> list[Finding]:
    command = [str(Path(sys.executable).parent / "checkov"), "--framework", "cloudformation", "--quiet", "--compact", "--skip-download",
               "--soft-fail", "--output", "json"]
    done = subprocess.run([*command, *(a for file in files for a in ("--file", file))], cwd=ROOT, capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"checkov: {done.stderr or done.stdout}") from None
    if report["summary"]["parsing_errors"]:
        raise SystemExit(f"checkov cannot parse: {report['results']['parsing_errors']}")
    return [Finding(f["check_id"], f["file_path"].lstrip("/"), f["resource"].split(".")[-1], f["check_name"])
            for f in report["results"]["failed_checks"]]


def parliament(files: list[str]) -> list[Finding]:
    return [Finding(issue, file, resource, says) for file in files for resource, issue, says in policies.findings(file)]


def left(files: list[str]) -> list[Finding]:
    return [Finding("RETAINED_NAME", file, resource, says) for file in files for resource, says in leavings.findings(file)]


def depended_on(files: list[str]) -> list[Finding]:
    return [Finding("DEPENDENT_ACTION", file, resource, says) for file in files for resource, says in dependents.findings(file)]


def delivered(files: list[str]) -> list[Finding]:
    return [Finding("UNDELIVERED", file, resource, says) for file, resource, says in deliveries.findings(files)]


def is_of(place: str, files: list[str]) -> bool:
    """Whether a place is in one of the files that were looked at."""
    return any(fnmatchcase(file, place.split(":")[0]) for file in files)


def main(files: list[str]) -> int:
    with ThreadPoolExecutor() as linters:
        found = [finding for each in linters.map(lambda lint: lint(files), (checkov, parliament, depended_on, left, delivered)) for finding in each]
    excused: set[tuple[int, str]] = set()
    wrong = []
    for finding in found:
        by = [(number, place) for number, exception in enumerate(exceptions()) for place in exception.places
              if exception.excuses(finding, place)]
        excused.update(by)
        if not by:
            wrong.append(f"{finding.place}: {finding.rule}: {finding.says}")
    for number, exception in enumerate(exceptions()):
        wrong += [f"{EXCEPTIONS.name}: nothing in {place} needs the exception from {exception.rule}: take it out"
                  for place in exception.places if (number, place) not in excused and is_of(place, files)]
    print("\n".join(sorted(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
