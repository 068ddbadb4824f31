"""Ordered funnels by brute force: every attempt of every person, by the letter of docs/funnels.md.

Written from the rules, in another language than the program under test, and without a look at how that does it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Event:
    """Something that a person did; the time in microseconds."""

    person: str
    type: str
    time: int
    properties: dict[str, Any] = field(default_factory=dict)


Step = Callable[[Event], bool]


def any_of(*event_types: str) -> Step:
    """A step that any of some event types satisfies."""
    return lambda event: event.type in event_types


@dataclass(frozen=True)
class Outcome:
    """How far a person got, in the attempt that counts: the time of each step taken."""

    times: tuple[int, ...]

    @property
    def reach(self) -> int:
        return len(self.times)


def evaluate(events: Iterable[Event], steps: Sequence[Step], window_seconds: int) -> list[int]:
    """The persons who reached each step."""
    reached = [0] * len(steps)
    for outcome in outcomes(events, steps, window_seconds).values():
        for step in range(outcome.reach):
            reached[step] += 1
    return reached


def outcomes(events: Iterable[Event], steps: Sequence[Step], window_seconds: int) -> dict[str, Outcome]:
    """The outcome of every person who began an attempt."""
    by_person: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_person[event.person].append(event)
    result: dict[str, Outcome] = {}
    for person, own in by_person.items():
        own.sort(key=lambda event: event.time)
        moments = [list(group) for _, group in groupby(own, key=lambda event: event.time)]
        attempts = [
            attempt(first, moments[index:], steps, window_seconds * MICROSECONDS)
            for index, moment in enumerate(moments)
            for first in moment
            if steps[0](first)
        ]
        if attempts:
            # The furthest; of these the one that got there first; of these the one that began last.
            result[person] = min(attempts, key=lambda outcome: (-outcome.reach, outcome.times[-1], -outcome.times[0]))
    return result


def attempt(first: Event, moments: list[list[Event]], steps: Sequence[Step], window: int) -> Outcome:
    """How far the attempt that begins at `first` gets; `moments` are the person's events from its time on."""
    times = [first.time]
    for moment in moments:
        now = moment[0].time
        if now > first.time + window or len(times) == len(steps):
            break
        # An event serves one step: the first event has served its own.
        unused = [event for event in moment if event is not first]
        # More steps at an earlier moment never harm: what a lesser attempt takes later, this one can take as well.
        times += [now] * furthest(unused, steps[len(times) :])
    return Outcome(tuple(times))


def furthest(events: list[Event], steps: Sequence[Step]) -> int:
    """How many of the steps, from the first on, simultaneous events can take, each event one step."""
    if not steps:
        return 0
    return max(
        (1 + furthest(events[:i] + events[i + 1 :], steps[1:]) for i, event in enumerate(events) if steps[0](event)),
        default=0,
    )
