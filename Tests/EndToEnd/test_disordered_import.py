"""A year that comes in no order at all becomes one tidy file a day."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from iafa_server import iafa
from parquet_files import event_files, ids_by_pyarrow, rows_by_duckdb
from times import day, microseconds, wire

DAYS = 366
EVENTS_A_DAY = 40
FIRST_DAY = datetime(2024, 1, 1, 12, tzinfo=UTC)


def when(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number // EVENTS_A_DAY, minutes=number % EVENTS_A_DAY)


def written(file: Path, numbers: Sequence[int]) -> Path:
    rows = [f"e{number},view,u{number % 97},{wire(when(number))},{number}" for number in numbers]
    file.write_text("\n".join(["event_id,event_type,user_id,timestamp,number", *rows]) + "\n")
    return file


def test_a_year_in_random_order_becomes_one_file_a_day(data_dir: Path, tmp_path: Path) -> None:
    random = Random(20240101)
    every = range(DAYS * EVENTS_A_DAY)
    # A quarter comes again: in the same file, in another one of the same import, or in a later import.
    numbers = [*every, *random.sample(every, len(every) // 4)]
    random.shuffle(numbers)
    third = len(numbers) // 3
    files = [written(tmp_path / f"{part}.csv", numbers[part * third :][:third]) for part in range(3)]
    assert sum(len(file.read_text().splitlines()) - 1 for file in files) == len(numbers)
    for run in (files[:2], files[2:]):
        iafa("import", *run, "--project=shop", "--create", data_dir=data_dir).must_succeed()

    [folder] = (data_dir / "events").iterdir()
    project_id = folder.name.removeprefix("project_")
    names = [file.name for file in event_files(data_dir, project_id)]
    dates = [day(FIRST_DAY + timedelta(days=number)) for number in range(DAYS)]
    assert sorted(names) == [f"events_{date}.parquet" for date in dates]
    rows = rows_by_duckdb(data_dir, project_id)
    assert Counter(row["event_id"] for row in rows) == Counter(f"e{number}" for number in every)
    assert sorted(ids_by_pyarrow(data_dir, project_id)) == sorted(row["event_id"] for row in rows)
    for row in rows:
        number = int(row["event_id"][1:])
        assert (row["user_id"], row["timestamp"]) == (f"u{number % 97}", microseconds(when(number)))
        assert row["properties"] == f'{{"number":{number}}}'
    iafa("verify", data_dir=data_dir).must_succeed()
