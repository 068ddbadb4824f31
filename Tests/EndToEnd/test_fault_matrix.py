"""The fault matrix in docs/storage.md: each row names tests that are there, and no step is missing."""

import re
from pathlib import Path

from fault_steps import STEPS
from iafa_server import ROOT

HEADING = "## The fault matrix"


def rows() -> list[list[str]]:
    """The cells of every row of its tables."""
    section = (ROOT / "docs/storage.md").read_text().split(f"{HEADING}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def named_tests(row: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row[-1])


def swift_file(suite: str) -> Path:
    [file] = (ROOT / "Tests").rglob(f"{suite}.swift")
    return file


def is_there(test: str) -> bool:
    """Whether a test is there: `crash: step`, `error: step`, `test_file.py::test_name` or `Suite.name`."""
    if step := re.fullmatch(r"(crash|error): (.+)", test):
        return any(known.name == step[2] and not known.is_harmless for known in STEPS)
    if python := re.fullmatch(r"(test_\w+\.py)::(\w+)", test):
        return f"def {python[2]}(" in (ROOT / "Tests/EndToEnd" / python[1]).read_text()
    suite, name = test.split(".", 1)
    source = swift_file(suite).read_text()
    return f"func {name}(" in source or f"func `{name}`(" in source


def test_every_row_names_tests_that_are_there() -> None:
    found = [row for row in rows() if row[-1] != "shown by"]
    assert len(found) > 30
    for row in found:
        assert len(row) == 5, row
        assert named_tests(row), f"no test shows: {row[0]}"
        assert not [test for test in named_tests(row) if not is_there(test)], row


def test_every_step_is_in_the_matrix() -> None:
    named = {test for row in rows() for test in named_tests(row)}
    for step in STEPS:
        if not step.is_harmless:
            assert {f"crash: {step.name}", f"error: {step.name}"} <= named, step.name


def test_what_the_text_around_names_is_there() -> None:
    text = (ROOT / "docs/storage.md").read_text().split(f"{HEADING}\n")[1].split("\n## ")[0]
    named = re.findall(r"`(test_\w+\.py::\w+)`", text)
    assert named and all(is_there(test) for test in named)
