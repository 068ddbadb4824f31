-- As stage_events.sql, with the filter of the first step: only on iOS.
-- Caller: baseline.py, which sets the variables and makes this the view `stage_events`.
SELECT
    hash(coalesce(user_id, anonymous_id)) AS person,
    event_type,
    epoch_us(timestamp) AS moment
FROM read_parquet(getvariable('files'))
WHERE event_type IN ('product_view', 'add_to_cart', 'checkout', 'payment', 'purchase')
    AND timestamp >= getvariable('range_start')
    AND timestamp < getvariable('range_end')
    AND (event_type <> 'product_view' OR json_extract_string(properties, '$.platform') = 'ios')
