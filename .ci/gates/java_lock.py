"""The lock of what Maven downloads: the digest of each jar, of libraries and of Maven's own plugins, as `maven.sha256` lists them.

    python3 .ci/gates/java_lock.py            holds the local repository, and what is in the functions' archives, to the lock
    python3 .ci/gates/java_lock.py --write    writes the lock anew of what is in the local repository

Maven 3.8 knows no lock. It compares what it downloads with a checksum from the same registry, which finds a broken line and no registry that lies, or that
has been made to. Write the lock after a change of a version, from a repository that holds nothing else: `mvn -Dmaven.repo.local=FOLDER verify`, then with
PLUMBLINE_LIBRARIES=FOLDER; and read what changed beside the versions that you meant.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from pathlib import Path

import release

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / ".ci/gates/maven.sha256"
OURS = "plumbline-"
HINT = "if that version is meant: java_lock.py --write, and read the difference"


def repository() -> Path:
    """Where Maven keeps what it downloads; the build says so, since settings and options may move it."""
    return Path(os.environ.get("PLUMBLINE_LIBRARIES") or Path.home() / ".m2/repository")


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read(text: str) -> dict[str, str]:
    """The digests by path, of lines as `sha256sum` writes them."""
    return {path: known for known, _, path in (line.partition("  ") for line in text.splitlines()) if path}


def written(libraries: Path) -> str:
    """The lock of all jars of a repository but the project's own."""
    jars = sorted(str(jar.relative_to(libraries)) for jar in libraries.rglob("*.jar") if "dev/plumbline/" not in jar.as_posix())
    return "".join(f"{digest(libraries / jar)}  {jar}\n" for jar in jars)


def changed(lock: dict[str, str], libraries: Path) -> list[str]:
    """What is in the repository under a name of the lock, and is not what the lock says."""
    return [f"{path}: {found}, and the lock says {known}" for path, known in lock.items()
            if (libraries / path).is_file() and (found := digest(libraries / path)) != known]


def unknown(lock: dict[str, str], archive: Path) -> list[str]:
    """The libraries of an archive that no line of the lock is about."""
    names = {Path(path).name for path in lock}
    with zipfile.ZipFile(archive) as function:
        jars = [Path(name).name for name in function.namelist() if name.endswith(".jar")]
    return [f"{archive.name}: {jar} is in no line of the lock" for jar in jars if not jar.startswith(OURS) and jar not in names]


def problems(lock: dict[str, str], libraries: Path, archives: list[Path]) -> list[str]:
    if not any((libraries / path).is_file() for path in lock):
        return [f"{libraries} holds nothing of what the lock names: set PLUMBLINE_LIBRARIES to Maven's local repository"]
    return changed(lock, libraries) + [told for archive in archives for told in unknown(lock, archive)]


def main(words: list[str]) -> int:
    if words == ["--write"]:
        LOCK.write_text(written(repository()))
        return 0
    archives = [ROOT / path for path in release.ARCHIVES.values() if (ROOT / path).is_file()]
    found = problems(read(LOCK.read_text()), repository(), archives)
    if found:
        print("\n".join([*found, HINT]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
