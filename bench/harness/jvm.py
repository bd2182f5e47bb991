"""The java25 runtime as Lambda sets it up: the class path of a deployed zip, the flags of template.yaml, an AOT cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from harness import places
from harness.runtime_api import ColdStart, RuntimeApi

_FLAGS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
_MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
_WORK = places.WORK / "coldstart"


def jdk() -> Path:
    """The home of a JDK 25: JAVA_HOME where it is one, else the newest below /usr/lib/jvm."""
    candidates = [Path(os.environ.get("JAVA_HOME", "/nowhere")), *sorted(Path("/usr/lib/jvm").glob("*25*"))]
    for home in candidates:
        release = home / "release"
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return home
    raise SystemExit("no JDK 25 found: set JAVA_HOME to one")


def runtime_jars() -> list[Path]:
    """The runtime interface client and what it needs, from Maven."""
    home = _WORK / "runtime"
    if not home.exists():
        subprocess.run(["mvn", "-q", "-B", "-f", str(places.BENCH / "coldstart/pom.xml"),
                        "dependency:copy-dependencies", f"-DoutputDirectory={home}"], check=True)
    return sorted(home.glob("*.jar"))


@dataclass(frozen=True)
class Code:
    """What a function consists of: its jars, in class path order."""

    name: str
    jars: tuple[Path, ...]

    @staticmethod
    def of_zip(deployed: Path) -> Code:
        """A deployed zip: its classes packed into one jar, since an AOT cache takes no folders, then its libraries."""
        home = _WORK / f"{deployed.stem}-{hashlib.sha256(deployed.read_bytes()).hexdigest()[:12]}"
        own = home / "function.jar"
        if not own.exists():
            home.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(deployed) as packed, zipfile.ZipFile(own, "w", zipfile.ZIP_DEFLATED) as classes:
                for entry in packed.infolist():
                    if entry.filename.startswith("lib/") and entry.filename.endswith(".jar"):
                        packed.extract(entry, home)
                    elif not entry.filename.startswith("lib/"):
                        # Folders too: Micronaut lists them to find its beans.
                        classes.writestr(entry, packed.read(entry))
        return Code(deployed.stem, (own, *sorted((home / "lib").glob("*.jar"))))

    def bare(self) -> Code:
        """The bare handler, compiled against the same libraries and packed with them."""
        home = self.jars[0].parent / "bare"
        own = home / "bare.jar"
        libraries = self.jars[1:]
        if not own.exists():
            classes = home / "classes"
            classes.mkdir(parents=True, exist_ok=True)
            sources = [s for s in sorted((places.BENCH / "coldstart/bare").glob("*.java")) if _compiles(s, libraries)]
            path = os.pathsep.join(map(str, [*libraries, *runtime_jars()]))
            subprocess.run([str(jdk() / "bin/javac"), "-d", str(classes), "-cp", path, *map(str, sources)], check=True)
            subprocess.run([str(jdk() / "bin/jar"), "--create", "--file", str(own), "-C", str(classes), "."], check=True)
        return Code(f"bare-{self.name}", (own, *libraries))

    def command(self, handler: str, *flags: str) -> list[str]:
        """How Lambda starts it: its own jars before those of the runtime."""
        path = os.pathsep.join(map(str, [*self.jars, *runtime_jars()]))
        return [str(jdk() / "bin/java"), *_FLAGS, *flags, "-cp", path, _MAIN, handler]


@dataclass(frozen=True)
class Subject:
    """What is started: code, its handler, its environment and the event that it gets."""

    code: Code
    handler: str
    environment: dict[str, str]
    event: bytes

    def __hash__(self) -> int:
        return hash((self.code, self.handler))

    def start(self, api: RuntimeApi, *flags: str) -> ColdStart:
        return api.start(self.code.command(self.handler, *flags), _empty(), self.environment, [self.event], self._log)

    def trained(self, api: RuntimeApi) -> Path:
        """An AOT cache made by a training run (JEP 514) that answers the event twice."""
        cache = _WORK / f"{self.code.name}-{self.handler.rpartition('.')[2]}.aot"
        cache.unlink(missing_ok=True)
        api.start(self.code.command(self.handler, f"-XX:AOTCacheOutput={cache}"), _empty(), self.environment,
                  [self.event] * 2, self._log, seconds=120)
        if not cache.exists():
            raise SystemExit(f"the training run of {self.handler} left no AOT cache; see {self._log}")
        return cache

    @property
    def _log(self) -> Path:
        return _WORK / f"{self.code.name}.log"


def _empty() -> Path:
    home = _WORK / "empty"
    home.mkdir(parents=True, exist_ok=True)
    return home


def _compiles(source: Path, libraries: tuple[Path, ...]) -> bool:
    """Whether the client that a source is about lies in the libraries."""
    marker = "import software.amazon.awssdk.services."
    lines = source.read_text().splitlines()
    wanted = {line.removeprefix(marker).partition(".")[0] for line in lines if line.startswith(marker)}
    if any(line.startswith("import org.eclipse.jgit.") for line in lines):
        wanted.add("org.eclipse.jgit")
    return all(any(jar.name.startswith(f"{library}-") for jar in libraries) for library in wanted)
