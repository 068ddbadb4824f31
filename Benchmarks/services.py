"""The services that take events in, each on a port of its own, and the load that `wrk` puts on them."""

import hashlib
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from http_client import Client
from iafa_server import Project, Server, environment, free_port
from processes import cpu_seconds, family, peak_mib

HERE = Path(__file__).resolve().parent
BARE = HERE / "bare" / ".build" / "release" / "bare"
KEY = "iafa_bench_key"
START_SECONDS = 30
# How long a service may go on working on what it took in, for that to count as its work.
SETTLE_SECONDS = 60.0


class Service(Protocol):
    """Something that takes events in."""

    name: str
    port: int
    key: str

    @property
    def pid(self) -> int: ...

    def stop(self) -> None: ...


class Iafa:
    """`iafa serve`, already running."""

    name = "iafa serve, durable"

    def __init__(self, server: Server, project: Project) -> None:
        self.server = server
        self.port = server.port
        self.key = project.api_key

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def stop(self) -> None:
        self.server.stop(60)


class Command:
    """A service that a command starts; the command takes the port."""

    key = KEY

    def __init__(self, name: str, command: list[str], port: int) -> None:
        self.name = name
        self.port = port
        key_hash = hashlib.sha256(KEY.encode()).hexdigest()
        env = environment({"BENCH_KEY_SHA256": key_hash, "LOG_LEVEL": "warning"})
        self.process = subprocess.Popen(command, cwd=HERE, env=env, stdout=subprocess.DEVNULL)
        wait_until_ready(self.process, port, name)

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def wait_until_ready(process: subprocess.Popen[bytes], port: int, name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"{name} ended with {process.returncode}")
        try:
            if Client(port).get("/health/ready").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{name} was not ready within {START_SECONDS} s")


def fastapi(workers: int = 2) -> Command:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "fastapi_service:app", "--port", str(port), "--workers", str(workers)]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return Command(f"FastAPI + uvicorn, {workers} workers, in memory", command, port)


def bare() -> Command:
    port = free_port()
    return Command("Hummingbird alone, body read", [str(BARE), str(port)], port)


@dataclass(frozen=True)
class Load:
    """What `wrk` sends: to which path, over how many connections, how many events a request."""

    path: str
    connections: int
    events: int


@dataclass(frozen=True)
class Round:
    """What became of a load in one round."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    # Answers of 400 and more, and connections that broke or said nothing.
    not_200: int
    broken: int
    cpu: float
    peak_mib: float

    @property
    def accepted(self) -> int:
        return self.requests - self.not_200


def offer(service: Service, load: Load, seconds: int, prefix: str) -> Round:
    """Puts a load on a service, and waits until it has done all that it has to do about it."""
    processes = family(service.pid)
    before = sum(map(cpu_seconds, processes))
    url = f"http://127.0.0.1:{service.port}{load.path}"
    command = ["wrk", "-t1", f"-c{load.connections}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-s", str(HERE / "ingest.lua"), url, "--", service.key, prefix, str(load.events)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode != 0 or len(results) != 1:
        sys.exit(f"wrk failed on {service.name}: {done.stdout}{done.stderr}")
    settle(processes)
    cpu = sum(map(cpu_seconds, processes)) - before
    return Round(**json.loads(results[0].removeprefix("RESULT ")), cpu=cpu, peak_mib=sum(map(peak_mib, processes)))


def settle(processes: list[int]) -> None:
    """Waits until processes have nothing to do any more, so that their work counts as theirs and disturbs nobody."""
    deadline = time.monotonic() + SETTLE_SECONDS
    used = sum(map(cpu_seconds, processes))
    while time.monotonic() < deadline:
        time.sleep(0.5)
        before, used = used, sum(map(cpu_seconds, processes))
        if used - before <= 0.02:
            return


