"""Offers twice the load that the server sustains, and shows that it stays upright and loses nothing.

First as many events as 64 connections get through, one after the other; then twice as many requests a second, at fixed
times, whatever becomes of them. Meanwhile the server's memory and health are watched. At last every acknowledged event
is looked for in the data directory. Ends with 1 where anything is not as it must be.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
os.environ.setdefault("IAFA_BINARY", str(ROOT / ".build" / "release" / "iafa"))
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from iafa_server import Account, Project, Server, iafa, running  # noqa: E402
from results import keep  # noqa: E402

STEADY_CONNECTIONS = 64
# What else a server may answer that can't keep up; anything beyond it is a fault.
EXPECTED = {"200", "429", "503"}
HEALTH = ("/health/live", "/health/ready")
# What may be kept of an event for good: its id, so that it is recognized. In bytes, with room for tables that grow.
BYTES_AN_EVENT = 64
FLAT_MIB = 64


@dataclass(frozen=True)
class Load:
    """What was offered, and what became of it."""

    seconds: float
    sent: int
    # Requests that were due when no connection was free.
    missed: int
    statuses: dict[str, int]
    accepted_ms: dict[str, int]
    refused_ms: dict[str, int]
    failures: int
    unanswered: int
    without_retry_after: int

    def a_second(self, status: str) -> float:
        return self.statuses.get(status, 0) / self.seconds


def time_within(times: dict[str, int], share: float) -> str:
    """The milliseconds within which a share of answers came."""
    rest = share * sum(times.values())
    for passed, number in sorted((int(passed), number) for passed, number in times.items()):
        rest -= number
        if rest <= 0:
            return f"{passed + 1}"
    return "–"


def times(times: dict[str, int]) -> str:
    return f"{time_within(times, 0.5)} / {time_within(times, 0.99)} / {time_within(times, 1)} ms"


@dataclass(frozen=True)
class Sender:
    """The program that makes the load, and whom it sends to."""

    program: Path
    server: Server
    project: Project

    def offer(self, log: Path, *, prefix: str, connections: int, seconds: int, rate: float) -> Load:
        options = [self.server.port, self.project.api_key, prefix, f"{rate:.3f}", connections, seconds, log]
        command = [str(self.program), *map(str, options)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120, check=False)
        if done.returncode != 0:
            sys.exit(f"overload: the load could not be made: {done.stderr}")
        return Load(**json.loads(done.stdout))


def compile_sender(folder: Path) -> Path:
    program = folder / "overload"
    compiler = next(name for name in ("cc", "gcc", "clang") if shutil.which(name))
    subprocess.run([compiler, "-O2", "-o", str(program), str(HERE / "overload.c")], check=True)
    return program


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
    for what in ("failures", "unanswered", "without_retry_after"):
        if number := getattr(load, what):
            faults.append(f"{number} requests were {what}")
    allowed = FLAT_MIB + load.statuses.get("200", 0) * BYTES_AN_EVENT / 2**20
    growth = watch.memory_between(2 / 3, 1) - watch.memory_between(0, 1 / 3)
    if growth > allowed:
        faults.append(f"memory grew by {growth:.0f} MiB, more than {allowed:.0f} MiB")
    faults += [f"{counts[what]} events are {what}" for what in ("lost", "doubled") if counts[what]]
    return faults


def report(steady: Load, load: Load, watch: Watch, counts: dict[str, int]) -> str:
    sustained = steady.a_second("200")
    offered = (load.sent + load.missed) / load.seconds
    memory = [f"{watch.memory_between(part / 3, (part + 1) / 3):.0f}" for part in range(3)]
    health = [f"{percentile(watch.health_ms, share):.0f}" for share in (0.5, 0.99, 1)]
    rows = [
        (f"sustained, {STEADY_CONNECTIONS} connections", f"{sustained:,.0f} events/s"),
        ("accepted within (p50 / p99 / all)", times(steady.accepted_ms)),
        (f"offered for {load.seconds:.0f} s", f"{offered:,.0f} requests/s, {offered / sustained:.2f} times as much"),
        ("of them without a free connection", f"{load.missed / load.seconds:,.0f} a second"),
        ("accepted (200)", f"{load.a_second('200'):,.0f} a second"),
        ("told to come again (503 / 429)", f"{load.a_second('503'):,.0f} / {load.a_second('429'):,.0f} a second"),
        ("accepted within (p50 / p99 / all)", times(load.accepted_ms)),
        ("told to come again within", times(load.refused_ms)),
        (f"health, {len(watch.health_ms)} times, within", f"{' / '.join(health)} ms"),
        ("memory, most of each third of the time", f"{' / '.join(memory)} MiB"),
        ("acknowledged, of both loads", f"{counts['acknowledged']:,}"),
        ("of them lost / stored twice", f"{counts['lost']} / {counts['doubled']}"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def run(options: argparse.Namespace, folder: Path) -> int:
    data_dir = folder / "data"
    logs = [folder / "warm-up.txt", folder / "steady.txt", folder / "overload.txt"]
    with running(data_dir) as server:
        sender = Sender(compile_sender(folder), server, Account(server, "overload@example.com").project("overload"))
        sender.offer(logs[0], prefix="w", connections=STEADY_CONNECTIONS, seconds=2, rate=0)
        steady = sender.offer(
            logs[1], prefix="s", connections=STEADY_CONNECTIONS, seconds=options.steady_seconds, rate=0
        )
        with Watch(server) as watch:
            load = sender.offer(
                logs[2],
                prefix="o",
                connections=options.connections,
                seconds=options.seconds,
                rate=options.times * steady.a_second("200"),
            )
        assert server.stop(60) == 0
    iafa("compact", data_dir=data_dir).must_succeed()
    iafa("verify", data_dir=data_dir).must_succeed()
    counts = count(data_dir, sender.project, logs)
    text = report(steady, load, watch, counts)
    print(text)
    faults = judge(load, watch, counts)
    for fault in faults:
        print(f"overload: {fault}", file=sys.stderr)
    keep("overload", text + "\n")
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
