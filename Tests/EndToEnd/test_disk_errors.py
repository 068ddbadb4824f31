"""A disk that fails once, at every step: clients are told to come again, and nothing is lost, doubled or left over."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from fault_steps import DAY, STEPS, Step
from faults import Calls, Fault, FaultyDisk, Line
from iafa_server import PASSWORD, Account, iafa, running
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


def test_a_day_file_that_cannot_be_taken_in_is_made_again(
    template: Template, fault_library: Path, tmp_path: Path
) -> None:
    """A merge that fails when its file has its name already: the file must not be in the way of the next."""
    # The first four are those that the start finds.
    life = live(template, tmp_path, fault_library, Fault(Calls("link", DAY), "EIO", at=5), is_patient=True)
    assert "could not be merged" in life.server.log.read_text()
    life.check()


@pytest.mark.parametrize("call", ["write", "sync"])
def test_after_a_failed_journal_write_the_segment_is_never_trusted_again(
    call: str, fault_library: Path, data_dir: Path
) -> None:
    # The first is the header's.
    disk = FaultyDisk(fault_library, data_dir, Fault(Calls(call, "journal/*.log"), "EIO", at=3))
    with running(data_dir, *OPTIONS, variables=disk.environment) as server:
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
    with running(data_dir, *OPTIONS) as healthy:
        assert healthy.stop() == 0
    assert sorted(ids_by_pyarrow(data_dir, project.id)) == ["e0", "e1", "e2"]


@pytest.mark.parametrize(
    ("calls", "at"),
    [
        *((Calls(call, "metadata/*.json.tmp"), at) for call in ("create", "write", "sync", "rename") for at in (1, 2)),
        # Of the folder: then the new list is there, and is taken back.
        (Calls("sync", "metadata"), 1),
        (Calls("sync", "metadata"), 2),
    ],
    ids=lambda value: value.call + " " + value.path if isinstance(value, Calls) else str(value),
)
def test_a_change_that_could_not_be_saved_was_not_made(
    calls: Calls, at: int, fault_library: Path, data_dir: Path
) -> None:
    flag = data_dir.with_name("failing")
    disk = FaultyDisk(fault_library, data_dir, Fault(calls, "EIO", at=at, during=flag))
    with running(data_dir, variables=disk.environment) as server:
        account = Account(server, "ada@example.com")
        account.project("first")

        def projects() -> list[str]:
            found = account.client.get("/api/v1/projects").must_be(200).json()["projects"]
            account.client.close()
            return [project["name"] for project in found]

        flag.touch()
        # It has a key, so that it takes two documents.
        refused = account.client.post("/api/v1/projects", {"name": "second"}).must_be(503)
        assert refused.error["code"] == "storage_unavailable" and int(refused.headers["retry-after"]) > 0
        assert [line.call for line in disk.trace()].count("fault") == 1
        assert projects() == ["first"]
        assert server.stop() == 0
        flag.unlink()
        assert "all is well" in iafa("verify", data_dir=data_dir).must_succeed().stdout
        server.start()
        assert projects() == ["first"]
        account.project("second")
        assert server.stop() == 0


@pytest.mark.parametrize("at", [1, 2])
def test_a_registration_that_could_not_be_saved_may_be_sent_again(at: int, fault_library: Path, data_dir: Path) -> None:
    disk = FaultyDisk(fault_library, data_dir, Fault(Calls("write", "metadata/*.json.tmp"), "EIO", at=at))
    with running(data_dir, variables=disk.environment) as server:
        body = {"email": "ada@example.com", "password": PASSWORD}
        server.client.post("/api/v1/auth/register", body).must_be(503)
        server.client.post("/api/v1/auth/register", body).must_be(201)
        assert server.stop() == 0
        assert [line.call for line in disk.trace()].count("fault") == 1
