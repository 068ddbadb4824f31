"""Where the table of the last run of each program is kept."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "results"


def keep(name: str, text: str) -> None:
    """Writes the table to `results/latest-NAME.md`, in place of that of the run before."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"latest-{name}.md").write_text(text)
