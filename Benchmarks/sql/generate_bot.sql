-- The events of one person that is a program: `bot_events` steps of the funnel in turn, evenly over the 90 days.
-- Caller: generate.py, which sets the variables `bot_events` and `begin_us`.
SELECT
    'bot-' || range AS event_id,
    ['product_view', 'product_view', 'add_to_cart', 'product_view', 'checkout', 'payment', 'purchase'][1 + range % 7]
        AS event_type,
    'bot' AS user_id,
    NULL::VARCHAR AS anonymous_id,
    'bot-session-' || range // 1000 AS session_id,
    make_timestamptz(getvariable('begin_us') + range * (90 * 86400000000 // getvariable('bot_events'))) AS timestamp,
    '{"platform":"web","country":"US","app_version":"4.0"}' AS properties
FROM range(getvariable('bot_events'))
ORDER BY range
