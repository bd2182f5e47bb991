"""The lock of Maven's downloads: another file under a known name, and a library that nobody has locked, are found."""

import zipfile

import java_lock
import pytest

JAR = "org/example/tool/1.0/tool-1.0.jar"


@pytest.fixture
def libraries(tmp_path):
    (tmp_path / JAR).parent.mkdir(parents=True)
    (tmp_path / JAR).write_bytes(b"as it was")
    return tmp_path


def archive(folder, *jars: str):
    path = folder / "function.zip"
    with zipfile.ZipFile(path, "w") as function:
        for jar in jars:
            function.writestr(f"lib/{jar}", b"")
    return path


def test_lock_ofWhatIsThere_findsNothing(libraries):
    lock = java_lock.read(java_lock.written(libraries))

    assert list(lock) == [JAR]
    assert java_lock.problems(lock, libraries, [archive(libraries, "tool-1.0.jar", "plumbline-estate-0.1.0.jar")]) == []


def test_lock_whereTheRegistryServesAnotherFile_namesItAndBothDigests(libraries):
    lock = java_lock.read(java_lock.written(libraries))
    (libraries / JAR).write_bytes(b"with a back door")

    [told] = java_lock.problems(lock, libraries, [])

    assert JAR in told and lock[JAR] in told


def test_lock_whereAnArchiveBringsWhatNobodyLocked_namesTheLibrary(libraries):
    lock = java_lock.read(java_lock.written(libraries))

    [told] = java_lock.problems(lock, libraries, [archive(libraries, "tool-1.0.jar", "tool-1.1.jar")])

    assert "tool-1.1.jar" in told


def test_lock_lookedForInTheWrongPlace_isNoSuccess(libraries, tmp_path_factory):
    lock = java_lock.read(java_lock.written(libraries))

    [told] = java_lock.problems(lock, tmp_path_factory.mktemp("empty"), [])

    assert "PLUMBLINE_LIBRARIES" in told
