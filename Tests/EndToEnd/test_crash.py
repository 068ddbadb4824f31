"""SIGKILL at random moments under mixed load: nothing that was acknowledged is lost, nothing is stored twice.

Every event is of a person of its own. A funnel of the same step twice then counts the stored events at its first step,
and at its second step the persons who have two: the events that were stored twice.
"""

import os
import subprocess
import time
from collections import Counter
from pathlib import Path
from random import Random

import pyarrow.parquet
from iafa_server import BINARY, Account, Project, Server, environment, iafa, running, users
from load import THREADS, TYPE
from mixed_load import KINDS, LATE_DAYS, RECENT_DAYS, MixedLedger, MixedSender, Round
from parquet_files import event_files, ids_by_pyarrow, rows_by_duckdb
from times import ago, day

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "20260517"))
# Small parts soon, so that kills also hit what a busy server does only now and then.
OPTIONS = ("--flush-events", "500", "--flush-interval-seconds", "1", "--compaction-interval-seconds", "1")
# What kills have hit.
HITS = ("a compaction command at work", "an event file half written", "a day that was merged under load")
# From that many kills on, everything must have occurred.
ENOUGH_KILLS = 12


def day_files(data_dir: Path, project: Project) -> dict[Path, int]:
    """The files of days, without parts, and what tells a new one of the same name."""
    files = [file for file in event_files(data_dir, project.id) if ".part-" not in file.name]
    return {file: file.stat().st_ino for file in files}


def days_ago(file: Path) -> int:
    """How long ago the day of a file is."""
    date = file.name.removeprefix("events_").removesuffix(".parquet")
    return next((days for days in (*RECENT_DAYS, *LATE_DAYS) if day(ago(days=days)) == date), -1)


def some_merged_ids(files: dict[Path, int], random: Random) -> list[str]:
    """Ids that stand in the file of a day."""
    if not files:
        return []
    ids = pyarrow.parquet.read_table(random.choice(sorted(files)), columns=["event_id"]).column("event_id").to_pylist()
    return random.sample(ids, min(500, len(ids)))


def load(
    server: Server, project: Project, ledger: MixedLedger, name: int, random: Random, seconds: float
) -> dict[Path, int]:
    """Sends events for a while, then kills the server in the middle of it; gives the files that there were before."""
    files = day_files(server.data_dir, project)
    unanswered = sorted(ledger.unanswered)
    round_ = Round(
        str(name),
        some_merged_ids(files, random),
        random.sample(unanswered, min(200, len(unanswered))),
        {days_ago(file) for file in files},
        random.sample(LATE_DAYS, 3),
    )
    ledger.note_stored(round_.merged_ids)
    senders = [
        MixedSender(server, project, ledger, round_, number, random.randrange(2**32)) for number in range(THREADS)
    ]
    for sender in senders:
        sender.start()
    time.sleep(seconds)
    server.kill()
    for sender in senders:
        sender.join(timeout=60)
        assert not sender.is_alive()
    assert not ledger.faults, ledger.faults
    return files


def count(account: Account, project: Project) -> tuple[int, int]:
    """The stored events, and those that are stored twice, by the server's own answer."""
    stages = [{"event_type": TYPE}, {"event_type": TYPE}]
    start, end = day(ago(days=max(LATE_DAYS) + 3)), day(ago(days=-1))
    once, twice = users(account.ask(project, stages, start, end, conversion_window_seconds=90 * 86_400))
    return once, twice


def accepted(account: Account, project: Project) -> int:
    """The events that the server says it has accepted, in all its lives."""
    answer = account.client.get(f"/api/v1/projects/{project.id}/ingestion").must_be(200).json()
    return int(answer["totals"]["accepted"])


def kill_compaction(data_dir: Path, random: Random) -> bool:
    """Starts `iafa compact` and kills it once it has begun to merge; tells whether it was still at work."""
    before = parquet_names(data_dir)
    command = [str(BINARY), "compact", "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and parquet_names(data_dir) == before:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.1))
    was_running = process.poll() is None
    process.kill()
    process.wait()
    return was_running


def parquet_names(data_dir: Path) -> set[str]:
    """The names of all event files, those half written included."""
    return {file.name for file in (data_dir / "events").rglob("*.parquet*")}


def test_nothing_acknowledged_is_lost_and_nothing_doubled(data_dir: Path) -> None:
    random = Random(SEED)
    ledger = MixedLedger()
    hits: Counter[str] = Counter()
    print(f"\n{KILLS} kills, seed {SEED}, {THREADS} senders")
    with running(data_dir, *OPTIONS) as server:
        account = Account(server, "ada@example.com")
        project = account.project("chaos", retention_days=None)
        for number in range(1, KILLS + 1):
            seconds = random.choice((0.05, 0.2, 0.5, 1.2)) * random.uniform(0.5, 1.5)
            files = load(server, project, ledger, number, random, seconds)
            hits["an event file half written"] += any(data_dir.rglob("*.parquet.tmp"))
            hits["a day that was merged under load"] += files != day_files(data_dir, project)
            is_compacting = number % 4 == 0 and kill_compaction(data_dir, random)
            hits["a compaction command at work"] += is_compacting
            ready = server.start()
            refresh(account, server)
            once, twice = count(account, project)
            print(
                f"kill {number} of {KILLS} after {seconds:.2f} s: {'compaction killed, ' if is_compacting else ''}"
                f"ready in {ready:.2f} s, {len(ledger.acknowledged):,} acknowledged, {once:,} stored, {twice} twice",
                flush=True,
            )
            assert twice == 0
            assert len(ledger.acknowledged) <= once <= len(ledger.sent)
        said = accepted(account, project)
        assert server.stop() == 0

    iafa("compact", data_dir=data_dir).must_succeed()
    iafa("verify", data_dir=data_dir).must_succeed()
    stored = [row["event_id"] for row in rows_by_duckdb(data_dir, project.id)]
    unexpected = set(stored) - ledger.sent
    assert not unexpected & ledger.bad, "events are stored that were refused"
    assert not unexpected, "events are stored that nobody sent"
    assert len(stored) == len(set(stored)), "events are stored twice"
    assert not ledger.acknowledged - set(stored), "acknowledged events are lost"
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == sorted(stored)
    assert said == len(stored), "the server has counted others than it stored"
    print(
        f"after {KILLS} kills: {len(ledger.sent):,} sent, {len(ledger.acknowledged):,} acknowledged and all there, "
        f"{len(ledger.unanswered):,} without an answer of which {len(set(stored) - ledger.acknowledged):,} are there, "
        f"0 doubled; {len(ledger.bad):,} bad, 0 stored; {len(event_files(data_dir, project.id))} days"
    )
    for what, number in [(kind, ledger.kinds[kind]) for kind in KINDS] + [(f"hit: {hit}", hits[hit]) for hit in HITS]:
        print(f"{number:>12,} {what}")
        assert number > 0 or KILLS < ENOUGH_KILLS, f"the run had nothing of the kind: {what}"


def refresh(account: Account, server: Server) -> None:
    """Signs in again well before the access token, which lives 15 minutes, ends."""
    token = account.registration["refresh_token"]
    account.registration = server.client.post("/api/v1/auth/refresh", {"refresh_token": token}).must_be(200).json()
    account.client = server.client.with_headers(Authorization=f"Bearer {account.registration['access_token']}")
