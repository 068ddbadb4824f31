-- Every attempt on its own: a join for each step that finds the earliest event that can take it.
-- Caller: baseline.py.
--
-- Exact: this is the definition of an attempt, which advances greedily from its first event and ends with its window.
-- Attempts of a person that begin at the same moment are alike, and no event serves two steps, because no two steps
-- share an event type. Quadratic in one person's events.
WITH
events AS MATERIALIZED (FROM stage_events),
step1 AS MATERIALIZED (
    SELECT DISTINCT person, moment AS start, moment
    FROM events
    WHERE event_type = 'product_view'
),
step2 AS MATERIALIZED (
    SELECT previous.person, previous.start, min(next.moment) AS moment
    FROM step1 AS previous
    JOIN events AS next ON next.person = previous.person
        AND next.moment >= previous.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'add_to_cart'
    GROUP BY ALL
),
step3 AS MATERIALIZED (
    SELECT previous.person, previous.start, min(next.moment) AS moment
    FROM step2 AS previous
    JOIN events AS next ON next.person = previous.person
        AND next.moment >= previous.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'checkout'
    GROUP BY ALL
),
step4 AS MATERIALIZED (
    SELECT previous.person, previous.start, min(next.moment) AS moment
    FROM step3 AS previous
    JOIN events AS next ON next.person = previous.person
        AND next.moment >= previous.moment
        AND next.moment <= previous.start + getvariable('window_us')
    WHERE next.event_type = 'payment'
    GROUP BY ALL
),
step5 AS MATERIALIZED (
    SELECT previous.person, previous.start, min(next.moment) AS moment
    FROM step4 AS previous
    JOIN events AS next ON next.person = previous.person
        AND next.moment >= previous.moment
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
