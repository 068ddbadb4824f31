"""Answers the funnel with one of DuckDB's own queries, as often as it is told: a line on stdin, a line of JSON back.

Each query has a process of its own, so that its time, its processor time and its peak memory can be told apart.
"""

import argparse
import json
import resource
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"


def connect(options: argparse.Namespace) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": options.threads})
    connection.execute("SET TimeZone = 'UTC'")
    for name, value in {
        "files": f"'{options.files}'",
        "range_start": f"TIMESTAMPTZ '{options.range_start.isoformat()}'",
        "range_end": f"TIMESTAMPTZ '{options.range_end.isoformat()}'",
        "window_us": f"{options.window_seconds * 1_000_000}::BIGINT",
    }.items():
        connection.execute(f"SET VARIABLE {name} = {value}")
    connection.execute(f"CREATE TEMP VIEW stage_events AS {(SQL / options.events).read_text()}")
    return connection


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", required=True, help="file below sql/ with the events that can take a step")
    parser.add_argument("--query", required=True, help="file below sql/ with the funnel")
    parser.add_argument("--files", required=True, help="glob of the day files")
    parser.add_argument("--range-start", type=datetime.fromisoformat, required=True)
    parser.add_argument("--range-end", type=datetime.fromisoformat, required=True)
    parser.add_argument("--window-seconds", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    query = (SQL / options.query).read_text()
    connection = connect(options)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_seconds()
        counts = connection.execute(query).fetchone()
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"users": counts, "wall": wall, "cpu": cpu, "peak_mib": peak_kib / 1024}), flush=True)


if __name__ == "__main__":
    main()
