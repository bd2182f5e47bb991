"""What is behind: the outputs of Maven, pip and npm are read as they are, and nothing lags without a reason that is still true."""

import json

import behind
import pytest

# As versions-maven-plugin writes it.
MAVEN = """\
[INFO] The following dependencies in Dependency Management have newer versions:
[INFO]   org.slf4j:slf4j-api ................................. 2.0.17 -> 2.0.20
[INFO]   org.example.with.a.very.long.name:and-an-artifact-that-is-as-long ...
[INFO]                                                          1.9.0 -> 1.10.0
[INFO] The following version properties are referencing the newest available version:
[INFO]   ${dagger.version} ............................................ 2.60.1
[INFO] Require Maven 2.0 to use the following plugin updates:
[INFO]   maven-jar-plugin ..................................... 3.4.2 -> 2.1
[INFO] Require Maven 3.6.3 to use the following plugin updates:
[INFO]   maven-jar-plugin ................................... 3.4.2 -> 3.5.1
[INFO] Require Maven 3.9.0 to use the following plugin updates:
[INFO]   maven-jar-plugin ................................... 3.4.2 -> 3.5.0
"""
UPDATE = behind.Update("Maven", "org.slf4j:slf4j-api", "2.0.17", "2.0.20")


def test_maven_thatListsUpdates_givesTheNewestOfEach():
    assert behind.maven_updates(MAVEN) == [
        behind.Update("Maven", "maven-jar-plugin", "3.4.2", "3.5.1"),
        behind.Update("Maven", "org.example.with.a.very.long.name:and-an-artifact-that-is-as-long", "1.9.0", "1.10.0"),
        UPDATE,
    ]


def test_pip_thatKnowsANewerOne_givesIt():
    told = "setuptools (84.2.1)\nAvailable versions: 84.2.1, 80.9.0\n"

    assert behind.python_update("setuptools", "80.9.0", told) == [behind.Update("Python", "setuptools", "80.9.0", "84.2.1")]
    assert behind.python_update("setuptools", "84.2.1", told) == []


def test_pip_thatSaysNothing_isNoProofThatNothingIsBehind():
    with pytest.raises(behind.Unanswered):
        behind.python_update("setuptools", "80.9.0", "")


def test_npm_thatListsUpdates_givesThoseThatAreAskedFor():
    told = json.dumps({"asl-validator": {"wanted": "4.0.0", "latest": "4.1.0"}, "other": {"latest": "9.0.0"}})

    assert behind.node_updates({"asl-validator": "4.0.0", "else": "1.0.0"}, told) == [
        behind.Update("Node", "asl-validator", "4.0.0", "4.1.0")]
    with pytest.raises(behind.Unanswered):
        behind.node_updates({}, json.dumps({"error": {"code": "ENOTFOUND"}}))


@pytest.mark.parametrize(("held", "says"), [
    ({}, "is behind 2.0.20"),
    ({UPDATE.name: {"at": "2.0.17", "reason": " "}}, "without a reason"),
    ({UPDATE.name: {"at": "2.0.16", "reason": "It breaks."}}, "is at 2.0.17"),
    ({UPDATE.name: {"at": "2.0.17", "reason": "It breaks."}, "gone": {"at": "1", "reason": "It broke."}}, "gone is not behind"),
])
def test_held_thatIsNotTrue_isSaid(held, says):
    wrong = behind.unexplained([UPDATE], held)

    assert len(wrong) == 1
    assert says in wrong[0]


def test_held_withAReason_isNoProblem():
    assert behind.unexplained([UPDATE], {UPDATE.name: {"at": "2.0.17", "reason": "It breaks."}}) == []


def test_list_ofWhatIsHeld_isOfVersionsThatArePinned():
    pins = {f"{name} {version}" for file in behind.lock.inputs() for name, version in behind.lock.pins(file)}
    pom = (behind.ROOT / "pom.xml").read_text()

    for name, entry in json.loads(behind.HELD.read_text()).items():
        assert entry["reason"].endswith(".")
        assert f"{name} {entry['at']}" in pins or f"<version>{entry['at']}</version>" in pom or f"version>{entry['at']}</" in pom
