"""What `iafa restore` makes of backups, whole, damaged and unlike any."""

import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from iafa_server import BINARY, Account, Server, environment, iafa, running
from parquet_files import event_files


def entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_restored_server_goes_on_where_the_other_was(data_dir: Path, tmp_path: Path) -> None:
    restored = tmp_path / "restored"
    with running(data_dir) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        funnel = account.funnel(project, "a", "b")
        sent = {"event_type": "a", "event_id": "1", "user_id": "u"}
        project.sender(server).post("/api/v1/track", sent).must_be(200)
        iafa("backup", tmp_path / "backup", data_dir=data_dir).must_succeed()
        said = iafa("restore", tmp_path / "backup", data_dir=restored).must_succeed().stdout
        assert "1 event of 1 project," in said
    for path in [restored, *restored.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert entries(restored) == ["events", "iafa.lock", "ingestion", "journal", "metadata"]
    with running(restored) as server:
        # The access token was signed by the other server's key.
        client = server.client.with_headers(**account.client.headers)
        assert client.get(f"/api/v1/analytics/funnel/{funnel}").must_be(200).json()["stages"][0]["users"] == 1
        answer = project.sender(server).post("/api/v1/track", sent).must_be(200).json()
        assert answer["status"] == "duplicate"
        account.client = client
        assert account.project("new").id != project.id


def damage(backup: Path) -> Iterator[tuple[Path, str]]:
    """Files of each kind, and ways to damage them."""
    files = [
        sorted(backup.glob("events/*/*/*/*.parquet"))[7],
        next(iter(backup.glob("journal/*.log"))),
        backup / "metadata" / "projects.json",
        backup / "metadata" / "signing.key",
    ]
    for file in files:
        for how in ("flip", "shorten", "lengthen", "remove"):
            yield file, how


def test_a_damaged_backup_names_the_file_and_restores_nothing(backup: Path, tmp_path: Path) -> None:
    restored = tmp_path / "restored"
    for file, how in damage(backup):
        content = file.read_bytes()
        middle = len(content) // 2
        if how == "flip":
            file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        elif how == "shorten":
            file.write_bytes(content[:-1])
        elif how == "lengthen":
            file.write_bytes(content + b"\n")
        else:
            file.unlink()
        failed = iafa("restore", backup, data_dir=restored).must_fail()
        assert file.name in failed.stderr and "nothing was restored" in failed.stderr, (file, how)
        assert file.name in failed.stdout
        assert not restored.exists()
        file.write_bytes(content)
    iafa("restore", backup, data_dir=restored).must_succeed()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"format_version" : 1', '"format_version" : 2', "a newer iafa"),
        ('"metadata/users.json"', '"metadata/../../users.json"', "which no backup has"),
        ('"metadata/users.json"', '"/metadata/users.json"', "which no backup has"),
        ('"metadata/users.json"', '"tmp/users.json"', "which no backup has"),
        ('"metadata/users.json"', '"metadata/projects.json"', "which no backup has"),
        ('"events"', '"evils"', None),
        ("}", "", "is damaged"),
    ],
)
def test_a_manifest_is_not_trusted(backup: Path, tmp_path: Path, old: str, new: str, message: str | None) -> None:
    manifest = backup / "manifest.json"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new, 1))
    failed = iafa("restore", backup, data_dir=tmp_path / "restored").must_fail()
    if message is not None:
        assert message in failed.stderr
        assert not (tmp_path / "restored").exists()


def test_a_restore_goes_where_nothing_is(whole: Path, data_dir: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("x")
    assert "is not empty" in iafa("restore", whole, data_dir=full).must_fail().stderr
    assert entries(full) == ["mine"]
    with running(data_dir) as server:
        failed = iafa("restore", whole, data_dir=data_dir).must_fail()
        assert f"in use by process {server.process.pid}" in failed.stderr
    (tmp_path / "empty").mkdir()
    iafa("restore", whole, data_dir=tmp_path / "empty").must_succeed()


def test_an_interrupted_restore_is_not_served_and_can_be_done_again(whole: Path, data_dir: Path) -> None:
    command = [str(BINARY), "restore", str(whole), "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    partial = data_dir / "restore.partial"
    while process.poll() is None and not any(partial.rglob("*.parquet")):
        time.sleep(0.0005)
    process.kill()
    if process.wait() == 0:
        pytest.skip("the restore was faster than the signal")
    if partial.exists():
        with pytest.raises(AssertionError, match="a restore into .* was interrupted"):
            Server(data_dir).start()
    iafa("restore", whole, data_dir=data_dir).must_succeed()


def test_damage_that_was_there_is_copied_and_named(backup: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    iafa("restore", backup, data_dir=data_dir).must_succeed()
    [project] = {path.name.removeprefix("project_") for path in (data_dir / "events").iterdir()}
    file = event_files(data_dir, project)[0]
    file.write_bytes(b"no parquet")
    again = tmp_path / "again"
    made = iafa("backup", again, data_dir=data_dir).must_succeed()
    assert f"{file}: not a Parquet file" in made.stderr and "copied as it is" in made.stderr
    failed = iafa("restore", again, data_dir=tmp_path / "restored").must_fail()
    assert "were there when the backup was made" in failed.stderr
    assert file.name in failed.stdout
    assert (tmp_path / "restored" / file.relative_to(data_dir)).read_bytes() == b"no parquet"
