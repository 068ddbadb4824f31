"""Offers twice the load that the server sustains, and shows that it stays upright and loses nothing.

First as many events as 64 connections get through, one after the other; then twice as many requests a second, at fixed
times, whatever becomes of them. Meanwhile the server's memory and health are watched. At last every acknowledged event
is looked for in the data directory. Ends with 1 where anything is not as it must be.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
os.environ.setdefault("IAFA_BINARY", str(ROOT / ".build" / "release" / "iafa"))
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from iafa_server import Account, Project, Server, iafa, running  # noqa: E402

STEADY_CONNECTIONS = 64
# What else a server may answer that can't keep up; anything beyond it is a fault.
EXPECTED = {"200", "429", "503"}
HEALTH = ("/health/live", "/health/ready")
# What may be kept of an event for good: its id, so that it is recognized. In bytes, with room for tables that grow.
BYTES_AN_EVENT = 64
FLAT_MIB = 64


@dataclass(frozen=True)
class Load:
    """What `wrk` offered, and what became of it."""

    seconds: float
    sent: int
    statuses: dict[str, int]
    accepted_ms: dict[int, int]
    all_p50_ms: float
    all_p99_ms: float
    socket_errors: int

    @property
    def answered(self) -> int:
        return sum(self.statuses.values())

    def a_second(self, *statuses: str) -> float:
        return sum(self.statuses.get(status, 0) for status in statuses) / self.seconds

    def accepted_percentile(self, share: float) -> int:
        rest = share * sum(self.accepted_ms.values())
        for passed, count in sorted(self.accepted_ms.items()):
            rest -= count
            if rest <= 0:
                return passed + 1
        return 0


def offer(
    server: Server, project: Project, log: Path, *, prefix: str, connections: int, seconds: int, rate: float
) -> Load:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(HERE / "overload.lua")]
    command += [f"http://127.0.0.1:{server.port}", "--", f"{rate:.3f}", project.api_key, prefix, str(log)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 120)
    [line] = (line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    result = json.loads(line.removeprefix("RESULT "))
    result["accepted_ms"] = {int(passed): count for passed, count in result["accepted_ms"].items()}
    return Load(**result)


@dataclass
class Watch:
    """The server's memory and health, again and again until it is told to stop."""

    server: Server
    memory: list[tuple[float, float]] = field(default_factory=list)
    health_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._threads = [threading.Thread(target=self._watch_memory), threading.Thread(target=self._watch_health)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _watch_memory(self) -> None:
        began = time.monotonic()
        while not self._stop.wait(0.25):
            self.memory.append((time.monotonic() - began, resident_mib(self.server)))

    def _watch_health(self) -> None:
        number = 0
        while not self._stop.wait(0.1):
            number += 1
            path = HEALTH[number % 2]
            client = self.server.client
            began = time.monotonic()
            try:
                status = client.get(path).status
                if status != 200:
                    self.faults.append(f"{path} answered {status}")
            except OSError as error:
                self.faults.append(f"{path}: {error!r}")
            self.health_ms.append((time.monotonic() - began) * 1000)
            client.close()

    def memory_between(self, start: float, end: float) -> float:
        """The most of a part of the time, both given as shares of it."""
        last = self.memory[-1][0]
        return max(mib for second, mib in self.memory if start * last <= second <= end * last)


def resident_mib(server: Server) -> float:
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    [resident] = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(resident) / 1024


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def count(data_dir: Path, project: Project, logs: list[Path]) -> dict[str, int]:
    """What the event files hold, as DuckDB reads them, beside what was acknowledged."""
    files = data_dir / "events" / f"project_{project.id}" / "*" / "*" / "events_*.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE stored AS SELECT event_id FROM read_parquet('{files}')")
        connection.execute(
            "CREATE TABLE acknowledged AS SELECT id FROM read_csv(?, header = false, columns = {'id': 'VARCHAR'})",
            [[str(log) for log in logs]],
        )

        def number(query: str) -> int:
            row = connection.execute(query).fetchone()
            assert row is not None
            return int(row[0])

        return {
            "acknowledged": number("SELECT count(*) FROM acknowledged"),
            "stored": number("SELECT count(*) FROM stored"),
            "lost": number("SELECT count(*) FROM acknowledged ANTI JOIN stored ON id = event_id"),
            "doubled": number("SELECT count(*) - count(DISTINCT event_id) FROM stored"),
        }


