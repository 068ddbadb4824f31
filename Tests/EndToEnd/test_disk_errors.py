"""A disk that fails once, at every step: clients are told to come again, and nothing is lost, doubled or left over."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from fault_steps import STEPS, Step
from faults import Calls, Fault, FaultyDisk, Line
from iafa_server import Account, Server
from life import OPTIONS, Life, Template, live
from load import event
from parquet_files import ids_by_pyarrow

AT_ONCE = 4

Case = tuple[Step, str]

CASES: list[Case] = [
    (step, action)
    for step in STEPS
    if not step.is_harmless
    for action in ("EIO", *(("short",) if step.calls.call == "write" else ()))
]


def suffer(template: Template, library: Path, folder: Path, case: Case, times: int) -> Life:
    """A life on a disk that fails once at a step, in the middle of the times that it is taken."""
    step, action = case
    fault = Fault(step.calls, action, at=(times + 1) // 2)
    while True:
        attempt = folder / str(fault.at)
        attempt.mkdir()
        life = live(template, attempt, library, fault, is_patient=True)
        if any(line.call == "fault" for line in FaultyDisk(library, life.data_dir).trace()):
            assert life.server.process.returncode == 0, life.server.last_log()
            life.check()
            return life
        assert fault.at > 1, f"{fault} was never met: {life.server.last_log()}"
        fault = fault.earlier()


@pytest.fixture(scope="module")
def lives(
    request: pytest.FixtureRequest,
    trace: list[Line],
    template: Template,
    fault_library: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[Case, Future[Life]]]:
    """Of all cases that are to be tested, some at once."""
    cases = [item.callspec.params["case"] for item in request.session.items if "lives" in item.fixturenames]
    times = {step: sum(step.calls.match(line) for line in trace) for step in STEPS}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            case: pool.submit(suffer, template, fault_library, tmp_path_factory.mktemp("error"), case, times[case[0]])
            for case in cases
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].name}, {case[1]}")
def test_an_error_at_a_step_loses_and_doubles_nothing(case: Case, lives: dict[Case, Future[Life]]) -> None:
    life = lives[case].result()
    if case[1] == "short":
        assert not life.refusals and not life.has_refused_to_start


@pytest.mark.parametrize("call", ["write", "sync"])
def test_after_a_failed_journal_write_the_segment_is_never_trusted_again(
    call: str, fault_library: Path, data_dir: Path
) -> None:
    # The first is the header's.
    disk = FaultyDisk(fault_library, data_dir, Fault(Calls(call, "journal/*.log"), "EIO", at=3))
    server = Server(data_dir, *OPTIONS, variables=disk.environment)
    server.start()
    account = Account(server, "ada@example.com")
    project = account.project("shop")
    client = project.sender(server)
    sent = [event(f"e{number}", Random(number)) for number in range(3)]
    client.post("/api/v1/track", sent[0]).must_be(200)
    refused = client.post("/api/v1/track", sent[1]).must_be(503)
    assert refused.error["code"] == "storage_unavailable" and int(refused.headers["retry-after"]) > 0
    assert server.client.get("/health/live").status == 200
    # Asking makes the new segment.
    server.client.get("/health/ready").must_be(200)
    assert [client.post("/api/v1/track", e).must_be(200).json()["status"] for e in sent] == [
        "duplicate",
        "accepted",
        "accepted",
    ]
    server.kill()
    trace = disk.trace()
    failed = next(place for place, line in enumerate(trace) if line.call == "fault")
    segment = trace[failed].path
    later = [line for line in trace[failed + 1 :] if line.path.startswith("journal/")]
    assert not [line for line in later if line.path == segment and line.call == "write"]
    assert any(line.call == "create" for line in later)
    assert server.process.returncode == -9
    healthy = Server(data_dir, *OPTIONS)
    healthy.start()
    assert healthy.stop() == 0
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == ["e0", "e1", "e2"]


def test_a_change_that_could_not_be_saved_was_not_made(fault_library: Path, data_dir: Path) -> None:
    """Whatever step fails of the second project: the list is as it was, and so it is after the next start."""
    for number, call in enumerate(("create", "write", "sync", "rename", "link")):
        path = "metadata/projects.json" if call == "link" else "metadata/projects.json.tmp"
        _refuse_a_change(fault_library, data_dir.with_name(f"{call}{number}"), Calls(call, path), at=1 if call == "link" else 2)
    # Of the folder: when its organization was changed first, and then the list of projects.


def _refuse_a_change(library: Path, data_dir: Path, calls: Calls, at: int) -> None:
    disk = FaultyDisk(library, data_dir, Fault(calls, "EIO", at=at))
    server = Server(data_dir, variables=disk.environment)
    server.start()
    account = Account(server, "ada@example.com")
    account.project("first")
    refused = account.client.post("/api/v1/projects", {"name": "second"}).must_be(503)
    assert refused.error["code"] == "storage_unavailable" and "nothing was changed" in refused.error["message"]
    names = [project["name"] for project in account.client.get("/api/v1/projects").must_be(200).json()["projects"]]
    assert names == ["first"]
    account.project("second")
    assert server.stop() == 0
    assert [line.call for line in disk.trace()].count("fault") == 1
