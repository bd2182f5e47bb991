"""What the Java sources ask of AWS by hand: services, operations and error codes, read from the sources themselves.

A reader that finds less than there is would hold nothing to AWS: each one counts by a second way and fails if the counts differ.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

FUNCTIONS = Path(__file__).parents[2] / "functions"
ACCOUNTS = FUNCTIONS / "accounts" / "src" / "main" / "java" / "dev" / "plumbline" / "accounts"


_TEXT = r'"((?:[^"\\]|\\.)*)"'


def sources() -> list[Path]:
    """The sources that may ask for operations of the registry."""
    top = FUNCTIONS.parent
    return sorted([*FUNCTIONS.glob("*/src/main/java/**/*.java"), *top.glob("cli/src/main/java/**/*.java")])


@dataclass(frozen=True)
class Service:
    """A service as requests reach it; `version` is an API version, a target's prefix or a namespace."""

    name: str
    protocol: str
    version: str
    host: str
    signed_for: str
    json_version: str = ""


@dataclass(frozen=True)
class Asked:
    """An operation, the method and path if the source spells them, the codes that it takes for nothing, and how it is called."""

    service: str
    action: str
    route: str = ""
    nothing: tuple[str, ...] = ()
    called: str = ""


@dataclass(frozen=True)
class Table:
    """The error codes that a table knows beyond the common ones."""

    label: str
    file: str
    codes: tuple[str, ...]


@functools.cache
def code(file: Path) -> str:
    """Returns a source without its comments; what begins one within a text is text."""
    return re.sub(rf"({_TEXT})|/\*.*?\*/|//[^\n]*", lambda found: found[1] or "", file.read_text(), flags=re.S)


def constants(source: str) -> list[str]:
    """Returns the constants of an enum, each with its arguments."""
    body = re.search(r" enum \w+ \{(.*?);\s*\n\s*\n", source, flags=re.S)[1]
    return re.split(r",\s*\n    (?=[A-Z])", body.strip())


def _reached(text: str) -> tuple[str, str]:
    """Returns the host's first label and the name in signatures."""
    plain = re.search(rf"Wire\.Service\.(?:regional|global)\(\s*{_TEXT},\s*{_TEXT}\)", text)
    if plain:
        return plain[2], plain[2]
    full = re.search(rf"new Wire\.Service\(\s*{_TEXT},\s*{_TEXT},\s*{_TEXT}", text)
    return full[3], full[2]


def typed_services() -> list[Service]:
    """The services of the registry."""
    found = []
    source = code(ACCOUNTS / "calls" / "Api.java")
    for each in constants(source):
        head = re.match(rf"(\w+)\(\s*Protocol\.(\w+),\s*Cursor\.\w+,\s*{_TEXT}", each)
        found.append(Service(head[1], head[2], head[3], *_reached(each), json_version="1.1"))
    assert len(found) == source.count("Protocol.") > 10
    return found


def gateway_services() -> list[Service]:
    """The services of the gateways."""
    query, documents = (code(ACCOUNTS / package / f"{name}Service.java")
                        for package, name in (("query", "Query"), ("documents", "Document")))
    found = []
    for each in constants(query):
        head = re.match(rf"(\w+)\({_TEXT}", each)
        found.append(Service(head[1], "EC2_QUERY" if head[1] == "EC2" else "QUERY", head[2], *_reached(each)))
    for each in constants(documents):
        head = re.match(rf'(\w+)\({_TEXT}(?:, "([\d.]+)")?', each)
        found.append(Service(head[1], "JSON", head[2], *_reached(each), json_version=head[3] or "1.1"))
    assert len(found) == (query + documents).count("Wire.Service.regional(") + (query + documents).count("Wire.Service.global(") > 8
    return found


def typed_operations() -> list[Asked]:
    """The operations of the registry."""
    found = []
    source = code(ACCOUNTS / "calls" / "Operation.java")
    for each in constants(source):
        head = re.match(rf"\w+\(\s*(?:Spelling\.of\(\s*(\w+),\s*|group\(){_TEXT}", each)
        route = re.search(rf"\.at\({_TEXT}\)", each)
        nothing = re.search(r"\.nothingBy\(([^)]*)\)", each)
        found.append(Asked(head[1] or "EC2", head[2], route[1] if route else "",
                           tuple(re.findall(_TEXT, nothing[1])) if nothing else ()))
    assert len(found) == len(re.findall(r"\n    [A-Z][A-Z_0-9]*\(", source)) > 80
    return found


