"""SIGKILL at random moments under load: nothing that was acknowledged is lost, nothing is stored twice.

Every event is of a person of its own. A funnel of the same step twice then counts the stored events at its first step,
and at its second step the persons who have two: the events that were stored twice.
"""

import os
import subprocess
import time
from pathlib import Path
from random import Random

from iafa_server import BINARY, Account, Project, Server, environment, iafa, running, users
from load import THREADS, TYPE, Ledger, Sender
from parquet_files import ids_by_pyarrow, rows_by_duckdb
from times import ago, day

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "20260517"))
# Small parts soon, so that kills also hit what a busy server does only now and then.
OPTIONS = ("--flush-events", "500", "--flush-interval-seconds", "1", "--compaction-interval-seconds", "2")


def load(server: Server, project: Project, ledger: Ledger, round_number: int, random: Random, seconds: float) -> None:
    """Sends events for a while, then kills the server in the middle of it."""
    known = random.sample(ledger.order, min(2000, len(ledger.order)))
    senders = [
        Sender(project.sender(server), ledger, f"{round_number}-{number}", random.randrange(2**32), known)
        for number in range(THREADS)
    ]
    for sender in senders:
        sender.start()
    time.sleep(seconds)
    server.kill()
    for sender in senders:
        sender.join(timeout=60)
        assert not sender.is_alive()
    assert not ledger.faults, ledger.faults


def count(account: Account, project: Project) -> tuple[int, int]:
    """The stored events, and those that are stored twice, by the server's own answer."""
    stages = [{"event_type": TYPE}, {"event_type": TYPE}]
    answer = account.ask(project, stages, day(ago(days=10)), day(ago(days=-1)), conversion_window_seconds=20 * 86_400)
    once, twice = users(answer)
    return once, twice


def kill_compaction(data_dir: Path, random: Random) -> bool:
    """Starts `iafa compact` and kills it; tells whether it was still at work."""
    command = [str(BINARY), "compact", "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0.01, 0.5))
    was_running = process.poll() is None
    process.kill()
    process.wait()
    return was_running


def test_nothing_acknowledged_is_lost_and_nothing_doubled(data_dir: Path) -> None:
    random = Random(SEED)
    ledger = Ledger()
    print(f"\n{KILLS} kills, seed {SEED}, {THREADS} senders")
    with running(data_dir, *OPTIONS) as server:
        account = Account(server, "ada@example.com")
        project = account.project("chaos", retention_days=None)
        for number in range(1, KILLS + 1):
            seconds = random.choice((0.02, 0.2, 1, 2)) * random.uniform(0.5, 1.5)
            load(server, project, ledger, number, random, seconds)
            compaction = "compaction killed, " if random.random() < 0.25 and kill_compaction(data_dir, random) else ""
            ready = server.start()
            refresh(account, server)
            once, twice = count(account, project)
            print(
                f"kill {number} of {KILLS} after {seconds:.2f} s: {compaction}ready in {ready:.2f} s, "
                f"{len(ledger.acknowledged):,} acknowledged, {once:,} stored, {twice} twice",
                flush=True,
            )
            assert twice == 0
            assert len(ledger.acknowledged) <= once <= len(ledger.sent)
        assert server.stop() == 0

    iafa("compact", data_dir=data_dir).must_succeed()
    iafa("verify", data_dir=data_dir).must_succeed()
    stored = [row["event_id"] for row in rows_by_duckdb(data_dir, project.id)]
    assert len(stored) == len(set(stored)), "events are stored twice"
    assert not ledger.acknowledged - set(stored), "acknowledged events are lost"
    assert not set(stored) - ledger.sent, "events are stored that nobody sent"
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == sorted(stored)
    print(
        f"after {KILLS} kills: {len(ledger.sent):,} sent, {len(ledger.acknowledged):,} acknowledged and all there, "
        f"{len(ledger.unanswered):,} without an answer of which {len(set(stored) - ledger.acknowledged):,} are there, "
        "0 doubled"
    )


def refresh(account: Account, server: Server) -> None:
    """Signs in again well before the access token, which lives 15 minutes, ends."""
    token = account.registration["refresh_token"]
    account.registration = server.client.post("/api/v1/auth/refresh", {"refresh_token": token}).must_be(200).json()
    account.client = server.client.with_headers(Authorization=f"Bearer {account.registration['access_token']}")
