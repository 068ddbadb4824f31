"""Answers the funnel with Polars, a chain of as-of joins: a line on stdin, a line of JSON back."""

import argparse
import json
import os
import resource
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

from baseline import cpu_seconds
from generate import STEPS

if TYPE_CHECKING:
    import polars


def stage_events(options: argparse.Namespace) -> "polars.DataFrame":
    """The events that can take a step: a hash of the person, the type, and µs since 1970."""
    import polars as pl  # Here: it reads how many threads it may have when it is loaded.

    events = pl.scan_parquet(options.files).filter(
        pl.col("event_type").is_in(STEPS)
        & (pl.col("timestamp") >= options.range_start)
        & (pl.col("timestamp") < options.range_end)
    )
    if options.filtered:
        platform = pl.col("properties").str.json_path_match("$.platform")
        events = events.filter((pl.col("event_type") != STEPS[0]) | (platform == "ios"))
    return events.select(
        pl.coalesce("user_id", "anonymous_id").hash().alias("person"),
        "event_type",
        pl.col("timestamp").dt.epoch("us").alias("moment"),
    ).collect()


def users(options: argparse.Namespace) -> list[int]:
    """Exact for the reason given in sql/asof_chain.sql."""
    import polars as pl

    events = stage_events(options)
    counts = []
    reached = None
    for step in STEPS:
        taken = events.filter(pl.col("event_type") == step).select("person", "moment").sort("moment")
        if reached is None:
            reached = taken.with_columns(pl.col("moment").alias("start"))
        else:
            reached = taken.join_asof(
                reached, on="moment", by="person", strategy="backward", check_sortedness=False
            ).filter(
                pl.col("moment") <= pl.col("start") + options.window_seconds * 1_000_000
            )
        counts.append(reached["person"].n_unique())
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", required=True, help="glob of the day files")
    parser.add_argument("--filtered", action="store_true", help="the first step only on iOS")
    parser.add_argument("--range-start", type=datetime.fromisoformat, required=True)
    parser.add_argument("--range-end", type=datetime.fromisoformat, required=True)
    parser.add_argument("--window-seconds", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_seconds()
        counts = users(options)
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"users": counts, "wall": wall, "cpu": cpu, "peak_mib": peak_kib / 1024}), flush=True)


if __name__ == "__main__":
    main()