def judge(load: Load, watch: Watch, counts: dict[str, int]) -> list[str]:
    faults = list(dict.fromkeys(watch.faults))
    faults += [f"{n} answers were {status}" for status, n in load.statuses.items() if status not in EXPECTED]
    if load.socket_errors:
        faults.append(f"{load.socket_errors} connections failed")
    if load.answered < 0.99 * load.sent - 4000:
        faults.append(f"only {load.answered:,} of {load.sent:,} requests were answered")
    allowed = FLAT_MIB + load.statuses.get("200", 0) * BYTES_AN_EVENT / 2**20
    growth = watch.memory_between(2 / 3, 1) - watch.memory_between(0, 1 / 3)
    if growth > allowed:
        faults.append(f"memory grew by {growth:.0f} MiB, more than {allowed:.0f} MiB")
    faults += [f"{counts[what]} events are {what}" for what in ("lost", "doubled") if counts[what]]
    return faults


def report(steady: Load, load: Load, watch: Watch, counts: dict[str, int], seconds: int) -> str:
    sustained = steady.a_second("200")
    rows = [
        ("sustained, 64 connections", f"{sustained:,.0f} events/s"),
        ("its accepted requests, p50 / p99", f"{steady.accepted_percentile(0.5)} / {steady.accepted_percentile(0.99)} ms"),
        (f"offered for {seconds} s", f"{load.sent / load.seconds:,.0f} requests/s, "
         f"{load.sent / load.seconds / sustained:.2f} times as much"),
        ("accepted (200)", f"{load.a_second('200'):,.0f} a second"),
        ("told to come again (503, 429)", f"{load.a_second('503'):,.0f}, {load.a_second('429'):,.0f} a second"),
        ("accepted requests, p50 / p99",
         f"{load.accepted_percentile(0.5)} / {load.accepted_percentile(0.99)} ms"),
        ("all requests, p50 / p99", f"{load.all_p50_ms:.0f} / {load.all_p99_ms:.0f} ms"),
        ("health, p50 / p99 of " + f"{len(watch.health_ms)}",
         f"{percentile(watch.health_ms, 0.5):.0f} / {percentile(watch.health_ms, 0.99):.0f} ms"),
        ("memory, most of each third", " / ".join(
            f"{watch.memory_between(part / 3, (part + 1) / 3):.0f}" for part in range(3)) + " MiB"),
        ("acknowledged, of both loads", f"{counts['acknowledged']:,}"),
        ("of them lost / stored twice", f"{counts['lost']} / {counts['doubled']}"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def run(options: argparse.Namespace, folder: Path) -> int:
    data_dir = folder / "data"
    logs = [folder / "steady.txt", folder / "overload.txt"]
    with running(data_dir) as server:
        project = Account(server, "overload@example.com").project("overload")
        common: dict[str, Any] = {"server": server, "project": project}
        offer(**common, log=folder / "warm-up.txt", prefix="w", connections=STEADY_CONNECTIONS, seconds=2, rate=0)
        steady = offer(
            **common, log=logs[0], prefix="s", connections=STEADY_CONNECTIONS, seconds=options.steady_seconds, rate=0
        )
        with Watch(server) as watch:
            load = offer(
                **common,
                log=logs[1],
                prefix="o",
                connections=options.connections,
                seconds=options.seconds,
                rate=options.times * steady.a_second("200"),
            )
        assert server.stop(60) == 0
    iafa("compact", data_dir=data_dir).must_succeed()
    iafa("verify", data_dir=data_dir).must_succeed()
    counts = count(data_dir, project, logs)
    text = report(steady, load, watch, counts, options.seconds)
    print(text)
    faults = judge(load, watch, counts)
    for fault in faults:
        print(f"overload: {fault}", file=sys.stderr)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "latest-overload.md").write_text(text + "\n")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="of twice the load")
    parser.add_argument("--steady-seconds", type=int, default=10, help="of finding out what is sustained")
    parser.add_argument("--times", type=float, default=2, help="so many times what is sustained")
    parser.add_argument("--connections", type=int, default=2000, help="that bring it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iafa-overload-") as folder:
        return run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
