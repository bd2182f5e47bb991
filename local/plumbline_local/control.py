"""The control endpoints under /_plumbline/: health, faults, request counts."""

import json
import time
from collections.abc import Callable
from datetime import datetime

from ministack.core.responses import request_scope
from ministack.services import stepfunctions

from plumbline_local import breakage, events, instances, organization
from plumbline_local.faults import BadFault, faults
from plumbline_local.offers import offers
from plumbline_local.requests import counts
from plumbline_local.resources import active, clusters, databases, zones

PREFIX = "/_plumbline/"

_started = time.time()

Answer = tuple[int, object]


def answer(method: str, path: str, body: bytes) -> Answer:
    """The status and JSON body of a control request."""
    route = _ROUTES.get((method, path.removeprefix(PREFIX)))
    if route is None:
        return 404, {"message": f"no such endpoint; there are: {', '.join(f'{m} {PREFIX}{p}' for m, p in _ROUTES)}"}
    try:
        request = json.loads(body) if body else {}
        if not isinstance(request, dict):
            raise BadFault("the body has to be a JSON object")
        return 200, route(request)
    except (BadFault, json.JSONDecodeError) as problem:
        return 400, {"message": str(problem)}


def _health(_request: dict) -> object:
    return {
        "status": "ready",
        "accounts": sorted(organization.accounts()),
        "organization": organization.ORGANIZATION_ID,
        "upSeconds": round(time.time() - _started, 1),
    }


def _set_faults(request: dict) -> object:
    faults.apply(request)
    return {"status": "set"}


def _offer(request: dict) -> object:
    offers.apply(request)
    return {"status": "offered"}


def _clear_offers(_request: dict) -> object:
    offers.clear()
    return {"status": "cleared"}


def _move(request: dict) -> object:
    """What AWS does by itself: minor versions of databases, their storage, clusters whose version's support has ended."""
    _need(request, "account", "region")
    with request_scope(request["account"], request["region"]):
        grown = [databases.grow(name) for name in request.get("shortOfStorage", [])]
        return {"moved": [*databases.upgrade_minor_versions(request.get("engineVersions", {})), *clusters.upgrade_unsupported(), *grown]}


def _pending_kill(_request: dict) -> object:
    return {"killAfter": faults.kill_after}


def _clear_faults(_request: dict) -> object:
    faults.clear()
    return {"status": "cleared"}


def _requests(_request: dict) -> object:
    return {"requests": counts.rows()}


def _reset_requests(_request: dict) -> object:
    counts.reset()
    return {"status": "reset"}


def _fire(request: dict) -> object:
    _need(request, "account", "region", "name")
    return {"fired": events.fire(request["account"], request["region"], request["name"])}


def _fire_due(request: dict) -> object:
    _need(request, "account", "region", "at")
    try:
        at = datetime.fromisoformat(request["at"].replace("Z", "+00:00"))
    except ValueError as problem:
        raise BadFault(str(problem)) from problem
    if at.tzinfo is None:
        raise BadFault(f"no time zone: {request['at']}")
    return {"fired": events.fire_due(request["account"], request["region"], at)}


def _need(request: dict, *names: str) -> None:
    missing = sorted(set(names) - request.keys())
    if missing:
        raise BadFault(f"missing: {', '.join(missing)}")


def _instance_session(request: dict) -> object:
    _need(request, "account", "region", "instance")
    try:
        return instances.session(request["account"], request["region"], request["instance"])
    except instances.UnknownInstance as problem:
        raise BadFault(str(problem)) from problem


def _instance_agent(request: dict) -> object:
    _need(request, "instance", "url")
    instances.register(request["instance"], request["url"])
    return {"status": "registered"}


def _event(request: dict) -> object:
    _need(request, "account", "region", "event")
    return {"id": events.inject(request["account"], request["region"], request["event"], request.get("bus", "default"))}


def _running(_request: dict) -> object:
    return {"executions": sum(e["status"] == "RUNNING" for e in stepfunctions._executions.all_values())}


_ROUTES: dict[tuple[str, str], Callable[[dict], object]] = {
    ("GET", "health"): _health,
    ("POST", "faults"): _set_faults,
    ("GET", "faults/kill"): _pending_kill,
    ("POST", "faults/clear"): _clear_faults,
    ("POST", "offers"): _offer,
    ("POST", "offers/clear"): _clear_offers,
    ("POST", "moves"): _move,
    ("GET", "requests"): _requests,
    ("POST", "requests/reset"): _reset_requests,
    ("GET", "running"): _running,
    ("POST", "schedules/fire"): _fire,
    ("POST", "schedules/due"): _fire_due,
    ("POST", "resources/break"): breakage.break_resource,
    ("POST", "resources/mend"): breakage.mend,
    ("POST", "instances/session"): _instance_session,
    ("POST", "instances/agent"): _instance_agent,
    ("POST", "events"): _event,
    ("POST", "findings"): active.say,
    ("GET", "registrar"): zones.registered,
    ("POST", "registrar"): zones.register,
}
