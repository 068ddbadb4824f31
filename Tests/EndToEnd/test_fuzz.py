"""Whatever comes at the ways in for events: no fault of the server's, no connection that hangs, no event miscounted."""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from fuzz_cases import Case, make
from http_client import Reply
from iafa_server import Account, Project, Server, iafa, running
from parquet_files import ids_by_pyarrow
from raw_http import Connection
from right_requests import PROJECTS

SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("SEED", "20260517"))
THREADS = 4
# How much the server may grow once it has seen some of everything: the allocator keeps for each thread what the largest
# bodies took, and maps files of event ids.
GROWTH_MIB = 256
# Slow clients are closed soon, so that what never ends costs little time.
IDLE_SECONDS = 3
OPTIONS = ("--request-timeout-seconds=1", f"--idle-timeout-seconds={IDLE_SECONDS}", "--flush-interval-seconds=1")


class Tally:
    """What was answered, by all threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.statuses: Counter[int] = Counter()
        self.codes: Counter[str] = Counter()
        # What the answers that say how many were accepted add up to.
        self.accepted = 0
        # Ids of requests that were right and were taken.
        self.taken: dict[str, set[str]] = {name: set() for name in PROJECTS}
        self.faults: list[str] = []
        self.slowest = (0.0, "")

    def note(self, case: Case, replies: list[Reply]) -> None:
        with self.lock:
            for reply in replies:
                self.statuses[reply.status] += 1
                if reply.status >= 400:
                    self.codes[reply.error["code"]] += 1
                elif reply.body.startswith(b"{"):
                    answer = reply.json()
                    self.accepted += answer["accepted"] if "accepted" in answer else answer.get("status") == "accepted"
            if case.is_right and replies[0].status == 200:
                self.taken[case.project].update(case.ids)


class Fuzzer(threading.Thread):
    """Sends cases, each as its framing allows: on a connection that goes on, or on one of its own."""

    def __init__(self, port: int, seed: int, numbers: Iterator[int], keys: dict[str, str], tally: Tally, end: float):
        super().__init__(daemon=True)
        self.port = port
        self.seed = seed
        self.numbers = numbers
        self.keys = keys
        self.tally = tally
        self.end = end
        self.standing: Connection | None = None
        self.used = 0.0

    def run(self) -> None:
        while time.monotonic() < self.end and not self.tally.faults:
            number = next(self.numbers)
            case = Case(f"case {number}", "", b"")
            try:
                case = make(self.seed, number, self.keys)
                began = time.monotonic()
                replies = self.send_on_standing(case) if case.is_framed else self.send_alone(case)
                assert not case.is_right or replies[0].status in (200, 204, 503), replies
                self.tally.note(case, replies)
                if case.says_end:
                    self.tally.slowest = max(self.tally.slowest, (time.monotonic() - began, case.name))
            except Exception as error:
                self.tally.faults.append(f"seed {self.seed}, {case.name}: {error!r}\n{case.wire[:3000]!r}")
        if self.standing:
            self.standing.close()

    def send_on_standing(self, case: Case) -> list[Reply]:
        # One that has stood idle for long may be closed by the server any moment.
        if self.standing and time.monotonic() > self.used + IDLE_SECONDS / 3:
            self.standing.close()
            self.standing = None
        connection = self.standing or Connection(self.port)
        self.standing = connection
        connection.send(case.wire)
        reply = connection.one_reply()
        assert reply, "the connection ended without an answer"
        assert not connection.received, f"more than one answer: {connection.received[:500]!r}"
        if reply.headers.get("connection") == "close":
            assert not list(connection.all_replies())
            connection.close()
            self.standing = None
        self.used = time.monotonic()
        return [reply]

    def send_alone(self, case: Case) -> list[Reply]:
        connection = Connection(self.port)
        connection.send(case.wire)
        if case.says_end:
            connection.finish_sending()
        replies = list(connection.all_replies())
        connection.close()
        # Noise may be no more than line breaks, and what never ends is closed in silence.
        assert replies or case.is_noise or not case.says_end, "the connection ended without an answer"
        return replies


def resident_mib(server: Server) -> float:
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    assert found
    return int(found[1]) / 1024


def run(server: Server, keys: dict[str, str], numbers: Iterator[int], tally: Tally, seconds: float) -> None:
    end = time.monotonic() + seconds
    fuzzers = [Fuzzer(server.port, SEED, numbers, keys, tally, end) for _ in range(THREADS)]
    for fuzzer in fuzzers:
        fuzzer.start()
    for fuzzer in fuzzers:
        fuzzer.join(seconds + 300)
        assert not fuzzer.is_alive(), "a connection hangs"
    assert not tally.faults, "\n\n".join(tally.faults[:3])
    assert server.process.poll() is None, server.last_log()


def test_nothing_that_comes_in_harms(data_dir: Path) -> None:
    tally, numbers = Tally(), count()
    with running(data_dir, *OPTIONS) as server:
        account = Account(server, "ada@example.com")
        projects: dict[str, Project] = {name: account.project(name) for name in PROJECTS}
        keys = {name: project.api_key for name, project in projects.items()}
        run(server, keys, numbers, tally, SECONDS / 5)
        before = resident_mib(server)
        run(server, keys, numbers, tally, SECONDS * 4 / 5)
        after = resident_mib(server)
        cases = next(numbers)
        print(f"\n{cases:,} cases, seed {SEED}: memory {before:.0f} MiB, then {after:.0f} MiB")
        print(f"slowest: {tally.slowest[0]:.2f} s, {tally.slowest[1]}")
        print("answers:", ", ".join(f"{number:,} × {status}" for status, number in sorted(tally.statuses.items())))
        print("errors:", ", ".join(f"{number:,} {code}" for code, number in tally.codes.most_common()))
        account.client.close()
        said = {
            name: account.client.get(f"/api/v1/projects/{project.id}/ingestion").must_be(200).json()["totals"]
            for name, project in projects.items()
        }
        assert server.stop() == 0
    assert after < before + GROWTH_MIB
    log = server.log.read_text(errors="replace")
    assert not re.search(r" (error|critical) ", log), log[-5000:]
    iafa("verify", data_dir=data_dir).must_succeed()
    stored = {name: ids_by_pyarrow(data_dir, project.id) for name, project in projects.items()}
    for name, ids in stored.items():
        print(f"{name}: {len(ids):,} stored, {len(tally.taken[name]):,} of them of requests that were right")
        assert len(ids) == len(set(ids))
        assert len(ids) == said[name]["accepted"]
        assert not tally.taken[name] - set(ids)
    assert len(stored["track"]) == tally.accepted
    assert {200, 204, 400, 401, 413, 415, 422} <= set(tally.statuses), "some kind of answer never came"
