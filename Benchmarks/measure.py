"""Engines that answer the same question, and what an answer costs each: time, processor time, memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any, Protocol

from http_client import Client
from iafa_server import Server, environment, users
from processes import cpu_seconds, peak_mib

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """One answer."""

    users: list[int]
    wall: float
    cpu: float
    peak_mib: float


class Engine(Protocol):
    """Something that answers one question again and again."""

    name: str

    def ask(self) -> Sample: ...

    def close(self) -> None: ...


@dataclass
class Measurement:
    """All answers of an engine, the warm-up left out."""

    engine: Engine
    samples: list[Sample] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return median(sample.wall for sample in self.samples)

    @property
    def cpu(self) -> float:
        # The mean, because the kernel counts a server's in steps of a hundredth of a second.
        return mean(sample.cpu for sample in self.samples)

    @property
    def peak_mib(self) -> float:
        return max(sample.peak_mib for sample in self.samples)


def interleave(engines: Sequence[Engine], rounds: int, warm_up: int) -> list[Measurement]:
    """Asks all engines in turn; ends the program where they don't agree."""
    measurements = [Measurement(engine) for engine in engines]
    expected: list[int] | None = None
    for number in range(warm_up + rounds):
        for measurement in measurements:
            sample = measurement.engine.ask()
            if sample.users != (expected := expected or sample.users):
                sys.exit(f"{measurement.engine.name} counts {sample.users}, {engines[0].name} {expected}")
            if number >= warm_up:
                measurement.samples.append(sample)
    return measurements


class Command:
    """`iafa funnel` as a process of its own, from its start to its end."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command

    def ask(self) -> Sample:
        began = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, env=environment())
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if process.returncode != 0:
            sys.exit(f"{' '.join(self.command)} ended with {process.returncode}")
        cpu = usage.ru_utime + usage.ru_stime
        return Sample(users(json.loads(output)), wall, cpu, usage.ru_maxrss / 1024)

    def close(self) -> None:
        pass


class ServerQuestion:
    """A question to a running server, over a connection that stays open."""

    def __init__(self, name: str, server: Server, client: Client, body: dict[str, Any]) -> None:
        self.name = name
        self.server = server
        self.client = client
        self.body = body

    def ask(self) -> Sample:
        pid = self.server.process.pid
        before = cpu_seconds(pid)
        began = time.perf_counter()
        reply = self.client.post("/api/v1/analytics/funnel", self.body).must_be(200)
        wall = time.perf_counter() - began
        return Sample(users(reply.json()), wall, cpu_seconds(pid) - before, peak_mib(pid))

    def close(self) -> None:
        self.client.close()


class Baseline:
    """Another engine, in a process that stays: a program beside this one that answers a line with a line."""

    def __init__(self, name: str, program: str, arguments: list[str]) -> None:
        self.name = name
        command = [sys.executable, str(HERE / program), *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self) -> Sample:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended with {self.process.wait()}")
        return Sample(**json.loads(line))

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
