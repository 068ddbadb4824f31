"""A crash at every step of the way to the disk: what was acknowledged is there once, and nothing half done is left.

`STEPS=all` kills at every single operation instead, which takes some minutes.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from random import Random

import pytest
from fault_steps import STEPS, Step, step_of
from faults import Calls, Fault, FaultyDisk, Line
from iafa_server import PASSWORD, Account, EndedEarly, Project, Server, iafa, running
from life import SIGKILL, Life, Template, live
from load import event
from parquet_files import ids_by_pyarrow

EVERY = os.environ.get("STEPS") == "all"
# Lives wait more than they work.
AT_ONCE = 4

Case = tuple[Step, str]

CASES: list[Case] = [
    (step, action) for step in STEPS if not step.is_harmless for action in ("kill-before", *step.other_kills)
]


def test_every_operation_is_a_step_and_every_step_is_taken(trace: list[Line], birth: list[Line]) -> None:
    taken = {step_of(line).name for line in trace + birth}
    assert taken == {step.name for step in STEPS}


def crash(template: Template, library: Path, folder: Path, fault: Fault) -> Life:
    """Kills a life and checks what is left of it; where the moment didn't come this time, at an earlier one."""
    while True:
        attempt = folder / str(fault.at)
        attempt.mkdir()
        life = live(template, attempt, library, fault)
        if life.server.process.returncode == SIGKILL:
            life.check()
            return life
        assert fault.at > 1, f"{fault} was never met: {life.server.last_log()}"
        fault = fault.earlier()


def fault_of(case: Case, trace: list[Line]) -> Fault:
    """Before the first time that a step is taken, after the last, in the middle of one in between."""
    step, action = case
    times = sum(step.calls.match(line) for line in trace)
    at = {"kill-before": 1, "kill-after": times, "kill-half": (times + 1) // 2}[action]
    return Fault(step.calls, action, at)


@pytest.fixture(scope="module")
def crashes(
    request: pytest.FixtureRequest,
    trace: list[Line],
    template: Template,
    fault_library: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[Case, Future[Life]]]:
    """Of all cases that are to be tested, some at once."""
    cases = [item.callspec.params["case"] for item in request.session.items if "crashes" in item.fixturenames]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            case: pool.submit(
                crash, template, fault_library, tmp_path_factory.mktemp("crash"), fault_of(case, trace)
            )
            for case in cases
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].name}, {case[1]}")
def test_a_crash_at_a_step_loses_and_doubles_nothing(case: Case, crashes: dict[Case, Future[Life]]) -> None:
    crashes[case].result()


@dataclass
class Birth:
    """A data directory's first minute, as far as it comes: an account, a project, an event."""

    data_dir: Path
    library: Path
    fault: Fault | None = None
    account: Account | None = None
    project: Project | None = None
    is_sent: bool = False

    def live(self) -> list[Line]:
        disk = FaultyDisk(self.library, self.data_dir, self.fault)
        server = Server(self.data_dir, variables=disk.environment)
        try:
            server.start()
            self.account = Account(server, "ada@example.com")
            self.project = self.account.project("shop")
            self.project.sender(server).post("/api/v1/track", event("first", Random(1))).must_be(200)
            self.is_sent = True
            server.stop()
        except (OSError, HTTPException, EndedEarly):
            server.process.wait(60)
        if self.fault is not None:
            assert server.process.returncode == SIGKILL, server.last_log()
        return disk.trace()

    def check(self) -> None:
        with running(self.data_dir) as server:
            if self.account is not None:
                sign_in = {"email": self.account.email, "password": PASSWORD}
                server.client.post("/api/v1/auth/login", sign_in).must_be(200)
            if self.project is not None:
                sent = self.project.sender(server).post("/api/v1/track", event("first", Random(1))).must_be(200).json()
                assert not self.is_sent or sent["status"] == "duplicate"
            # Whatever was there of another life, this one can begin.
            project = Account(server, "grace@example.com").project("other")
            project.sender(server).post("/api/v1/track", event("second", Random(1))).must_be(200)
            assert server.stop() == 0
        iafa("verify", data_dir=self.data_dir).must_succeed()
        assert ids_by_pyarrow(self.data_dir, project.id) == ["second"]
        if self.project is not None:
            assert ids_by_pyarrow(self.data_dir, self.project.id) == ["first"]


@pytest.fixture(scope="module")
def birth(fault_library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """What a first start does."""
    birth = Birth(tmp_path_factory.mktemp("birth") / "data", fault_library)
    operations = birth.live()
    birth.check()
    return operations


def test_a_crash_in_the_first_minute_keeps_nobody_from_beginning(
    birth: list[Line], fault_library: Path, tmp_path: Path
) -> None:
    # The last ones are of the stop, and may be fewer.
    for at in range(1, len(birth) - 4, 1 if EVERY else 9):
        life = Birth(tmp_path / str(at), fault_library, Fault(Calls("*", "*"), "kill-before", at))
        life.live()
        life.check()


@pytest.mark.skipif(not EVERY, reason="takes minutes; STEPS=all")
def test_a_crash_at_every_operation(
    trace: list[Line], template: Template, fault_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = [Fault(Calls("*", "*"), "kill-after", at) for at in range(1, len(trace) + 1)]
        lives = [
            pool.submit(crash, template, fault_library, tmp_path_factory.mktemp("every"), fault) for fault in faults
        ]
        for life in lives:
            life.result()
