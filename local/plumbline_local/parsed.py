"""What the emulator reads again and again, read once.

A condition or a filter of DynamoDB is read anew for every item of a query, a template for every stack made of it, every
policy of a caller twice for each of its requests.
"""

import functools
import pickle
from collections.abc import Callable

import yaml
from ministack.services.cloudformation import engine
from plumbline_local.patching import replaces


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The emulator's loader of templates, on libyaml where that is there: it reads ten times as fast."""

    yaml_constructors = engine.CfnLoader.yaml_constructors


engine.CfnLoader = _Loader


@functools.lru_cache(maxsize=4096)
def _read(reader: Callable, *expression: str) -> object:
    return reader(*expression)


@replaces("services.dynamodb", "_tokenize", "6abb13395c3e")
def tokenize(original: Callable, expr: str) -> list:
    """The tokens of an expression, in a list of the caller's own."""
    return list(_read(original, expr))


@replaces("services.dynamodb", "_condition_syntax_error", "5213f1ffac34")
def condition_syntax_error(original: Callable, expr: str, slot: str) -> str | None:
    """What is wrong with the grammar of a condition: the same for each item."""
    return _read(original, expr, slot)


@functools.lru_cache(maxsize=64)
def _template(parse: Callable, body: str) -> bytes:
    return pickle.dumps(parse(body))


@replaces("services.cloudformation.engine", "_parse_template", "3accea2c0e11")
def parse_template(original: Callable, template_body: str) -> dict:
    """A template as the caller's own copy: transforms rewrite it."""
    return pickle.loads(_template(original, template_body))


@replaces("core.iam_evaluator", "parse_policy_document", "622a4f98a3ec")
def parse_policy_document(original: Callable, doc: str | dict) -> list:
    """The statements of a policy, in a list of the caller's own; nobody changes a statement."""
    return list(_read(original, doc)) if isinstance(doc, str) else original(doc)
