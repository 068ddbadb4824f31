"""What `iafa funnel` tells beyond counts, against a second evaluator and plain sums over what it finds."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from iafa_server import iafa
from reference_funnel import MICROSECONDS, Event, Outcome, any_of, outcomes
from times import microseconds

BEGIN = datetime(2025, 3, 1, tzinfo=UTC)
DAYS = 24
STEPS = ("view", "cart", "buy")
WINDOW = 3 * 86_400
PLANS = ("pro", "free", "team", 7, True, None)
Ask = Callable[..., Any]


def made_up() -> list[tuple[str, str, datetime, dict[str, Any]]]:
    """Events of 250 persons; ids as they may be meant to do harm in a spreadsheet."""
    random = Random(11)
    rows = []
    for number in range(250):
        person = random.choice(("=p", "p", "+p")) + str(number)
        plan = random.choice(PLANS)
        for _ in range(random.randrange(1, 14)):
            time = BEGIN + timedelta(seconds=random.randrange(DAYS * 1440) * 60)
            kind = random.choice((*STEPS, "view", "help", "search"))
            rows.append((person, kind, time, {} if plan is None else {"plan": plan}))
    return rows


ROWS = made_up()
EVENTS = [Event(person, kind, microseconds(time), properties) for person, kind, time, properties in ROWS]
FOUND: dict[str, Outcome] = outcomes(EVENTS, [any_of(step) for step in STEPS], WINDOW)
PLAN = {person: properties.get("plan") for person, _, _, properties in ROWS}


def day(time: int) -> date:
    return datetime.fromtimestamp(time / MICROSECONDS, UTC).date()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("insights")
    source = folder / "events.jsonl"
    with source.open("w") as file:
        for person, kind, time, properties in ROWS:
            one = {"event_type": kind, "user_id": person, "timestamp": time.isoformat(), "properties": properties}
            file.write(json.dumps(one) + "\n")
    iafa("import", source, "--project", "shop", "--create", data_dir=folder / "data").must_succeed()
    return folder / "data"


@pytest.fixture(scope="module")
def ask(data: Path) -> Ask:
    def run(*arguments: object) -> str:
        stages = ("--stages", ",".join(STEPS), "--window", "3d")
        return iafa("funnel", "--project", "shop", *stages, *arguments, data_dir=data).must_succeed().stdout

    return run


def test_periods_add_up_day_by_day(ask: Ask) -> None:
    answer = json.loads(ask("--json", "--interval", "day"))
    entered = Counter(day(one.times[0]) for one in FOUND.values())
    converted = Counter(day(one.times[0]) for one in FOUND.values() if one.reach == len(STEPS))
    periods = answer["series"]["periods"]
    assert [one["period"] for one in periods] == [str(BEGIN.date() + timedelta(days=index)) for index in range(DAYS)]
    for one in periods:
        assert (one["users"], one["conversions"]) == (
            entered[date.fromisoformat(one["period"])],
            converted[date.fromisoformat(one["period"])],
        )
        assert not one["immature"]
    weeks = json.loads(ask("--json", "--interval", "week"))["series"]["periods"]
    by_week = Counter("{}-W{:02}".format(*day(one.times[0]).isocalendar()[:2]) for one in FOUND.values())
    assert {one["period"]: one["users"] for one in weeks} == dict(by_week)


def test_each_value_has_its_own_funnel(ask: Ask) -> None:
    answer = json.loads(ask("--json", "--breakdown", "plan", "--breakdown-limit", "4"))
    groups: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(STEPS))
    for person, outcome in FOUND.items():
        for step in range(outcome.reach):
            groups[json.dumps(PLAN[person])][step] += 1
    rows = answer["breakdown"]["rows"]
    named = [one for one in rows if one["kind"] == "value"]
    for one in named:
        assert [stage["users"] for stage in one["stages"]] == groups.pop(json.dumps(one["value"]))
    assert len(named) == 4
    missing = next(one for one in rows if one["kind"] == "missing")
    assert missing["value"] is None
    assert [stage["users"] for stage in missing["stages"]] == groups.pop("null")
    [rest] = groups.values()
    assert [stage["users"] for stage in rows[-1]["stages"]] == rest
    assert rest[0] <= min(one["users"] for one in named)
    assert sum(one["users"] for one in rows) == len(FOUND)


def test_other_days_are_a_question_of_their_own(ask: Ask) -> None:
    days = ("--from", "2025-03-13", "--to", "2025-03-24")
    both = json.loads(ask("--json", *days, "--compare", "previous"))
    same = json.loads(ask("--json", *days, "--compare", "2025-03-01..2025-03-12"))
    other = json.loads(ask("--json", "--from", "2025-03-01", "--to", "2025-03-12"))
    assert both == same
    assert both["comparison"]["date_range"] == other["date_range"]
    for compared, stage in zip(both["comparison"]["stages"], other["stages"], strict=True):
        assert compared.items() >= stage.items()
    difference = both["overall_conversion_rate"] - other["overall_conversion_rate"]
    assert both["comparison"]["difference"] == pytest.approx(difference)


def test_the_histogram_has_every_time(ask: Ask) -> None:
    answer = json.loads(ask("--json"))
    took = [one.times[-1] - one.times[0] for one in FOUND.values() if one.reach == len(STEPS)]
    buckets = answer["time_to_convert"]["histogram"]
    assert buckets[-1]["to_seconds"] == WINDOW
    for index, one in enumerate(buckets):
        end = one["to_seconds"] * MICROSECONDS + (index == len(buckets) - 1)
        assert one["count"] == sum(one["from_seconds"] * MICROSECONDS <= time < end for time in took)


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("outcome", ["converted", "dropped", "any"])
def test_the_table_of_persons_has_those_behind_the_number(ask: Ask, step: int, outcome: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("--show", "persons", "--step", step, "--outcome", outcome))))
    reaches = {"converted": range(step, 4), "dropped": range(step - 1, step), "any": range(step - 1, 4)}[outcome]
    expected = {person: one for person, one in FOUND.items() if one.reach in reaches}
    names = [row["user_id"].removeprefix("'") for row in rows]
    assert sorted(names) == sorted(expected)
    for name, row in zip(names, rows, strict=True):
        found = expected[name]
        assert microseconds(datetime.fromisoformat(row["entered_at"])) == found.times[0]
        assert microseconds(datetime.fromisoformat(row["last_step_at"])) == found.times[-1]
        assert row["last_step"] == str(found.reach)
        assert row["last_step_name"] == STEPS[found.reach - 1]
        assert (row["outcome"] == "converted") == (found.reach == 3)
    assert [row["entered_at"] for row in rows] == sorted(row["entered_at"] for row in rows)
    assert all(row["user_id"][0] not in "=+" for row in rows)
    page = json.loads(ask("--json", "--show", "persons", "--step", step, "--outcome", outcome, "--limit", 1000))
    assert sorted(one["user_id"] for one in page["persons"]) == sorted(expected)


def test_next_events_are_those_up_to_the_windows_end(ask: Ask) -> None:
    answer = json.loads(ask("--json", "--show", "next-events", "--step", 1, "--limit", 100))
    dropped = {person: one for person, one in FOUND.items() if one.reach == 1}
    persons: Counter[str] = Counter()
    events: Counter[str] = Counter()
    idle = 0
    for person, one in dropped.items():
        last, end = one.times[0], one.times[0] + WINDOW * MICROSECONDS
        own = [event.type for event in EVENTS if event.person == person and last < event.time <= end]
        persons.update(set(own))
        events.update(own)
        idle += not own
    assert answer["users"] == answer["users_examined"] == len(dropped)
    assert answer["nothing"]["users"] == idle
    assert {one["event_type"]: (one["users"], one["events"]) for one in answer["event_types"]} == {
        kind: (persons[kind], events[kind]) for kind in persons
    }


def test_correlations_count_with_and_without(ask: Ask) -> None:
    answer = json.loads(ask("--json", "--show", "correlations", "--limit", 100))
    converted = {person for person, one in FOUND.items() if one.reach == 3}
    assert (answer["users"], answer["conversions"]) == (len(FOUND), len(converted))
    took = sorted(one.times[-1] - one.times[0] for one in FOUND.values() if one.reach == 3)
    place = 0.9 * (len(took) - 1)
    horizon = took[int(place)] + (took[int(place) + 1] - took[int(place)]) * (place - int(place))
    assert answer["horizon_seconds"] * MICROSECONDS == pytest.approx(horizon, abs=1)
    for one in answer["positive"] + answer["negative"]:
        if one["kind"] == "event":
            having = set()
            for person, found in FOUND.items():
                end = found.times[-1] - 1 if found.reach == 3 else found.times[0] + horizon
                if any(
                    event.person == person and event.type == one["event_type"] and found.times[0] <= event.time <= end
                    for event in EVENTS
                ):
                    having.add(person)
            assert one["event_type"] not in STEPS
        else:
            having = {person for person in FOUND if json.dumps(PLAN[person]) == json.dumps(one["value"])}
        assert (one["users"], one["conversions"]) == (len(having), len(having & converted))
        assert one["users"] + one["users_without"] == len(FOUND)
        assert one["conversions"] + one["conversions_without"] == len(converted)


def test_reports_are_for_people(ask: Ask) -> None:
    text = ask("--interval", "week", "--breakdown", "plan", "--compare", "2025-02-01..2025-02-10")
    for word in ("2025-W10", "(none)", "compared with 2025-02-01 to 2025-02-10", "to the rest", "95 % interval"):
        assert word in text
    assert "(nothing)" in ask("--show", "next-events")
    assert "odds ratio" in ask("--show", "correlations")


def test_what_makes_no_sense_is_refused(data: Path) -> None:
    for arguments, message in [
        (("--interval", "year"), "--interval: must be one of day, week, month"),
        (("--breakdown", "plan", "--breakdown-at", "4"), "--breakdown-at: must be 1 to 3"),
        (("--breakdown-at", "last"), "--breakdown: is required"),
        (("--compare", "next"), "--compare: must be one of previous"),
        (("--compare", "2025-03-02..2025-03-01"), "--compare: end_date 2025-03-01 is before start_date 2025-03-02"),
        (("--show", "everything"), "--show must be one of numbers, persons, correlations, next-events"),
        (("--show", "persons", "--interval", "day"), "--show persons goes without --interval"),
        (("--show", "next-events", "--step", "3"), "--step: must be 1 to 2"),
    ]:
        finished = iafa("funnel", "--project", "shop", "--stages", "view,cart,buy", *arguments, data_dir=data)
        assert message in finished.must_fail(64).stderr
