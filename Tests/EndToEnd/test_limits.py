"""What one sender may send, and what the server takes on at once."""

import socket
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from http_client import Client, Reply
from iafa_server import Account, Project, Server, iafa, running
from parquet_files import ids_by_pyarrow, rows_by_duckdb

EVENT = {"event_type": "ping", "user_id": "u"}


def send(server: Server, project: Project, events: int = 1, **headers: str) -> Reply:
    client = project.sender(server).with_headers(**headers)
    try:
        if events == 1:
            return client.post("/api/v1/track", EVENT)
        return client.post("/api/v1/track/batch", {"events": [EVENT] * events})
    finally:
        client.close()


def left(reply: Reply) -> tuple[int, int]:
    assert 0 <= int(reply.headers["x-ratelimit-reset"]) <= 70
    return int(reply.headers["x-ratelimit-limit"]), int(reply.headers["x-ratelimit-remaining"])


def test_a_key_is_held_to_its_projects_limit(server: Server, account: Account) -> None:
    project = account.project("limited", rate_limit_per_minute=20)
    assert left(send(server, project).must_be(200)) == (20, 19)
    assert left(send(server, project, 15).must_be(200)) == (20, 4)
    refused = send(server, project, 5).must_be(429)
    assert refused.error["code"] == "rate_limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 70
    path = f"/api/v1/projects/{project.id}"
    changed = account.client.request("PATCH", path, {"rate_limit_per_minute": None}).must_be(200).json()
    assert changed["rate_limit_per_minute"] is None
    limit, remaining = left(send(server, project, 500).must_be(200))
    assert limit == 60_000_000 and remaining < limit


def test_clients_behind_a_trusted_proxy_are_told_apart(data_dir: Path) -> None:
    with running(data_dir, "--trusted-proxies", "127.0.0.1, 10.0.0.0/8") as server:
        project = Account(server, "ada@example.com").project("shop", address_rate_limit_per_minute=2)
        statuses = [
            send(server, project, X_Forwarded_For=client).status
            for client in ("203.0.113.1", "9.9.9.9, 203.0.113.1, 10.1.2.3", "203.0.113.1", "203.0.113.2", "2001:db8::1")
        ]
        assert statuses == [200, 200, 429, 200, 200]
        assert server.stop() == 0
    hashes = {row["ip_hash"] for row in rows_by_duckdb(data_dir, project.id)}
    assert len(hashes) == 3


def test_a_connection_too_many_is_told_so_and_health_is_answered(data_dir: Path) -> None:
    with running(data_dir, "--max-connections", "8") as server, ExitStack() as held:
        project = Account(server, "ada@example.com").project("shop")
        for _ in range(16):
            held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        refused = send(server, project).must_be(503)
        assert refused.error["code"] == "too_many_connections"
        assert refused.headers["connection"] == "close"
        for path in ("/health/live", "/health/ready"):
            Client(server.port).get(path).must_be(200)
        held.close()
        reply = send(server, project)
        while reply.status == 503:
            reply = send(server, project)
        reply.must_be(200)


def test_a_slow_client_is_closed(data_dir: Path) -> None:
    with running(data_dir, "--idle-timeout-seconds", "1", "--request-timeout-seconds", "1") as server:
        for text in (b"", b"POST /api/v1/track HTTP/1.1\r\nHo", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
                connection.sendall(text)
                while connection.recv(65536):
                    pass


def test_what_is_acknowledged_in_a_crowd_is_there_once(data_dir: Path) -> None:
    """Far more clients than requests that may wait: each is answered, and what was accepted is stored once."""
    statuses: Counter[int] = Counter()
    acknowledged: set[str] = set()
    lock = threading.Lock()
    with running(data_dir, "--max-requests", "16", "--body-memory-mib", "8") as server:
        project = Account(server, "ada@example.com").project("crowd")

        def crowd(name: int) -> None:
            client = project.sender(server)
            for number in range(20):
                ids = [f"{name}-{number}-{place}" for place in range(100 if name % 4 == 0 else 1)]
                events = [{**EVENT, "event_id": event_id, "properties": {"t": "x" * 2000}} for event_id in ids]
                reply = client.post("/api/v1/track/batch", {"events": events})
                with lock:
                    statuses[reply.status] += 1
                    if reply.status == 200:
                        acknowledged.update(ids)

        threads = [threading.Thread(target=crowd, args=(name,)) for name in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.stop() == 0
    assert set(statuses) <= {200, 503} and sum(statuses.values()) == 64 * 20
    iafa("compact", data_dir=data_dir).must_succeed()
    stored = ids_by_pyarrow(data_dir, project.id)
    assert len(stored) == len(set(stored))
    assert set(stored) == acknowledged


@pytest.mark.parametrize(
    "options",
    [
        ("--max-connections", "0"),
        ("--max-requests", "1"),
        ("--body-memory-mib", "1"),
        ("--idle-timeout-seconds", "0"),
        ("--request-timeout-seconds", "x"),
        ("--trusted-proxies", "proxy.example.com"),
        ("--trusted-proxies", "10.0.0.0/33"),
    ],
)
def test_a_setting_that_can_not_be_is_wrong_usage(data_dir: Path, options: tuple[str, str]) -> None:
    iafa("serve", *options, data_dir=data_dir).must_fail(64)
