"""The reference evaluator's own tests: each rule on the smallest example that shows it."""

from itertools import pairwise, product
from random import Random

import pytest
from reference_funnel import MICROSECONDS, Event, Step, any_of, evaluate, outcomes

A, B, C = any_of("a"), any_of("b"), any_of("c")


def events(text: str, person: str = "p") -> list[Event]:
    """`a0 b5` means: a at second 0, b at second 5."""
    return [Event(person, word[0], int(word[1:]) * MICROSECONDS) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "steps", "reach"),
    [
        ("a0 b1 c2", [A, B, C], 3),
        ("b0 a1 c2", [A, B, C], 1),
        ("a0 c1 b2 c3", [A, B, C], 3),
        # An attempt may last exactly the window.
        ("a0 b10", [A, B], 2),
        ("a0 b11", [A, B], 1),
        # A later attempt may get further than the first.
        ("a0 a5 b11", [A, B], 2),
        ("a0 b1 a9 b12 c18", [A, B, C], 3),
        # One event serves one step.
        ("a0", [A, A], 1),
        ("a0 a1", [A, A], 2),
        ("a0 a0", [A, A], 2),
        # Simultaneous events count in whichever order gets furthest.
        ("b0 a0", [A, B], 2),
        ("c0 b0 a0", [A, B, C], 3),
        ("b0 a0 a5 c12", [A, B, C], 2),
        # Overlapping steps: the b must be left for the step that only it can take.
        ("a0 b1 c1", [A, any_of("b", "c"), B], 3),
        ("a0 b1 b1", [A, any_of("b", "c"), B], 3),
        ("a0 b1", [A, any_of("b", "c"), B], 2),
        ("b0 a0", [any_of("a", "b"), B], 2),
        ("", [A, B], 0),
    ],
)
def test_how_far_a_person_gets(text: str, steps: list[Step], reach: int) -> None:
    assert evaluate(events(text), steps, 10) == [1] * reach + [0] * (len(steps) - reach)


def test_the_counted_attempt_is_the_first_to_get_furthest_and_of_those_the_last_to_begin() -> None:
    counted = outcomes(events("a0 a2 b5 a20 b21"), [A, B], 10)["p"]
    assert [time // MICROSECONDS for time in counted.times] == [2, 5]


def test_persons_are_counted_apart() -> None:
    both = events("a0 b1", "p") + events("a0", "q") + events("b1", "r")
    assert evaluate(both, [A, B], 10) == [2, 1]


def test_it_equals_a_search_through_all_assignments() -> None:
    random = Random(20240313)
    steps = [any_of("a", "b"), B, any_of("b", "c")]
    for case in range(500):
        text = " ".join(random.choice("abc") + str(random.randrange(6)) for _ in range(random.randrange(1, 7)))
        own = events(text)
        reached = evaluate(own, steps, 3)
        for length in range(1, 4):
            possible = any(
                len(set(map(id, chain))) == length
                and all(step(event) for step, event in zip(steps, chain, strict=False))
                and all(one.time <= other.time for one, other in pairwise(chain))
                and chain[-1].time - chain[0].time <= 3 * MICROSECONDS
                for chain in product(own, repeat=length)
            )
            assert reached[length - 1] == int(possible), f"case {case}: {text}, {length} steps"