def gateway_operations() -> list[tuple[str, Asked, str]]:
    """The operations of the gateways: the file, what it asks for, and the list that it reads, if it follows pages."""
    found = []
    for file in sorted(ACCOUNTS.rglob("*.java")):
        source = code(file)
        services = re.findall(r"(?:QueryService|DocumentService)\.([A-Z_0-9]+)", source)
        if not services or file.parent.name in ("query", "documents"):
            continue
        unnamed = False
        nothing = tuple(re.findall(r'String (?:GONE|ABSENT) = "(\w+)"', source))
        for call in re.finditer(r"\b(api|classic)\s*\.(call|find|pages|markedPages|nextMarkedPages)\(\s*", source):
            service = services[1] if call[1] == "classic" else services[0]
            arguments = source[call.end():source.index(";", call.end())]
            named = re.findall(r'"([A-Z]\w+)"', arguments.split(",", 1)[0])
            listed = re.match(rf'"\w+",\s*[\w.(){{}}"-]+(?:, \w+\))?,\s*{_TEXT}\)', arguments) if "ages" in call[2] else None
            found += [(file.name, Asked(service, name, nothing=nothing if call[2] == "find" else (), called=call[2]),
                       listed[1] if listed else "") for name in named]
            unnamed = unnamed or not named
        # An action in a variable comes from a text of this file.
        if unnamed:
            found += [(file.name, Asked(services[0], name), "")
                      for name in sorted(set(re.findall(r'"((?:Describe|Revoke|Authorize|Get|List|Delete)[A-Z]\w+)"', source)))]
    return found


