"""The metrics, read by Prometheus' own client and by a stricter eye."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from iafa_server import Account, Project, Server, iafa, running
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

# What docs/operations.md promises.
EXPECTED = {
    "iafa_build_info": "gauge",
    "iafa_http_requests": "counter",
    "iafa_http_request_duration_seconds": "histogram",
    "iafa_events": "counter",
    "iafa_journal_bytes": "gauge",
    "iafa_journal_segments": "gauge",
    "iafa_journal_waiting_events": "gauge",
    "iafa_journal_waiting_bytes": "gauge",
    "iafa_journal_events": "counter",
    "iafa_journal_syncs": "counter",
    "iafa_journal_sync_seconds": "counter",
    "iafa_journal_failing": "gauge",
    "iafa_archived_event_ids": "gauge",
    "iafa_archived_event_ids_bytes": "gauge",
    "iafa_event_ids": "gauge",
    "iafa_event_ids_bytes": "gauge",
    "iafa_buffer_events": "gauge",
    "iafa_buffer_bytes": "gauge",
    "iafa_questions_waiting": "gauge",
    "iafa_result_cache_answers": "gauge",
    "iafa_result_cache_bytes": "gauge",
    "iafa_result_cache_hits": "counter",
    "iafa_result_cache_misses": "counter",
    "iafa_summary_cache_bytes": "gauge",
    "iafa_event_files": "gauge",
    "iafa_event_file_events": "gauge",
    "iafa_event_files_damaged": "gauge",
    "iafa_flushes": "counter",
    "iafa_flush_seconds": "counter",
    "iafa_flush_failures": "counter",
    "iafa_compactions": "counter",
    "iafa_compaction_seconds": "counter",
    "iafa_compaction_failures": "counter",
    "iafa_duckdb_memory_bytes": "gauge",
    "iafa_duckdb_temporary_storage_bytes": "gauge",
    "process_cpu_seconds": "counter",
    "process_start_time_seconds": "gauge",
    "process_virtual_memory_bytes": "gauge",
    "process_resident_memory_bytes": "gauge",
    "process_open_fds": "gauge",
    "process_max_fds": "gauge",
}


def scrape(server: Server, **headers: str) -> dict[str, Metric]:
    reply = server.client.get("/metrics", headers=headers).must_be(200)
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = reply.body.decode()
    check_form(text)
    families = {family.name: family for family in text_string_to_metric_families(text)}
    check_histograms(families.values())
    return families


def check_form(text: str) -> None:
    """Each family once, HELP before TYPE before samples; no sample twice; every line whole."""
    assert text.endswith("\n")
    name = kind = ""
    seen: set[str] = set()
    samples: set[str] = set()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in seen, line
            assert len(line.split(" ", 3)[3]) > 5, line
            seen.add(name)
            assert lines[number + 1].startswith(f"# TYPE {name} "), line
        elif line.startswith("# TYPE "):
            kind = line.rsplit(" ", 1)[1]
            assert lines[number - 1].startswith(f"# HELP {name} "), line
            assert name.endswith("_total") == (kind == "counter"), line
        else:
            whole = re.fullmatch(r'([a-z_:]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)', line)
            assert whole, line
            suffix = whole[1].removeprefix(name)
            assert suffix in (("_bucket", "_sum", "_count") if kind == "histogram" else ("",)), line
            assert whole[1] + (whole[2] or "") not in samples, line
            samples.add(whole[1] + (whole[2] or ""))
            assert float(whole[3]) >= 0, line


def check_histograms(families: Any) -> None:
    for family in families:
        if family.type != "histogram":
            continue
        buckets: dict[tuple[str, ...], list[tuple[float, float]]] = {}
        counts: dict[tuple[str, ...], float] = {}
        for sample in family.samples:
            key = tuple(f"{name}={value}" for name, value in sorted(sample.labels.items()) if name != "le")
            if sample.name.endswith("_bucket"):
                buckets.setdefault(key, []).append((float(sample.labels["le"]), sample.value))
            elif sample.name.endswith("_count"):
                counts[key] = sample.value
        assert counts and set(buckets) == set(counts)
        for key, pairs in buckets.items():
            assert pairs == sorted(pairs) and [value for _, value in pairs] == sorted(value for _, value in pairs)
            assert pairs[-1] == (float("inf"), counts[key])


def value(families: dict[str, Metric], name: str, **labels: str) -> float:
    family = families[name.removesuffix("_total").removesuffix("_count")]
    found = [s.value for s in family.samples if s.name == name and labels.items() <= s.labels.items()]
    return sum(found)


def test_what_is_promised_is_there(server: Server, project: Project) -> None:
    project.sender(server).post("/api/v1/track", {"event_type": "a", "user_id": "u"}).must_be(200)
    # A histogram is there from the first answer on.
    scrape(server)
    families = scrape(server)
    assert {name: family.type for name, family in families.items()} == EXPECTED
    assert all(family.documentation for family in families.values())
    assert abs(value(families, "process_start_time_seconds") - time.time()) < 600
    assert value(families, "process_resident_memory_bytes") > 10_000_000
    labels = families["iafa_build_info"].samples[0].labels
    assert re.fullmatch(r"\d+\.\d+\.\d+", labels["version"]) and labels["duckdb_version"].startswith("v")
    operations = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    documented = set(re.findall(r"`((?:iafa|process)_[a-z_]+)`", operations))
    assert documented >= {family.name + ("_total" if family.type == "counter" else "") for family in families.values()}


def test_numbers_follow_what_happens(data_dir: Path) -> None:
    with running(data_dir, "--flush-interval-seconds", "3600") as server:
        account = Account(server, "ada@example.com")
        project = account.project("shop")
        sender = project.sender(server)
        events = [{"event_type": "a", "user_id": "u", "event_id": str(n % 40)} for n in range(50)]
        sender.post("/api/v1/track/batch", {"events": [*events, {"event_type": "a"}]}).must_be(200)
        sender.post("/api/v1/track", raw=b"no").must_be(400)
        families = scrape(server)
        batch = {"route": "/api/v1/track/batch"}
        for verdict, count in {"accepted": 40, "duplicate": 10, "rejected": 1}.items():
            assert value(families, "iafa_events_total", verdict=verdict, **batch) == count
        assert value(families, "iafa_buffer_events") == 40
        assert value(families, "iafa_event_ids") == 40
        assert value(families, "iafa_journal_events_total") == 40
        assert value(families, "iafa_http_requests_total", route="/api/v1/track", method="POST", status="400") == 1
        assert value(families, "iafa_http_request_duration_seconds_count", **batch) == 1
        assert server.stop() == 0
        server.start()
        families = scrape(server)
        assert value(families, "iafa_buffer_events") == 0
        assert value(families, "iafa_event_files", kind="part") + value(families, "iafa_event_files", kind="day") == 1
        assert value(families, "iafa_event_file_events") == 40


def test_no_path_makes_a_new_series(server: Server) -> None:
    def series() -> int:
        return sum(len(family.samples) for family in scrape(server).values())

    server.client.get("/first").must_be(404)
    scrape(server)
    before = series()
    for number in range(200):
        server.client.get(f"/a/{number}?q={number}").must_be(404)
        server.client.get(f"/api/v1/projects/p{number}").must_be(401)
    # At most the series of one route: a histogram and a status.
    assert series() - before <= 18


def test_without_a_token_only_this_machine_reads_them(server: Server) -> None:
    refused = server.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).must_be(403)
    assert "metrics_token" in refused.error["message"]


def test_a_token_opens_them(data_dir: Path) -> None:
    with running(data_dir, "--metrics-token", "0123456789abcdef") as server:
        server.client.get("/metrics").must_be(401)
        server.client.get("/metrics", headers={"Authorization": "Bearer 0123456789abcdeF"}).must_be(401)
        scrape(server, Authorization="Bearer 0123456789abcdef")


@pytest.mark.parametrize("token", ["short", "with a space in it", "x" * 201])
def test_a_token_that_is_none_is_refused_at_the_start(data_dir: Path, token: str) -> None:
    finished = iafa("serve", "--metrics-token", token, data_dir=data_dir).must_fail(64)
    assert "metrics_token" in finished.stderr and token not in finished.stderr
