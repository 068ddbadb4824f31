"""Writes events of a made-up app as Parquet files that `iafa import` takes: the same on every run and machine.

Several sessions a person, drop-off, repeated steps, simultaneous events, rows that come late and out of order,
signed-in and anonymous persons, properties of 60 to 150 bytes; 90 days from 2025-01-01.
"""

import argparse
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent / "sql"
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
START_DATE, END_DATE = "2025-01-01", "2025-03-31"
STEPS = ("product_view", "add_to_cart", "checkout", "payment", "purchase")
# So many events a file at most; it bounds what a sort holds.
CHUNK_EVENTS = 2_500_000


@dataclass(frozen=True)
class Workload:
    """Which events to make."""

    events: int
    seed: int = 1
    bot_events: int = 0

    @property
    def name(self) -> str:
        return f"{self.events}-seed{self.seed}" + (f"-bot{self.bot_events}" if self.bot_events else "")


def generate(workload: Workload, folder: Path, threads: int = 2) -> None:
    """Fills `folder`; where it is there already, it is complete and stays as it is."""
    import duckdb  # Here, so that bench.py stays small: a child's peak memory begins at its parent's.

    if folder.exists():
        return
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute(
            # hash() mixes one whole number well; of several it gives results that depend on each other. Signed,
            # because arithmetic of signed with unsigned numbers is done in 128 bits.
            f"CREATE MACRO draw(id, purpose) AS (hash(id * 64 + purpose + {workload.seed * 2**52}) >> 1)::BIGINT"
        )
        constants = {
            "seed": workload.seed,
            "events": workload.events,
            "bot_events": workload.bot_events,
            "begin_us": int(BEGIN.timestamp()) * 1_000_000,
        }
        for name, value in constants.items():
            connection.execute(f"SET VARIABLE {name} = {value}::BIGINT")
        for number, first in enumerate(range(0, workload.events, CHUNK_EVENTS)):
            end = min(first + CHUNK_EVENTS, workload.events)
            connection.execute(f"SET VARIABLE first_event = {first}::BIGINT")
            connection.execute(f"SET VARIABLE end_event = {end}::BIGINT")
            write(connection, "generate_events.sql", unfinished / f"events-{number:04}.parquet")
        if workload.bot_events:
            write(connection, "generate_bot.sql", unfinished / "events-bot.parquet")
    unfinished.rename(folder)


def write(connection: "duckdb.DuckDBPyConnection", sql: str, file: Path) -> None:
    query = (SQL / sql).read_text()
    connection.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION snappy)")


def fingerprint(folder: Path) -> str:
    """A number that is the same for the same rows, in whatever order."""
    import duckdb

    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT count(*), bit_xor(hash(e)), sum(hash(e) % 1000003) FROM '{folder}/*.parquet' AS e"
        ).fetchone()
    assert row is not None
    return f"{row[0]} events, {row[1]:016x}, {row[2]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1, help="0 to 2000")
    parser.add_argument("--bot", type=int, default=0, metavar="EVENTS", help="add one person with so many events")
    options = parser.parse_args()
    began = time.monotonic()
    generate(Workload(options.events, options.seed, options.bot), options.folder)
    print(f"{fingerprint(options.folder)} ({time.monotonic() - began:.1f} s)")


if __name__ == "__main__":
    main()
