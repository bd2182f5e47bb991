"""The tables of a comparison, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from harness.measure import Measurement

_PURPOSES = ("sts", "cloudformation", "polls", "verification", "other", "control plane")
_HEADINGS = {
    "sts": "STS", "cloudformation": "CloudFormation", "polls": "polls", "verification": "verification",
    "other": "other", "control plane": "control plane",
}


def report(measurements: list[Measurement], ours: str) -> str:
    """Everything that was measured, then the ratios of ours to each peer."""
    parts = []
    for count in _seen(m.accounts for m in measurements):
        of_count = [m for m in measurements if m.accounts == count]
        parts += [f"### {count} accounts\n", _figures(of_count)]
        if any(m.peer == ours for m in of_count):
            parts += [_ratios(of_count, ours)]
    if any("states" in m.notes for m in measurements):
        parts += ["### What of it is the emulator's own work\n", _emulator(measurements)]
    if len(_seen(m.accounts for m in measurements)) > 1:
        parts += ["### Growth\n", _growth(measurements)]
    return "\n".join(parts)


def _figures(measurements: list[Measurement]) -> str:
    rows = [["Scenario", "Tool", "Wall, s", *(f"{_HEADINGS[p]}, each" for p in _PURPOSES), "Tool CPU, s",
             "Emulator CPU, s"]]
    for scenario in _seen(m.scenario for m in measurements):
        for m in (m for m in measurements if m.scenario == scenario):
            rows.append([scenario, m.peer, f"{m.seconds:.1f}", *(f"{m.each(p):.1f}" for p in _PURPOSES),
                         f"{m.peer_cpu_seconds:.1f}", f"{m.emulator_cpu_seconds:.1f}"])
    return _table(rows)


def _ratios(measurements: list[Measurement], ours: str) -> str:
    peers = [peer for peer in _seen(m.peer for m in measurements) if peer != ours]
    rows = [[f"{ours} to", *(f"{peer}: wall / requests" for peer in peers)]]
    for scenario in _seen(m.scenario for m in measurements):
        found = {m.peer: m for m in measurements if m.scenario == scenario}
        if ours in found:
            rows.append([scenario, *(_ratio(found[ours], found.get(peer)) for peer in peers)])
    return _table(rows)


def _ratio(ours: Measurement, theirs: Measurement | None) -> str:
    if theirs is None:
        return "-"
    requests = sum(theirs.requests.values())
    in_accounts = sum(count for purpose, count in ours.requests.items() if purpose != "control plane")
    return f"{ours.seconds / theirs.seconds:.2f} / {in_accounts / requests:.2f}" if requests else "-"


def _emulator(measurements: list[Measurement]) -> str:
    rows = [["Scenario", "Accounts", "Executions", "States", "Tasks", "Control plane's requests", "ms for each",
             "Together, CPU s", "Emulator, CPU s", "Functions, CPU s", "Wall, s"]]
    for m in (m for m in measurements if "states" in m.notes):
        n = m.notes
        rows.append([m.scenario, str(m.accounts), *(f"{n.get(key, 0):.0f}" for key in ("executions", "states", "tasks", "requests")),
                     f"{n['stateMillis']:.2f}, {n['invocationMillis']:.1f}, {n['requestMillis']:.1f}",
                     f"{n['emulatorSeconds']:.1f}", f"{m.emulator_cpu_seconds:.1f}", f"{m.peer_cpu_seconds:.1f}",
                     f"{m.seconds:.1f}"])
    return _table(rows)


def _growth(measurements: list[Measurement]) -> str:
    counts = _seen(m.accounts for m in measurements)
    few, many = min(counts), max(counts)
    rows = [["Scenario", "Tool", f"Wall at {few}, s", f"Wall at {many}, s", "Grows by", "Accounts grow by"]]
    for scenario in _seen(m.scenario for m in measurements):
        for peer in _seen(m.peer for m in measurements):
            found = {m.accounts: m for m in measurements if m.scenario == scenario and m.peer == peer}
            if few in found and many in found:
                start, end = found[few].seconds, found[many].seconds
                rows.append([scenario, peer, f"{start:.1f}", f"{end:.1f}", f"{end / start:.1f}", f"{many / few:.1f}"])
    return _table(rows)


def _seen(values: Iterable) -> list:
    return list(dict.fromkeys(values))


def _table(rows: list[list[str]]) -> str:
    heading, *rest = rows
    lines = [heading, ["---"] * len(heading), *rest]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
