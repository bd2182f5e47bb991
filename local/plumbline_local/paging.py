"""Answers in pages, and requests that name too much, as AWS has them.

Which operations answer in pages, and how they name the next one, is what botocore's paginators say; so many entries are on a page as the API
references say for a request that does not ask for fewer. A fault makes all pages shorter: AWS may answer with fewer than it could.
"""

import functools
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

import botocore.session
from botocore.model import OperationModel

from plumbline_local.faults import faults

_SERVICES = frozenset({"autoscaling", "cloudformation", "config", "ec2", "eks", "guardduty", "iam", "rds", "ssm"})
_ON_A_PAGE = 100
_ON_A_PAGE_OF_EC2 = 1000
_TOKEN = "plumbline-page-"
# An answer below this cannot have as many entries as a page has.
_SMALL = 2_000
# "Only the first 100 resources will be returned", and no token.
_CUT = {"cloudformation:DescribeStackResources": ("DescribeStackResourcesResult", "StackResources", 100)}
_IDS = {"ec2:DescribeInstanceStatus": ("InstanceId.", 100)}
_VALUES_OF_A_FILTER = 200
_FILTER_VALUE = re.compile(r"(Filter\.\d+)\.Value\.\d+")


@dataclass(frozen=True)
class Paged:
    """An operation that answers in pages, in the names of the wire."""

    asked: str
    answered: str
    entries: str
    wrapper: str
    is_xml: bool


def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@functools.cache
def _operation(action: str) -> OperationModel | None:
    service, _, name = action.partition(":")
    if service not in _SERVICES:
        return None
    model = _session().get_service_model(service)
    return model.operation_model(name) if name in model.operation_names else None


@functools.cache
def _paged(action: str) -> Paged | None:
    operation = _operation(action)
    service, _, name = action.partition(":")
    try:
        paginator = _session().get_paginator_model(service).get_paginator(name) if operation else None
    except ValueError:
        return None
    if not paginator or not isinstance(paginator["result_key"], str) or not isinstance(paginator["input_token"], str):
        return None
    asked, answered, entries = (paginator[key] for key in ("input_token", "output_token", "result_key"))
    members = operation.output_shape.members
    if answered not in members or entries not in members:
        return None
    named = operation.input_shape.members[asked].serialization.get("name", asked)
    return Paged(
        named[0].upper() + named[1:] if service == "ec2" else named,
        members[answered].serialization.get("name", answered), members[entries].serialization.get("name", entries),
        operation.output_shape.serialization.get("resultWrapper", ""), operation.metadata["protocol"] in ("query", "ec2"))


def refusal(action: str, parameters: dict[str, list[str]], body: bytes) -> tuple[str, str] | None:
    """The code and the words with which AWS refuses a request that names too much; None for any other."""
    if action.startswith("ec2:"):
        values = [found[1] for name in parameters if (found := _FILTER_VALUE.fullmatch(name))]
        if any(values.count(each) > _VALUES_OF_A_FILTER for each in set(values)):
            return "FilterLimitExceeded", (
                f"The maximum number of filter values specified on a single call is {_VALUES_OF_A_FILTER}")
    prefix, most = _IDS.get(action, ("", 0))
    if prefix and sum(name.startswith(prefix) for name in parameters) > most:
        return "InvalidParameterValue", f"The maximum number of ids specified on a single call is {most}"
    operation = _operation(action)
    if operation is None or operation.input_shape is None or operation.metadata["protocol"] != "json":
        return None
    given = _document(body)
    for name, shape in operation.input_shape.members.items():
        longest = shape.metadata.get("max")
        if shape.type_name == "list" and longest and len(given.get(name) or []) > longest:
            return "ValidationException", (
                f"1 validation error detected: Value at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: "
                f"Member must have length less than or equal to {longest}")
    return None


Handler = Callable[..., Awaitable[tuple]]


async def answered(handler: Handler, action: str, method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:
    """The page of a service's answer that is asked for."""
    if action in _CUT:
        response = await handler(method, path, headers, body, query)
        wrapper, entries, most = _CUT[action]
        return _xml_page(response, Paged("", "", entries, wrapper, True), 0, most)
    paged = _paged(action)
    if paged is None:
        return await handler(method, path, headers, body, query)
    token, body, query = _without_token(paged.asked, headers, body, query)
    begin = int(token.removeprefix(_TOKEN)) if token else 0
    response = await handler(method, path, headers, body, query)
    size = faults.page_size or (_ON_A_PAGE_OF_EC2 if action.startswith("ec2:") else _ON_A_PAGE)
    if response[0] >= 300 or not (begin or faults.page_size) and len(response[2]) < _SMALL:
        return response
    return (_xml_page if paged.is_xml else _json_page)(response, paged, begin, size)


def _without_token(name: str, headers: dict, body: bytes, query: dict) -> tuple[str, bytes, dict]:
    """The token of a request, if it is one of ours, and the request without it."""
    given = query.get(name)
    token = given[0] if isinstance(given, list) else given or ""
    if token.startswith(_TOKEN):
        return token, body, {key: value for key, value in query.items() if key != name}
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        fields = parse_qsl(body.decode(), keep_blank_values=True)
        token = dict(fields).get(name, "")
        rest = urlencode([field for field in fields if field[0] != name]).encode()
    else:
        document = _document(body)
        token = str(document.pop(name, ""))
        rest = json.dumps(document).encode()
    return (token, rest, query) if token.startswith(_TOKEN) else ("", body, query)


def _json_page(response: tuple, paged: Paged, begin: int, size: int) -> tuple:
    status, headers, body = response
    document = _document(body)
    entries = document.get(paged.entries) or []
    if document.get(paged.answered) or begin + size >= len(entries) and not begin:
        return response
    document[paged.entries] = entries[begin:begin + size]
    if begin + size < len(entries):
        document[paged.answered] = f"{_TOKEN}{begin + size}"
    return status, headers, json.dumps(document).encode()


def _xml_page(response: tuple, paged: Paged, begin: int, size: int) -> tuple:
    status, headers, body = response
    if status >= 300:
        return response
    root = ElementTree.fromstring(body)
    within = _child(root, paged.wrapper) if paged.wrapper else root
    container = None if within is None else _child(within, paged.entries)
    more = None if within is None or not paged.answered else _child(within, paged.answered)
    if container is None or more is not None and more.text or begin + size >= len(container) and not begin:
        return response
    last = begin + size >= len(container)
    for entry in [*list(container)[:begin], *list(container)[begin + size:]]:
        container.remove(entry)
    space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""
    if paged.answered and not last:
        more = ElementTree.SubElement(within, space + paged.answered) if more is None else more
        more.text = f"{_TOKEN}{begin + size}"
    ElementTree.register_namespace("", space.strip("{}"))
    return status, headers, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((child for child in element if child.tag.rpartition("}")[2] == name), None)


def _document(body: object) -> dict:
    try:
        document = json.loads(body or b"{}")
    except (TypeError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
