"""SIGTERM: whatever clients do, the server ends within 10 s with all that it acknowledged in files."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from http_client import Client
from iafa_server import Account, Project, Server, iafa, running
from load import THREADS, Ledger, Sender
from parquet_files import ids_by_pyarrow
from times import ago, day

# The promise.
PROMISED_SECONDS = 10
ROWS = 40_000


@contextmanager
def connected(server: Server, sent: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(sent)
        yield connection


def head(project: Project, length: int) -> bytes:
    return (
        "POST /api/v1/track HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"X-API-Key: {project.api_key}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def hold_connections(server: Server, project: Project, held: ExitStack) -> None:
    """Idle connections, requests that are half there, and readers that don't read."""
    for _ in range(200):
        connection = held.enter_context(connected(server, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
        assert connection.recv(12) == b"HTTP/1.1 200"
    for number in range(20):
        held.enter_context(connected(server, head(project, 1_000)[: 20 + 10 * number]))
        held.enter_context(connected(server, head(project, 1_000) + b'{"event_type":'))
    for _ in range(20):
        # Answers of more than the system takes on the way.
        held.enter_context(connected(server, b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 100))


class Asker(threading.Thread):
    """Asks long questions until the server is gone."""

    def __init__(self, client: Client, body: object) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.body = body
        self.has_begun = threading.Event()

    def run(self) -> None:
        try:
            while True:
                self.has_begun.set()
                self.client.post("/api/v1/analytics/funnel", self.body)
        except Exception:
            self.client.close()


def fill(data_dir: Path, project: Project, file: Path) -> None:
    """Brings in enough events for long questions."""
    when = ago(days=3).date()
    with file.open("w") as out:
        for number in range(ROWS):
            row = {
                "event_type": "a" if number % 3 else "b",
                "user_id": f"u{number % 500}",
                "timestamp": f"{when}T10:{number % 60:02}:00Z",
                "properties": {"text": f"{number:0100}"},
            }
            out.write(json.dumps(row) + "\n")
    iafa("import", file, "--project", project.id, data_dir=data_dir).must_succeed()


def test_a_stop_under_load_keeps_its_promise(data_dir: Path, tmp_path: Path) -> None:
    with running(data_dir, "--flush-interval-seconds", "3600", "--engine-threads", "1") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop", retention_days=None)
        assert server.stop() == 0
        fill(data_dir, project, tmp_path / "rows.jsonl")
        server.start()
        ledger = Ledger()
        senders = [Sender(project.sender(server), ledger, f"load-{n}", n, []) for n in range(THREADS)]
        stages = [{"event_type": "a"}, {"event_type": "b"}] * 4
        filters = [{"property": "text", "operator": "matches", "value": "(0|1)*2(3|4)*5$"}]
        question = {
            "project_id": project.id,
            "stages": [stage | {"filters": filters} for stage in stages],
            "start_date": day(ago(days=10)),
            "end_date": day(ago(days=-1)),
        }
        token = account.client.headers["Authorization"]
        askers = [Asker(server.client.with_headers(Authorization=token), question) for _ in range(4)]
        with ExitStack() as held:
            hold_connections(server, project, held)
            for thread in senders + askers:
                thread.start()
            while len(ledger.acknowledged_by_now()) < 2_000:
                assert server.process.poll() is None, server.last_log()
                assert not ledger.faults
                senders[0].join(0.01)
            assert server.stop(PROMISED_SECONDS) == 0
            for thread in senders + askers:
                thread.join(60)
                assert not thread.is_alive()
        assert not ledger.faults, ledger.faults
        stored = [event_id for event_id in ids_by_pyarrow(data_dir, project.id) if event_id.startswith("load-")]
        assert len(stored) == len(set(stored))
        assert ledger.acknowledged <= set(stored) <= ledger.sent
        server.log.unlink()
        server.start()
        # What it would read of the journal is in files.
        assert "read the journal" not in server.last_log() or "not in files=0" in server.last_log()
        assert server.stop() == 0
        iafa("verify", data_dir=data_dir).must_succeed()
