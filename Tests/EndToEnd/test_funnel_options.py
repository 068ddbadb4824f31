"""Options of funnels as a client and the command line say them, and what is refused of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from iafa_server import Account, Server, iafa, users

STAGES = [{"event_type": "a"}, {"event_type": "b"}, {"event_type": "c"}]
DAY = "2026-05-04"


def event(kind: str, user: str, second: int, **fields: Any) -> dict[str, Any]:
    time = f"{DAY}T10:{second // 60:02}:{second % 60:02}Z"
    return {"event_type": kind, "user_id": user, "timestamp": time} | fields


def filtered(operator: str, value: Any) -> dict[str, Any]:
    """Stages of which the second has a filter."""
    return {"stages": [STAGES[0], STAGES[1] | {"filters": [{"property": "p", "operator": operator, "value": value}]}]}


EVENTS = [
    event("a", "ada", 0, session_id="s1", properties={"plan": "pro"}),
    event("b", "ada", 30, session_id="s1", properties={"plan": "pro"}),
    event("c", "ada", 60, session_id="s2", properties={"plan": "free"}),
    event("a", "bob", 0, session_id="s3"),
    event("x", "bob", 10, session_id="s3"),
    event("b", "bob", 30, session_id="s3"),
    event("c", "bob", 300),
    event("c", "cid", 0),
    event("a", "cid", 60),
    # All at one time.
    *(event(kind, "dot", 5) for kind in "cba"),
]

ANSWERS: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [4, 3, 3]),
    ({"order": "strict"}, [4, 2, 2]),
    ({"order": "unordered"}, [4, 4, 3]),
    ({"entry": "first"}, [4, 3, 3]),
    ({"count_by": "sessions"}, [2, 2, 0]),
    ({"count_by": "totals"}, [4, 3, 3]),
    ({"hold_constant": ["plan"]}, [4, 3, 2]),
    ({"hold_constant": ["nobody sends this"]}, [4, 3, 3]),
    ({"exclusions": [{"event_type": "x"}]}, [3, 2, 2]),
    ({"exclusions": [{"event_type": "x", "from_step": 2, "to_step": 3}]}, [4, 3, 3]),
    ({"stages": [STAGES[0], STAGES[1] | {"optional": True}, STAGES[2]]}, [4, 3, 3]),
    ({"stages": [*STAGES[:2], STAGES[2] | {"within_seconds": 60}]}, [4, 3, 2]),
    ({"stages": [*STAGES[:2], STAGES[2] | {"after_seconds": 31}]}, [4, 3, 1]),
    ({"preset": "mixpanel"}, [4, 3, 3]),
    ({"preset": "clickhouse"}, [4, 3, 3]),
    ({"start_date": "2026-05-05", "end_date": "2026-05-05"}, [0, 0, 0]),
]

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"stages": STAGES[:1]}, "stages too_few"),
    ({"stages": STAGES * 7}, "stages too_many"),
    ({"stages": [{}, STAGES[1]]}, "stages[0].event_type required"),
    ({"stages": [{"event_types": []}, STAGES[1]]}, "stages[0].event_types too_few"),
    (filtered("like", 1), "stages[1].filters[0].operator unknown_operator"),
    (filtered("matches", "(x{1,500}){1,500}"), "stages[1].filters[0].value invalid_pattern"),
    ({"conversion_window_seconds": 0}, "conversion_window_seconds out_of_range"),
    ({"conversion_window_seconds": 400 * 86_400}, "conversion_window_seconds out_of_range"),
    ({"start_date": "2026-05-05", "end_date": "2026-05-04"}, "end_date before_start"),
    ({"start_date": "2016-05-05", "end_date": "2026-05-04"}, "start_date range_too_long"),
    ({"exclusions": [{"event_type": "x", "from_step": 1, "to_step": 4}]}, "exclusions[0].to_step out_of_range"),
    ({"order": "strict", "tie_window_seconds": 1}, "tie_window_seconds conflict"),
    ({"order": "unordered", "exclusions": [{"event_type": "x"}]}, "exclusions conflict"),
    ({"preset": "clickhouse", "hold_constant": ["p"]}, "hold_constant conflict"),
]


@pytest.fixture(scope="module")
def asked(server: Server) -> Any:
    account = Account(server, "options@example.com")
    project = account.project("options", retention_days=None)
    project.sender(server).post("/api/v1/track/batch", {"events": EVENTS}).must_be(200)

    def ask(fields: dict[str, Any]) -> Any:
        body = {"project_id": project.id, "stages": STAGES, "start_date": DAY, "end_date": DAY} | fields
        return account.client.post("/api/v1/analytics/funnel", body)

    return ask


@pytest.mark.parametrize(("fields", "expected"), ANSWERS, ids=str)
def test_an_option_changes_the_numbers(asked: Any, fields: dict[str, Any], expected: list[int]) -> None:
    assert users(asked(fields).must_be(200).json()) == expected


@pytest.mark.parametrize(("fields", "detail"), REFUSED, ids=str)
def test_what_makes_no_sense_is_refused(asked: Any, fields: dict[str, Any], detail: str) -> None:
    error = asked(fields).must_be(422).error
    assert [f"{one['field']} {one['code']}" for one in error["details"]] == [detail]


def test_the_command_line_takes_the_same_options(tmp_path: Path) -> None:
    data = tmp_path / "data"
    source = tmp_path / "events.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in EVENTS))
    iafa("import", source, "--project", "shop", "--create", data_dir=data).must_succeed()

    def ask(*arguments: object) -> list[int]:
        finished = iafa("funnel", "--project", "shop", "--json", *arguments, data_dir=data)
        return users(json.loads(finished.must_succeed().stdout))

    stages = ("--stages", "a,b,c")
    assert ask(*stages, "--order", "strict") == [4, 2, 2]
    assert ask(*stages, "--count-by", "sessions") == [2, 2, 0]
    assert ask(*stages, "--hold", "plan") == [4, 3, 2]
    assert ask(*stages, "--exclude", "1-3:x|y") == [3, 2, 2]
    assert ask(*stages, "--optional", 2, "--within", "3:1m") == [4, 3, 2]
    assert ask(*stages, "--after", "3:31s") == [4, 3, 1]
    assert ask(*stages, "--preset", "amplitude", "--entry", "first", "--tie-window", "1s") == [4, 3, 3]
    definition = tmp_path / "funnel.json"
    definition.write_text(json.dumps({"name": "f", "stages": STAGES, "order": "unordered"}))
    assert ask("--definition", definition) == [4, 4, 3]
    refused = iafa("funnel", "--project", "shop", *stages, "--order", "strict", "--optional", 2, data_dir=data)
    assert 'stages[1].optional can\'t be used together with order "strict"' in refused.must_fail(64).stderr
