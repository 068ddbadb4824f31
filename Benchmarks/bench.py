"""Asks the same funnel of the program, with its stage indexes and without, and of DuckDB, ClickHouse and Polars, on the
same files, in turn, and prints a table.

Wants a machine that does nothing else. Data is made once and kept in bench-data/.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
os.environ.setdefault("IAFA_BINARY", str(ROOT / ".build" / "release" / "iafa"))
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from generate import END_DATE, START_DATE, STEPS, Workload  # noqa: E402
from iafa_server import BINARY, PASSWORD, Server, iafa, running  # noqa: E402
from measure import Baseline, Command, Engine, Measurement, ServerQuestion, interleave  # noqa: E402
from report import Facts, markdown  # noqa: E402
from results import keep  # noqa: E402

EMAIL = "bench@example.com"
PROJECT = "bench"
WINDOW_SECONDS = 7 * 86_400
YEAR_SECONDS = 366 * 86_400
FILTER = {"property": "platform", "operator": "eq", "value": "ios"}
QUERIES = ("latest_start", "self_joins", "asof_chain")
# Quadratic in one person's events: a bot would keep them busy for ever.
QUADRATIC = ("latest_start", "self_joins")


@dataclass(frozen=True)
class Prepared:
    """A data directory with the workload's events."""

    data_dir: Path
    import_seconds: float

    @property
    def project_folder(self) -> Path:
        [folder] = (self.data_dir / "events").iterdir()
        return folder

    @property
    def project_id(self) -> str:
        return self.project_folder.name.removeprefix("project_")

    @property
    def unindexed(self) -> Path:
        """The same event files, for a server that has no indexes."""
        folder = self.data_dir.with_name("unindexed")
        if not folder.exists():
            shutil.copytree(self.data_dir, folder, ignore=shutil.ignore_patterns("events", "index", ".iafa-scratch"))
            shutil.copytree(self.data_dir / "events", folder / "events", copy_function=os.link)
        return folder

    @property
    def index_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.data_dir.rglob("stages_*.index"))

    @property
    def table(self) -> Path:
        """A MergeTree table of the event files."""
        folder = self.data_dir.with_name("mergetree")
        if not folder.exists():
            print("making the MergeTree table", file=sys.stderr)
            unfinished = folder.with_name("mergetree.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            command = [sys.executable, str(HERE / "clickhouse.py"), "--make", "--table", str(unfinished)]
            subprocess.run([*command, *common(self, 2)], check=True, stdout=sys.stderr)
            unfinished.rename(folder)
        return folder

    @property
    def files(self) -> str:
        return str(self.project_folder / "*" / "*" / "events_*.parquet")

    @property
    def bytes_on_disk(self) -> int:
        return sum(file.stat().st_size for file in self.project_folder.rglob("*.parquet"))


def prepare(workload: Workload, *, again: bool) -> Prepared:
    """Makes the events and imports them, unless an earlier run did."""
    made_by = [HERE / "generate.py", *sorted((HERE / "sql").glob("generate_*.sql"))]
    version = hashlib.sha256(b"".join(file.read_bytes() for file in made_by)).hexdigest()[:8]
    folder = ROOT / "bench-data" / f"{workload.name}-{version}"
    source, data_dir, note = folder / "source", folder / "data", folder / "imported.json"
    if again:
        note.unlink(missing_ok=True)
    if not note.exists():
        print(f"making {workload.events:,} events", file=sys.stderr)
        options = [f"--events={workload.events}", f"--seed={workload.seed}", f"--bot={workload.bot_events}"]
        # A process of its own: a child's peak memory begins at its parent's.
        subprocess.run(
            [sys.executable, str(HERE / "generate.py"), str(source), *options], check=True, stdout=sys.stderr
        )
        print("importing them", file=sys.stderr)
        for old in (data_dir, folder / "unindexed", folder / "mergetree"):
            shutil.rmtree(old, ignore_errors=True)
        organization = ["--email", EMAIL, "--organization", "Bench", "--password-stdin"]
        iafa("user", "create", *organization, data_dir=data_dir, stdin=PASSWORD + "\n").must_succeed()
        began = time.perf_counter()
        iafa("import", source, "--project", PROJECT, "--create", data_dir=data_dir, seconds=36_000).must_succeed()
        seconds = time.perf_counter() - began
        iafa("compact", data_dir=data_dir, seconds=36_000).must_succeed()
        note.write_text(json.dumps({"import_seconds": seconds}))
    # Of data that was made by a version without indexes.
    iafa("index", data_dir=data_dir, seconds=36_000).must_succeed()
    return Prepared(data_dir, json.loads(note.read_text())["import_seconds"])


def common(prepared: Prepared, threads: int, window_seconds: int = WINDOW_SECONDS) -> list[str]:
    """The arguments that all other engines have."""
    end = date.fromisoformat(END_DATE) + timedelta(days=1)
    arguments = ["--files", prepared.files, "--threads", str(threads), "--window-seconds", str(window_seconds)]
    return [*arguments, "--range-start", f"{START_DATE}T00:00:00+00:00", "--range-end", f"{end}T00:00:00+00:00"]


def baselines(
    prepared: Prepared, threads: int, *, bot: bool, filtered: bool = False, window_seconds: int = WINDOW_SECONDS
) -> list[Engine]:
    arguments = common(prepared, threads, window_seconds)
    events = "stage_events_filtered.sql" if filtered else "stage_events.sql"
    queries = [query for query in QUERIES if not (bot and query in QUADRATIC)]
    engines: list[Engine] = [
        Baseline(f"DuckDB, {name}.sql", "baseline.py", ["--events", events, "--query", f"{name}.sql", *arguments])
        for name in queries
    ]
    first = ["--filtered"] if filtered else []
    engines.append(Baseline("ClickHouse, the same files", "clickhouse.py", [*arguments, *first]))
    if not filtered:
        table = ["--table", str(prepared.table)]
        engines.append(Baseline("ClickHouse, MergeTree", "clickhouse.py", [*arguments, *table]))
    engines.append(Baseline("Polars, as-of joins", "polars_chain.py", [*arguments, *first]))
    return engines


def question(
    prepared: Prepared, first_filters: list[dict[str, Any]], window_seconds: int = WINDOW_SECONDS
) -> dict[str, Any]:
    stages: list[dict[str, Any]] = [{"event_type": step} for step in STEPS]
    stages[0]["filters"] = first_filters
    return {
        "project_id": prepared.project_id,
        "stages": stages,
        "start_date": START_DATE,
        "end_date": END_DATE,
        "conversion_window_seconds": window_seconds,
    }


def sign_in(server: Server) -> dict[str, str]:
    session = server.client.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}).must_be(200).json()
    return {"Authorization": f"Bearer {session['access_token']}"}


