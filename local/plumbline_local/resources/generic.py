"""A resource type that is played from its schema alone, for every type that the emulator does not know.

A record for each account and region holds the properties; read-only attributes are made up; a change of a createOnly
property replaces the resource. Nothing behind the record does anything: no add-on is installed, no finding is sent.
"""

import copy
import secrets
from collections.abc import Callable

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services.cloudformation import drift, provisioners

from plumbline_local import schemas
from plumbline_local.schemas import Schema

# What a made-up attribute with an enumeration says, in order of preference.
_HEALTHY = ("ACTIVE", "Active", "available", "AVAILABLE", "ENABLED", "Enabled", "InService", "ISSUED", "READY")
# Types of CloudFormation itself change other stacks or this template; a record would be a pretence.
_REFUSED = "AWS::CloudFormation::"

_records = AccountRegionScopedDict()
_types: set[str] = set()
_made: dict[str, Callable[[dict, str], dict]] = {}
_unmade: dict[str, Callable[[dict], None]] = {}
_checks: dict[str, Callable[[dict, bool], None]] = {}
_judges: dict[str, Callable[[dict, dict, dict], dict]] = {}


def install(region: str) -> None:
    """Enter every type that CloudFormation knows and the emulator does not."""
    table = provisioners._RESOURCE_HANDLERS
    for name in schemas.type_names(region):
        if name not in table and not name.startswith(_REFUSED):
            _types.add(name)
            table[name] = _handlers(name)
            drift._DRIFT_READERS[name] = (_reader(name), _Readable(name))


def make(type_name: str, attributes: Callable[[dict, str], dict]) -> None:
    """Say what a new resource of a type has besides its properties, from those and a name made of its logical id."""
    _made[type_name] = attributes


def unmake(type_name: str, forget: Callable[[dict], None]) -> None:
    """Say what goes with a resource of a type when its stack deletes it, from its live properties."""
    _unmade[type_name] = forget


def check(type_name: str, refuse: Callable[[dict, bool], None]) -> None:
    """Say what the service has against a resource of a type, from its properties and whether it is to be made."""
    _checks[type_name] = refuse


def judge(type_name: str, properties: Callable[[dict, dict, dict], dict]) -> None:
    """Say what an update of a resource makes of it, or raise what its service refuses.

    Called with its live properties and those of its template before and after.
    """
    _judges[type_name] = properties


class _Readable:
    """The properties of a type that drift detection compares: those that can be read back. Schemas are read late."""

    def __init__(self, type_name: str):
        self._type_name = type_name

    def __contains__(self, name: str) -> bool:
        schema = schemas.schema(self._type_name)
        return name in schema.properties and name not in schema.write_only


def _reader(type_name: str):
    return lambda physical_id, props: read(type_name, physical_id)


def plays(type_name: str) -> bool:
    """Whether a type is played from its schema."""
    return type_name in _types


def learn(type_name: str) -> None:
    """Tell the emulator which property of a type carries tags and which ones replace it."""
    if type_name not in _types or type_name in provisioners._REPLACING_PROPERTIES:
        return
    schema = schemas.schema(type_name)
    provisioners._REPLACING_PROPERTIES[type_name] = tuple(p for p in schema.create_only if "/" not in p)
    if schema.tag_property in schema.properties:
        listed = schema.properties[schema.tag_property].get("type") == "array"
        provisioners._STACK_TAG_PROPERTY[type_name] = (schema.tag_property, "list" if listed else "map")


def read(type_name: str, physical_id: str) -> dict | None:
    """The live properties of a resource, or None when it is gone."""
    record = _records.get((type_name, physical_id))
    return None if record is None else copy.deepcopy(record)


def all_of(type_name: str) -> list[dict]:
    """The live properties of all resources of a type in the current account and region."""
    return [copy.deepcopy(record) for (name, _), record in list(_records.items()) if name == type_name]


def write(type_name: str, physical_id: str, properties: dict | None) -> None:
    """Change a resource behind its stack's back; None deletes it."""
    if properties is None:
        del _records[type_name, physical_id]
    else:
        _records[type_name, physical_id] = properties


def state() -> dict:
    return {"records": _records}