def error_tables() -> list[Table]:
    """The error tables, but for what they share."""
    found, there = [], 0
    for file in sources():
        source = code(file)
        there += source.count("ErrorTable.of(")
        for part in source.split("ErrorTable.of(")[1:]:
            label = re.match(rf"\s*{_TEXT}\)", part)
            codes = []
            # A chain of rules ends with the arguments that hold it, or with build().
            rest = part[label.end():]
            while rule := re.match(rf'\s*\.(retry|wait|stall|waitWhere|stallWhere|rejectWhere)\(((?:[^"()]|{_TEXT})*)\)', rest):
                # Texts that are joined are one argument.
                arguments = [re.findall(_TEXT, each) for each in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', rule[2])]
                which = {"stall": arguments[1:], "retry": arguments, "wait": arguments}.get(rule[1], arguments[:1])
                codes += [argument[0] for argument in which if argument]
                rest = rest[rule.end():]
            assert re.match(r"\s*(\.build\(\)|\)|;)", rest), (file.name, rest[:80])
            found.append(Table(label[1], str(file.relative_to(FUNCTIONS.parent)), tuple(codes)))
    assert len(found) == there > 25
    return found


def _lowest(text: str) -> int:
    """Returns how far a text leaves the parentheses in which it begins, as a number that is not positive."""
    depth = lowest = 0
    for each in re.sub(_TEXT, "", text):
        depth += {"(": 1, ")": -1}.get(each, 0)
        lowest = min(lowest, depth)
    return lowest


def typed_parameters() -> list[tuple[str, str, str]]:
    """The parameters that stand in one statement with their operation: file, operation's constant, first part of the name."""
    found = []
    for file in sources():
        for statement in re.split(r";\s*\n", code(file)):
            asked = list(re.finditer(r"\bOperation\.([A-Z]\w+)", statement))
            if not asked:
                continue
            # Call.of(Operation.X).with(...) and look(Operation.X, Parameters.of(...)) begin with it, Parameters ends with
            # call(Operation.X).
            for given in re.finditer(rf"(\.(?:with|list|filter|rdsFilter|tagged)|\bParameters\.of)\(\s*{_TEXT}", statement):
                name = {".filter": "Filter", ".rdsFilter": "Filters", ".tagged": "TagSpecification"}.get(given[1], given[2])
                before = next((each for each in reversed(asked) if each.end() < given.start()
                               and _lowest(statement[each.end():given.start()])
                               >= (-1 if statement[:each.start()].endswith("Call.of(") else 0)), None)
                after = next((each for each in asked
                              if each.start() > given.start() and statement[:each.start()].endswith(".call(")), None)
                which = before or after
                if which:
                    found.append((file.name, which[1], name.split(".")[0]))
    assert len(found) > 60
    return found


def typed_names() -> dict[str, Asked]:
    """The operations of the registry by the names of their constants."""
    source = code(ACCOUNTS / "calls" / "Operation.java")
    names = re.findall(r"\n    ([A-Z][A-Z_0-9]*)\(", source)
    return dict(zip(names, typed_operations(), strict=True))


@dataclass(frozen=True)
class Reader:
    """A source that reads answers: what it asks for, or its package does; its fields; what it sends; the filters that it names."""

    file: str
    asked: tuple[Asked, ...]
    fields: tuple[str, ...]
    sent: tuple[str, ...]
    filters: tuple[str, ...]


@functools.cache
def readers() -> list[Reader]:
    """The sources that read answers of operations asked for by hand."""
    names, gateways = typed_names(), {}
    for file, asked, _ in gateway_operations():
        gateways.setdefault(file, []).append(asked)
    texts = {file: code(file) for file in sources()}
    own = {file: [*(names[each] for each in re.findall(r"\bOperation\.([A-Z]\w+)", source) if each in names),
                  *gateways.get(file.name, [])] for file, source in texts.items()}
    found = []
    for file, source in texts.items():
        asked = own[file]
        # An answer that comes as an argument was asked for beside it.
        if not asked or re.search(r"[(,]\s*(?:Answer|XmlNode) \w+", source):
            asked = [each for other in texts if other.parent == file.parent for each in own[other]]
        if file.parent.name == "calls" or not asked or not re.search(r"\b(Answer|XmlNode|JsonNode)\b", source) and not own[file]:
            continue
        document = "DocumentService." in source
        fields = re.findall(rf"\.(?:text|items|flag|texts|at|number|find{'|path|has' if document else ''})\(\s*\"(\w+)\"", source)
        actions = {each.action for each in asked}
        fields = [each for each in fields if each.removesuffix("Result") not in actions]
        sent = re.findall(r'\.(?:with|list|put|putArray)\(\s*"(\w+)[".]', source) if file.name in gateways else []
        filters = re.findall(r'(?:\.filter|\.rdsFilter|\bfilter)\(\s*"([^"]+)"', source)
        found.append(Reader(file.name, tuple(asked), tuple(fields), tuple(sent), tuple(filters)))
    return found


def used_operations() -> set[str]:
    """The constants of the registry that some other source names."""
    return {each for file in sources() if file.name != "Operation.java"
            for each in re.findall(r"\b(?:Operation\.)?([A-Z][A-Z_0-9]+)\b", code(file))}


@dataclass(frozen=True)
class Wired:
    """A gateway that spells its requests itself: the actions, all of its texts, and the fields that it reads."""

    file: str
    actions: tuple[str, ...]
    texts: tuple[str, ...]
    fields: tuple[str, ...]
    queried: tuple[str, ...]


def wired() -> list[Wired]:
    """The gateways that use the wire without one of the clients above."""
    found = []
    for file in sorted(FUNCTIONS.glob("*/src/main/java/**/*.java")):
        if "Wire.to(" not in code(file) or file.parent.name in ("calls", "documents", "query"):
            continue
        # What an answer becomes stands beside it.
        beside = "".join(code(each) for each in sorted(file.parent.glob("*.java")))
        texts = re.findall(_TEXT, code(file))
        actions = [text for text in texts if re.fullmatch(r"(?:Describe|List|Get)[A-Z]\w+", text)]
        fields = re.findall(r'\.(?:text|items|find|path|flag)\(\s*"(\w+)"\)', beside)
        # The names of a map of texts, which becomes the query of an address.
        maps = re.findall(r"Map<String, String> \w+ = Map\.of\(([^;]*)\);", code(file))
        queried = [each.strip().strip('"') for given in maps for each in given.split(",")[::2]]
        found.append(Wired(file.name, tuple(sorted(set(actions))), tuple(texts), tuple(fields), tuple(queried)))
    return found


def expected_codes() -> list[Table]:
    """The codes that gateways take for an answer, under the table that stands in the source or beside it."""
    found = []
    tables = error_tables()
    for file in sources():
        codes = re.findall(rf"new ErrorCode\(\s*{_TEXT}", code(file))
        here = str(file.relative_to(FUNCTIONS.parent))
        beside = [each.label for each in tables if each.file == here] or [
            each.label for each in tables if Path(each.file).parent == Path(here).parent]
        if codes and file.parent.name != "errors":
            found.append(Table(beside[0] if beside else "", here, tuple(codes)))
    return found
