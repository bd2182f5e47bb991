#!/usr/bin/env python3
"""Writes the tables of the blueprints' pages from the blueprints.

A page docs/blueprints/NAME.md says what only a person can say, and holds markers between which the tables go:

    <!-- parameters --> … <!-- /parameters -->     also outputs, checks and cost

    docs/tools/generate.py            rewrites the pages
    docs/tools/generate.py --check    says whether they are up to date, and changes nothing
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import costs
import templates
from templates import ROOT, Template

PAGES = ROOT / "docs" / "blueprints"

# Where a blueprint's size depends on parameters that have no default.
TYPICAL = {
    "dns": {"PublicZoneName": "acme.example"},
    "rds-postgres": {"EngineVersion": "17.6"},
    "vpc": {"Zones": "a,b,c"},
}


# The services that verification asks, by the emulator's names for them.
SERVICES = {
    "acm": "ACM", "autoscaling": "Auto Scaling", "cloudcontrol": "Cloud Control", "cloudformation": "CloudFormation",
    "cloudtrail": "CloudTrail", "config": "AWS Config",
    "ec2": "EC2", "eks": "EKS", "elasticloadbalancing": "Elastic Load Balancing", "iam": "IAM", "logs": "CloudWatch Logs",
    "monitoring": "CloudWatch", "rds": "RDS", "route53": "Route 53", "secretsmanager": "Secrets Manager", "sts": "STS",
}


def newest() -> dict[str, Template]:
    """The highest version of each blueprint, by its name."""
    found: dict[str, Template] = {}
    for blueprint in templates.blueprints():
        name = blueprint.path.parent.name
        if name not in found or _version(blueprint) > _version(found[name]):
            found[name] = blueprint
    return found


def _version(blueprint: Template) -> tuple[int, ...]:
    return tuple(int(part) for part in blueprint.path.stem.split("."))


def parameters(blueprint: Template) -> str:
    """A table for each group of parameters, in the order of the console's form."""
    interface = blueprint.tree["Metadata"]["AWS::CloudFormation::Interface"]
    lines = []
    for group in interface["ParameterGroups"]:
        lines += [f"**{group['Label']['default']}**", "", "| Parameter | Default | |", "| --- | --- | --- |"]
        for name in group["Parameters"]:
            parameter = blueprint.parameters[name]
            lines.append(f"| `{name}` | {_default(parameter)} | {_cell(parameter['Description'])}{_values(parameter)} |")
        lines.append("")
    return "\n".join(lines)


def _default(parameter: Mapping[str, Any]) -> str:
    if "Default" not in parameter:
        return "required"
    return f"`{parameter['Default']}`" if str(parameter["Default"]) else "blank"


def _values(parameter: Mapping[str, Any]) -> str:
    allowed = [str(value) for value in parameter.get("AllowedValues", [])]
    if not allowed:
        return ""
    return f" One of {', '.join(f'`{value}`' for value in allowed)}."


def outputs(blueprint: Template) -> str:
    """The blueprint's interface."""
    lines = ["| Output | |", "| --- | --- |"]
    for name, output in blueprint.outputs.items():
        lines.append(f"| `{name}` | {_cell(output['Description'])} |")
    return "\n".join([*lines, ""])


def checks(blueprint: Template) -> str:
    """What is verified; checks that differ by a zone's letter share a line."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for check in blueprint.checks:
        how = f"probe `{check['Probe']}`" if "Probe" in check else f"`{_without_zone(check['Resource'])}`"
        grouped.setdefault((_without_zone(check["Says"]), how), []).append(check["Id"])
    lines = ["| What has to be true | Seen in |", "| --- | --- |"]
    lines += [f"| {_cell(says)} | {how} |" for says, how in grouped]
    asked = requests(blueprint.path.parent.name)
    return "\n".join([*lines, "", *asked, *([""] if asked else [])])


def requests(name: str) -> list[str]:
    """What one verification asks of AWS, as a journey of the local default measures it and holds it to; nothing of what it does not measure."""
    measured = json.loads((Path(__file__).parent / "requests.json").read_text()).get(name)
    if measured is None:
        return []
    services = sorted(measured["requests"].items(), key=lambda asked: (-asked[1], asked[0]))
    each = ", ".join(f"{count} to {SERVICES[service]}" for service, count in services)
    return [
        f"One verification takes {sum(measured['requests'].values())} requests, measured on the example's `{measured['stack']}`: {each}.",
    ]


def _without_zone(text: str) -> str:
    text = re.sub(r"(?<=[a-z])[A-D](?=$|[A-Z][a-z])", "*", text)
    return re.sub(r"\b(subnet|gateway|[Rr]eplica|child) [a-d]\b", r"\1", text)


def cost(blueprint: Template) -> str:
    """What a stack costs a month by being there, with its defaults."""
    items = costs.standing(blueprint.evaluated(TYPICAL.get(blueprint.path.parent.name, {})))
    lines = ["| | Number | Each | A month |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {i.what.split('::', 1)[1]} | {i.count:g} | ${i.each:.2f} | ${i.total:.2f} |" for i in items]
    lines.append(f"| **Together** | | | **${sum(i.total for i in items):.2f}** |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


SECTIONS: dict[str, Callable[[Template], str]] = {
    "parameters": parameters, "outputs": outputs, "checks": checks, "cost": cost,
}


def page(text: str, blueprint: Template) -> str:
    """The page with every section written anew.

    Raises SystemExit where a marker is missing.
    """
    for name, write in SECTIONS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.S)
        if not pattern.search(text):
            raise SystemExit(f"{blueprint.path.parent.name}.md has no markers for {name}")
        table = write(blueprint)
        text = pattern.sub(lambda match, table=table: f"{match[1]}\n{table}\n{match[2]}", text)
    return text


def outdated() -> dict[Path, str]:
    """The pages that are not what they should be, and what they should be."""
    found = {}
    for name, blueprint in newest().items():
        path = PAGES / f"{name}.md"
        text = path.read_text()
        wanted = page(text, blueprint)
        if text != wanted:
            found[path] = wanted
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when out of date")
    check = parser.parse_args().check
    pages = outdated()
    for path, text in pages.items():
        if check:
            print(f"{path} is out of date: run docs/tools/generate.py", file=sys.stderr)
        else:
            path.write_text(text)
    return 1 if check and pages else 0


if __name__ == "__main__":
    sys.exit(main())
