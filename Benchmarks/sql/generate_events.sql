-- The events first_event ≤ e < end_event of a made-up app, in the order in which a server would have received them.
-- Caller: generate.py, which sets the variables `seed`, `events`, `first_event`, `end_event`.
--
-- Every value is a function of the seed and of whole numbers, so that any machine and any number of threads gives the
-- same rows: no random(), no floating-point functions. Sessions come in blocks of 13, which last 2 to 14 events and so
-- 104 together; the event's number alone tells its session and its place in it.
WITH
lengths AS (
    -- 13 lengths in no particular order: session k of a block begins at `begins` and has `length` events.
    SELECT k, length, (sum(length) OVER (ORDER BY k) - length)::INTEGER AS begins
    FROM (SELECT unnest(range(13)) AS k, unnest([5, 11, 2, 14, 7, 9, 3, 12, 6, 4, 13, 8, 10]) AS length)
),
places AS (
    SELECT begins + position AS place, k, length, position
    FROM (SELECT *, unnest(range(length)) AS position FROM lengths)
),
numbered AS (
    SELECT
        range AS e,
        range // 104 * 13 + k AS session,
        length,
        -- One event in 16 happens at the very moment of the one before it.
        CASE WHEN position > 0 AND draw(range, 1) % 16 = 0 THEN position - 1 ELSE position END AS moment,
        position
    FROM range(getvariable('first_event'), getvariable('end_event'))
    JOIN places ON place = range % 104
),
sessions AS (
    SELECT
        *,
        -- Half of the sessions are of one user in five.
        CASE WHEN draw(session, 2) % 2 = 0
            THEN draw(session, 3) % (getvariable('events') // 100 + 1)
            ELSE draw(session, 3) % (getvariable('events') // 20 + 1)
        END AS person,
        -- How many of the five steps the session is headed for.
        CASE
            WHEN draw(session, 4) % 100 < 42 THEN 0
            WHEN draw(session, 4) % 100 < 64 THEN 1
            WHEN draw(session, 4) % 100 < 76 THEN 2
            WHEN draw(session, 4) % 100 < 84 THEN 3
            WHEN draw(session, 4) % 100 < 90 THEN 4
            ELSE 5
        END AS depth,
        -- Evenly over 89 days less two hours, and then in no order within a day: all ends within 90 days.
        session * 7682400000 // (getvariable('events') // 8 + 13)
            + draw(session, 5) % 86400000 AS begins_ms,
        2000 + draw(session, 6) % 90000 AS pace_ms
    FROM numbered
),
timed AS (
    SELECT
        *,
        begins_ms + moment * pace_ms + draw(session * 16 + moment, 7) % pace_ms AS at_ms,
        depth > 0 AND draw(e, 8) % 100 < 42 AS is_step,
        1 + position * depth // length AS step
    FROM sessions
),
typed AS (
    SELECT
        *,
        -- Some arrive minutes late, one in a hundred up to three days.
        at_ms + CASE
            WHEN draw(e, 9) % 100 < 96 THEN draw(e, 10) % 3000
            WHEN draw(e, 9) % 100 < 99 THEN draw(e, 10) % 600000
            ELSE draw(e, 10) % 259200000
        END AS arrived_ms,
        CASE WHEN is_step
            THEN ['product_view', 'add_to_cart', 'checkout', 'payment', 'purchase'][step]
            ELSE ['page_view', 'page_view', 'page_view', 'scroll', 'scroll', 'search', 'app_open', 'share', 'review',
                  'profile_view', 'notification_open'][1 + draw(e, 11) % 11]
        END AS event_type
    FROM timed
)
SELECT
    lpad(to_hex(draw(e, 0)), 16, '0') || lpad(to_hex(draw(e, 12)), 16, '0') AS event_id,
    event_type,
    -- Three users in ten never sign in, the others are signed in in four sessions of five.
    CASE WHEN person % 10 >= 3 AND draw(session, 13) % 5 > 0
        THEN 'user-' || lpad(person::VARCHAR, 8, '0')
    END AS user_id,
    'device-' || lpad(to_hex(draw(person, 14)), 16, '0') AS anonymous_id,
    'session-' || session AS session_id,
    make_timestamptz(getvariable('begin_us') + at_ms * 1000) AS timestamp,
    '{"platform":"' || ['ios', 'ios', 'ios', 'ios', 'android', 'android', 'android', 'web', 'web'][1 + person % 9]
        || '","country":"' || ['US', 'DE', 'FR', 'GB', 'BR', 'IN', 'JP'][1 + draw(person, 15) % 7]
        || '","app_version":"4.' || draw(session, 16) % 12
        || CASE
            WHEN is_step THEN '","item":"sku-' || draw(e, 17) % 5000 || '","price":' || draw(e, 18) % 200
                || '.99,"campaign":"spring-' || draw(session, 19) % 30
                || CASE WHEN draw(e, 20) % 3 = 0 THEN '","coupon":"WELCOME-' || draw(e, 21) % 1000000 ELSE '' END
                || '"}'
            WHEN draw(e, 20) % 3 = 0 THEN '"}'
            ELSE '","screen":"/catalog/' || draw(e, 17) % 400 || '","duration_ms":' || draw(e, 18) % 30000 || '}'
        END AS properties
FROM typed
ORDER BY arrived_ms, e
