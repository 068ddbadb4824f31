"""What a client can get wrong, and the answer to it. The client fails on any error that isn't in the shape of all."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from http_client import Client
from iafa_server import PASSWORD, Account, Project, Server, users
from times import ago, day, wire

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Case:
    """A body and what must come of it; `code` is the error's or that of one of its details."""

    name: str
    body: Any
    status: int
    code: str = ""

    @property
    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def cases(*table: Case) -> Callable[[Any], Any]:
    return pytest.mark.parametrize("case", table, ids=[case.name for case in table])


def event(**fields: Any) -> dict[str, Any]:
    return {"event_type": "view", "user_id": "u"} | fields


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"leaf": 1}
    for _ in range(depth - 1):
        value = {"in": value}
    return value


BAD_BODIES = (
    Case("empty body", b"", 400, "malformed_json"),
    Case("not JSON", b"event_type=view", 400, "malformed_json"),
    Case("half an object", b'{"event_type": "view", ', 400, "malformed_json"),
    Case("more after the object", b'{"event_type": "view", "user_id": "u"} x', 400, "malformed_json"),
    Case("not UTF-8", b'{"event_type": "caf\xe9", "user_id": "u"}', 400, "malformed_json"),
    Case("raw NUL in a string", b'{"event_type": "a\x00b", "user_id": "u"}', 400, "malformed_json"),
    Case("100,000 brackets", b"[" * 100_000, 413, "payload_too_large"),
    Case("10,000 brackets", b"[" * 10_000, 400, "malformed_json"),
    Case("5 MB", b'{"event_type": "' + b"x" * 5 * MEGABYTE + b'"}', 413, "payload_too_large"),
    Case("array", [event()], 422, "invalid_type"),
    Case("string", "view", 422, "invalid_type"),
    Case("null", None, 422, "invalid_type"),
)

BAD_EVENTS = (
    Case("nothing in it", {}, 422, "required"),
    Case("no event type", {"user_id": "u"}, 422, "required"),
    Case("nobody", {"event_type": "view"}, 422, "required"),
    Case("empty event type", event(event_type=""), 422, "empty"),
    Case("blank event type", event(event_type=" \u2003 "), 422, "empty"),
    Case("event type of 201 characters", event(event_type="é" * 201), 422, "too_long"),
    Case("event type of 10 kB", event(event_type="x" * 10_000), 422, "too_long"),
    Case("NUL in the event type", event(event_type="a\0b"), 422, "invalid_characters"),
    Case("unpaired surrogate in the event type", event(event_type="a\ud83d"), 422, "invalid_characters"),
    Case("number as user id", event(user_id=17), 422, "invalid_type"),
    Case("number as anonymous id", event(anonymous_id=1.5), 422, "invalid_type"),
    Case("number as event id", event(event_id=1), 422, "invalid_type"),
    Case("number as session id", event(session_id=0), 422, "invalid_type"),
    Case("number as event type", event(event_type=1), 422, "invalid_type"),
    Case("object as user id", event(user_id={}), 422, "invalid_type"),
    Case("user id of 201 characters", event(user_id="u" * 201), 422, "too_long"),
    Case("line break in the user id", event(user_id="a\nb"), 422, "invalid_characters"),
    Case("number as time", event(timestamp=1_700_000_000), 422, "invalid_type"),
    Case("no time at all", event(timestamp="yesterday"), 422, "invalid_timestamp"),
    Case("time without an offset", event(timestamp="2026-01-01T00:00:00"), 422, "invalid_timestamp"),
    Case("30 February", event(timestamp="2026-02-30T00:00:00Z"), 422, "invalid_timestamp"),
    Case("1970", event(timestamp="1970-01-01T00:00:00Z"), 422, "timestamp_too_old"),
    Case("before retention", event(timestamp=wire(ago(days=92))), 422, "timestamp_too_old"),
    Case("2090", event(timestamp="2090-01-01T00:00:00Z"), 422, "timestamp_in_future"),
    Case("25 hours ahead", event(timestamp=wire(ago(hours=-25))), 422, "timestamp_in_future"),
    Case("properties in an array", event(properties=[1]), 422, "invalid_type"),
    Case("300 properties", event(properties={f"p{n}": n for n in range(300)}), 422, "too_many"),
    Case("properties nested 9 deep", event(properties=nested(9)), 422, "too_deep"),
    Case("unknown field", event(colour="red"), 422, "unknown_field"),
    Case("user twice", b'{"event_type": "a", "user_id": "u", "user_id": "v"}', 422, "duplicate_field"),
    Case(
        "properties twice, once escaped",
        b'{"event_type": "a", "user_id": "u", "properties": {}, "propert\\u0069es": {"a": 1}}',
        422,
        "duplicate_field",
    ),
    Case("33 KiB", event(properties={"text": "x" * 33 * 1024}), 413, "event_too_large"),
)

