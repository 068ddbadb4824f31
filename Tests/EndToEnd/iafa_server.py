"""Starts the program under test and speaks with it as its users do."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from http_client import Client

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("IAFA_BINARY") or ROOT / ".build" / "debug" / "iafa")
PASSWORD = "correct horse battery staple"
START_SECONDS = 30


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """This process's environment without options of the program under test."""
    return {name: value for name, value in os.environ.items() if not name.startswith("IAFA_")} | (extra or {})


def iafa(*arguments: object, data_dir: Path | None = None, stdin: str = "", seconds: float = 300) -> "Finished":
    """Runs a command to its end."""
    where = [] if data_dir is None else ["--data-dir", str(data_dir)]
    done = subprocess.run(
        [str(BINARY), *map(str, arguments), *where],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=environment(),
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Finished:
    """What a command printed and how it ended."""

    exit_code: int
    stdout: str
    stderr: str

    def must_succeed(self) -> "Finished":
        assert self.exit_code == 0, self
        return self

    def must_fail(self, exit_code: int = 1) -> "Finished":
        """Ended with the code and one line on stderr that says why."""
        assert self.exit_code == exit_code, self
        if exit_code == 1:
            assert len(self.stderr.strip().splitlines()) == 1, self
        return self


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class EndedEarly(AssertionError):
    """A server ended before it was ready."""

    def __init__(self, exit_code: int, log: str) -> None:
        super().__init__(f"the server ended with {exit_code}: {log}")
        self.exit_code = exit_code
        self.log = log


class Server:
    """`iafa serve` on a data directory; may be started and ended again and again.

    `variables` are added to its environment.
    """

    def __init__(
        self, data_dir: Path, *options: str, binary: Path = BINARY, variables: dict[str, str] | None = None
    ) -> None:
        self.data_dir = data_dir
        self.options = options
        self.binary = binary
        self.variables = variables
        self.log = data_dir.with_name(data_dir.name + ".log")
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server was not started"
        return self._process

    @property
    def client(self) -> Client:
        return Client(self.port)

    def start(self) -> float:
        """Starts the server, waits until it is ready, and gives the seconds that this took."""
        began = time.monotonic()
        command = [str(self.binary), "serve", "--data-dir", str(self.data_dir), "--port", str(self.port), *self.options]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment(self.variables)
            )
        client = self.client
        while time.monotonic() < began + START_SECONDS:
            try:
                if client.get("/health/ready").status == 200:
                    client.close()
                    return time.monotonic() - began
            except OSError:
                pass
            if self._process.poll() is not None:
                raise EndedEarly(self._process.returncode, self.last_log())
            time.sleep(0.01)
        self.kill()
        raise AssertionError(f"the server was not ready within {START_SECONDS} s: {self.last_log()}")

    def stop(self, seconds: float = 15) -> int:
        """Asks the server to end, as a service manager does, and gives its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end within {seconds} s: {self.last_log()}") from None

    def kill(self) -> None:
        """SIGKILL: the server has no chance to do anything."""
        self.process.kill()
        self.process.wait()

    def last_log(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]


@contextmanager
def running(
    data_dir: Path, *options: str, binary: Path = BINARY, variables: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server that ends with the block, whatever happens in it."""
    server = Server(data_dir, *options, binary=binary, variables=variables)
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def wait_until(condition: Callable[[], object], server: Server, seconds: float = 60) -> None:
    """Waits until something is so that a server does by itself; fails with the end of its log."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, server.last_log()
        time.sleep(0.01)


@dataclass(frozen=True)
class Project:
    """A project with a key for sending events."""

    id: str
    api_key: str

    def sender(self, server: Server) -> Client:
        return server.client.with_headers(X_API_Key=self.api_key)


class Account:
    """Somebody who has registered, signed in."""

    def __init__(self, server: Server, email: str) -> None:
        answer = server.client.post("/api/v1/auth/register", {"email": email, "password": PASSWORD})
        self.registration: dict[str, Any] = answer.must_be(201).json()
        self.email = email
        self.client = server.client.with_headers(Authorization=f"Bearer {self.registration['access_token']}")

    def project(self, name: str, **fields: Any) -> Project:
        created = self.client.post("/api/v1/projects", {"name": name, **fields}).must_be(201).json()
        return Project(created["id"], created["api_key"])

    def api_key(self, project: Project, *scopes: str) -> tuple[str, str]:
        """A new key's id and secret."""
        path = f"/api/v1/projects/{project.id}/api-keys"
        created = self.client.post(path, {"name": "test", "scopes": list(scopes)}).must_be(201).json()
        return created["id"], created["api_key"]

    def funnel(self, project: Project, *event_types: str, **fields: Any) -> str:
        """The id of a new funnel."""
        stages = [{"event_type": event_type} for event_type in event_types]
        body = {"project_id": project.id, "name": " → ".join(event_types), "stages": stages, **fields}
        created: dict[str, Any] = self.client.post("/api/v1/funnels", body).must_be(201).json()
        return str(created["id"])

    def ask(self, project: Project, stages: list[dict[str, Any]], start: str, end: str, **fields: Any) -> Any:
        """The answer to a funnel that isn't saved."""
        body = {"project_id": project.id, "stages": stages, "start_date": start, "end_date": end, **fields}
        return self.client.post("/api/v1/analytics/funnel", body).must_be(200).json()


def users(answer: Any) -> list[int]:
    """The persons at each step of a funnel's answer."""
    return [stage["users"] for stage in answer["stages"]]