def restore(saved: dict | None) -> None:
    if saved:
        _records.update(saved["records"])


def _handlers(type_name: str) -> dict:
    def create(logical_id, props, stack_name):
        schema = schemas.schema(type_name)
        _validate(schema, props)
        _check(type_name, props, True)
        named = provisioners._physical_name(stack_name, logical_id, max_len=64)
        made = _made[type_name](props, named) if type_name in _made else {}
        properties = {**_made_up(schema, props, named), **made, **copy.deepcopy(props)}
        physical_id = "|".join(str(properties.get(name, named)) for name in schema.identifier) or named
        if (type_name, physical_id) in _records:
            raise ValueError(
                f"Resource of type '{type_name}' with identifier '{physical_id}' already exists. "
                "(HandlerErrorCode: AlreadyExists)")
        _records[type_name, physical_id] = properties
        return physical_id, _attributes(schema, properties)

    def update(physical_id, old_props, new_props, stack_name):
        schema = schemas.schema(type_name)
        _validate(schema, new_props)
        _check(type_name, new_props, False)
        record = _records.get((type_name, physical_id))
        if record is None:
            raise ValueError(
                f"Resource of type '{type_name}' with identifier '{physical_id}' was not found. "
                "(HandlerErrorCode: NotFound)")
        judged = _judges[type_name](record, old_props, new_props) if type_name in _judges else new_props
        kept = {k: v for k, v in record.items() if k not in old_props}
        _records[type_name, physical_id] = {**kept, **copy.deepcopy(judged)}
        return physical_id, _attributes(schema, _records[type_name, physical_id])

    def delete(physical_id, props):
        record = _records.pop((type_name, physical_id), None)
        if record is not None and type_name in _unmade:
            _unmade[type_name](record)

    return {"create": create, "update": update, "delete": delete}


def _check(type_name: str, props: dict, creating: bool) -> None:
    if type_name in _checks:
        _checks[type_name](props, creating)


def _validate(schema: Schema, props: dict) -> None:
    missing = sorted(schema.required - props.keys())
    unknown = sorted(props.keys() - schema.properties.keys())
    problems = [f"#: required key [{name}] not found" for name in missing]
    problems += [f"#: extraneous key [{name}] is not permitted" for name in unknown]
    if problems:
        raise ValueError(f"Model validation failed ({'; '.join(problems)}) (HandlerErrorCode: InvalidRequest)")


def _made_up(schema: Schema, props: dict, named: str) -> dict:
    wanted = {path.split("/")[0] for path in schema.read_only} | {
        name for name in schema.identifier if name not in props}
    return {
        name: _value(schema, name, schema.properties.get(name, {}), named)
        for name in sorted(wanted) if name not in props and "/" not in name}


def _value(schema: Schema, name: str, definition: dict, named: str, depth: int = 0) -> object:
    definition = _definition(schema, definition)
    kind = definition.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    choices = definition.get("enum")
    if choices:
        return next((c for c in _HEALTHY if c in choices), choices[0])
    if kind == "object" and depth < 3:
        return {
            key: _value(schema, key, inner, named, depth + 1)
            for key, inner in definition.get("properties", {}).items()}
    if kind in _EMPTY:
        return copy.copy(_EMPTY[kind])
    service, noun = schema.type_name.split("::")[1:3]
    if name.endswith("Arn"):
        return f"arn:aws:{service.lower()}:{get_region()}:{get_account_id()}:{noun.lower()}/{named}"
    if name.endswith("Id"):
        return f"{noun.lower()}-{secrets.token_hex(9)[:17]}"
    return named


_EMPTY = {"integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}


def _definition(schema: Schema, definition: dict) -> dict:
    reference = definition.get("$ref", "")
    return schema.definitions.get(reference.rsplit("/", 1)[-1], definition) if reference else definition


def _attributes(schema: Schema, properties: dict) -> dict:
    """What Fn::GetAtt answers: read-only properties and identifiers; nested ones by dotted names."""
    attributes = {}
    for path in (*schema.read_only, *schema.identifier):
        value: object = properties
        for step in path.split("/"):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            attributes[path.replace("/", ".")] = value
    return attributes
