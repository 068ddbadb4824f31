"""Files in, files out, with counts held against an evaluator of funnels that shares nothing with the program's."""

import csv
import gzip
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import clickstream
import duckdb
import pyarrow
import pyarrow.parquet
import pytest
from clickstream import END_DATE, FUNNEL, START_DATE, Row
from iafa_server import Account, Finished, Project, Server, iafa, running, users
from parquet_files import rows_by_duckdb
from reference_funnel import Step, any_of, evaluate

ROWS = clickstream.make(visitors=250, seed=20240313)
DAY = 86_400


def import_files(
    data_dir: Path, *files: Path, map_event: bool = True, project: str = "shop", **options: str
) -> Finished:
    arguments = [f"--{name}={value}" for name, value in options.items()]
    if map_event:
        arguments.append("--map=event_type=event")
    return iafa("import", *files, f"--project={project}", "--create", *arguments, data_dir=data_dir)


def ask(data_dir: Path, *stages: str, window: str = "7d", project: str = "shop") -> Any:
    """The program's own answer from a data directory."""
    question = ["--stages", ",".join(stages), "--window", window, "--from", START_DATE, "--to", END_DATE, "--json"]
    return json.loads(iafa("funnel", "--project", project, *question, data_dir=data_dir).must_succeed().stdout)


def expected(rows: list[Row], *stages: str, window: int = 7 * DAY) -> list[int]:
    return evaluate([row.as_event() for row in rows], [any_of(stage) for stage in stages], window)


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, newline="")
    return file


