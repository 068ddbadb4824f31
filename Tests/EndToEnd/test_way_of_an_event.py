"""From an app's call over the journal and the files to an answer, with nothing lost, doubled or changed on the way."""

import json
import re
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
from http_client import Client
from iafa_server import Account, Project, Server, iafa, running, users
from parquet_files import COLUMNS, TIMES, event_files, ids_by_pyarrow, rows_by_duckdb
from times import ago, day, microseconds, wire

WEEK = {"start": day(ago(days=7)), "end": day(ago(days=-1))}


def event(event_type: str, user: str, **fields: Any) -> dict[str, Any]:
    return {"event_type": event_type, "user_id": user, **fields}


def test_an_event_is_counted_by_the_very_next_question(server: Server, account: Account, project: Project) -> None:
    sender = project.sender(server)
    funnel = account.funnel(project, "signup", "purchase")
    question = f"/api/v1/analytics/funnel/{funnel}?start_date={WEEK['start']}&end_date={WEEK['end']}"
    for number in range(1, 31):
        user = f"user-{number}"
        answer = sender.post("/api/v1/track", event("signup", user)).must_be(200).json()
        assert answer["status"] == "accepted" and answer["event_id"]
        assert users(account.client.get(question).must_be(200).json()) == [number, (number - 1) // 2]
        if number % 2 == 0:
            batch = {"events": [event("purchase", user), event("page_view", user)]}
            verdict = sender.post("/api/v1/track/batch", batch).must_be(200).json()
            assert verdict == {"accepted": 2, "duplicates": 0, "rejected": []}
            assert users(account.client.get(question).must_be(200).json()) == [number, number // 2]


def test_the_answer_has_the_numbers_of_every_step(server: Server, account: Account, project: Project) -> None:
    begin = ago(days=3)
    events = [event("view", f"u{n}", timestamp=wire(begin)) for n in range(4)]
    events += [event("buy", f"u{n}", timestamp=wire(begin + timedelta(seconds=10 + n))) for n in range(3)]
    project.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200)
    funnel = account.funnel(project, "view", "buy", conversion_window_seconds=3600)
    path = f"/api/v1/analytics/funnel/{funnel}?start_date={WEEK['start']}&end_date={WEEK['end']}"
    answer = account.client.get(path).must_be(200).json()

    assert answer["funnel_id"] == funnel
    assert answer["date_range"] == {"start_date": WEEK["start"], "end_date": WEEK["end"]}
    view, buy = answer["stages"]
    assert (view["event_type"], view["users"], view["conversion_rate"]) == ("view", 4, 100)
    assert (buy["event_type"], buy["users"], buy["conversion_rate"]) == ("buy", 3, 75)
    assert (buy["step_conversion_rate"], buy["drop_off"], buy["drop_off_rate"]) == (75, 1, 25)
    assert all(stage["in_progress"] == 0 and stage["stage_name"] for stage in (view, buy))
    assert answer["overall_conversion_rate"] == 75

    stages = [{"event_type": "view"}, {"event_type": "buy"}]
    unsaved = account.ask(project, stages, WEEK["start"], WEEK["end"], conversion_window_seconds=3600)
    assert unsaved["stages"] == answer["stages"]


def test_an_event_sent_again_is_stored_once(server: Server, account: Account, project: Project) -> None:
    sender = project.sender(server)
    first = event("ping", "u", event_id="e-1")
    assert sender.post("/api/v1/track", first).json() == {"status": "accepted", "event_id": "e-1"}
    assert sender.post("/api/v1/track", first).json() == {"status": "duplicate", "event_id": "e-1"}
    batch = [first, event("ping", "v", event_id="e-2"), event("ping", "v", event_id="e-2")]
    verdict = sender.post("/api/v1/track/batch", {"events": batch}).must_be(200).json()
    assert verdict == {"accepted": 1, "duplicates": 2, "rejected": []}
    # Whoever has one event can't take two steps.
    ping_twice = [{"event_type": "ping"}, {"event_type": "ping"}]
    assert users(account.ask(project, ping_twice, WEEK["start"], WEEK["end"])) == [2, 0]
    # An id is unique within its project only.
    other = account.project("other").sender(server)
    assert other.post("/api/v1/track", first).json() == {"status": "accepted", "event_id": "e-1"}


def varied_events() -> list[dict[str, Any]]:
    """Events over three days with every field and some unusual text; each with an id."""
    events = []
    for number in range(300):
        when = ago(days=number % 3) - timedelta(microseconds=number)
        one: dict[str, Any] = {
            "event_id": f"event-{number}",
            "event_type": ["view", "añadir al carrito", "購入", "pay 💳"][number % 4],
            "timestamp": wire(when),
            "properties": {"n": number, "text": 'quote " comma , line\nbreak 💡', "deep": {"list": [1.5, None, True]}},
        }
        one |= {"user_id": f"user-{number % 50}"} if number % 3 else {"anonymous_id": f"device-{number % 50}"}
        one |= {"session_id": f"session-{number % 70}"} if number % 5 else {}
        events.append(one)
    return events


def send_all(sender: Client, events: list[dict[str, Any]]) -> None:
    for one in events[:20]:
        assert sender.post("/api/v1/track", one).must_be(200).json()["status"] == "accepted"
    verdict = sender.post("/api/v1/track/batch", {"events": events[20:]}).must_be(200).json()
    assert verdict == {"accepted": len(events) - 20, "duplicates": 0, "rejected": []}


def test_other_programs_read_every_event_once_and_unchanged(data_dir: Path) -> None:
    events = varied_events()
    with running(data_dir) as server:
        project = Account(server, "ada@example.com").project("shop")
        send_all(project.sender(server), events)
        assert server.stop() == 0
    iafa("compact", data_dir=data_dir).must_succeed()

    rows = {row["event_id"]: row for row in rows_by_duckdb(data_dir, project.id)}
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == sorted(one["event_id"] for one in events)
    assert len(rows_by_duckdb(data_dir, project.id)) == len(rows) == len(events)
    for one in events:
        row = rows[one["event_id"]]
        for name in ("event_type", "user_id", "anonymous_id", "session_id"):
            assert row[name] == one.get(name)
        assert json.loads(row["properties"]) == one["properties"]
        assert wire_microseconds(one["timestamp"]) == row["timestamp"]
        assert abs(row["received_at"] - microseconds(ago())) < 600 * 1_000_000
        assert row["sent_at"] is None
        assert row["ip_hash"] is None or "127.0.0.1" not in row["ip_hash"]
    iafa("verify", data_dir=data_dir).must_succeed()

    # Twice is as good as once.
    before = {file: file.read_bytes() for file in event_files(data_dir, project.id)}
    iafa("compact", data_dir=data_dir).must_succeed()
    assert {file: file.read_bytes() for file in event_files(data_dir, project.id)} == before


def wire_microseconds(text: str) -> int:
    return microseconds(datetime.fromisoformat(text))


def test_times_are_kept_to_the_microsecond_in_utc(data_dir: Path) -> None:
    noon = ago(days=2).replace(hour=12, minute=0, second=0)
    date = day(noon)
    texts = {
        "utc": (f"{date}T12:00:00Z", 0),
        "offset": (f"{date}T14:30:00.5+02:30", 500_000),
        "nanoseconds": (f"{date}T12:00:00.123456789Z", 123_456),
    }
    with running(data_dir) as server:
        project = Account(server, "ada@example.com").project("shop")
        batch = [event("tick", "u", event_id=name, timestamp=text) for name, (text, _) in texts.items()]
        answer = project.sender(server).post("/api/v1/track/batch", {"events": batch}).must_be(200).json()
        assert answer["accepted"] == len(texts)
    iafa("compact", data_dir=data_dir).must_succeed()
    stored = {row["event_id"]: row["timestamp"] for row in rows_by_duckdb(data_dir, project.id)}
    assert stored == {name: microseconds(noon) + fraction for name, (_, fraction) in texts.items()}


def test_a_data_directory_has_the_promised_layout_and_nobody_else_can_read_it(data_dir: Path) -> None:
    with running(data_dir) as server:
        project = Account(server, "ada@example.com").project("shop")
        send_all(project.sender(server), varied_events())
    iafa("compact", data_dir=data_dir).must_succeed()

    files = event_files(data_dir, project.id)
    assert len(files) in (3, 4)
    for file in files:
        relative = file.relative_to(data_dir).as_posix()
        match = re.fullmatch(
            rf"events/project_{project.id}/(\d{{4}})/(\d\d)/events_(\d{{4}}-\d\d)-\d\d\.parquet", relative
        )
        assert match and f"{match[1]}-{match[2]}" == match[3], relative
        first, last = (stamp.date().isoformat() for stamp in first_and_last_time(file))
        assert first == last == file.stem.removeprefix("events_")
        check_columns(pyarrow.parquet.read_schema(file))

    for name in ("users", "organizations", "projects", "funnels"):
        document = data_dir / "metadata" / f"{name}.json"
        assert name == "funnels" or json.loads(document.read_text())
    for path in [data_dir, *data_dir.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_dir():
            assert mode == 0o700, path
        elif "metadata" in path.parts:
            assert mode == 0o600, path


def first_and_last_time(file: Path) -> tuple[Any, Any]:
    times = pyarrow.parquet.read_table(file, columns=["timestamp"]).column("timestamp").to_pylist()
    return min(times), max(times)


def check_columns(schema: pyarrow.Schema) -> None:
    assert tuple(schema.names) == COLUMNS
    for column in schema:
        expected = pyarrow.timestamp("us", tz="UTC") if column.name in TIMES else pyarrow.string()
        assert column.type == expected, column
