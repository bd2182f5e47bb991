"""Cloud Control over what the stacks hold: the template's properties under what the resources are now.

The emulator's own Cloud Control keeps resources apart from stacks; reading and listing are taken over, and updating and
deleting for types that are played from their schemas, so that those, too, can be changed behind a stack's back.
"""

import copy
import json
from collections.abc import Iterator

from ministack.core.responses import error_response_json, get_region, json_response
from ministack.services import cloudcontrol, cloudformation
from ministack.services.cloudformation import provisioners

from plumbline_local import breakage, callers, schemas
from plumbline_local.patching import replaces
from plumbline_local.resources import generic, live
from plumbline_local.schemas import Schema

_PAGE = 100


class _Gone(Exception):
    """The resource of a stack no longer exists."""


@replaces("services.cloudcontrol", "_get_resource", "cdfbd103328b")
def get_resource(original, data: dict):
    """GetResource, with the permissions of the type's read handler."""
    type_name, identifier = data.get("TypeName", ""), data.get("Identifier", "")
    schema, refused = _readable(type_name, "read", "GetResource")
    if refused:
        return refused
    properties = _find(schema, identifier)
    if properties is None:
        return _not_found(type_name, identifier)
    return json_response({"TypeName": type_name, "ResourceDescription": _description(schema, properties)})


@replaces("services.cloudcontrol", "_list_resources", "5cba61d84e76")
def list_resources(original, data: dict):
    """ListResources, in pages."""
    type_name = data.get("TypeName", "")
    schema, refused = _readable(type_name, "list", "ListResources")
    if refused:
        return refused
    found = {}
    for properties in _all(schema):
        description = _description(schema, properties)
        found[description["Identifier"]] = description
    ordered = [found[identifier] for identifier in sorted(found)]
    start, size = int(data.get("NextToken") or 0), int(data.get("MaxResults") or _PAGE)
    page = {"TypeName": type_name, "ResourceDescriptions": ordered[start:start + size]}
    if start + size < len(ordered):
        page["NextToken"] = str(start + size)
    return json_response(page)


@replaces("services.cloudcontrol", "_update_resource", "a38358fc6d56")
def update_resource(original, data: dict):
    """UpdateResource of a type that is played from its schema; the emulator's own for what it made itself."""
    type_name, identifier = data.get("TypeName", ""), data.get("Identifier", "")
    properties = generic.read(type_name, identifier)
    if properties is None:
        return original(data)
    try:
        patched = cloudcontrol._apply_json_patch(properties, json.loads(data.get("PatchDocument", "[]")))
    except (cloudcontrol._PatchError, json.JSONDecodeError) as problem:
        return error_response_json("InvalidRequestException", str(problem), 400)
    generic.write(type_name, identifier, patched)
    return _done("UPDATE", type_name, identifier)


@replaces("services.cloudcontrol", "_delete_resource", "7fe3a1b01b41")
def delete_resource(original, data: dict):
    """DeleteResource of a type that is played from its schema, and of what a reader finds; the emulator's own for what it made itself."""
    type_name, identifier = data.get("TypeName", ""), data.get("Identifier", "")
    if generic.read(type_name, identifier) is not None:
        generic.write(type_name, identifier, None)
        return _done("DELETE", type_name, identifier)
    if not _is_read(type_name, identifier):
        return original(data)
    try:
        provisioners._RESOURCE_HANDLERS[type_name]["delete"](identifier, {})
    except ValueError as refused:
        return error_response_json("GeneralServiceException", str(refused), 400)
    return _done("DELETE", type_name, identifier)


def _is_read(type_name: str, identifier: str) -> bool:
    schema = schemas.schema(type_name, get_region())
    return schema is not None and len(schema.identifier) == 1 and bool(live.read(type_name, identifier, {})[1])


def _done(operation: str, type_name: str, identifier: str):
    event = cloudcontrol._progress_event(operation, "SUCCESS", type_name=type_name, identifier=identifier)
    return json_response({"ProgressEvent": cloudcontrol._record_request(event)})


