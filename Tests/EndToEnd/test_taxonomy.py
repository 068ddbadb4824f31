"""What there is to ask about, over HTTP: counted as a small counter in Python counts, also after a kill and a restart."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from http_client import Reply
from iafa_server import Account, Project, Server, iafa, running, wait_until
from times import ago, wire

ALWAYS = ("--flush-interval-seconds", "1", "--compaction-interval-seconds", "1")


def made_up_events(count: int, seed: int) -> list[dict[str, Any]]:
    random = Random(seed)
    return [
        {
            "event_id": f"{seed}-{number}",
            "event_type": random.choice(["view", "view", "cart", "buy"]),
            "user_id": f"u{random.randrange(200)}",
            "timestamp": wire(ago(days=random.randrange(4), seconds=random.randrange(3600))),
            "properties": {
                "plan": random.choice(["free", "pro", None]),
                "price": random.choice([5, 7.5, "unknown"]),
                "cart": {"total": random.randrange(5)},
            },
        }
        for number in range(count)
    ]


def send(server: Server, project: Project, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), 500):
        project.sender(server).post("/api/v1/track/batch", {"events": events[start : start + 500]}).must_be(200)


def get(account: Account, project: Project, what: str, headers: dict[str, str] | None = None, **query: Any) -> Reply:
    path = f"/api/v1/projects/{project.id}/{what}?{urlencode(query)}"
    return account.client.get(path, headers=headers)


def check(account: Account, project: Project, events: list[dict[str, Any]]) -> None:
    answer = get(account, project, "event-types").must_be(200).json()
    assert answer["events"] == len(events) and answer["is_complete"]
    counted = {entry["name"]: entry["count"] for entry in answer["event_types"]}
    assert counted == Counter(event["event_type"] for event in events)
    for entry in answer["event_types"]:
        persons = {event["user_id"] for event in events if event["event_type"] == entry["name"]}
        assert entry["persons"] == {"count": len(persons), "is_exact": True}

    bought = [event["properties"] for event in events if event["event_type"] == "buy"]
    answer = get(account, project, "properties", event_type="buy", values=20).must_be(200).json()
    facts = {entry["name"]: entry for entry in answer["properties"]}
    assert set(facts) == {"plan", "price", "cart", "cart.total"} and answer["events"] == len(bought)
    for name, values in {
        "plan": [properties["plan"] for properties in bought if properties["plan"] is not None],
        "price": [properties["price"] for properties in bought],
        "cart.total": [properties["cart"]["total"] for properties in bought],
    }.items():
        top = {value["value"]: value["count"] for value in facts[name]["top_values"]}
        assert top == Counter(values) and facts[name]["other_values"] == 0
    assert (facts["price"]["minimum"], facts["price"]["maximum"]) == (5, 7.5)

    listed: list[dict[str, Any]] = []
    query = {"limit": 200, "event_type": "buy", "filters": '[{"property":"cart.total","operator":"gt","value":2}]'}
    page = get(account, project, "events", **query).must_be(200).json()
    while True:
        listed += page["events"]
        if page["next_cursor"] is None:
            break
        page = get(account, project, "events", **query, cursor=page["next_cursor"]).must_be(200).json()
    wanted = [e for e in events if e["event_type"] == "buy" and e["properties"]["cart"]["total"] > 2]
    assert sorted(event["event_id"] for event in listed) == sorted(event["event_id"] for event in wanted)
    assert [event["timestamp"] for event in listed] == sorted((e["timestamp"] for e in listed), reverse=True)
    assert {e["event_id"]: e["properties"] for e in listed} == {e["event_id"]: e["properties"] for e in wanted}


def summaries(data_dir: Path) -> list[Path]:
    return sorted(data_dir.glob("index/project_*/*/*/summary_*.bin"))


def test_what_there_is_is_told_wherever_it_lies(data_dir: Path) -> None:
    events = made_up_events(900, seed=1)
    with running(data_dir, *ALWAYS) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        send(server, project, events)
        check(account, project, events)
        wait_until(lambda: len(summaries(data_dir)) >= 3, server)
        more = made_up_events(300, seed=2)
        send(server, project, more)
        check(account, project, events + more)
        server.kill()
        account.client.close()
        server.start()
        check(account, project, events + more)
    whole = [path.read_bytes() for path in summaries(data_dir)]
    assert whole
    for path, damage in zip(summaries(data_dir), (b"", b"IAFASUMM", whole[0][:-9]), strict=False):
        path.write_bytes(damage)
    report = json.loads(iafa("verify", "--json", data_dir=data_dir).must_succeed().stdout)
    assert report["is_whole"] and len(report["warnings"]) >= 3
    with running(data_dir, *ALWAYS) as server:
        account.client.close()
        account.client.port = server.port
        check(account, project, events + more)
        wait_until(lambda: all(path.read_bytes() in whole for path in summaries(data_dir)[:3]), server)
        account.client.request("DELETE", f"/api/v1/projects/{project.id}").must_be(204)
        assert not summaries(data_dir)


def test_an_answer_that_is_known_is_not_sent_again(data_dir: Path) -> None:
    with running(data_dir) as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        send(server, project, made_up_events(100, seed=3))
        funnel = account.funnel(project, "view", "buy", conversion_window_seconds=60)
        days = {"start_date": "2026-01-01", "end_date": "2026-01-31"}
        paths = [f"/api/v1/projects/{project.id}/{what}" for what in ("event-types", "properties", "events")]
        for path in [*paths, f"/api/v1/analytics/funnel/{funnel}?{urlencode(days)}"]:
            first = account.client.get(path).must_be(200)
            known = {"If-None-Match": first.headers["etag"]}
            assert first.headers["cache-control"] == "private, no-cache"
            again = account.client.get(path, headers=known).must_be(304)
            assert again.body == b"" and again.headers["etag"] == first.headers["etag"]
            assert account.client.get(path).must_be(200).body == first.body
        metrics = server.client.get("/metrics").must_be(200).body.decode()
        numbers = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if line.startswith("iafa_result_cache"))
        assert float(numbers["iafa_result_cache_hits_total"]) == 8
        assert float(numbers["iafa_result_cache_misses_total"]) == 4
        assert float(numbers["iafa_result_cache_bytes"]) > 0
        tag = account.client.get(paths[0]).headers["etag"]
        send(server, project, made_up_events(1, seed=4))
        changed = account.client.get(paths[0], headers={"If-None-Match": tag}).must_be(200)
        assert changed.json()["events"] == 101


def test_without_a_cache_nothing_is_kept(data_dir: Path) -> None:
    with running(data_dir, "--result-cache-mib", "0") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        for _ in range(2):
            get(account, project, "event-types").must_be(200)
        metrics = server.client.get("/metrics").must_be(200).body.decode()
        assert "iafa_result_cache_hits_total 0\n" in metrics and "iafa_result_cache_bytes 0\n" in metrics


def test_two_organizations_see_nothing_of_each_other(data_dir: Path) -> None:
    with running(data_dir) as server:
        ada, eve = Account(server, "ada@example.com"), Account(server, "eve@example.com")
        mine, other = ada.project("shop"), eve.project("shop")
        send(server, mine, made_up_events(50, seed=5))
        for what in ("event-types", "properties", "events"):
            assert get(eve, mine, what).must_be(404).error["code"] == "not_found"
            assert '"u' not in get(eve, other, what).must_be(200).body.decode()
        assert get(eve, other, "event-types").json()["events"] == 0
