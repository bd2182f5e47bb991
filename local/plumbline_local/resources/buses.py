"""The resource policies of event buses."""

from ministack.services import eventbridge
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

_BUS = "AWS::Events::EventBus"
_POLICY = "AWS::Events::EventBusPolicy"


def install() -> None:
    """Give AWS::Events::EventBus its Policy, and add AWS::Events::EventBusPolicy."""
    handlers = _RESOURCE_HANDLERS[_BUS]
    create_bus, update_bus = handlers["create"], handlers.get("update")

    def create(logical_id, props, stack_name):
        created = create_bus(logical_id, props, stack_name)
        _swap(created[0], [], _of_bus(props))
        return created

    def update(physical_id, old_props, new_props, stack_name, *rest):
        updated = update_bus(physical_id, old_props, new_props, stack_name, *rest) if update_bus else (physical_id, {})
        _swap(updated[0], _of_bus(old_props), _of_bus(new_props))
        return updated

    _RESOURCE_HANDLERS[_BUS] = {**handlers, "create": create, "update": update}
    _RESOURCE_HANDLERS[_POLICY] = {"create": _create, "update": _update, "delete": _delete}


def _swap(bus: str, old: list[dict], new: list[dict]) -> None:
    statements = (eventbridge._event_bus_policies.get(bus) or {}).get("Statement", [])
    eventbridge._event_bus_policies[bus] = {
        "Version": "2012-10-17", "Statement": [s for s in statements if s not in old] + new}


def _of_bus(props: dict) -> list[dict]:
    statements = (props.get("Policy") or {}).get("Statement", [])
    return [statements] if isinstance(statements, dict) else list(statements)


def _of_policy(props: dict) -> list[dict]:
    principal = props.get("Principal")
    statement = props.get("Statement") or {
        "Effect": "Allow",
        "Action": props.get("Action", "events:PutEvents"),
        "Principal": "*" if principal == "*" else {"AWS": principal},
        "Resource": "*",
        **({"Condition": props["Condition"]} if "Condition" in props else {}),
    }
    return [{"Sid": props["StatementId"], **statement}]


def _bus(props: dict) -> str:
    return props.get("EventBusName", "default")


def _create(logical_id, props, stack_name):
    if _bus(props) != "default" and _bus(props) not in eventbridge._event_buses:
        raise ValueError(f"Event bus {_bus(props)} does not exist.")
    _swap(_bus(props), [], _of_policy(props))
    return f"{_bus(props)}|{props['StatementId']}", {}


def _update(physical_id, old_props, new_props, stack_name):
    _swap(_bus(new_props), _of_policy(old_props), _of_policy(new_props))
    return physical_id, {}


def _delete(physical_id, props):
    _swap(_bus(props), _of_policy(props), [])
