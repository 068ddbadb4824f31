-- As latest_start.sql, but each event looks up only the last event of the step before: an as-of join.
-- Caller: baseline.py.
--
-- Exact: the later an event of a step, the later the latest attempt that reaches it began (those whose window has ended
-- are dropped), so that the last one before has the maximum. Sorts, and is not quadratic.
WITH
events AS MATERIALIZED (FROM stage_events),
step1 AS MATERIALIZED (
    SELECT person, moment, moment AS start
    FROM events
    WHERE event_type = 'product_view'
),
step2 AS MATERIALIZED (
    SELECT next.person, next.moment, previous.start
    FROM (FROM events WHERE event_type = 'add_to_cart') AS next
    ASOF JOIN step1 AS previous ON next.person = previous.person AND next.moment >= previous.moment
    WHERE next.moment <= previous.start + getvariable('window_us')
),
step3 AS MATERIALIZED (
    SELECT next.person, next.moment, previous.start
    FROM (FROM events WHERE event_type = 'checkout') AS next
    ASOF JOIN step2 AS previous ON next.person = previous.person AND next.moment >= previous.moment
    WHERE next.moment <= previous.start + getvariable('window_us')
),
step4 AS MATERIALIZED (
    SELECT next.person, next.moment, previous.start
    FROM (FROM events WHERE event_type = 'payment') AS next
    ASOF JOIN step3 AS previous ON next.person = previous.person AND next.moment >= previous.moment
    WHERE next.moment <= previous.start + getvariable('window_us')
),
step5 AS MATERIALIZED (
    SELECT next.person, next.moment, previous.start
    FROM (FROM events WHERE event_type = 'purchase') AS next
    ASOF JOIN step4 AS previous ON next.person = previous.person AND next.moment >= previous.moment
    WHERE next.moment <= previous.start + getvariable('window_us')
)
SELECT
    (SELECT count(DISTINCT person) FROM step1) AS step1,
    (SELECT count(DISTINCT person) FROM step2) AS step2,
    (SELECT count(DISTINCT person) FROM step3) AS step3,
    (SELECT count(DISTINCT person) FROM step4) AS step4,
    (SELECT count(DISTINCT person) FROM step5) AS step5
