"""Conditions of a template: the emulator knows only references to parameters and selections in them, AWS also pseudo parameters, texts and lists.

Fn::Join, Fn::Split, Fn::Sub and Fn::FindInMap are worked out beforehand, so that the emulator compares their values.
"""

from collections.abc import Callable

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import engine

from plumbline_local.patching import replaces

_TEXTS = frozenset({"Fn::Join", "Fn::Split", "Fn::Sub", "Fn::FindInMap"})


@replaces("services.cloudformation.engine", "_evaluate_conditions", "e7f9e29b6c01")
def evaluate_conditions(original: Callable, template: dict, params: dict) -> dict:
    worked_out = {name: _worked_out(c, template, params) for name, c in template.get("Conditions", {}).items()}
    pseudo = {"AWS::AccountId": get_account_id(), "AWS::Region": get_region(), "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
    return original({**template, "Conditions": worked_out}, {**{name: {"Value": value} for name, value in pseudo.items()}, **params})


def _worked_out(value: object, template: dict, params: dict) -> object:
    """The expression without texts: each is replaced by its value, and so is a selection from one."""
    if isinstance(value, list):
        return [_worked_out(item, template, params) for item in value]
    if not isinstance(value, dict):
        return value
    if _TEXTS & value.keys() or ("Fn::Select" in value and _holds_text(value)):
        return engine._resolve_refs(value, {}, params, {}, template.get("Mappings", {}), "", "")
    return {key: _worked_out(item, template, params) for key, item in value.items()}


def _holds_text(value: object) -> bool:
    if isinstance(value, list):
        return any(_holds_text(item) for item in value)
    return isinstance(value, dict) and (bool(_TEXTS & value.keys()) or any(_holds_text(v) for v in value.values()))
