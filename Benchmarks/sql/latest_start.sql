-- A join for each step that keeps, for every event that can take it, when the latest attempt that gets there began.
-- Caller: baseline.py.
--
-- Exact: of all attempts that reach an event, the one that began last has most of its window left, so that whatever
-- any of them reaches afterwards, it reaches. Steps at the same moment count (<=), and no event serves two steps,
-- because no two steps share an event type. Quadratic in one person's events.
WITH
events AS MATERIALIZED (FROM stage_events),
step1 AS MATERIALIZED (
    SELECT DISTINCT person, moment, moment AS start
    FROM events
    WHERE event_type = 'product_view'
),
step2 AS MATERIALIZED (
    SELECT next.person, next.moment, max(previous.start) AS start
    FROM events AS next
    JOIN step1 AS previous ON next.person = previous.person
        AND previous.moment <= next.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'add_to_cart'
    GROUP BY ALL
),
step3 AS MATERIALIZED (
    SELECT next.person, next.moment, max(previous.start) AS start
    FROM events AS next
    JOIN step2 AS previous ON next.person = previous.person
        AND previous.moment <= next.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'checkout'
    GROUP BY ALL
),
step4 AS MATERIALIZED (
    SELECT next.person, next.moment, max(previous.start) AS start
    FROM events AS next
    JOIN step3 AS previous ON next.person = previous.person
        AND previous.moment <= next.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'payment'
    GROUP BY ALL
),
step5 AS MATERIALIZED (
    SELECT next.person, next.moment, max(previous.start) AS start
    FROM events AS next
    JOIN step4 AS previous ON next.person = previous.person
        AND previous.moment <= next.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'purchase'
    GROUP BY ALL
)
SELECT
    (SELECT count(DISTINCT person) FROM step1) AS step1,
    (SELECT count(DISTINCT person) FROM step2) AS step2,
    (SELECT count(DISTINCT person) FROM step3) AS step3,
    (SELECT count(DISTINCT person) FROM step4) AS step4,
    (SELECT count(DISTINCT person) FROM step5) AS step5
