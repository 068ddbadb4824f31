-- The events that can take a step, once each, from the day files that the program under test reads.
-- Caller: baseline.py, which sets the variables and makes this the view `stage_events`.
--
-- A hash of the person instead of the text, and whole microseconds instead of a timestamp: each made every query below
-- faster. Two persons with the same 64 bits would count as one; the run compares the counts with the exact ones.
SELECT
    hash(coalesce(user_id, anonymous_id)) AS person,
    event_type,
    epoch_us(timestamp) AS moment
FROM read_parquet(getvariable('files'))
WHERE event_type IN ('product_view', 'add_to_cart', 'checkout', 'payment', 'purchase')
    AND timestamp >= getvariable('range_start')
    AND timestamp < getvariable('range_end')
