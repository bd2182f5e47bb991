"""The emulator's process: its environment, its mends, and the HTTP server around it."""

import asyncio
import importlib
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Settings:
    """How one emulator is started."""

    port: int
    state: Path
    host_port: int | None
    region: str
    stack_seconds: float
    wait_scale: float
    sweep_scale: float
    initialisation_seconds: float
    members: dict[str, str]

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"


def prepare_environment(settings: Settings) -> None:
    """Set what the emulator reads when it is imported; has to come first."""
    state = settings.state
    os.environ.update({
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": settings.region,
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(settings.port),
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "MINISTACK_ACCOUNT_ID": "999999999999",
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": settings.region,
        "PERSIST_STATE": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "S3_PERSIST": "1",
        "SFN_WAIT_SCALE": str(settings.wait_scale),
        "SFTP_ENABLED": "0",
        "STATE_DIR": str(state / "services"),
    })
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.pop("AWS_SESSION_TOKEN", None)


# Modules that hold mends; importing them declares the mends.
_MENDS = (
    "conditions", "roles", "conditionkeys", "functions", "deliveries", "events", "schedules", "alarms", "drift", "stacks", "changesets",
    "cloudcontrol", "errors", "instances", "kubernetes", "machines", "mfa", "names", "parsed", "rotation",
    "resources.accountblock", "resources.patchmanager")


def install_mends(settings: Settings) -> None:
    """Put everything that the emulator lacks in place; refuses when the emulator has changed."""
    for name in _MENDS:
        importlib.import_module(f"plumbline_local.{name}")
    from plumbline_local import changesets, functions, machines, metering, patching
    from plumbline_local.faults import faults
    from plumbline_local.resources import (
        analyzers, buses, classicbalancers, clusters, databases, ec2api, forgotten, generic, groups, instanceapi, live, network,
        observability, people, readers, recorders, secretstore, trailrecords, watching, zones)
    from plumbline_local.roles import RoleSessions

    for resources in (
            network, analyzers, buses, classicbalancers, forgotten, ec2api, groups, instanceapi, live, databases, people, readers,
            recorders, secretstore, trailrecords, watching, zones):
        resources.install()
    clusters.install(settings.endpoint)
    generic.install(settings.region)
    observability.install()
    patching.install()
    changesets.install()
    machines.install()
    metering.install()
    faults.stack_seconds, faults.sweep_scale = settings.stack_seconds, settings.sweep_scale
    if settings.host_port is not None:
        functions.host = functions.FunctionHost(
            settings.host_port, settings.state / "code", settings.endpoint, RoleSessions(),
            settings.initialisation_seconds)


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; the emulator saves its state then."""
    prepare_environment(settings)
    install_mends(settings)
    asyncio.run(_serve(settings))
    sys.stdout.flush()
    # Executions that wait for something hold threads, and must not hold the process.
    os._exit(0)


async def _serve(settings: Settings) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.core import hypercorn_compat

    hypercorn_compat.install()
    config = Config()
    config.bind = [f"{HOST}:{settings.port}"]
    config.keep_alive_timeout = 75
    # Whoever waits for a run asks again and again on one connection, and would lose an answer when it is closed at the 1,000th.
    config.keep_alive_max_requests = 1_000_000_000
    config.graceful_timeout = 0.5
    config.loglevel = os.environ["LOG_LEVEL"]
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready = asyncio.create_task(_announce(settings))
    await serve(_application(settings), config, shutdown_trigger=stop.wait)
    ready.cancel()
    _save()


def _stateful() -> dict:
    """The modules that keep something between starts."""
    from plumbline_local import kubernetes, offers
    from plumbline_local.resources import accountblock, active, analyzers, ec2api, generic, watching, zones

    return {
        "active": active,
        "generic": generic, "ec2": ec2api, "kubernetes": kubernetes, "watching": watching, "accountblock": accountblock,
        "offers": offers, "zones": zones, "analyzers": analyzers}


def _save() -> None:
    from ministack.core import persistence

    persistence.save_state("plumbline", {name: module.state() for name, module in _stateful().items()})


def _resume(settings: Settings) -> None:
    """Take up the state of the last run, once the emulator has taken up its own."""
    from ministack.core import persistence
    from ministack.services import cloudformation

    from plumbline_local import organization, stacks
    from plumbline_local.resources import generic

    saved = persistence.load_state("plumbline") or {}
    for name, module in _stateful().items():
        module.restore(saved.get(name))
    for stack in cloudformation._stacks.all_values():
        for record in stack.get("_resources", {}).values():
            generic.learn(record["ResourceType"])
    stacks.settle()
    organization.create(settings.region, settings.members)


def _application(settings: Settings):
    from ministack.app import app

    from plumbline_local import control, kubernetes

    async def application(scope, receive, send):
        if scope["type"] == "lifespan":
            await app(scope, receive, _after_startup(send, lambda: _resume(settings)))
        elif scope["type"] == "http" and scope["path"].startswith(control.PREFIX):
            await _respond(receive, send, lambda body: control.answer(scope["method"], scope["path"], body))
        elif scope["type"] == "http" and scope["path"].startswith(kubernetes.PREFIX):
            query = dict(parse_qsl(scope["query_string"].decode()))
            headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
            await _respond(receive, send, lambda body: kubernetes.answer(scope["method"], scope["path"], query, headers, body))
        else:
            await app(scope, receive, send)

    return application


def _after_startup(send, prepare):
    async def sending(message):
        if message["type"] == "lifespan.startup.complete":
            prepare()
        await send(message)

    return sending


async def _respond(receive, send, answer) -> None:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    status, content = answer(body)
    payload = json.dumps(content).encode()
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(payload)).encode())]})
    await send({"type": "http.response.body", "body": payload})


async def _announce(settings: Settings) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection(HOST, settings.port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        print(f"plumbline-local ready on {settings.endpoint}", flush=True)
        return
