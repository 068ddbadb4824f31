"""What is done again after SIGKILL is there once."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from iafa_server import BINARY, Server, environment, iafa, running
from parquet_files import event_files, ids_by_pyarrow

# More than an import holds in memory, so that some are in files before the rest is read.
ROWS = 230_000
MARKER = "import.pending"


def killed_once(arguments: list[str], is_time: Callable[[], bool]) -> None:
    """Runs a command until something is so, then ends it with SIGKILL."""
    process = subprocess.Popen(
        [str(BINARY), *arguments], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 300
    while not is_time():
        assert process.poll() is None, f"{arguments} ended with {process.returncode}"
        assert time.monotonic() < until
        time.sleep(0.002)
    process.kill()
    process.wait()


def project_id(data_dir: Path) -> str:
    [folder] = (data_dir / "events").iterdir()
    return folder.name.removeprefix("project_")


def files(data_dir: Path) -> int:
    return len(list((data_dir / "events").rglob("*.parquet")))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cut-off") / "rows.csv"
    lines = [f"view,p{number},2026-05-17 10:00:00" for number in range(ROWS)]
    file.write_text("event_type,user_id,timestamp\n" + "\n".join(lines) + "\n")
    return file


def test_an_import_that_was_killed_twice_counts_once(rows: Path, data_dir: Path, tmp_path: Path) -> None:
    importing = ["import", str(rows), "--project", "shop", "--create", "--data-dir", str(data_dir)]
    # The second finds what the first left, and adds to it.
    killed_once(importing, lambda: files(data_dir) > 0)
    assert (data_dir / MARKER).exists()
    merged = len(list((data_dir / "events").rglob("*.part-*")))
    killed_once(importing, lambda: len(list((data_dir / "events").rglob("*.part-*"))) > 0 and files(data_dir) > merged)
    question = ["--project", "shop", "--stages", "view,buy"]
    for command in (["funnel", *question], ["export", "--project", "shop", "-o", str(tmp_path / "out.csv")]):
        refused = iafa(*command, data_dir=data_dir).must_fail().stderr
        assert "import is under way or was cut off" in refused and "iafa compact" in refused
    compacted = iafa("compact", data_dir=data_dir).must_succeed()
    assert "an import was cut off" in compacted.stderr
    assert not (data_dir / MARKER).exists()
    ids = ids_by_pyarrow(data_dir, project_id(data_dir))
    assert 0 < len(ids) == len(set(ids))
    iafa("funnel", *question, data_dir=data_dir).must_succeed()
    iafa(*importing).must_succeed()
    ids = ids_by_pyarrow(data_dir, project_id(data_dir))
    assert len(ids) == len(set(ids)) == ROWS
    assert not (data_dir / MARKER).exists()


def test_a_server_merges_what_an_import_left(rows: Path, data_dir: Path) -> None:
    killed_once(
        ["import", str(rows), "--project", "shop", "--create", "--data-dir", str(data_dir)],
        lambda: files(data_dir) > 0,
    )
    with running(data_dir) as server:
        assert not (data_dir / MARKER).exists()
        assert "an import was cut off" in server.last_log()


def test_an_import_that_fails_leaves_no_marker(data_dir: Path, tmp_path: Path) -> None:
    good = tmp_path / "1.csv"
    good.write_text("event_type,user_id,timestamp\nview,ada,2026-05-17\n")
    bad = tmp_path / "2.csv"
    bad.write_text("event_type,user_id\nview,ada\n")
    assert "timestamp" in iafa("import", tmp_path, "--project=x", "--create", data_dir=data_dir).must_fail().stderr
    assert not (data_dir / MARKER).exists()
    iafa("import", good, "--project=x", data_dir=data_dir).must_succeed()


def test_a_demo_that_was_killed_has_every_event_once(data_dir: Path) -> None:
    serving = ["serve", "--demo", "--port", "0", "--data-dir", str(data_dir)]
    killed_once(serving, lambda: len(list(data_dir.rglob("*.parquet"))) > 20)
    # Another moment, from which other times would follow.
    killed_once(serving, lambda: len(list(data_dir.rglob("events_*.part-*.parquet"))) > 60)
    server = Server(data_dir, "--demo")
    server.start()
    assert server.stop() == 0
    assert len(event_files(data_dir, "demo")) == 90
    ids = ids_by_pyarrow(data_dir, "demo")
    assert len(ids) == len(set(ids)) == 200_000
