"""Faults of the disk for one process: its file operations are written down, and one of them fails or is its last.

`faults.c` is put in front of the C library, so that it is the program as it ships that meets them, and no root is
needed.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

SOURCE = Path(__file__).with_name("faults.c")


def build_library(folder: Path) -> Path:
    """Compiles the library that brings the faults about."""
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    assert compiler, "there is no C compiler; run: scripts/setup test"
    library = folder / "faults.so"
    warnings = ("-Wall", "-Wextra", "-Werror")
    command = [compiler, "-std=gnu11", "-O1", *warnings, "-fPIC", "-shared", SOURCE, "-o", library, "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return library


@dataclass(frozen=True)
class Calls:
    """File operations of one kind: the name of the call, and what its path matches."""

    call: str
    path: str

    def match(self, line: "Line") -> bool:
        # As fnmatch(3) without flags: * takes in slashes.
        names = self.call.split(",")
        pattern = re.escape(self.path).replace(r"\*", ".*").replace(r"\?", ".")
        return (self.call == "*" or line.call in names) and re.fullmatch(pattern, line.path) is not None


@dataclass(frozen=True)
class Fault:
    """What happens at which of some calls: `kill-before`, `kill-after`, `kill-half`, `short`, or an errno."""

    calls: Calls
    action: str
    at: int = 1
    # 0: all from there on.
    count: int = 1
    # Only while this file is there.
    during: Path | None = None

    def earlier(self) -> Self:
        return replace(self, at=(self.at + 1) // 2)


@dataclass(frozen=True)
class Line:
    """An operation that a process did, or was about to do."""

    call: str
    path: str


@dataclass(frozen=True)
class FaultyDisk:
    """The environment in which a process meets faults below one folder."""

    library: Path
    root: Path
    fault: Fault | None = None

    @property
    def trace_file(self) -> Path:
        return self.root.with_name(self.root.name + ".trace")

    @property
    def environment(self) -> dict[str, str]:
        variables = {
            "LD_PRELOAD": str(self.library),
            "FAULT_ROOT": os.path.realpath(self.root),
            "FAULT_TRACE": str(self.trace_file),
        }
        if self.fault is not None:
            variables |= {
                "FAULT_CALLS": self.fault.calls.call,
                "FAULT_PATH": self.fault.calls.path,
                "FAULT_AT": str(self.fault.at),
                "FAULT_COUNT": str(self.fault.count),
                "FAULT_DO": self.fault.action,
            }
            if self.fault.during is not None:
                variables["FAULT_WHILE"] = str(self.fault.during)
        return variables

    def trace(self) -> list[Line]:
        """What was done so far, in order."""
        if not self.trace_file.exists():
            return []
        return [Line(*line.split("\t")[:2]) for line in self.trace_file.read_text().splitlines()]
