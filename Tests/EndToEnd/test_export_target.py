"""Where an export may go, and what becomes of what was there."""

import os
import resource
import signal
import stat
import subprocess
import threading
from pathlib import Path

import pytest
from iafa_server import BINARY, environment, iafa

ROWS = 20_000


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    file = folder / "events.csv"
    lines = [f"view,p{number},2026-05-17 10:00:00,{number}" for number in range(ROWS)]
    file.write_text("event_type,user_id,timestamp,n\n" + "\n".join(lines) + "\n")
    iafa("import", file, "--project", "shop", "--create", data_dir=folder / "data").must_succeed()
    return folder / "data"


def command(data_dir: Path, output: str, *arguments: str, form: str = "jsonl") -> list[str]:
    where = ["--project", "shop", "--format", form, "-o", output, "--data-dir", str(data_dir)]
    return [str(BINARY), "export", *where, *arguments]


@pytest.mark.parametrize("output", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_is_written_to_and_not_replaced(data_dir: Path, output: str) -> None:
    before = os.lstat("/dev/stdout")
    done = subprocess.run(command(data_dir, output), capture_output=True, env=environment(), check=True)
    assert len(done.stdout.splitlines()) == ROWS
    assert b"20,000 events" in done.stderr
    assert os.lstat("/dev/stdout").st_ino == before.st_ino


def test_what_was_redirected_is_appended_to(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text("before\n")
    with file.open("ab") as output:
        subprocess.run(command(data_dir, "/dev/stdout"), stdout=output, env=environment(), check=True)
    assert len(file.read_text().splitlines()) == ROWS + 1


def test_a_pipe_is_written_to_and_stays_one(data_dir: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    subprocess.run(command(data_dir, str(pipe), form="parquet"), env=environment(), check=True, capture_output=True)
    reader.join(60)
    assert read[0].startswith(b"PAR1") and read[0].endswith(b"PAR1")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_file_is_replaced_whole_with_its_mode_and_nothing_else_is_touched(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    link = tmp_path / "newest.jsonl"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    mine = {name: tmp_path / name for name in ("out.jsonl.tmp", "newest.jsonl.tmp", "tmp_out.jsonl")}
    for other in mine.values():
        other.write_text("mine")
    for output in (file, link):
        subprocess.run(command(data_dir, str(output)), env=environment(), check=True, capture_output=True)
        assert len(file.read_text().splitlines()) == ROWS
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert all(other.read_text() == "mine" for other in mine.values())
    new = tmp_path / "new.csv"
    subprocess.run(command(data_dir, str(new), form="csv"), env=environment(), check=True, capture_output=True)
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == sorted(["out.jsonl", "newest.jsonl", "new.csv", *mine])


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_full_disk_leaves_what_was_there(data_dir: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    file.write_text("old")

    def limit() -> None:
        # As a full disk: a write beyond so many bytes fails.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        command(data_dir, str(file), form=form),
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=limit,
        restore_signals=False,
        check=False,
    )
    assert done.returncode == 1, done
    assert len(done.stderr.splitlines()) == 1 and str(file) in done.stderr
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("output", ["no/where.csv", "folder", "folder/", "dangling"])
def test_where_nothing_can_be_written_is_named(data_dir: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    place = f"{tmp_path}/{output}"
    assert place in iafa("export", "--project", "shop", "-o", place, data_dir=data_dir).must_fail().stderr
    assert sorted(os.listdir(tmp_path)) == ["dangling", "folder"] and not os.listdir(tmp_path / "folder")


def test_a_reader_that_goes_away_is_no_failure(data_dir: Path) -> None:
    script = 'set -o pipefail; "$@" | head -1'
    done = subprocess.run(
        ["bash", "-c", script, "-", *command(data_dir, "-")], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1 and done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--project", "shop", "-o", "-"],
        ["export", "--project", "shop", "-o", "/dev/full"],
        ["funnel", "--project", "shop", "--stages", "view,buy"],
        ["funnel", "--project", "shop", "--stages", "view,buy", "--json"],
        ["project", "list"],
        ["verify"],
        ["version"],
        ["--help"],
    ],
)
def test_a_result_that_cannot_be_written_is_a_failure(data_dir: Path, arguments: list[str]) -> None:
    where = [] if arguments[0] in ("version", "--help") else ["--data-dir", str(data_dir)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [str(BINARY), *arguments, *where], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 1, done
    assert len(done.stderr.splitlines()) == 1, done


def test_a_result_that_nobody_reads_is_no_failure(data_dir: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [str(BINARY), "project", "list", "--data-dir", str(data_dir)],
            stdout=closed,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 0 and done.stderr == b"", done
