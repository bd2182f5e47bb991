"""One emulator for the whole suite, and a host that plays the JVM."""

import pytest

from emulator import Emulator
from fake_host import FakeHost


@pytest.fixture(scope="session")
def host():
    with FakeHost() as started:
        yield started


@pytest.fixture(scope="session")
def emulator(host, tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), host.port, "--initialisation-seconds", "0") as started:
        yield started


@pytest.fixture(autouse=True)
def nothing_goes_wrong(request):
    """No test inherits the faults of another."""
    yield
    if "emulator" in request.fixturenames:
        emulator = request.getfixturevalue("emulator")
        emulator.control("POST", "faults/clear")
        emulator.control("POST", "faults", stackSeconds=0, changeSetSeconds=0)
