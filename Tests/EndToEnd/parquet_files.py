"""Reads a data directory's events with programs that know nothing of the project."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet

COLUMNS = (
    "event_id",
    "event_type",
    "user_id",
    "anonymous_id",
    "session_id",
    "timestamp",
    "received_at",
    "sent_at",
    "properties",
    "ip_hash",
)
TIMES = ("timestamp", "received_at", "sent_at")


def event_files(data_dir: Path, project_id: str) -> list[Path]:
    return sorted((data_dir / "events" / f"project_{project_id}").rglob("*.parquet"))


def rows_by_duckdb(data_dir: Path, project_id: str) -> list[dict[str, Any]]:
    """Every event of a project; times in microseconds since 1970."""
    columns = ", ".join(f"epoch_us({name}) AS {name}" if name in TIMES else name for name in COLUMNS)
    pattern = data_dir / "events" / f"project_{project_id}" / "*" / "*" / "events_*.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {columns} FROM read_parquet('{pattern}')").fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def ids_by_pyarrow(data_dir: Path, project_id: str) -> list[str]:
    """The ids of every event of a project."""
    ids: list[str] = []
    for file in event_files(data_dir, project_id):
        ids += pyarrow.parquet.read_table(file, columns=["event_id"]).column("event_id").to_pylist()
    return ids
