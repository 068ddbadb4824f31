"""`iafa verify`: names what is wrong, and beside a busy server nothing that isn't; what retention removes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from iafa_server import Account, iafa, running, wait_until
from load import THREADS, Ledger, Sender, event
from parquet_files import event_files
from times import ago, wire

FASTEST = ("--flush-events", "100", "--flush-interval-seconds", "1", "--compaction-interval-seconds", "1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a bit of everything, and no server."""
    data_dir = tmp_path_factory.mktemp("made") / "data"
    with running(data_dir, "--flush-interval-seconds", "3600") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        account.funnel(project, "a", "b")
        events = [event(f"e{number}", Random(number)) for number in range(50)]
        project.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200)
        assert server.stop() == 0
    # So that the next server has nothing to merge in the moment in which it is killed.
    iafa("compact", data_dir=data_dir).must_succeed()
    with running(data_dir, "--flush-interval-seconds", "3600") as server:
        project.sender(server).post("/api/v1/track", event("waiting", Random(1))).must_be(200)
        server.kill()
    # When a key was last used is written in passing, and the kill may have cut that off.
    (data_dir / "metadata" / "api_keys.json.tmp").unlink(missing_ok=True)
    return data_dir


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def edit(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """Changes the records of a metadata document by hand."""
    document = json.loads(path.read_text())
    change(document["records"])
    path.write_text(json.dumps(document))
    return path


def verify(data_dir: Path) -> dict[str, Any]:
    """What verify says as JSON, which must be what it says to people."""
    people = iafa("verify", data_dir=data_dir)
    programs = iafa("verify", "--json", data_dir=data_dir)
    report: dict[str, Any] = json.loads(programs.stdout)
    assert people.exit_code == programs.exit_code == (1 if report["damages"] else 0)
    assert report["is_whole"] == (not report["damages"])
    for finding in report["damages"] + report["warnings"]:
        assert finding["path"] in people.stdout and finding["message"] in people.stdout
    assert ("all is well" in people.stdout) == report["is_whole"]
    return report


def only(findings: list[dict[str, str]]) -> dict[str, str]:
    [finding] = findings
    return finding


def test_a_good_directory_is_well(data_dir: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")}
    report = verify(data_dir)
    assert (report["damages"], report["warnings"]) == ([], [])
    assert (report["events"], report["projects"]) == (51, 1)
    assert report["files"] == len(list((data_dir / "events").rglob("*.parquet")))
    assert {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")} == before


@pytest.mark.parametrize(
    ("document", "change", "message"),
    [
        ("projects.json", lambda records: records.clear(), "belongs to the project"),
        ("organizations.json", lambda records: records.clear(), "belongs to the organization"),
        ("users.json", lambda records: records.clear(), "belongs to the user"),
        ("api_keys.json", lambda records: records[0].update(project="nobody"), "API key"),
        ("funnels.json", lambda records: records[0].update(project="nobody"), "funnel"),
        ("projects.json", lambda records: records[0].update(organization="nobody"), "organization nobody"),
        ("users.json", lambda records: records.append(records[0]), "damaged"),
    ],
)
def test_documents_that_do_not_fit_together(
    data_dir: Path, document: str, change: Callable[[list[dict[str, Any]]], None], message: str
) -> None:
    edit(data_dir / "metadata" / document, change)
    damages = verify(data_dir)["damages"]
    assert any(message in damage["message"] for damage in damages), damages


def test_a_document_that_is_gone_or_no_json(data_dir: Path) -> None:
    for broken in (lambda path: path.unlink(), lambda path: path.write_text("{")):
        path = data_dir / "metadata" / "projects.json"
        (path.parent / "projects.json.bak").write_bytes(path.read_bytes())
        broken(path)
        damage = only(verify(data_dir)["damages"])
        assert str(path) in damage["path"] and ".bak" in damage["message"]
        path.write_bytes((path.parent / "projects.json.bak").read_bytes())


def test_a_signing_key_of_another_size(data_dir: Path) -> None:
    (data_dir / "metadata" / "signing.key").write_bytes(b"short")
    assert "5 bytes instead of 32" in only(verify(data_dir)["damages"])["message"]


def test_events_of_no_project(data_dir: Path) -> None:
    [folder] = (data_dir / "events").iterdir()
    other = folder.with_name("project_nobody")
    shutil.copytree(folder, other)
    damage = only(verify(data_dir)["damages"])
    assert damage["path"] == str(other) and "remove the folder" in damage["remedy"]


def test_a_file_in_a_folder_that_is_not_its_own(data_dir: Path) -> None:
    file = sorted((data_dir / "events").rglob("*.parquet"))[0]
    elsewhere = file.parents[2] / "1999" / "12"
    elsewhere.mkdir(mode=0o700, parents=True)
    elsewhere.parent.chmod(0o700)
    file.rename(elsewhere / file.name)
    damage = only(verify(data_dir)["damages"])
    assert damage["path"] == str(elsewhere / file.name) and str(file) in damage["remedy"]


def test_a_file_that_is_not_read(data_dir: Path) -> None:
    [folder] = (data_dir / "events").iterdir()
    for path in (folder / "events_2026-01-01.parquet", data_dir / "events" / "notes.txt"):
        path.write_text("x")
        path.chmod(0o600)
    warning = only(verify(data_dir)["warnings"])
    assert "is not read" in warning["message"] and "and 1 more" in warning["message"]


def test_modes_that_let_others_in(data_dir: Path) -> None:
    path = data_dir / "metadata" / "signing.key"
    path.chmod(0o640)
    warning = only(verify(data_dir)["warnings"])
    assert warning["path"] == str(path) and "chmod" in warning["remedy"]


def test_what_was_never_finished(data_dir: Path) -> None:
    part = sorted((data_dir / "events").rglob("*.parquet"))[0]
    for path in (part.with_name(part.name + ".tmp"), data_dir / "metadata" / "users.json.tmp"):
        path.write_bytes(b"")
        path.chmod(0o600)
        warning = only(verify(data_dir)["warnings"])
        assert warning["path"] == str(path) and "never finished" in warning["message"]
        path.unlink()


def test_a_torn_journal_is_a_warning_and_a_damaged_one_is_not(data_dir: Path) -> None:
    segment = sorted((data_dir / "journal").iterdir())[-1]
    content = segment.read_bytes()
    segment.write_bytes(content[:-3])
    report = verify(data_dir)
    assert "next start cuts it off" in only(report["warnings"])["remedy"]
    assert (report["damages"], report["events"]) == ([], 50)
    segment.write_bytes(content[:20] + b"X" + content[21:])
    report = verify(data_dir)
    assert only(report["damages"])["path"] == str(segment)
    assert report["events"] is None


def test_a_directory_that_is_none(tmp_path: Path) -> None:
    assert "no data directory" in iafa("verify", data_dir=tmp_path / "none").must_fail().stderr
    assert not (tmp_path / "none").exists()


def test_no_false_alarm_beside_a_busy_server(tmp_path: Path) -> None:
    data_dir, ledger = tmp_path / "busy", Ledger()
    with running(data_dir, *FASTEST) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop", retention_days=None)
        senders = [Sender(project.sender(server), ledger, f"load-{n}", n, []) for n in range(THREADS)]
        for sender in senders:
            sender.start()
        for _ in range(6):
            passing = account.project("passing")
            events = [event(f"p{number}", Random(number)) for number in range(100)]
            passing.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200)
            report = json.loads(iafa("verify", "--json", data_dir=data_dir).must_succeed().stdout)
            assert (report["damages"], report["warnings"]) == ([], [])
            account.client.request("DELETE", f"/api/v1/projects/{passing.id}").must_be(204)
        server.kill()
        for sender in senders:
            sender.join(60)
    assert not ledger.faults, ledger.faults


def test_days_over_their_retention_go_and_the_log_says_so(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    with running(data_dir, *FASTEST) as server:
        account = Account(server, "ada@example.com")
        short, long = account.project("short"), account.project("long")
        for project in (short, long):
            events = [
                {"event_type": "a", "event_id": f"{days}-{n}", "user_id": "u", "timestamp": wire(ago(days=days))}
                for days in (0, 40, 41)
                for n in range(5)
            ]
            project.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200)
        wait_until(lambda: len({file.parent for file in event_files(data_dir, short.id)}) > 1, server)
        account.client.request("PATCH", f"/api/v1/projects/{short.id}", {"retention_days": 1}).must_be(200)
        old = [ago(days=days).strftime("%Y/%m") for days in (40, 41)]
        wait_until(lambda: not any((data_dir / f"events/project_{short.id}/{month}").exists() for month in old), server)
        assert event_files(data_dir, short.id)
        assert all((data_dir / f"events/project_{long.id}/{month}").exists() for month in old)
        wait_until(lambda: "removed days that are over their retention" in server.last_log(), server)
        [line] = [line for line in server.log.read_text().splitlines() if "over their retention" in line]
        for part in (short.id, "days=2", "events=10", ago(days=41).strftime("first=%Y-%m-%d")):
            assert part in line, line
        assert long.id not in line

        def journal() -> bytes:
            return b"".join(path.read_bytes() for path in (data_dir / "journal").glob("*.log"))

        # What is removed lives on nowhere: neither in the journal nor in the answers of those who read it.
        wait_until(lambda: b"40-1" not in journal(), server)
        [users] = {
            stage["users"]
            for stage in json.loads(
                iafa("funnel", "--project", short.id, "--stages", "a,a", "--json", data_dir=data_dir).stdout
            )["stages"][:1]
        }
        assert users == 1
        project = account.project("passing")
        sent = {"event_type": "a", "event_id": "passing", "user_id": "somebody"}
        project.sender(server).post("/api/v1/track", sent).must_be(200)
        account.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(204)
        wait_until(lambda: b"somebody" not in journal(), server)


def test_verify_takes_the_memory_that_its_advice_names(data_dir: Path, tmp_path: Path) -> None:
    config = tmp_path / "iafa.json"
    config.write_text('{"engine_memory_mib": 64}')
    iafa("verify", "--config", config, data_dir=data_dir).must_succeed()
    config.write_text('{"engine_memory_mib": 1}')
    assert "engine_memory_mib" in iafa("verify", "--config", config, data_dir=data_dir).must_fail(64).stderr
