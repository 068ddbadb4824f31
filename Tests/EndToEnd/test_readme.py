"""What the README tells people to paste works, and gives what the README says it gives."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from iafa_server import BINARY, ROOT, environment, running

MARKER = "<!-- test: walkthrough -->"
COMMAND_LINE = "<!-- test: command line -->"
README_BASE = "http://127.0.0.1:8080"
# Stands in the README for a value that differs from run to run.
ANYTHING = "…"


def walkthrough() -> tuple[str, Any]:
    """The script after the marker, and the part of its last answer that the README shows below it."""
    text = (ROOT / "README.md").read_text()
    pattern = re.escape(MARKER) + r"\s*```sh\n(.*?)```.*?```json\n(.*?)```"
    match = re.search(pattern, text, re.DOTALL)
    assert match, f"README.md has no sh block and json block after {MARKER}"
    return match[1], json.loads(match[2])


def last_json(output: str) -> Any:
    """The last JSON object that a script printed."""
    decoder = json.JSONDecoder()
    found = None
    place = output.find("{")
    while place >= 0:
        try:
            found, end = decoder.raw_decode(output, place)
        except json.JSONDecodeError:
            end = place + 1
        place = output.find("{", end)
    assert found is not None, f"no JSON in: {output}"
    return found


def shows(shown: Any, actual: Any) -> bool:
    """Whether an answer is what the README shows of it: fields may be left out, `…` stands for anything."""
    if shown == ANYTHING:
        return True
    if isinstance(shown, dict):
        return isinstance(actual, dict) and all(name in actual and shows(shown[name], actual[name]) for name in shown)
    if isinstance(shown, list):
        return (
            isinstance(actual, list)
            and len(shown) == len(actual)
            and all(shows(*pair) for pair in zip(shown, actual, strict=True))
        )
    return bool(shown == actual)


def test_the_walkthrough(data_dir: Path, tmp_path: Path) -> None:
    script, shown = walkthrough()
    assert README_BASE in script
    with running(data_dir) as server:
        script = script.replace(README_BASE, f"http://127.0.0.1:{server.port}")
        # As pasted into a shell, but for that it ends at the first command that fails.
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | {"NO_PROXY": "127.0.0.1"},
            check=False,
        )
    assert done.returncode == 0, done
    assert shows(shown, last_json(done.stdout)), f"the README shows {shown}, the answer was {done.stdout}"


def test_the_command_line(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    match = re.search(re.escape(COMMAND_LINE) + r"\s*```sh\n(.*?)```\s*```\n(.*?)```", text, re.DOTALL)
    assert match, f"README.md has no two blocks after {COMMAND_LINE}"
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "iafa").symlink_to(BINARY.resolve())
    variables = environment()
    done = subprocess.run(
        ["bash", "-e", "-c", match[1]],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        # As a terminal shows them: in the order in which they came.
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        env=variables | {"PATH": f"{folder}:{os.environ['PATH']}"},
        check=False,
    )
    assert done.returncode == 0, done

    def comparable(text: str) -> list[str]:
        # Ids differ from run to run; blank lines only make the README easier to read.
        return [re.sub(r"\([0-9a-z]{20}\)", "(id)", line) for line in text.splitlines() if line.strip()]

    assert comparable(done.stdout) == comparable(match[2])


@pytest.mark.parametrize(
    ("output", "value"), [('{"a": 1} x\n{"b": {"c": 2}}\n', {"b": {"c": 2}}), ("{ no\n[1] {}", {})]
)
def test_the_last_json_is_found(output: str, value: Any) -> None:
    assert last_json(output) == value


def test_a_part_of_an_answer_can_be_shown() -> None:
    actual = {"id": "x", "stages": [{"users": 2, "rate": 1.0}, {"users": 1, "rate": 0.5}]}
    assert shows({"id": "…", "stages": [{"users": 2}, {"users": 1}]}, actual)
    assert not shows({"stages": [{"users": 2}]}, actual)
    assert not shows({"name": "…"}, actual)
