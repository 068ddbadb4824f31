"""Backups: beside a server under load, interrupted, on a full disk."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest
from http_client import Client
from iafa_server import BINARY, Account, Finished, Project, Server, environment, iafa, running
from load import THREADS, Ledger, Sender, event
from parquet_files import ids_by_pyarrow, rows_by_duckdb

BACKUPS = int(os.environ.get("BACKUPS", "6"))
SEED = int(os.environ.get("SEED", "20260517"))
# As often as the program lets one ask for it.
FASTEST = ("--flush-events", "100", "--flush-interval-seconds", "1", "--compaction-interval-seconds", "1")


def stored_ids(data_dir: Path, project: Project) -> list[str]:
    """The ids of all stored events, those in the journal included, by two readers of Parquet."""
    iafa("compact", data_dir=data_dir).must_succeed()
    ids = [row["event_id"] for row in rows_by_duckdb(data_dir, project.id)]
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == sorted(ids)
    return ids


def check(data_dir: Path, project: Project, acknowledged: set[str], ledger: Ledger) -> int:
    """What was acknowledged is there, nothing is there twice; gives the number of events."""
    ids = stored_ids(data_dir, project)
    assert len(ids) == len(set(ids)), "events are stored twice"
    assert not acknowledged - set(ids), "acknowledged events are lost"
    assert not set(ids) - ledger.sent, "events are stored that nobody sent"
    return len(ids)


class Churn(Sender):
    """Makes projects, sends to them and deletes them, until the server is gone."""

    def __init__(self, account: Account, server: Server, ledger: Ledger) -> None:
        super().__init__(Client(server.port), ledger, "churn", SEED, [])
        self.account = account
        self.server = server

    def send_one(self) -> None:
        project = self.account.project("passing")
        sender = project.sender(self.server)
        for _ in range(3):
            ids = self.next_ids(50)
            sender.post("/api/v1/track/batch", {"events": [event(one, self.random) for one in ids]}).must_be(200)
        sender.close()
        self.account.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(204)

    send_batch = send_one


def test_a_backup_under_load_has_all_that_was_acknowledged_before_it_once(data_dir: Path, tmp_path: Path) -> None:
    ledger, passing = Ledger(), Ledger()
    with running(data_dir, *FASTEST) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop", retention_days=None)
        senders = [Sender(project.sender(server), ledger, f"load-{n}", SEED + n, []) for n in range(THREADS)]
        churn = Churn(account, server, passing)
        for sender in [*senders, churn]:
            sender.start()
        for number in range(BACKUPS):
            acknowledged = ledger.acknowledged_by_now()
            backup, restored = tmp_path / f"backup-{number}", tmp_path / f"restored-{number}"
            iafa("backup", backup, data_dir=data_dir).must_succeed()
            iafa("restore", backup, data_dir=restored).must_succeed()
            count = check(restored, project, acknowledged, ledger)
            print(f"backup {number}: {len(acknowledged):,} acknowledged before, {count:,} in it", flush=True)
            shutil.rmtree(backup)
            shutil.rmtree(restored)
        server.kill()
        for sender in [*senders, churn]:
            sender.join(60)
            assert not sender.is_alive()
    assert not ledger.faults + passing.faults, ledger.faults + passing.faults
    # Without a server, with a journal that was not closed.
    iafa("backup", tmp_path / "last", data_dir=data_dir).must_succeed()
    iafa("restore", tmp_path / "last", data_dir=tmp_path / "restored").must_succeed()
    check(tmp_path / "restored", project, ledger.acknowledged, ledger)


def entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def interrupt(year: Path, target: Path, number: signal.Signals) -> Finished:
    """Starts a backup and sends a signal as soon as it has begun."""
    command = [str(BINARY), "backup", str(target), "--data-dir", str(year)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
    while process.poll() is None and not any(target.parent.glob(f"{target.name}.partial-*/events/*/*/*/*.parquet")):
        time.sleep(0.0005)
    process.send_signal(number)
    stdout, stderr = process.communicate()
    return Finished(process.returncode, stdout, stderr)


def test_a_killed_backup_is_never_taken_for_a_whole_one(year: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "backup"
    target.parent.mkdir()
    killed = 0
    for _ in range(5):
        ended = interrupt(year, target, signal.SIGKILL)
        if ended.exit_code == 0:
            shutil.rmtree(target)
            continue
        killed += 1
        assert not target.exists()
        [partial] = target.parent.iterdir()
        failed = iafa("restore", partial, data_dir=tmp_path / "restored").must_fail()
        assert "no whole backup" in failed.stderr
        assert not (tmp_path / "restored").exists()
        shutil.rmtree(partial)
    assert killed
    iafa("backup", target, data_dir=year).must_succeed()
    iafa("restore", target, data_dir=tmp_path / "restored").must_succeed()


def test_a_backup_that_is_asked_to_end_leaves_nothing(year: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "backup"
    target.parent.mkdir()
    for number in (signal.SIGTERM, signal.SIGINT):
        ended = interrupt(year, target, number)
        if ended.exit_code == 0:
            shutil.rmtree(target)
            continue
        ended.must_fail()
        assert "interrupted" in ended.stderr
        assert entries(target.parent) == []


def test_a_backup_goes_where_nothing_is(year: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    for target, message in [
        (full, "no empty folder"),
        (tmp_path / "file", "no empty folder"),
        (tmp_path / "not" / "there", "no folder"),
        (year / "backup", "within the data directory"),
    ]:
        assert message in iafa("backup", target, data_dir=year).must_fail().stderr
    assert entries(tmp_path) == ["file", "full"]
    assert entries(full) == ["mine"]
    (tmp_path / "empty").mkdir(mode=0o755)
    iafa("backup", f"{tmp_path / 'empty'}/", data_dir=year).must_succeed()
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700


def test_only_a_data_directory_is_backed_up(tmp_path: Path) -> None:
    (tmp_path / "some").mkdir()
    failed = iafa("backup", tmp_path / "backup", data_dir=tmp_path / "some").must_fail()
    assert "no data directory" in failed.stderr
    assert not (tmp_path / "backup").exists()
    assert entries(tmp_path / "some") == []


def small_files() -> None:
    """Lets the process write no file of more than 1,000 bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_where_a_file_can_not_be_written_nothing_is_left(
    year: Path, whole: Path, tmp_path: Path, command: str
) -> None:
    source, data = (tmp_path / "out", year) if command == "backup" else (whole, tmp_path / "out")
    done = subprocess.run(
        [str(BINARY), command, str(source), "--data-dir", str(data)],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        preexec_fn=small_files,
        # Python ignores SIGXFSZ; so does what it starts, and the write fails instead.
        restore_signals=False,
    )
    failed = Finished(done.returncode, done.stdout, done.stderr).must_fail()
    assert "File too large" in failed.stderr
    assert entries(tmp_path) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_on_a_full_disk_nothing_is_left(year: Path, whole: Path, tmp_path: Path) -> None:
    for command in (f"backup {tmp_path}/x --data-dir {year}", f"restore {whole} --data-dir {tmp_path}/x"):
        script = f"""
            mount -t tmpfs -o size=200k tmpfs {tmp_path} || exit 77
            {BINARY.resolve()} {command}; code=$?
            ls {tmp_path}
            exit $code
        """
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, env=environment(), check=False
        )
        if done.returncode == 77:
            pytest.skip("this system lets nobody mount")
        failed = Finished(done.returncode, done.stdout, done.stderr).must_fail()
        assert "No space left on device" in failed.stderr
        assert failed.stdout == ""