UNUSUAL_EVENTS = (
    Case("emoji", event(event_type="pay 💳", user_id="👩‍👧", properties={"🎉": "🎉"}), 200),
    Case("200 characters", event(event_type="é" * 200, user_id="💡" * 200), 200),
    Case("offset", event(timestamp=wire(ago(hours=2)).replace("Z", "+00:00")), 200),
    Case("nine fractional digits", event(timestamp=wire(ago(hours=2)).replace("Z", ".123456789Z")), 200),
    Case("23 hours ahead", event(timestamp=wire(ago(hours=-23))), 200),
    Case("89 days ago", event(timestamp=wire(ago(days=89))), 200),
    Case("unpaired surrogate in a property", event(properties={"text": "cut \ud83d"}), 200),
    Case("NUL in a property", event(properties={"text": "a\0b"}), 200),
    Case("255 properties", event(properties={f"p{n}": n for n in range(255)}), 200),
    Case("properties nested 8 deep", event(properties=nested(8)), 200),
    Case("null for what may be absent", event(session_id=None, timestamp=None, properties=None), 200),
    Case("numbers of every kind", event(properties={"n": [0, -1, 1e300, 0.1, 2**63]}), 200),
    Case("31 KiB", event(properties={"text": "x" * 31 * 1024}), 200),
)


@cases(*BAD_BODIES, *BAD_EVENTS)
def test_a_bad_event_is_refused(server: Server, project: Project, case: Case) -> None:
    reply = project.sender(server).post("/api/v1/track", raw=case.bytes).must_be(case.status)
    assert case.code in reply.error_codes


@cases(*UNUSUAL_EVENTS)
def test_an_unusual_event_is_accepted(server: Server, project: Project, case: Case) -> None:
    reply = project.sender(server).post("/api/v1/track", raw=case.bytes).must_be(case.status)
    assert reply.json()["status"] == "accepted"


@cases(
    *BAD_BODIES[:6],
    Case("5 MB", b'{"events": ["' + b"x" * 5 * MEGABYTE + b'"]}', 413, "payload_too_large"),
    Case("array of events", [event()], 422, "invalid_type"),
    Case("no events", {}, 422, "required"),
    Case("events in an object", {"events": {}}, 422, "invalid_type"),
    Case("2,501 events", {"events": [event()] * 2501}, 422, "too_many"),
    Case("unknown field", {"events": [event()], "event": 1}, 422, "unknown_field"),
    Case("wrong time of sending", {"events": [event()], "sent_at": "now"}, 422, "invalid_timestamp"),
    Case("events twice", b'{"events": [{"event_type": "a", "user_id": "u"}], "events": []}', 422, "duplicate_field"),
)
def test_a_bad_batch_is_refused(server: Server, project: Project, case: Case) -> None:
    reply = project.sender(server).post("/api/v1/track/batch", raw=case.bytes).must_be(case.status)
    assert case.code in reply.error_codes


def test_a_batch_tells_the_ids_that_it_was_given(project: Project, server: Server) -> None:
    own = event(event_id="mine")
    send = project.sender(server).post
    verdict = send("/api/v1/track/batch?event_ids=true", {"events": [event(), own, {}, event()]}).must_be(200).json()
    assert [given["index"] for given in verdict["event_ids"]] == [0, 3]
    again = [event(event_id=given["event_id"]) for given in verdict["event_ids"]]
    verdict = send("/api/v1/track/batch", {"events": again}).must_be(200).json()
    assert verdict == {"accepted": 0, "duplicates": 2, "rejected": []}


