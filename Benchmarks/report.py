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
        f"{machine()} {facts.version}; DuckDB {version('duckdb')} with {facts.threads} threads, counts only, "
        "while iafa also computes the times between steps. All counts equal.",
        "",
        f"Import: {total / facts.import_seconds:,.0f} events/s into compacted day files, "
        f"{facts.bytes_on_disk / total:.1f} bytes an event on disk.",
        "",
        "| question | engine | wall s | CPU s | peak MiB | wall, to DuckDB's best | CPU, to DuckDB's best |",
        "|---|---|---|---|---|---|---|",
    ]
    for question, measurements in results.items():
        own = [m for m in measurements if m.engine.name.startswith("DuckDB")]
        best_wall, best_cpu = min(m.wall for m in own), min(m.cpu for m in own)
        lines += [
            f"| {question} | {m.engine.name} | {m.wall:.3f} | {m.cpu:.3f} | {m.peak_mib:.0f} "
            f"| {m.wall / best_wall:.2f} | {m.cpu / best_cpu:.2f} |"
            for m in measurements
        ]
        counts = " → ".join(f"{count:,}" for count in measurements[0].samples[0].users)
        lines.append(f"| | persons: {counts} | | | | | |")
    return "\n".join(lines) + "\n"
