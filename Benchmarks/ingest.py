"""Sends the same events to IAFA and to services that do less, in turn, and prints a table.

IAFA answers once the events are synced to disk; FastAPI with pydantic keeps them in memory; Hummingbird alone, on which
IAFA stands, reads the body and answers. At the end IAFA's files must hold what was acknowledged, each event once. Ends
with 1 where an answer was not 200 or an event is missing. Wants a machine that does nothing else.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import duckdb

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("IAFA_BINARY", str(ROOT / ".build" / "release" / "iafa"))
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from iafa_server import Account, Project, Server, iafa  # noqa: E402
from report import machine  # noqa: E402
from results import keep  # noqa: E402
from services import BARE, Iafa, Load, Round, Service, bare, fastapi, offer  # noqa: E402

LOADS = {
    "POST /track, 64 connections": Load("/api/v1/track", connections=64, events=1),
    "POST /track/batch of 500, 8 connections": Load("/api/v1/track/batch", connections=8, events=500),
}
HIGHEST_LIMIT = 1_000_000_000
# A round of batches brings more events than files of them can be written meanwhile: with the default of 128 MiB, the
# server tells its clients to come again. What is written afterwards counts as processor time of the round all the same.
ROOM = ("--event-memory-mib", "2048", "--flush-events", "500000")
Rounds = dict[str, dict[str, list[Round]]]


def medians(rounds: list[Round], what: Callable[[Round], float]) -> float:
    return median(what(one) for one in rounds)


def run(services: list[Service], options: argparse.Namespace) -> Rounds:
    results: Rounds = {}
    for number, (name, load) in enumerate(LOADS.items()):
        by_service: dict[str, list[Round]] = {service.name: [] for service in services}
        for service in services:
            by_service[service.name].append(offer(service, load, options.warm_up, f"w{number}-00-"))
        for turn in range(options.rounds):
            for service in services:
                by_service[service.name].append(offer(service, load, options.seconds, f"r{number}-{turn:02}-"))
        results[name] = by_service
    return results


def accepted(server: Server) -> int:
    """The events that the server says it has acknowledged."""
    text = server.client.get("/metrics").must_be(200).body.decode()
    return sum(map(int, re.findall(r'^iafa_events_total\{.*verdict="accepted"\} (\d+)', text, re.MULTILINE)))


def check(data_dir: Path, project: Project, results: Rounds, counted: int) -> tuple[list[str], str]:
    """Compares what the files hold with what `wrk` and the server counted; gives what is wrong, and a sentence."""
    files = data_dir / "events" / f"project_{project.id}" / "*" / "*" / "events_*.parquet"
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT count(*), count(DISTINCT event_id) FROM read_parquet('{files}')").fetchone()
    assert row is not None
    stored, distinct = row
    answered = pending = 0
    for name, by_service in results.items():
        rounds = by_service[Iafa.name]
        answered += sum(one.accepted * LOADS[name].events for one in rounds)
        # What wrk still waits for when its time is over is stored and not counted by it.
        pending += len(rounds) * LOADS[name].connections * LOADS[name].events
    faults = []
    if stored != counted:
        faults.append(f"iafa acknowledged {counted:,} events and stored {stored:,}")
    if distinct != stored:
        faults.append(f"{stored - distinct:,} events are stored twice")
    if not answered <= stored <= answered + pending:
        faults.append(f"wrk had {answered:,} events acknowledged, {stored:,} are stored")
    text = f"Acknowledged by IAFA: {counted:,} events; in its files: {stored:,}, each once."
    return faults, text


def table(results: Rounds) -> str:
    lines = [
        "| load | service | events/s | p50 ms | p99 ms | CPU s for 100,000 events | peak MiB | not 200 "
        "| events/s, to FastAPI | CPU, to FastAPI | events/s, to Hummingbird alone |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, by_service in results.items():
        events = LOADS[name].events

        def speed(service: str, events: int = events, rounds: dict[str, list[Round]] = by_service) -> float:
            return medians(rounds[service][1:], lambda one: one.accepted * events / one.seconds)

        def cost(service: str, events: int = events, rounds: dict[str, list[Round]] = by_service) -> float:
            return medians(rounds[service][1:], lambda one: one.cpu / (one.accepted * events) * 100_000)

        def ratio(what: Callable[[str], float], service: str, to: str, names: list[str] = list(by_service)) -> str:
            base = next((other for other in names if other.startswith(to)), None)
            return "" if base is None else f"{what(service) / what(base):.2f}"

        for service, rounds in by_service.items():
            counted = rounds[1:]
            lines.append(
                f"| {name} | {service} | {speed(service):,.0f} | {medians(counted, lambda one: one.p50_ms):.1f} "
                f"| {medians(counted, lambda one: one.p99_ms):.1f} | {cost(service):.2f} "
                f"| {max(one.peak_mib for one in counted):.0f} | {sum(one.not_200 + one.broken for one in counted)} "
                f"| {ratio(speed, service, 'FastAPI')} | {ratio(cost, service, 'FastAPI')} "
                f"| {ratio(speed, service, 'Hummingbird')} |"
            )
    return "\n".join(lines)


def report(results: Rounds, options: argparse.Namespace, proof: str) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("fastapi", "pydantic", "uvicorn", "uvloop"))
    return "\n".join([
        "### Taking events in",
        "",
        f"`wrk` with one thread on the same machine, kept-open connections, events of about 330 bytes, no two alike; "
        f"medians of {options.rounds} rounds of {options.seconds} s, all services in turn, after one that isn't "
        f"counted. IAFA with `{' '.join(ROOM)}`, durable before it answers; processor time includes writing the "
        f"Parquet files, of which it does some after a round. {machine()} "
        f"{iafa('version').must_succeed().stdout.strip()}; {packages}, Python {sys.version.split()[0]}.",
        "",
        table(results),
        "",
        proof,
    ])  # fmt: skip


def measure(options: argparse.Namespace, folder: Path) -> int:
    data_dir = folder / "data"
    server = Server(data_dir, *ROOM)
    server.start()
    project = Account(server, "bench@example.com").project("bench", rate_limit_per_minute=HIGHEST_LIMIT)
    services: list[Service] = [Iafa(server, project)]
    try:
        services.append(fastapi())
        if BARE.exists():
            services.append(bare())
        else:
            print(f"ingest: {BARE} was not built; its rows are left out", file=sys.stderr)
        results = run(services, options)
        counted = accepted(server)
    finally:
        for service in services:
            service.stop()
    iafa("compact", data_dir=data_dir).must_succeed()
    faults, proof = check(data_dir, project, results, counted)
    for name, by_service in results.items():
        for service, rounds in by_service.items():
            if bad := sum(one.not_200 + one.broken for one in rounds):
                faults.append(f"{name}: {service} did not answer {bad:,} requests with 200")
    text = report(results, options, proof) + "\n"
    print(text)
    keep("ingest", text)
    for fault in faults:
        print(f"ingest: {fault}", file=sys.stderr)
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of a round")
    parser.add_argument("--warm-up", type=int, default=2, help="seconds of the round that is not counted")
    options = parser.parse_args()
    parent = ROOT / "bench-data"
    parent.mkdir(exist_ok=True)
    # Beside the other data rather than in memory, where a temporary folder may be.
    with tempfile.TemporaryDirectory(prefix="ingest-", dir=parent) as folder:
        return measure(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
