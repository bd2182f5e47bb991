"""Faults: which there are, and that none outlives its end."""

from plumbline_local.faults import _PARSERS, Faults

_EACH = {
    "seed": 7,
    "throttle": {"ec2": 0.5},
    "events": {"lose": 1.0},
    "resources": [{"stack": "one"}],
    "stackSeconds": 3,
    "slowStacks": {"one": 3},
    "changeSetSeconds": 3,
    "sweepScale": 0.1,
    "longestWait": 3,
    "killAfter": 3,
    "pageSize": 1,
    "stopAt": {"patch": "Report"},
    "versionsGoBack": True,
}


def _state(faults: Faults) -> dict:
    return {name: value for name, value in vars(faults).items() if not name.startswith("_") and name != "chance"}


def test_clear_afterEachFault_leavesNoneButHowLongStacksTake():
    assert _EACH.keys() == _PARSERS.keys()
    faults = Faults()
    faults.apply(_EACH)
    assert [name for name, value in _state(Faults()).items() if _state(faults)[name] == value] == []

    faults.clear()

    assert _state(faults) == {**_state(Faults()), "stack_seconds": 3.0}