def measure(engines: list[Engine], options: argparse.Namespace) -> list[Measurement]:
    try:
        return interleave(engines, options.rounds, options.warm_up)
    finally:
        for engine in engines:
            engine.close()


def run(workload: Workload, prepared: Prepared, options: argparse.Namespace) -> dict[str, list[Measurement]]:
    bot = workload.bot_events > 0
    command = [str(BINARY), "funnel", "--data-dir", str(prepared.data_dir), "--project", PROJECT, "--json"]
    command += ["--stages", ",".join(STEPS), "--window", "7d", "--from", START_DATE, "--to", END_DATE]
    results = {}
    # A kept answer measures nothing.
    fresh = ("--result-cache-mib", "0")
    unindexed_options = (*fresh, "--stage-index", "off")
    with running(prepared.data_dir, *fresh) as indexed, running(prepared.unindexed, *unindexed_options) as unindexed:
        servers = (("indexed", indexed, sign_in(indexed)), ("unindexed", unindexed, sign_in(unindexed)))

        def asked(filters: list[dict[str, Any]], window_seconds: int = WINDOW_SECONDS) -> list[Engine]:
            engines: list[Engine] = []
            for name, server, header in servers:
                client = server.client.with_headers(**header)
                client.timeout = 3600
                body = question(prepared, filters, window_seconds)
                engines.append(ServerQuestion(f"iafa serve, {name}", server, client, body))
            return engines

        results["five steps within 7 days"] = measure(
            [
                *asked([]),
                Command("iafa funnel, whole process", command),
                *baselines(prepared, options.threads, bot=bot),
            ],
            options,
        )
        results["the same, first step only on iOS"] = measure(
            [*asked([FILTER]), *baselines(prepared, options.threads, bot=bot, filtered=True)], options
        )
        results["five steps within 366 days"] = measure(
            [*asked([], YEAR_SECONDS), *baselines(prepared, options.threads, bot=bot, window_seconds=YEAR_SECONDS)],
            options,
        )
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bot", type=int, default=0, metavar="EVENTS", help="add one person with so many events")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--warm-up", type=int, default=2, help="rounds that are not counted")
    parser.add_argument("--threads", type=int, default=2, help="of DuckDB's own queries")
    parser.add_argument("--import-again", action="store_true", help="after a change to how events are stored")
    options = parser.parse_args()
    workload = Workload(options.events, options.seed, options.bot)
    prepared = prepare(workload, again=options.import_again)
    facts = Facts(
        workload=workload,
        rounds=options.rounds,
        threads=options.threads,
        version=iafa("version").must_succeed().stdout.strip(),
        import_seconds=prepared.import_seconds,
        bytes_on_disk=prepared.bytes_on_disk,
        index_bytes=prepared.index_bytes,
    )
    text = markdown(facts, run(workload, prepared, options))
    print(text)
    keep(workload.name, text)


if __name__ == "__main__":
    main()