def project_id(data_dir: Path) -> str:
    [folder] = (data_dir / "events").iterdir()
    return folder.name.removeprefix("project_")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with all rows of the clickstream."""
    folder = tmp_path_factory.mktemp("imported")
    file = written(folder, "shop.csv", clickstream.as_csv(ROWS))
    report = import_files(folder / "data", file).must_succeed()
    assert str(len(ROWS)) in report.stdout.replace(",", "")
    return folder / "data"


@pytest.mark.parametrize(
    ("stages", "window", "seconds"),
    [
        (FUNNEL, "7d", 7 * DAY),
        (FUNNEL[:3], "1h", 3600),
        (FUNNEL[:3], "40s", 40),
        (("product_view", "product_view", "product_view"), "5m", 300),
        (("home", "product_view", "home", "purchase"), "30d", 30 * DAY),
        (("purchase", "product_view"), "366d", 366 * DAY),
        (("product_view", "never"), "7d", 7 * DAY),
    ],
)
def test_counts_are_those_of_the_reference(imported: Path, stages: tuple[str, ...], window: str, seconds: int) -> None:
    assert users(ask(imported, *stages, window=window)) == expected(ROWS, *stages, window=seconds)


def test_importing_again_changes_nothing(imported: Path, tmp_path: Path) -> None:
    before = ask(imported, *FUNNEL)
    import_files(imported, written(tmp_path, "again.csv", clickstream.as_csv(ROWS))).must_succeed()
    assert ask(imported, *FUNNEL) == before
    assert len(rows_by_duckdb(imported, project_id(imported))) == len(ROWS)


def test_a_pipe_is_read_whole(tmp_path: Path) -> None:
    text = "platform,event_type,user_id,timestamp\n" + "".join(
        f"ios,view,u{number},2026-05-17T10:00:00Z\n" for number in range(1000)
    )
    lines = "".join(
        json.dumps({"event_type": "view", "user_id": f"u{number}", "timestamp": "2026-05-17T10:00:00Z"}) + "\n"
        for number in range(1000)
    )
    cases = [("csv", text.encode()), ("jsonl", lines.encode()), ("csv", gzip.compress(text.encode()))]
    for place, (kind, content) in enumerate(cases):
        pipe = tmp_path / f"pipe{place}"
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_bytes, args=(content,))
        writer.start()
        project = f"shop{place}"
        report = import_files(tmp_path / "data", pipe, map_event=False, project=project, format=kind).must_succeed()
        writer.join()
        assert "imported 1,000 events" in report.stdout and "0 rows were rejected" in report.stdout
    rows = [row for folder in (tmp_path / "data" / "events").iterdir() for row in rows_by_duckdb(
        tmp_path / "data", folder.name.removeprefix("project_")
    )]
    assert sorted({row["properties"] for row in rows}) == ['{"platform":"ios"}', "{}"]
    bad = tmp_path / "bad"
    os.mkfifo(bad)
    writer = threading.Thread(target=bad.write_bytes, args=(b"a,b\n1,2\n",))
    writer.start()
    failed = import_files(tmp_path / "data", bad, map_event=False, format="csv").must_fail()
    writer.join()
    assert str(bad) in failed.stderr


def test_columns_that_are_no_field_become_properties(imported: Path) -> None:
    stored = [
        (row["user_id"], row["session_id"], row["event_type"], row["timestamp"], json.loads(row["properties"] or "{}"))
        for row in rows_by_duckdb(imported, project_id(imported))
    ]
    wanted = []
    for row in ROWS:
        event = row.as_event()
        wanted.append((row.user_id, row.session_id, row.event, event.time, event.properties))

    def comparable(rows: list[Any]) -> list[str]:
        # An empty field of a CSV may be an empty text or nothing at all.
        kept = [(*row[:4], {name: value for name, value in row[4].items() if value != ""}) for row in rows]
        return sorted(json.dumps(row, sort_keys=True) for row in kept)

    assert comparable(stored) == comparable(wanted)


def test_every_format_gives_the_same_numbers(tmp_path: Path) -> None:
    rows = ROWS[:1500]
    wanted = expected(rows, *FUNNEL)
    text = clickstream.as_csv(rows)
    objects = [dict(zip(clickstream.COLUMNS, row.values(), strict=True)) for row in rows]
    lines = "".join(json.dumps(one) + "\n" for one in objects)
    with_bom = "\ufeff" + text
    files = {
        "plain": written(tmp_path, "plain.csv", text),
        "bom": written(tmp_path, "bom.csv", with_bom),
        "crlf": written(tmp_path, "crlf.csv", clickstream.as_csv(rows).replace("\n", "\r\n")),
        "lines": written(tmp_path, "lines.jsonl", lines),
    }
    for name, content in {"gzip.csv.gz": text, "gzip.jsonl.gz": lines}.items():
        files[name] = tmp_path / name
        files[name].write_bytes(gzip.compress(content.encode()))
    files["parquet"] = tmp_path / "table.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(objects), files["parquet"])
    for name, file in files.items():
        data_dir = tmp_path / f"data-{name}"
        import_files(data_dir, file).must_succeed()
        assert users(ask(data_dir, *FUNNEL)) == wanted, name


def test_gzip_is_recognized_by_content(tmp_path: Path, data_dir: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_bytes(gzip.compress(clickstream.as_csv(ROWS[:200]).encode()))
    import_files(data_dir, file).must_succeed()
    assert users(ask(data_dir, *FUNNEL)) == expected(ROWS[:200], *FUNNEL)


def test_a_folder_means_every_file_in_it(tmp_path: Path, data_dir: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(4):
        written(folder, f"part-{number}.csv", clickstream.as_csv(ROWS[number::4]))
    import_files(data_dir, folder).must_succeed()
    assert users(ask(data_dir, *FUNNEL)) == expected(ROWS, *FUNNEL)


def test_bad_rows_are_named_and_do_not_fail_their_neighbours(tmp_path: Path, data_dir: Path) -> None:
    lines = clickstream.as_csv([row for row in ROWS[:60] if "\n" not in row.note]).splitlines()
    good = len(lines) - 1
    bad = [
        "u1,s1,,2024-03-13 10:21:14,web,ads,",
        "u1,s1,home,yesterday,web,ads,",
        ",s1,home,2024-03-13 10:21:14,web,ads,",
    ]
    for place, line in zip((30, 20, 10), bad, strict=True):
        lines.insert(place, line)
    lines.append("u1,s1")
    report = import_files(data_dir, written(tmp_path, "bad.csv", "\n".join(lines) + "\n"))
    assert report.exit_code in (0, 1)
    told = report.stdout + report.stderr
    # Rows are counted without the header.
    assert all(f"row {place}" in told for place in (10, 21, 32)), told
    assert len(rows_by_duckdb(data_dir, project_id(data_dir))) == good


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("no-time.csv", b"user_id,event\nu,home\n", "timestamp"),
        ("no-person.csv", b"event,timestamp\nhome,2024-03-13 10:21:14\n", "user_id"),
        ("empty.csv", b"", "empty.csv"),
        ("not.parquet", b"this is no Parquet file", "not.parquet"),
        ("half.parquet", b"PAR1" + b"\0" * 100, "half.parquet"),
        ("torn.csv.gz", gzip.compress(clickstream.as_csv(ROWS[:500]).encode())[:2000], "torn.csv.gz"),
        ("unknown.xlsx", b"PK", "unknown.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data_dir: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert told in import_files(data_dir, tmp_path / name).must_fail().stderr


def test_a_file_or_project_that_is_not_there_is_refused_in_one_line(tmp_path: Path, data_dir: Path) -> None:
    assert "missing.csv" in import_files(data_dir, tmp_path / "missing.csv").must_fail().stderr
    file = written(tmp_path, "visits.csv", clickstream.as_csv(ROWS[:10]))
    assert str(data_dir) in iafa("import", file, "--project", "nowhere", data_dir=data_dir).must_fail().stderr
    iafa("project", "create", "somewhere", "--organization", "Default", data_dir=data_dir).must_succeed()
    for project in ("nowhere", "../../etc"):
        assert project in iafa("import", file, "--project", project, data_dir=data_dir).must_fail().stderr


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_an_export_can_be_imported_elsewhere(imported: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"out.{form}"
    iafa("export", "--project", project_id(imported), "--format", form, "-o", file, data_dir=imported).must_succeed()
    if form == "csv":
        with file.open(newline="") as text:
            assert len(list(csv.DictReader(text))) == len(ROWS)
    elif form == "jsonl":
        assert len([json.loads(line) for line in file.read_text().splitlines()]) == len(ROWS)
    else:
        assert duckdb.sql(f"SELECT count(DISTINCT event_id) FROM '{file}'").fetchone() == (len(ROWS),)
    elsewhere = tmp_path / "elsewhere"
    import_files(elsewhere, file, map_event=False).must_succeed()
    assert ask(elsewhere, *FUNNEL)["stages"] == ask(imported, *FUNNEL)["stages"]

    def content(data_dir: Path) -> list[str]:
        rows = rows_by_duckdb(data_dir, project_id(data_dir))
        return sorted(
            f"{r['event_id']} {r['event_type']} {r['user_id']} {r['timestamp']} {r['session_id']}" for r in rows
        )

    assert content(elsewhere) == content(imported)


def test_rows_that_can_be_no_event_cost_no_other(tmp_path: Path, data_dir: Path) -> None:
    header = "event_type,user_id,timestamp,note\n"
    long = "buy,bob,2024-03-13," + "x" * 3_000_000 + "\n"
    text = header + 'buy,"bob,2024-03-13,\n' + "view,ada,2024-03-13,\n" + long + "buy,bob\n" * 15_000
    report = import_files(data_dir, written(tmp_path, "bad.csv", text + "buy,ada,2024-03-14,\n"), map_event=False)
    assert "imported 2 events" in report.must_succeed().stdout
    assert "15,002 rows were rejected" in report.stdout
    assert "row 1: line 2: a quote isn't closed" in report.stderr
    assert "row 3: line 4: a row may have at most" in report.stderr


def test_a_folders_name_says_nothing_of_its_rows(tmp_path: Path, data_dir: Path) -> None:
    folder = tmp_path / "user_id=hacker" / "platform=ios"
    folder.mkdir(parents=True)
    file = written(folder, "x.csv", "event_type,user_id,timestamp\nview,ada,2024-03-13\n")
    import_files(data_dir, file, map_event=False).must_succeed()
    [row] = rows_by_duckdb(data_dir, project_id(data_dir))
    assert (row["user_id"], row["properties"]) == ("ada", "{}")


def test_a_column_is_one_field(tmp_path: Path, data_dir: Path) -> None:
    file = written(tmp_path, "x.csv", "event_type,visitor,timestamp\nview,ada,2024-03-13\n")
    arguments = ["--project=shop", "--create", "--map=user_id=visitor,anonymous_id=visitor"]
    refused = iafa("import", file, *arguments, data_dir=data_dir).must_fail(exit_code=64).stderr
    assert "user_id" in refused and "anonymous_id" in refused and "visitor" in refused


def test_events_of_all_time_are_exported_and_the_newest_asked_for(tmp_path: Path, data_dir: Path) -> None:
    times = ["0001-01-01", "1999-12-31", "2020-01-01", "2023-01-03", "2023-01-04", "2026-01-07"]
    rows = "".join(f"{event},p{time},{time}\n" for time in times for event in ("view", "buy"))
    file = written(tmp_path, "old.csv", "event_type,user_id,timestamp\n" + rows)
    import_files(data_dir, file, map_event=False).must_succeed()
    out = tmp_path / "out.csv"
    iafa("export", "--project=shop", "-o", out, data_dir=data_dir).must_succeed()
    assert len(out.read_text().splitlines()) == 1 + 2 * len(times)
    part = ["--from", "0001-01-01", "--to", "2020-01-01"]
    iafa("export", "--project=shop", "-o", out, *part, data_dir=data_dir).must_succeed()
    assert len(out.read_text().splitlines()) == 1 + 2 * 3

    question = ["funnel", "--project=shop", "--stages=view,buy", "--json"]
    asked = iafa(*question, data_dir=data_dir).must_succeed()
    answer = json.loads(asked.stdout)
    assert answer["date_range"] == {"start_date": "2023-01-04", "end_date": "2026-01-07"}
    assert users(answer) == [2, 2]
    assert "1,100 days" in asked.stderr and "--from" in asked.stderr and len(asked.stderr.splitlines()) == 1
    asked = iafa(*question, "--to", "2020-06-01", data_dir=data_dir).must_succeed()
    assert json.loads(asked.stdout)["date_range"]["end_date"] == "2020-06-01"
    asked = iafa(*question, "--from", "2023-01-04", data_dir=data_dir).must_succeed()
    assert asked.stderr == "" and users(json.loads(asked.stdout)) == [2, 2]
    refused = iafa(*question, "--from", "2020-01-01", data_dir=data_dir).must_fail(exit_code=64).stderr
    assert "--from" in refused and "1100 days" in refused
    assert "--from" in iafa(*question, "--from", "1969-01-01", data_dir=data_dir).must_fail(exit_code=64).stderr
    backwards = ["--from", "2026-01-01", "--to", "2025-01-01"]
    for command in (question, ["export", "--project=shop", "-o", out]):
        assert "--from" in iafa(*command, *backwards, data_dir=data_dir).must_fail(exit_code=64).stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Account, Project]]:
    """A server with a project whose events came by import while it was down."""
    folder = tmp_path_factory.mktemp("served")
    with running(folder / "data") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop", retention_days=None)
        assert server.stop() == 0
        file = written(folder, "shop.csv", clickstream.as_csv(ROWS))
        import_files(folder / "data", file, project=project.id).must_succeed()
        server.start()
        account.client.close()
        yield server, account, project


def test_command_and_server_give_the_same_numbers(served: tuple[Server, Account, Project]) -> None:
    server, account, project = served
    stages = [{"event_type": event} for event in FUNNEL]
    by_server = account.ask(project, stages, START_DATE, END_DATE)
    by_command = ask(server.data_dir, *FUNNEL)
    assert by_command["stages"] == by_server["stages"]
    assert by_command["overall_conversion_rate"] == by_server["overall_conversion_rate"]
    assert by_command["date_range"] == by_server["date_range"]


def test_filters_and_alternatives_are_those_of_the_reference(served: tuple[Server, Account, Project]) -> None:
    _, account, project = served
    table: list[tuple[dict[str, Any], Step]] = [
        (
            {
                "event_types": ["home", "catalog"],
                "filters": [{"property": "platform", "operator": "eq", "value": "ios"}],
            },
            lambda e: e.type in ("home", "catalog") and e.properties["platform"] == "ios",
        ),
        (
            {"event_types": ["product_view", "home"]},
            any_of("product_view", "home"),
        ),
        (
            {"event_type": "home", "filters": [{"property": "channel", "operator": "in", "value": ["ads", "email"]}]},
            lambda e: e.type == "home" and e.properties["channel"] in ("ads", "email"),
        ),
        (
            {"event_type": "purchase", "filters": [{"property": "note", "operator": "contains", "value": "\n"}]},
            lambda e: e.type == "purchase" and "\n" in e.properties["note"],
        ),
    ]
    answer = account.ask(
        project, [stage for stage, _ in table], START_DATE, END_DATE, conversion_window_seconds=10 * DAY
    )
    assert users(answer) == evaluate([row.as_event() for row in ROWS], [step for _, step in table], 10 * DAY)
    assert users(answer)[-1] > 0
