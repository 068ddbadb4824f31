"""Stage indexes: made by commands and by the server, used, and of no consequence to any answer when they are damaged."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import clickstream
import pytest
from clickstream import END_DATE, FUNNEL, START_DATE
from iafa_server import Account, iafa, running, users, wait_until
from load import event
from reference_funnel import any_of, evaluate
from times import ago, day, wire

ROWS = clickstream.make(visitors=120, seed=7)
STAGES = FUNNEL[:3]
EXPECTED = evaluate([row.as_event() for row in ROWS], [any_of(stage) for stage in STAGES], 7 * 86_400)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    file = folder / "shop.csv"
    file.write_text(clickstream.as_csv(ROWS), newline="")
    arguments = ["--project=shop", "--create", "--map=event_type=event"]
    iafa("import", file, *arguments, data_dir=folder / "data").must_succeed()
    return folder / "data"


@pytest.fixture
def data_dir(imported: Path, tmp_path: Path) -> Path:
    # With the times of the files, by which an index knows its own.
    return Path(shutil.copytree(imported, tmp_path / "data"))


def indexes(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "index").glob("project_*/????/??/stages_*.index"))


def ask(data_dir: Path, *more: object) -> Any:
    question = ["--stages", ",".join(STAGES), "--from", START_DATE, "--to", END_DATE, "--explain", "--json"]
    done = iafa("funnel", "--project=shop", *question, *more, data_dir=data_dir).must_succeed()
    answer = json.loads(done.stdout)
    assert users(answer) == EXPECTED
    return answer["explain"]


def index(data_dir: Path) -> dict[str, int]:
    report: dict[str, int] = json.loads(iafa("index", "--json", data_dir=data_dir).must_succeed().stdout)
    return report


def test_an_import_makes_indexes_that_the_next_question_uses(data_dir: Path) -> None:
    files = indexes(data_dir)
    explanation = ask(data_dir)
    assert explanation["indexed_days"] == len(files) == explanation["days"] > 50
    assert explanation["scanned_days"] == explanation["file_rows"] == 0
    assert explanation["index_rows"] == sum(row.event in STAGES for row in ROWS)
    assert index(data_dir) == {
        "built": 0,
        "kept": len(files),
        "failed": 0,
        "index_bytes": sum(file.stat().st_size for file in files),
        "file_bytes": sum(file.stat().st_size for file in data_dir.rglob("events_*.parquet")),
    }
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_people_are_told_too(data_dir: Path) -> None:
    said = iafa("index", "--project=shop", data_dir=data_dir).must_succeed().stdout
    assert said.startswith(f"made 0 indexes, {len(indexes(data_dir))} were whole already: ") and "% of the day" in said
    question = ["--stages", ",".join(STAGES), "--from", START_DATE, "--to", END_DATE, "--explain"]
    report = iafa("funnel", "--project=shop", *question, data_dir=data_dir).must_succeed().stdout
    assert "from indexes" in report and "to count" in report


@pytest.mark.parametrize("damage", ["removed", "emptied", "cut", "flipped at the end", "flipped", "of another day"])
def test_whatever_becomes_of_indexes_no_answer_changes(damage: str, data_dir: Path) -> None:
    files = indexes(data_dir)
    contents = [file.read_bytes() for file in files]
    for place, file in enumerate(files):
        whole = contents[place]
        match damage:
            case "removed":
                file.unlink()
            case "emptied":
                file.write_bytes(b"")
            case "cut":
                file.write_bytes(whole[: len(whole) * place // len(files)])
            case "flipped at the end":
                file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            case "flipped":
                # Spread over the whole file, from day to day.
                at = len(whole) * place // len(files)
                file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            case _:
                file.write_bytes(contents[place - 1])
    explanation = ask(data_dir)
    assert explanation["scanned_days"] > 0
    warnings = json.loads(iafa("verify", "--json", data_dir=data_dir).must_succeed().stdout)["warnings"]
    assert len(warnings) == (0 if damage in ("removed", "of another day") else len(files))
    assert index(data_dir)["built"] == len(files)
    assert ask(data_dir)["scanned_days"] == 0
    assert [file.read_bytes() for file in files] == contents


def test_an_index_of_a_file_that_was_replaced_is_not_used(data_dir: Path) -> None:
    path = next(data_dir.rglob("events_*.parquet"))
    path.touch()
    explanation = ask(data_dir)
    assert explanation["scanned_days"] == 1
    assert index(data_dir)["built"] == 1


def test_indexes_can_be_done_without(data_dir: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"stage_index": "off"}')
    explanation = ask(data_dir, "--config", settings)
    assert explanation["indexed_days"] == 0 and explanation["engine"] == "scan"
    refused = iafa("index", "--config", settings, data_dir=data_dir)
    assert refused.exit_code == 1 and "stage_index is off" in refused.stderr
    shutil.rmtree(data_dir / "index")
    with running(data_dir, "--stage-index", "off", "--compaction-interval-seconds", "1") as server:
        assert server.stop() == 0
    assert not indexes(data_dir)


def test_a_server_makes_indexes_and_answers_the_same_when_they_are_damaged(data_dir: Path) -> None:
    for file in indexes(data_dir):
        file.unlink()
    with running(data_dir, "--compaction-interval-seconds", "1", "--flush-interval-seconds", "1") as server:
        account = Account(server, "ada@example.com")
        project = account.project("mine")
        sender = project.sender(server)
        events = [event(f"e{number}", Random(number)) | {"timestamp": wire(ago(days=2))} for number in range(300)]
        sender.post("/api/v1/track/batch", {"events": events}).must_be(200)
        kinds = [events[0]["event_type"]] * 2
        question = {
            "project_id": project.id,
            "stages": [{"event_type": kind} for kind in kinds],
            "start_date": day(ago(days=4)),
            "end_date": day(ago(days=0)),
            "explain": True,
        }

        def explained() -> Any:
            return account.client.post("/api/v1/analytics/funnel", question).must_be(200).json()

        first = explained()
        wait_until(lambda: explained()["explain"]["indexed_days"] == 1, server)
        wait_until(lambda: len(indexes(data_dir)) > 50, server)
        [path] = [file for file in indexes(data_dir) if project.id in file.parts[-4]]
        for damaged in (b"", path.read_bytes()[:-1], None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            answer = explained()
            assert [stage["users"] for stage in answer["stages"]] == [stage["users"] for stage in first["stages"]]
            wait_until(lambda: explained()["explain"]["indexed_days"] == 1, server)
        account.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(204)
        assert not [file for file in indexes(data_dir) if project.id in file.parts[-4]]
        assert server.stop() == 0
