"""One emulator for the whole suite, and a host that plays the JVM."""

import pytest

from emulator import Emulator
from fake_host import FakeHost
from pipeline import deploy_application


@pytest.fixture(scope="session")
def host():
    with FakeHost() as started:
        yield started


@pytest.fixture(scope="session")
def emulator(host, tmp_path_factory):
    with Emulator(tmp_path_factory.mktemp("state"), host.port, "--initialisation-seconds", "0") as started:
        yield started


@pytest.fixture(scope="session")
def application(emulator) -> dict[str, str]:
    """The outputs of ci-application for an application named app, whose pipeline is a project at CircleCI and a repository at GitHub."""
    return deploy_application(emulator)


@pytest.fixture(autouse=True)
def nothing_goes_wrong(request):
    """No test inherits the faults of another."""
    yield
    if "emulator" in request.fixturenames:
        emulator = request.getfixturevalue("emulator")
        emulator.control("POST", "faults/clear")
        emulator.control("POST", "faults", stackSeconds=0)
