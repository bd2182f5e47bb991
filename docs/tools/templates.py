"""Reads CloudFormation templates: the tree with its intrinsic functions, and which resources given parameters make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent


class _Loader(yaml.SafeLoader):
    """Knows the short forms of intrinsic functions."""


def _function(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _function)


@dataclass(frozen=True)
class Template:
    """A template and where it lies."""

    path: Path
    tree: Mapping[str, Any]

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        return self.tree.get("Parameters", {})

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        return self.tree["Resources"]

    @property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        return self.tree.get("Outputs", {})

    @property
    def checks(self) -> list[Mapping[str, Any]]:
        return self.tree.get("Metadata", {}).get("Plumbline", {}).get("Checks", [])

    def made(self, values: Mapping[str, str], pseudo: Mapping[str, str] | None = None) -> dict[str, Mapping[str, Any]]:
        """The resources that a stack with these parameter values has; defaults stand in for the others."""
        scope = _Scope(self, {**self._defaults(), **values, **(pseudo or {})})
        return {n: r for n, r in self.resources.items() if "Condition" not in r or scope.holds(r["Condition"])}

    def evaluated(self, values: Mapping[str, str], pseudo: Mapping[str, str] | None = None) -> dict[str, Mapping[str, Any]]:
        """Like made, with what parameters and conditions tell of the properties filled in; what only AWS knows stays."""
        scope = _Scope(self, {**self._defaults(), **values, **(pseudo or {})})
        return {n: scope.filled(r) for n, r in self.made(values, pseudo).items()}

    def _defaults(self) -> dict[str, str]:
        return {n: str(p["Default"]) for n, p in self.parameters.items() if "Default" in p}


@dataclass
class _Scope:
    """Works out conditions; a list parameter is its text with commas until it is selected from."""

    template: Template
    values: Mapping[str, str]
    known: dict[str, bool] = field(default_factory=dict)

    def holds(self, condition: str) -> bool:
        if condition not in self.known:
            self.known[condition] = bool(self.value(self.template.tree["Conditions"][condition]))
        return self.known[condition]

    def filled(self, tree: Any) -> Any:
        """The tree with references to parameters and Fn::If replaced."""
        if isinstance(tree, list):
            return [self.filled(each) for each in tree]
        if not isinstance(tree, Mapping):
            return tree
        if tree.keys() == {"Ref"} and tree["Ref"] in self.values:
            return self.values[tree["Ref"]]
        if tree.keys() == {"Fn::If"}:
            condition, yes, no = tree["Fn::If"]
            return self.filled(yes if self.holds(condition) else no)
        return {name: self.filled(each) for name, each in tree.items()}

    def value(self, expression: Any) -> Any:
        if not isinstance(expression, dict):
            return expression
        ((name, argument),) = expression.items()
        if name == "Ref":
            return self.values[argument]
        if name == "Condition":
            return self.holds(argument)
        arguments = [self.value(a) for a in argument]
        if name == "Fn::Not":
            return not arguments[0]
        if name == "Fn::And":
            return all(arguments)
        if name == "Fn::Or":
            return any(arguments)
        if name == "Fn::Equals":
            return str(arguments[0]) == str(arguments[1])
        if name == "Fn::Join":
            parts = [self.value(a) for a in arguments[1]] if isinstance(arguments[1], list) else arguments[1].split(",")
            return arguments[0].join(parts)
        if name == "Fn::Split":
            return arguments[1].split(arguments[0])
        if name == "Fn::Select":
            return (arguments[1].split(",") if isinstance(arguments[1], str) else arguments[1])[int(arguments[0])]
        raise NotImplementedError(f"{self.template.path}: {name} in a condition")


def read(path: Path) -> Template:
    """Reads one template."""
    return Template(path, yaml.load(path.read_text(), _Loader))


def blueprints() -> list[Template]:
    """All versions of all built-in blueprints."""
    return [read(path) for path in sorted((ROOT / "blueprints").glob("*/*.yaml"))]


def all_templates() -> list[Template]:
    """Every template of the repository."""
    return [read(ROOT / "template.yaml"), *(read(p) for p in sorted((ROOT / "bootstrap").glob("*.yaml"))), *blueprints()]
