"""The table of a run: what was run, on what, and how it compares."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generate import Workload
from measure import Measurement


@dataclass(frozen=True)
class Facts:
    """What a reader needs to know to judge the numbers."""

    workload: Workload
    rounds: int
    threads: int
    version: str
    import_seconds: float
    bytes_on_disk: int
    index_bytes: int


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def machine() -> str:
    """What the measurement ran on, and how busy that was."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, load {load}."


def markdown(facts: Facts, results: dict[str, list[Measurement]]) -> str:
    total = facts.workload.events + facts.workload.bot_events
    lines = [
        f"### {total:,} events",
        "",
        f"Seed {facts.workload.seed}"
        + (f", {facts.workload.bot_events:,} of them of one person" if facts.workload.bot_events else "")
        + f", 90 day files; medians of {facts.rounds} rounds, all engines in turn, warm; processor time is the mean. "
        f"{machine()} {facts.version}; DuckDB {version('duckdb')}, chDB {version('chdb')}, Polars {version('polars')} "
        f"with {facts.threads} threads, counts only, while iafa also computes the times between steps. All counts equal.",
        "",
        f"Import: {total / facts.import_seconds:,.0f} events/s into compacted day files, "
        f"{facts.bytes_on_disk / total:.1f} bytes an event on disk, and {facts.index_bytes / total:.1f} in stage indexes.",
        "",
        "| question | engine | wall s | CPU s | peak MiB | wall, to DuckDB's best | CPU, to DuckDB's best |",
        "|---|---|---|---|---|---|---|",
    ]
    for question, measurements in results.items():
        own = [m for m in measurements if m.engine.name.startswith("DuckDB")]
        best_wall, best_cpu = min(m.wall for m in own), min(m.cpu for m in own)
        lines += [
            f"| {question} | {m.engine.name} | {m.wall:.3f} | {m.cpu:.3f} | {m.peak_mib:.0f} "
            f"| {m.wall / best_wall:.3f} | {m.cpu / best_cpu:.3f} |"
            for m in measurements
        ]
        counts = " → ".join(f"{count:,}" for count in measurements[0].samples[0].users)
        lines.append(f"| | persons: {counts} | | | | | |")
    return "\n".join([*lines, "", *aims(results)]) + "\n"


def aims(results: dict[str, list[Measurement]]) -> list[str]:
    """What we aim at, beside what was measured."""
    [first, filtered, *_] = [{m.engine.name: m for m in measurements} for measurements in results.values()]
    indexed, unindexed = first["iafa serve, indexed"], first["iafa serve, unindexed"]

    def best(named: dict[str, Measurement]) -> float:
        return min(m.wall for name, m in named.items() if name.startswith("DuckDB"))

    table = first["ClickHouse, MergeTree"]
    process = first["iafa funnel, whole process"]
    rows = [
        ("indexed, wall, to DuckDB's best", indexed.wall / best(first), 0.1),
        ("indexed, wall, to ClickHouse on MergeTree", indexed.wall / table.wall, 0.2),
        ("indexed, CPU, to ClickHouse on MergeTree", indexed.cpu / table.cpu, 0.2),
        ("indexed, peak MiB", indexed.peak_mib, 200),
        ("unindexed, wall, to DuckDB's best", unindexed.wall / best(first), 1),
        ("with a filter, indexed, wall, to DuckDB's best", filtered["iafa serve, indexed"].wall / best(filtered), 1),
        ("with a filter, unindexed, wall, to DuckDB's best", filtered["iafa serve, unindexed"].wall / best(filtered), 1),
        ("whole process, s more than the server", process.wall - indexed.wall, 0.1),
    ]
    return [
        "| aim | measured | at most |",
        "|---|---|---|",
        *(f"| {name} | {measured:.3f} | {most:g} |" for name, measured, most in rows),
    ]
