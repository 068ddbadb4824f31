"""Answers the funnel with ClickHouse's windowFunnel, embedded by chDB: a line on stdin, a line of JSON back.

On the day files that the program under test reads, or on a MergeTree table made of them beforehand by `--make`.
"""

import argparse
import json
import resource
import sys
import time
from datetime import datetime
from pathlib import Path

from chdb.session import Session

from baseline import cpu_seconds
from generate import STEPS

FIELDS = "person UInt64, event_type LowCardinality(String), moment UInt64"


def events(options: argparse.Namespace) -> str:
    """What has the columns person, event_type and moment (µs) of the events that can take a step."""
    steps = ", ".join(f"'{step}'" for step in STEPS)
    micros = [int(time.timestamp() * 1_000_000) for time in (options.range_start, options.range_end)]
    within = f"event_type IN ({steps}) AND moment >= {micros[0]} AND moment < {micros[1]}"
    if options.table:
        return f"(SELECT person, event_type, moment FROM bench.events WHERE {within})"
    first = " AND (event_type != 'product_view' OR JSONExtractString(properties, 'platform') = 'ios')"
    return f"""(
        SELECT cityHash64(coalesce(user_id, anonymous_id)) AS person, event_type,
            toUInt64(toUnixTimestamp64Micro(timestamp)) AS moment
        FROM file('{options.files}', Parquet)
        WHERE {within}{first if options.filtered else ""}
    )"""


def funnel(options: argparse.Namespace) -> str:
    conditions = ", ".join(f"event_type = '{step}'" for step in STEPS)
    levels = ", ".join(f"countIf(level >= {number})" for number in range(1, len(STEPS) + 1))
    return f"""
        SELECT {levels} FROM (
            SELECT windowFunnel({options.window_seconds * 1_000_000})(moment, {conditions}) AS level
            FROM {events(options)} GROUP BY person
        ) SETTINGS max_threads = {options.threads}
    """


def make(session: Session, options: argparse.Namespace) -> None:
    """A table by type, person and time, one part a month: what suits the funnel best."""
    session.query("CREATE DATABASE IF NOT EXISTS bench")
    session.query("DROP TABLE IF EXISTS bench.events SYNC")
    session.query(
        f"CREATE TABLE bench.events ({FIELDS}) ENGINE = MergeTree ORDER BY (event_type, person, moment) "
        "PARTITION BY toYYYYMM(fromUnixTimestamp64Micro(toInt64(moment)))"
    )
    session.query(
        "INSERT INTO bench.events SELECT cityHash64(coalesce(user_id, anonymous_id)), event_type, "
        f"toUnixTimestamp64Micro(timestamp) FROM file('{options.files}', Parquet)"
    )
    session.query("OPTIMIZE TABLE bench.events FINAL")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", required=True, help="glob of the day files")
    parser.add_argument("--table", help="folder of the MergeTree table; without it, the day files are asked")
    parser.add_argument("--make", action="store_true", help="make the table, and end")
    parser.add_argument("--filtered", action="store_true", help="the first step only on iOS")
    parser.add_argument("--range-start", type=datetime.fromisoformat, required=True)
    parser.add_argument("--range-end", type=datetime.fromisoformat, required=True)
    parser.add_argument("--window-seconds", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    session = Session(options.table) if options.table else Session()
    if options.make:
        make(session, options)
        return
    query = funnel(options)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_seconds()
        [counts] = json.loads(session.query(query, "JSONCompact").bytes())["data"]
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        users = [int(count) for count in counts]
        print(json.dumps({"users": users, "wall": wall, "cpu": cpu, "peak_mib": peak_kib / 1024}), flush=True)


if __name__ == "__main__":
    main()
