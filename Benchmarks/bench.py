"""Asks the same funnel of the program and of DuckDB's own SQL, on the same files, in turn, and prints a table.

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
        shutil.rmtree(data_dir, ignore_errors=True)
        organization = ["--email", EMAIL, "--organization", "Bench", "--password-stdin"]
        iafa("user", "create", *organization, data_dir=data_dir, stdin=PASSWORD + "\n").must_succeed()
        began = time.perf_counter()
        iafa("import", source, "--project", PROJECT, "--create", data_dir=data_dir, seconds=36_000).must_succeed()
        seconds = time.perf_counter() - began
        iafa("compact", data_dir=data_dir, seconds=36_000).must_succeed()
        note.write_text(json.dumps({"import_seconds": seconds}))
    return Prepared(data_dir, json.loads(note.read_text())["import_seconds"])


def baselines(prepared: Prepared, events: str, threads: int, *, bot: bool) -> list[Engine]:
    end = date.fromisoformat(END_DATE) + timedelta(days=1)
    common = ["--files", prepared.files, "--threads", str(threads), "--window-seconds", str(WINDOW_SECONDS)]
    common += ["--range-start", f"{START_DATE}T00:00:00+00:00", "--range-end", f"{end}T00:00:00+00:00"]
    queries = [query for query in QUERIES if not (bot and query in QUADRATIC)]
    return [
        Baseline(f"DuckDB, {name}.sql", ["--events", events, "--query", f"{name}.sql", *common]) for name in queries
    ]


def question(prepared: Prepared, first_filters: list[dict[str, Any]]) -> dict[str, Any]:
    stages: list[dict[str, Any]] = [{"event_type": step} for step in STEPS]
    stages[0]["filters"] = first_filters
    return {
        "project_id": prepared.project_id,
        "stages": stages,
        "start_date": START_DATE,
        "end_date": END_DATE,
        "conversion_window_seconds": WINDOW_SECONDS,
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
    with running(prepared.data_dir) as server:
        header = sign_in(server)

        def asked(name: str, filters: list[dict[str, Any]]) -> ServerQuestion:
            client = server.client.with_headers(**header)
            client.timeout = 3600
            return ServerQuestion(name, server, client, question(prepared, filters))

        results["five steps within 7 days"] = measure(
            [
                asked("iafa serve, over HTTP", []),
                Command("iafa funnel, whole process", command),
                *baselines(prepared, "stage_events.sql", options.threads, bot=bot),
            ],
            options,
        )
        results["the same, first step only on iOS"] = measure(
            [
                asked("iafa serve, over HTTP", [FILTER]),
                *baselines(prepared, "stage_events_filtered.sql", options.threads, bot=bot),
            ],
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
    )
    text = markdown(facts, run(workload, prepared, options))
    print(text)
    keep(workload.name, text)


if __name__ == "__main__":
    main()
