"""A disk that is full: new events are refused, questions answered, and all goes on by itself when there is room."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import Calls, Fault, FaultyDisk
from http_client import Client
from iafa_server import PASSWORD, Account, EndedEarly, Project, Server, iafa, users, wait_until
from life import ALWAYS, OPTIONS, TYPE, events, metric
from parquet_files import event_files, ids_by_pyarrow
from times import ago, day

# What needs room; names are taken away and files cut on a full disk, too.
NEEDS_ROOM = Calls("create,write,mkdir,link", "*")


@dataclass
class FullDisk:
    """A server whose disk is full while a file is there."""

    server: Server
    flag: Path

    def fill(self) -> None:
        self.flag.touch()

    def clear(self) -> None:
        self.flag.unlink()


@pytest.fixture
def disk(fault_library: Path, data_dir: Path) -> Iterator[FullDisk]:
    flag = data_dir.with_name("full")
    fault = Fault(NEEDS_ROOM, "ENOSPC", count=0, during=flag)
    server = Server(data_dir, *OPTIONS, *ALWAYS, variables=FaultyDisk(fault_library, data_dir, fault).environment)
    server.start()
    yield FullDisk(server, flag)
    if server.process.poll() is None:
        server.kill()


def count(account: Account, project: Project) -> list[int]:
    """The stored events, and those that are there twice."""
    stages = [{"event_type": TYPE}, {"event_type": TYPE}]
    return users(account.ask(project, stages, day(ago(days=60)), day(ago(days=-1)), conversion_window_seconds=86_400))


def files_of(server: Server, project: Project, days: int) -> list[str]:
    """The names of the event files of so many days ago."""
    names = [file.name for file in event_files(server.data_dir, project.id)]
    return [name for name in names if name.startswith(f"events_{day(ago(days=days))}")]


def fill_at_work(disk: FullDisk, project: Project, client: Client) -> tuple[list[str], int]:
    """Fills the disk while a day has to be merged and events wait to be written; gives the events sent till then."""
    sent: list[str] = []
    for days in range(2, 40):
        past, present = events(f"past{days}", {days: 100}), events(f"now{days}", {0: 60})
        client.post("/api/v1/track/batch", {"events": past}).must_be(200)
        wait_until(lambda: bool(files_of(disk.server, project, days)), disk.server)
        client.post("/api/v1/track/batch", {"events": present}).must_be(200)
        disk.fill()
        sent += [event["event_id"] for event in past + present]
        has_part = any(".part-" in name for name in files_of(disk.server, project, days))
        if has_part and metric(disk.server, "iafa_buffer_events") > 0:
            return sent, days
        # The maintenance was faster.
        disk.clear()
    raise AssertionError("the disk was never filled in time")


def test_a_full_disk_refuses_events_and_recovers_by_itself(disk: FullDisk) -> None:
    server = disk.server
    account = Account(server, "ada@example.com")
    project = account.project("shop", retention_days=None)
    client = project.sender(server)
    sent, days = fill_at_work(disk, project, client)
    began, lines = time.monotonic(), len(server.log.read_text().splitlines())

    # What is new is refused, all of it; what was taken before is known.
    new = events("new", {0: 20, 1: 20})
    for _ in range(150):
        refused = client.post("/api/v1/track/batch", {"events": new}).must_be(503)
        assert refused.error["code"] == "storage_unavailable" and int(refused.headers["retry-after"]) > 0
        ready = server.client.get("/health/ready").must_be(503)
        assert ready.error["code"] == "not_ready" and "can't be written" in ready.error["message"]
    again = client.post("/api/v1/track/batch", {"events": events("now2", {0: 60})}).must_be(200).json()
    assert again["duplicates"] == 60
    server.client.get("/health/live").must_be(200)
    assert metric(server, "iafa_journal_failing") == 1
    assert count(account, project) == [len(sent), 0]

    # Changes are refused; what is there can be read.
    body = {"name": "second"}
    assert account.client.post("/api/v1/projects", body).must_be(503).error["code"] == "storage_unavailable"
    sign_in = {"email": account.email, "password": PASSWORD}
    server.client.post("/api/v1/auth/login", sign_in).must_be(503)
    assert len(account.client.get("/api/v1/projects").must_be(200).json()["projects"]) == 1

    # Maintenance fails without harm, and without filling what is left of the disk with its complaints.
    wait_until(lambda: metric(server, "iafa_flush_failures_total") > 0, server)
    wait_until(lambda: metric(server, "iafa_compaction_failures_total") > 0, server)
    assert count(account, project) == [len(sent), 0]
    new_lines = server.log.read_text().splitlines()[lines:]
    assert any("No space left on device" in line for line in new_lines)
    assert sum("a request failed" in line for line in new_lines) <= 2 + (time.monotonic() - began) / 10
    assert len(new_lines) <= 10 + 5 * (time.monotonic() - began), new_lines

    # Room again: no restart, and not even a request is needed.
    disk.clear()
    wait_until(lambda: metric(server, "iafa_buffer_events") == 0, server)
    wait_until(lambda: files_of(server, project, days) == [f"events_{day(ago(days=days))}.parquet"], server)
    answer = client.post("/api/v1/track/batch", {"events": new}).must_be(200).json()
    assert answer["accepted"] == len(new)
    sent += [event["event_id"] for event in new]
    server.client.get("/health/ready").must_be(200)
    account.project("second")
    assert count(account, project) == [len(sent), 0]
    assert server.stop() == 0
    iafa("verify", data_dir=server.data_dir).must_succeed()
    assert sorted(ids_by_pyarrow(server.data_dir, project.id)) == sorted(sent)
    assert not list(server.data_dir.rglob("*.tmp"))


def test_a_start_on_a_full_disk_says_so_and_harms_nothing(disk: FullDisk) -> None:
    server = disk.server
    project = Account(server, "ada@example.com").project("shop")
    sent = events("before", {0: 50, 1: 50})
    project.sender(server).post("/api/v1/track/batch", {"events": sent}).must_be(200)
    # The next start has much to write: parts, days, the ledger.
    server.kill()
    disk.fill()
    for _ in range(2):
        server.log.unlink()
        with pytest.raises(EndedEarly) as ended:
            server.start()
        assert ended.value.exit_code == 1
        [line] = ended.value.log.splitlines()
        assert "No space left on device" in line
    disk.clear()
    server.start()
    assert server.stop() == 0
    iafa("verify", data_dir=server.data_dir).must_succeed()
    assert sorted(ids_by_pyarrow(server.data_dir, project.id)) == sorted(event["event_id"] for event in sent)


def test_a_full_disk_at_the_stop_leaves_all_to_the_next_start(disk: FullDisk) -> None:
    server = disk.server
    project = Account(server, "ada@example.com").project("shop")
    sent = events("before", {0: 50, 1: 49})
    project.sender(server).post("/api/v1/track/batch", {"events": sent}).must_be(200)
    disk.fill()
    assert server.stop() == 0
    disk.clear()
    server.start()
    assert server.stop() == 0
    iafa("verify", data_dir=server.data_dir).must_succeed()
    assert sorted(ids_by_pyarrow(server.data_dir, project.id)) == sorted(event["event_id"] for event in sent)
