-- Makes wrk send events, no two alike: wrk … -s ingest.lua URL -- KEY PREFIX EVENTS
--
-- One event a request, or a batch of EVENTS where that is more than 1. Each has an id of its own, which begins with
-- PREFIX. All else is made before the load begins, as making it must not take the servers' processor time: a pool of
-- events whose ids are put in when they are sent. The results come as a line of JSON at the end.

local POOL = 2000
local TYPES = {"page_view", "product_view", "scroll", "search", "add_to_cart", "checkout", "payment", "purchase"}
local PAGES = {"/", "/products", "/products/shoes", "/cart", "/checkout", "/account/orders"}
local PLATFORMS = {"ios", "android", "web"}

local head, tail = {}, {}
local sent, prefix, batch, pieces, path, headers = 0, "", 1, {}, "", ""

-- An event's JSON before and behind its id.
local function event(number)
   local minute = os.date("!%Y-%m-%dT%H:%M:", os.time() - 120)
   local before = string.format(
      '{"event_type":"%s","user_id":"user-%08d","session_id":"s-%d-%d","timestamp":"%s%02d.%03dZ","event_id":"',
      TYPES[math.random(#TYPES)], math.random(400000), math.random(400000), number, minute, number % 60,
      math.random(0, 999))
   local after = string.format(
      '","properties":{"page":"%s","platform":"%s","app_version":"4.%d.%d","price":%d.%02d,"quantity":%d,'
         .. '"is_member":%s,"experiment":"checkout-%s"}}',
      PAGES[math.random(#PAGES)], PLATFORMS[math.random(#PLATFORMS)], math.random(0, 9), math.random(0, 20),
      math.random(1, 400), math.random(0, 99), math.random(1, 5), tostring(math.random() < 0.3),
      math.random() < 0.5 and "a" or "b")
   return before, after
end

function init(arguments)
   prefix, batch = arguments[2], tonumber(arguments[3])
   math.randomseed(7)
   for number = 1, POOL do head[number], tail[number] = event(number) end
   headers = " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " .. arguments[1] .. "\r\nContent-Type: application/json\r\n"
   if batch == 1 then
      for number = 1, POOL do
         local start = head[number] .. prefix
         local length = #start + 10 + #tail[number]
         head[number] = "POST " .. wrk.path .. headers .. "Content-Length: " .. length .. "\r\n\r\n" .. start
      end
   end
end

local function single()
   local number = sent % POOL + 1
   return head[number] .. string.format("%010d", sent) .. tail[number]
end

local function whole_batch()
   local length = 13
   local first = sent * 7 % POOL
   pieces[2] = '{"events":['
   for place = 1, batch do
      local number = (first + place) % POOL + 1
      local at = 4 * place
      pieces[at - 1] = head[number]
      pieces[at] = prefix .. string.format("%010d", sent * batch + place)
      pieces[at + 1] = tail[number]
      pieces[at + 2] = place < batch and "," or "]}"
      length = length + #pieces[at - 1] + #pieces[at] + #pieces[at + 1] + 1
   end
   pieces[1] = "POST " .. wrk.path .. headers .. "Content-Length: " .. length - 1 .. "\r\n\r\n"
   return table.concat(pieces)
end

function request()
   sent = sent + 1
   return batch == 1 and single() or whole_batch()
end

function done(summary, latency)
   local errors = summary.errors
   print(string.format(
      'RESULT {"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"not_200":%d,"broken":%d}',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