def _readable(type_name: str, handler: str, action: str):
    """The schema of a type that AWS can read or list and the caller may; else the refusal."""
    schema = schemas.schema(type_name, get_region())
    if schema is None:
        return None, error_response_json("TypeNotFoundException", f"The type '{type_name}' cannot be found.", 404)
    if handler not in schema.handlers:
        return None, error_response_json(
            "UnsupportedActionException", f"Resource type {type_name} does not support {action.upper()} action", 400)
    for permission in schema.handlers[handler]:
        denied = callers.refusal_anywhere(permission)
        if denied:
            return None, error_response_json("AccessDeniedException", f"{denied} ({type_name}, {action})", 400)
    return schema, None


def _not_found(type_name: str, identifier: str):
    return error_response_json(
        "ResourceNotFoundException",
        f"Resource of type '{type_name}' with identifier '{identifier}' was not found.", 400)


def _records(type_name: str) -> Iterator[dict]:
    for stack in cloudformation._stacks.values():
        if stack["StackStatus"] == "DELETE_COMPLETE":
            continue
        for record in list(stack.get("_resources", {}).values()):
            if record.get("ResourceType") == type_name:
                yield record


def _find(schema: Schema, identifier: str) -> dict | None:
    candidates = sorted(_records(schema.type_name), key=lambda r: r["PhysicalResourceId"] != identifier)
    for record in candidates:
        try:
            properties = _properties(schema, record)
        except _Gone:
            continue
        if _identifier(schema, properties) == identifier:
            return properties
    return _beside_stacks(schema, identifier)


def _all(schema: Schema) -> Iterator[dict]:
    for record in _records(schema.type_name):
        try:
            yield _properties(schema, record)
        except _Gone:
            continue
    for physical_id in live.listed(schema.type_name):
        properties = _beside_stacks(schema, physical_id)
        if properties:
            yield properties


def _beside_stacks(schema: Schema, identifier: str) -> dict | None:
    """A resource that no stack holds, such as a VPC's default security group, what a stack has kept, or a record of a played type."""
    played = generic.read(schema.type_name, identifier)
    if played is not None:
        return played
    if identifier in live.listed(schema.type_name):
        return live.read(schema.type_name, identifier, {})[1]
    created = cloudcontrol._resources.get(cloudcontrol._resource_key(schema.type_name, identifier))
    if created or len(schema.identifier) != 1:
        return json.loads(created["Properties"]) if created else None
    # A physical id alone tells a reader what is there, where it needs nothing from a template.
    [name] = schema.identifier
    now = live.read(schema.type_name, identifier, {name: identifier})[1]
    return None if now is None else {name: identifier, **now}


def _properties(schema: Schema, record: dict) -> dict:
    """The properties of a stack's resource: the template's, its attributes, and over them what it is now."""
    physical_id = record["PhysicalResourceId"]
    template = copy.deepcopy(record.get("Properties") or {})
    properties = {**template, **_attributes(schema, record.get("Attributes") or {})}
    if generic.plays(schema.type_name):
        played = generic.read(schema.type_name, physical_id)
        if played is None:
            raise _Gone
        return played
    has_reader, now = live.read(schema.type_name, physical_id, template)
    if has_reader and now is None:
        raise _Gone
    for name in schema.identifier:
        properties.setdefault(name, physical_id)
    return {**properties, **{k: v for k, v in (now or {}).items() if v is not None}, **breakage.shown(schema.type_name, physical_id)}


def _attributes(schema: Schema, attributes: dict) -> dict:
    return {name: attributes[name] for name in schema.read_only if name in attributes}


def _identifier(schema: Schema, properties: dict) -> str:
    return "|".join(str(properties.get(name, "")) for name in schema.identifier)


def _description(schema: Schema, properties: dict) -> dict:
    shown = {k: v for k, v in properties.items() if k in schema.properties and k not in schema.write_only}
    if schema.tag_property in shown:
        shown[schema.tag_property] = _own_tags(shown[schema.tag_property], schema)
    return {"Identifier": _identifier(schema, properties), "Properties": json.dumps(shown, default=str)}


def _own_tags(tags: object, schema: Schema) -> object:
    """Tags without AWS's own, in the type's shape."""
    listed = schema.properties[schema.tag_property].get("type") == "array"
    pairs = tags if isinstance(tags, dict) else {t["Key"]: t["Value"] for t in tags or []}
    own = {k: v for k, v in pairs.items() if not k.startswith("aws:")}
    return [{"Key": k, "Value": v} for k, v in own.items()] if listed else own
