"""Segment's and PostHog's own clients for Python, as they are but for host and key: what they send is there, once."""

import json
import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import posthog
import pytest
from iafa_server import Account, Project, Server, iafa, running
from parquet_files import ids_by_pyarrow, rows_by_duckdb
from segment.analytics.client import Client as SegmentClient
from times import ago, microseconds

EVENTS = 10_000
AGAIN = 500
BEGIN = ago(days=3)


@pytest.fixture(autouse=True)
def _no_complaints(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails where a client has something to complain about."""
    caplog.set_level(logging.WARNING)
    yield
    complaints = [record.getMessage() for record in caplog.get_records("call")]
    assert not complaints, complaints[:5]


def address(server: Server, path: str = "") -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def stored(data_dir: Path, project: Project, expected: int) -> dict[str, dict[str, Any]]:
    """The events of a stopped server by id, each there once."""
    rows = rows_by_duckdb(data_dir, project.id)
    by_id = {row["event_id"]: row for row in rows}
    assert len(rows) == len(by_id) == expected
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == sorted(by_id)
    return by_id


def when(number: int) -> datetime:
    """Spread over three days, to the millisecond."""
    return BEGIN + timedelta(milliseconds=number * 25_003)


def properties(number: int) -> dict[str, Any]:
    return {"number": number, "price": number / 4, "text": f"€ {number} \"quoted\" \\ 💳", "list": [number, {"a": None}]}


class SegmentCalls:
    """One of each kind of call in turn, and what is expected of it."""

    def __init__(self, client: SegmentClient) -> None:
        self.client = client

    def send(self, number: int) -> tuple[str, str, str | None, str | None, dict[str, Any]]:
        """Type, id, user, anonymous id, and the properties without what all have."""
        own, user, message = properties(number), f"user-{number % 97}", f"message-{number}"
        common: dict[str, Any] = {
            "timestamp": when(number),
            "message_id": message,
            "context": {"ip": "203.0.113.9", "device": {"n": number}},
            "integrations": {"All": True},
        }
        match number % 7:
            case 0:
                self.client.track(user, "Order Completed", own, **common)
                return "Order Completed", message, user, None, own
            case 1:
                self.client.identify(user, own, anonymous_id=f"anonymous-{number}", **common)
                return "$identify", message, user, f"anonymous-{number}", {"traits": own}
            case 2:
                self.client.page(user, "Docs", "Start", own, **common)
                return "$pageview", message, user, None, own | {"name": "Start", "category": "Docs"}
            case 3:
                self.client.screen(anonymous_id=f"anonymous-{number}", name="Cart", properties=own, **common)
                return "$screen", message, None, f"anonymous-{number}", own | {"name": "Cart"}
            case 4:
                self.client.group(user, "company-1", own, **common)
                return "$group", message, user, None, {"groupId": "company-1", "traits": own}
            case 5:
                self.client.alias(f"anonymous-{number}", user, **common)
                return "$alias", message, user, None, {"previousId": f"anonymous-{number}"}
            case _:
                # Ids that are numbers.
                self.client.track(number, "Product Viewed", own, **common)
                return "Product Viewed", message, str(number), None, own


@pytest.mark.parametrize("gzip", [False, True])
def test_segments_client_delivers_every_event_once(data_dir: Path, gzip: bool) -> None:
    faults: list[Any] = []
    with running(data_dir) as server:
        project = Account(server, "ada@example.com").project("shop")
        client = SegmentClient(
            project.api_key, host=address(server), gzip=gzip, on_error=lambda error, batch: faults.append(error)
        )
        calls = SegmentCalls(client)
        sent = [calls.send(number) for number in range(EVENTS)]
        client.flush()
        # The same again, as a client does that has seen no answer.
        for number in range(AGAIN):
            calls.send(number)
        client.shutdown()
        assert server.stop() == 0
    assert faults == []

    rows = stored(data_dir, project, EVENTS)
    for number, (event_type, event_id, user, anonymous, expected) in enumerate(sent):
        row = rows[event_id]
        assert (row["event_type"], row["user_id"], row["anonymous_id"]) == (event_type, user, anonymous)
        assert row["timestamp"] == microseconds(when(number))
        assert 0 <= row["received_at"] - row["sent_at"] < 60_000_000
        found = json.loads(row["properties"])
        assert found["context"].pop("library")["name"] == "analytics-python"
        assert found.pop("context") == {"ip": "203.0.113.9", "device": {"n": number}}
        assert found.pop("integrations") == {"All": True}
        assert found == expected


class PostHogCalls:
    """One of each kind of call in turn, and what is expected of it."""

    def __init__(self, client: posthog.Posthog) -> None:
        self.client = client

    def send(self, number: int) -> tuple[str, str, str | None, str | None, dict[str, Any]]:
        """Type, id, user, anonymous id, and the properties without what all have."""
        own, user = properties(number), f"user-{number % 97}"
        event_id = str(uuid.UUID(int=number + 1))
        common: dict[str, Any] = {"timestamp": when(number), "uuid": event_id}
        match number % 6:
            case 0:
                self.client.capture("purchase", distinct_id=user, properties=own, **common)
                return "purchase", event_id, user, None, own
            case 1:
                linked = own | {"$anon_distinct_id": f"anonymous-{number}", "$session_id": f"session-{number}"}
                self.client.capture("$identify", distinct_id=user, properties=linked, **common)
                return "$identify", event_id, user, f"anonymous-{number}", linked
            case 2:
                self.client.alias(f"anonymous-{number}", user, **common)
                linked = {"distinct_id": f"anonymous-{number}", "alias": user}
                return "$create_alias", event_id, f"anonymous-{number}", None, linked
            case 3:
                self.client.set(distinct_id=user, properties=own, **common)
                return "$set", event_id, user, None, {"$set": own}
            case 4:
                self.client.set_once(distinct_id=user, properties=own, **common)
                return "$set_once", event_id, user, None, {"$set_once": own}
            case _:
                personless = own | {"$process_person_profile": False}
                self.client.capture("seen", distinct_id=f"device-{number}", properties=personless, **common)
                return "seen", event_id, None, f"device-{number}", personless


@pytest.mark.parametrize("gzip", [False, True])
def test_posthogs_client_delivers_every_event_once(data_dir: Path, gzip: bool) -> None:
    faults: list[Any] = []
    with running(data_dir) as server:
        project = Account(server, "ada@example.com").project("shop")
        client = posthog.Posthog(
            project.api_key, host=address(server), gzip=gzip, on_error=lambda error, batch: faults.append(error)
        )
        # There are no flags, and that is no error.
        assert client.get_all_flags("user-1") == {}
        calls = PostHogCalls(client)
        sent = [calls.send(number) for number in range(EVENTS)]
        client.flush()
        for number in range(AGAIN):
            calls.send(number)
        client.shutdown()
        assert server.stop() == 0
    assert faults == []

    rows = stored(data_dir, project, EVENTS)
    for number, (event_type, event_id, user, anonymous, expected) in enumerate(sent):
        row = rows[event_id]
        assert (row["event_type"], row["user_id"], row["anonymous_id"]) == (event_type, user, anonymous)
        assert row["session_id"] == expected.get("$session_id")
        assert row["timestamp"] == microseconds(when(number))
        assert 0 <= row["received_at"] - row["sent_at"] < 60_000_000
        found = json.loads(row["properties"])
        assert found["$lib"] == "posthog-python"
        assert "api_key" not in found and project.api_key not in row["properties"]
        assert {name: value for name, value in found.items() if name in expected} == expected


def test_the_doors_can_be_elsewhere(data_dir: Path) -> None:
    options = ("--segment-path", "/stuff", "--posthog-path", "/things/in", "--track-path", "/t")
    with running(data_dir, *options) as server:
        project = Account(server, "ada@example.com").project("shop")
        segment = SegmentClient(project.api_key, host=address(server, "/stuff"), sync_mode=True)
        segment.track("u", "bought", message_id="s")
        client = posthog.Posthog(project.api_key, host=address(server, "/things/in"), sync_mode=True)
        client.capture("bought", distinct_id="u", uuid=str(uuid.UUID(int=7)))
        server.client.post(f"/t?api_key={project.api_key}", {"event_type": "bought", "user_id": "u", "event_id": "t"})
        for path in ("/v1/batch", "/batch/", "/e/"):
            server.client.post(path, {}).must_be(404)
        server.stop()
    assert set(stored(data_dir, project, 3)) == {"s", str(uuid.UUID(int=7)), "t"}


def test_a_key_that_is_unknown_is_told_of_once(server: Server) -> None:
    faults: list[Any] = []
    client = SegmentClient("nobody", host=address(server), on_error=lambda error, batch: faults.append(error))
    logging.getLogger("segment").disabled = True
    client.track("u", "bought")
    client.shutdown()
    logging.getLogger("segment").disabled = False
    assert [fault.status for fault in faults] == [401]


@pytest.mark.parametrize(
    "options",
    [
        ("--segment-path", "stuff"),
        ("--posthog-path", "/api"),
        ("--track-path", "/"),
        ("--track-path", "/e"),
        ("--posthog-path", "/v1"),
    ],
)
def test_a_path_that_can_be_none_is_refused(data_dir: Path, options: tuple[str, str]) -> None:
    refused = iafa("serve", "--port", "0", *options, data_dir=data_dir).must_fail(64)
    # The wrong one alone, or the two that are in each other's way.
    assert refused.stderr.count("_path") == (1 if options[1] not in ("/e", "/v1") else 0), refused.stderr
    assert not data_dir.exists() or not (data_dir / "events").exists()
