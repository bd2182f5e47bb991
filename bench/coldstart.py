"""Measures how the functions start, as ratios to a bare handler that calls the same services.

    python3 bench/coldstart.py [--rounds 7] [--functions webhook,verify] [--out FILE]

Starts the local default, deploys something, takes the events that the functions got, and gives each function its event
again in a fresh JVM behind a stand-in of the Lambda Runtime API. Prints Markdown. See bench/README.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from harness import command, places

_GOALS = {"webhook": 1.5}
_GOAL = 1.25


def main() -> int:
    given = _arguments()
    places.inside("local")
    from harness.functions import Functions
    from harness.plumbline import Plumbline
    from harness.runtime_api import RuntimeApi
    from harness.workload import HUB, REGION, scenarios

    home = places.fresh("coldstart/estate")
    results = []
    with Plumbline(home).deployed(scenarios(5)[0]) as emulator:
        for function in Functions(emulator, home / "local").all():
            if function.name in given.functions:
                arn = f"arn:aws:lambda:{REGION}:{HUB}:function:plumbline-{function.name}"
                with RuntimeApi(arn) as api:
                    results.append(_measure(api, emulator, function, given.rounds))
    command.keep(results, given.out)
    print(_table(results))
    return 0


def _measure(api, emulator, function, rounds: int) -> dict:
    from harness import jvm
    from harness.bare import bare_environment, built, calls_of, fetched
    from harness.emulator import Requests

    code = jvm.Code.of_zip(function.deployed)
    ours = jvm.Subject(code, function.handler, function.environment, function.event)
    emulator.reset()
    loaded = places.WORK / "coldstart/classes.txt"
    loaded.unlink(missing_ok=True)
    answer = ours.start(api, f"-Xlog:class+load:file={loaded}").answer
    requests: list[Requests] = emulator.requests()
    calls, missing = calls_of(requests)
    # What the function builds without calling it this time, the bare handler builds as well.
    calls = dict.fromkeys(built(loaded.read_text()), 0) | fetched(loaded.read_text()) | calls
    bare = jvm.Subject(code.bare(), "bare.BareHandler", bare_environment(function, calls), b"{}")
    result = {
        "function": function.name, "zipMegabytes": round(function.deployed.stat().st_size / 1e6, 1), "calls": calls,
        "notInBare": missing, "answer": answer.decode(errors="replace")[:300],
    }
    for kind in ("plain", "aot"):
        flags = {}
        if kind == "aot":
            flags = {subject: [f"-XX:AOTCache={subject.trained(api)}"] for subject in (ours, bare)}
        starts = {ours: [], bare: []}
        for _ in range(rounds):
            # Turn about, so that whatever else the machine does meets both.
            for subject, seen in starts.items():
                seen.append(subject.start(api, *flags.get(subject, [])))
        result[kind] = {"ours": _medians(starts[ours]), "bare": _medians(starts[bare])}
        command.progress(f"{function.name}, {kind}: {result[kind]}")
    return result


def _medians(starts: list) -> dict[str, int]:
    """In milliseconds."""
    def median(name: str) -> int:
        return round(1000 * statistics.median(getattr(start, name) for start in starts))

    return {"init": median("init"), "first": median("first"), "total": median("total"), "cpu": median("cpu")}


def _table(results: list[dict]) -> str:
    lines = ["| Function | Zip, MB | AOT cache | Init + first request, ms | Bare, ms | Ratio | Goal | CPU ratio | Calls |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for result in results:
        for kind in ("plain", "aot"):
            ours, bare = result[kind]["ours"], result[kind]["bare"]
            calls = ", ".join(f"{count} {name}" for name, count in result["calls"].items())
            lines.append(
                f"| {result['function']} | {result['zipMegabytes']} | {'yes' if kind == 'aot' else 'no'} "
                f"| {ours['init']} + {ours['first']} = {ours['total']} | {bare['init']} + {bare['first']} = "
                f"{bare['total']} | {ours['total'] / bare['total']:.2f} | {_GOALS.get(result['function'], _GOAL)} "
                f"| {ours['cpu'] / bare['cpu']:.2f} | {calls} |")
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    functions = ["webhook", "plan", "provision", "verify", "report", "observe"]
    parser = argparse.ArgumentParser(description="Measure cold starts on a stand-in of the Lambda Runtime API.")
    parser.add_argument("--rounds", default=7, type=int, help="starts of each; the median is shown")
    parser.add_argument("--functions", default=functions, type=command.names, help=",".join(functions))
    parser.add_argument("--out", type=Path, help="JSON file for all that was measured")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