def test_a_bad_event_does_not_fail_its_neighbours(server: Server, account: Account, project: Project) -> None:
    bad = [case for case in BAD_EVENTS if isinstance(case.body, dict)]
    events = [event(user_id=f"u{n}") if n % 3 else bad[n // 3 % len(bad)].body for n in range(300)]
    answer = project.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200).json()
    assert (answer["accepted"], answer["duplicates"]) == (200, 0)
    assert [rejection["index"] for rejection in answer["rejected"]] == list(range(0, 300, 3))
    for rejection in answer["rejected"]:
        assert rejection["code"] == bad[rejection["index"] // 3 % len(bad)].code
        assert rejection["message"]
    stages = [{"event_type": "view"}, {"event_type": "view"}]
    assert users(account.ask(project, stages, day(ago(days=1)), day(ago(days=-1)))) == [200, 0]


def test_a_batch_may_hold_2500_events_or_none(server: Server, project: Project) -> None:
    for count in (0, 2500):
        events = [event(user_id=f"u{n}") for n in range(count)]
        answer = project.sender(server).post("/api/v1/track/batch", {"events": events}).must_be(200).json()
        assert answer == {"accepted": count, "duplicates": 0, "rejected": []}


def gzipped(client: Client, path: str, data: bytes, encoding: str = "gzip") -> Any:
    return client.post(path, raw=data, headers={"Content-Encoding": encoding})


def test_compressed_bodies(server: Server, project: Project) -> None:
    sender = project.sender(server)
    one = gzip.compress(json.dumps(event()).encode())
    gzipped(sender, "/api/v1/track", one).must_be(200)
    gzipped(sender, "/api/v1/track/batch", gzip.compress(json.dumps({"events": [event()]}).encode())).must_be(200)
    assert "malformed_gzip" in gzipped(sender, "/api/v1/track", one[:-10]).must_be(400).error_codes
    assert "malformed_gzip" in gzipped(sender, "/api/v1/track", json.dumps(event()).encode()).must_be(400).error_codes
    bomb = gzip.compress(b'{"events": ["' + b"x" * 100 * MEGABYTE + b'"]}')
    assert "payload_too_large" in gzipped(sender, "/api/v1/track/batch", bomb).must_be(413).error_codes
    gzipped(sender, "/api/v1/track", one, encoding="br").must_be(415)


@cases(
    Case("not JSON", b"{", 400, "malformed_json"),
    Case("array", [], 422, "invalid_type"),
    Case("no email", {"password": PASSWORD}, 422, "required"),
    Case("no email address", {"email": "ada", "password": PASSWORD}, 422, "invalid_email"),
    Case("short password", {"email": "b@example.com", "password": "1234567"}, 422, "too_short"),
    Case("password of 73 bytes", {"email": "b@example.com", "password": "x" * 73}, 422, "too_long"),
    Case("number as password", {"email": "b@example.com", "password": 12345678}, 422, "invalid_type"),
    Case("email that is taken", {"email": "ADA@example.com", "password": PASSWORD}, 409, "email_taken"),
)
@pytest.mark.usefixtures("account")
def test_a_bad_registration_is_refused(server: Server, case: Case) -> None:
    reply = server.client.post("/api/v1/auth/register", raw=case.bytes).must_be(case.status)
    assert case.code in reply.error_codes


@cases(
    Case("no name", {}, 422, "required"),
    Case("unknown time zone", {"name": "x", "timezone": "Mars/Olympus"}, 422, "unknown_timezone"),
    Case("no retention", {"name": "x", "retention_days": 0}, 422, "out_of_range"),
    Case("half a day", {"name": "x", "retention_days": 0.5}, 422, "invalid_type"),
)
def test_a_bad_project_is_refused(account: Account, case: Case) -> None:
    reply = account.client.post("/api/v1/projects", raw=case.bytes).must_be(case.status)
    assert case.code in reply.error_codes


A, B = {"event_type": "a"}, {"event_type": "b"}


def filtered(**condition: Any) -> dict[str, Any]:
    return {"stages": [A, B | {"filters": [condition]}]}


@cases(
    Case("no stages", {}, 422, "required"),
    Case("one stage", {"stages": [A]}, 422, "too_few"),
    Case("21 stages", {"stages": [A] * 21}, 422, "too_many"),
    Case("stage without events", {"stages": [A, {"name": "b"}]}, 422, "required"),
    Case("stage of 10 kB", {"stages": [A, {"event_type": "x" * 10_000}]}, 422, "too_long"),
    Case("stages in an object", {"stages": {"0": A}}, 422, "invalid_type"),
    Case("window of nothing", {"stages": [A, B], "conversion_window_seconds": 0}, 422, "out_of_range"),
    Case("window of 367 days", {"stages": [A, B], "conversion_window_seconds": 367 * 86400}, 422, "out_of_range"),
    Case("unknown operator", filtered(property="p", operator="like", value="x"), 422, "unknown_operator"),
    Case("list for eq", filtered(property="p", operator="eq", value=["x"]), 422, "invalid_value"),
    Case("bad pattern", filtered(property="p", operator="matches", value="(("), 422, "invalid_pattern"),
    Case("unknown option", {"stages": [A, B], "windw": 1}, 422, "unknown_field"),
    Case("unknown order", {"stages": [A, B], "order": "backwards"}, 422),
)
def test_a_bad_funnel_is_refused(account: Account, project: Project, case: Case) -> None:
    definition = {"project_id": project.id, "name": "f"} | case.body
    saved = account.client.post("/api/v1/funnels", definition).must_be(case.status)
    asked = account.client.post("/api/v1/analytics/funnel", definition).must_be(case.status)
    if case.code:
        assert case.code in saved.error_codes and case.code in asked.error_codes


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ("start_date=2026-02-30&end_date=2026-03-01", "invalid_date"),
        ("start_date=1.3.2026&end_date=2026-03-02", "invalid_date"),
        ("start_date=2026-03-02&end_date=2026-03-01", "before_start"),
        ("start_date=1970-01-01&end_date=2026-03-01", "range_too_long"),
        ("start_date=1900-01-01&end_date=2026-03-01", "out_of_range"),
        ("end_date=0000-01-01", "out_of_range"),
        ("start_date=9999-12-31", "out_of_range"),
        ("start=2026-03-01", "unknown_field"),
    ],
)
def test_bad_dates_are_refused(account: Account, project: Project, dates: str, code: str) -> None:
    funnel = account.funnel(project, "a", "b")
    assert code in account.client.get(f"/api/v1/analytics/funnel/{funnel}?{dates}").must_be(422).error_codes
