"""The steps that a server's data takes on its way to the disk, each a kind of file operation."""

from dataclasses import dataclass

from faults import Calls, Line

DAY = "events/project_*/????/??/events_????-??-??.parquet"
PART = "events/project_*/????/??/events_????-??-??.part-*.parquet"


@dataclass(frozen=True)
class Step:
    """`is_harmless`: Nothing depends on it, or it is only taken by a first start, which is tested by itself."""

    name: str
    calls: Calls
    is_harmless: bool = False

    @property
    def other_kills(self) -> tuple[str, ...]:
        """How to kill besides before it, where that leaves something else than to kill before the next step."""
        is_unseen = self.calls.path.endswith((".tmp", ".run"))
        match self.calls.call:
            case "create" | "mkdir":
                return ()
            case "write":
                return () if is_unseen else ("kill-half",)
            case "sync":
                return () if is_unseen else ("kill-after",)
            case _:
                return ("kill-after",)


def replaced(name: str, path: str, folder: str, new: str) -> list[Step]:
    """The steps of a file that is written beside its place, then takes it."""
    return [
        Step(f"{name} made", Calls("create", path)),
        Step(f"{name} written", Calls("write", path)),
        Step(f"{name} synced", Calls("sync", path)),
        Step(f"{name} renamed", Calls("rename", path)),
        *([Step(new, Calls("sync", folder))] if new else []),
    ]


# In this order: an operation belongs to the first step that it matches.
STEPS = [
    Step("journal segment made", Calls("create", "journal/*.log")),
    Step("journal appended to", Calls("write", "journal/*.log")),
    Step("journal synced", Calls("sync", "journal/*.log")),
    Step("torn journal cut", Calls("truncate", "journal/*.log")),
    Step("journal segment removed", Calls("remove", "journal/*.log")),
    Step("journal folder synced", Calls("sync", "journal")),
    *replaced("part", PART + ".tmp", "events/project_*/????/??", "day's folder synced"),
    *replaced("day file", DAY + ".tmp", "", ""),
    Step("unfinished event file removed", Calls("remove", "events/*.tmp")),
    Step("merged part removed", Calls("remove", PART)),
    Step("old day removed", Calls("remove", DAY)),
    Step("empty folder removed", Calls("rmdir", "events/*")),
    Step("project's folder moved away", Calls("rename", "events/project_????????????????????")),
    Step("project's folder made", Calls("mkdir", "events/*")),
    Step("year's folder synced", Calls("sync", "events/project_????????????????????/????")),
    Step("project's folder synced", Calls("sync", "events/project_????????????????????")),
    Step("folder of events synced", Calls("sync", "events")),
    Step("link to read by made", Calls("link", "events/*")),
    Step("link to read by removed", Calls("remove,rmdir", ".iafa-scratch*")),
    Step("scratch folder made", Calls("mkdir", ".iafa-scratch*")),
    *replaced("run of event ids", "index/event_ids/*.run", "", "")[:3],
    Step("run of event ids removed", Calls("remove", "index/event_ids/*.run")),
    *replaced("list of runs", "index/event_ids/runs.json.tmp", "index/event_ids", "folder of runs synced"),
    *replaced("stage index", "index/project_*/stages_*.index.tmp", "", ""),
    Step("stage index removed", Calls("remove", "index/project_*.index")),
    Step("stage indexes' folder made", Calls("mkdir,rmdir", "index/project_*"), is_harmless=True),
    Step("summary made", Calls("create", "index/project_*/summary_*.tmp")),
    Step("summary written", Calls("write", "index/project_*/summary_*.tmp")),
    Step("summary renamed", Calls("rename", "index/project_*/summary_*.tmp")),
    Step("summary removed", Calls("remove", "index/project_*/summary_*")),
    *replaced("ledger", "ingestion/project_*.tmp", "ingestion/project_????????????????????", "ledger's folder synced"),
    Step("ledger appended to", Calls("write", "ingestion/*.jsonl")),
    Step("ledger's rest synced", Calls("sync", "ingestion/*.jsonl")),
    Step("ledger's folder made", Calls("mkdir", "ingestion*")),
    Step("ledger removed", Calls("remove,rmdir", "ingestion/project_????????????????????*")),
    Step("metadata before kept", Calls("link", "metadata/*.json")),
    Step("metadata before renamed", Calls("rename", "metadata/*.bak.tmp")),
    *replaced("metadata", "metadata/*.json.tmp", "metadata", "metadata's folder synced"),
    *(
        Step(f"signing key {what}", Calls(call, "metadata/signing.key.tmp"), is_harmless=True)
        for what, call in (("made", "create"), ("written", "write"), ("synced", "sync"), ("renamed", "rename"))
    ),
    Step("lock written", Calls("truncate,write", "iafa.lock")),
    Step("lock made", Calls("create", "*.lock"), is_harmless=True),
    Step("what isn't there removed", Calls("remove", "*.tmp"), is_harmless=True),
    Step("what is there made", Calls("mkdir", "*"), is_harmless=True),
    Step("top folders synced", Calls("sync", "*"), is_harmless=True),
]


def step_of(line: Line) -> Step:
    """The step that an operation belongs to; fails on one that the list doesn't know."""
    step = next((step for step in STEPS if step.calls.match(line)), None)
    assert step, f"no step of the list covers {line}; add it"
    return step
