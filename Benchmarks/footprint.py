"""What a server costs that holds many events: its memory under load, and its start with a journal to replay.

Works on a copy of the events that bench.py makes. First 30 s of single events over 64 connections, while funnels over
all days are asked one after the other; the most memory that the process ever had is what counts. Then events until the
journal has 64 MiB, SIGKILL, and the time from the start of the process to `/health/ready` saying 200, several times.
Ends with 1 where an event that was acknowledged is missing.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from bench import FILTER, Prepared, prepare, question, sign_in
from generate import Workload
from iafa_server import Project, Server, iafa
from processes import peak_mib
from report import machine
from results import keep
from services import Iafa, Load, Round, offer

ROOT = Path(__file__).resolve().parents[1]
TRACK = Load("/api/v1/track", connections=64, events=1)
JOURNAL_BYTES = 64 << 20
# Nothing is written to files, so that all of it is in the journal when the process dies.
KEEP_IN_JOURNAL = ("--flush-events", "1000000", "--flush-interval-seconds", "3600", "--event-memory-mib", "65536")


def copy(prepared: Prepared, target: Path) -> None:
    """Copies a data directory; the event files, which are never changed, only by name."""

    def copied(source: str, to: str) -> None:
        if source.endswith(".parquet"):
            os.link(source, to)
        else:
            shutil.copy2(source, to)

    shutil.copytree(prepared.data_dir, target, copy_function=copied)


def sender(server: Server, prepared: Prepared) -> Project:
    client = server.client.with_headers(**sign_in(server))
    path = f"/api/v1/projects/{prepared.project_id}/api-keys"
    key = client.post(path, {"name": "footprint", "scopes": ["write"]}).must_be(201).json()
    return Project(prepared.project_id, key["api_key"])


@dataclass
class Asking:
    """Asks funnels over all days, one after the other, until it is told to stop."""

    server: Server
    bodies: list[dict[str, Any]]
    answered: int = 0
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Asking":
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        client = self.server.client.with_headers(**sign_in(self.server))
        while not self._stop.is_set():
            reply = client.post("/api/v1/analytics/funnel", self.bodies[self.answered % len(self.bodies)])
            if reply.status != 200:
                self.faults.append(f"a funnel was answered {reply.status}: {reply.body[:300]!r}")
                return
            self.answered += 1


def batches() -> Iterator[list[dict[str, Any]]]:
    """Batches of events of now, no two alike."""
    properties = {"page": "/products/shoes", "platform": "ios", "app_version": "4.2.1", "quantity": 1}
    number = 0
    while True:
        yield [
            {
                "event_type": "page_view",
                "user_id": f"user-{place % 9973:08}",
                "session_id": f"s-{place // 7}",
                "event_id": f"journal-{place:010}",
                "properties": properties | {"price": place / 8},
            }
            for place in range(number, number + 500)
        ]
        number += 500


def fill_journal(server: Server, project: Project) -> int:
    """Sends events until the journal has its size; gives their number."""
    client = project.sender(server)
    journal = server.data_dir / "journal"
    sent = 0
    for batch in batches():
        answer = client.post("/api/v1/track/batch", {"events": batch}).must_be(200).json()
        sent += answer["accepted"]
        if sum(file.stat().st_size for file in journal.glob("*.log")) >= JOURNAL_BYTES:
            break
    client.close()
    return sent


def stored(data_dir: Path) -> int:
    files = data_dir / "events" / "*" / "*" / "*" / "events_*.parquet"
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT count(*) FROM read_parquet('{files}')").fetchone()
    assert row is not None
    return int(row[0])


def under_load(data_dir: Path, prepared: Prepared, seconds: int) -> tuple[Round, float, float, Asking]:
    """The load that was taken, the memory before and after it, the questions that were answered."""
    server = Server(data_dir)
    server.start()
    try:
        service = Iafa(server, sender(server, prepared))
        before = peak_mib(service.pid)
        with Asking(server, [question(prepared, []), question(prepared, [FILTER])]) as asking:
            result = offer(service, TRACK, seconds, "footprint-")
        return result, before, peak_mib(service.pid), asking
    finally:
        server.stop(60)


def starts(data_dir: Path, prepared: Prepared, times: int) -> tuple[int, float, list[float], list[float]]:
    """The events in the journal, a start without one, starts with it, and the memory after each."""
    server = Server(data_dir, *KEEP_IN_JOURNAL)
    empty = server.start()
    sent = fill_journal(server, sender(server, prepared))
    seconds, memory = [], []
    for _ in range(times):
        server.kill()
        seconds.append(server.start())
        memory.append(peak_mib(server.process.pid))
    server.stop(120)
    return sent, empty, seconds, memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000, help="on disk before it begins")
    parser.add_argument("--seconds", type=int, default=30, help="of load")
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    prepared = prepare(Workload(options.events), again=False)
    with tempfile.TemporaryDirectory(prefix="footprint-", dir=ROOT / "bench-data") as folder:
        data_dir = Path(folder) / "data"
        copy(prepared, data_dir)
        held = stored(data_dir)
        load, idle, peak, asking = under_load(data_dir, prepared, options.seconds)
        loaded = stored(data_dir) - held
        sent, empty, seconds, memory = starts(data_dir, prepared, options.starts)
        kept = stored(data_dir) - held - loaded
    faults = list(asking.faults)
    if not load.accepted <= loaded <= load.requests + TRACK.connections:
        faults.append(f"{load.accepted:,} events were acknowledged under load, {loaded:,} are stored")
    if kept != sent:
        faults.append(f"{sent:,} events were acknowledged before the kills, {kept:,} are stored")
    if load.not_200 or load.broken:
        faults.append(f"{load.not_200 + load.broken:,} requests were not answered with 200")
    listed = ", ".join(f"{one:.2f}" for one in seconds)
    text = "\n".join([
        f"### A server that holds {held:,} events",
        "",
        f"{machine()} {iafa('version').must_succeed().stdout.strip()}.",
        "",
        "| | |",
        "|---|---|",
        f"| memory after the start | {idle:.0f} MiB |",
        f"| most memory in {options.seconds} s of load | {peak:.0f} MiB |",
        f"| the load: events over {TRACK.connections} connections | {load.accepted / load.seconds:,.0f} a second, "
        f"p99 {load.p99_ms:.0f} ms |",
        f"| and funnels over all days, one after the other, every other one with a filter | {asking.answered} |",
        f"| start without a journal to replay | {empty:.2f} s |",
        f"| start with {sent:,} events, {JOURNAL_BYTES >> 20} MiB, in the journal | median {median(seconds):.2f} s "
        f"({listed}) |",
        f"| memory after it | {max(memory):.0f} MiB |",
    ]) + "\n"  # fmt: skip
    print(text)
    keep("footprint", text)
    for fault in faults:
        print(f"footprint: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
