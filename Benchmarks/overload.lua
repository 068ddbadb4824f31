-- For wrk: sends events with ids of their own at a steady rate, and writes down which were acknowledged and how long
-- that took. Arguments: RATE (requests a second, 0 for as fast as answers come), KEY, PREFIX (of the ids), FILE.
local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } when; int clock_gettime(int clock, when *time);")
local time = ffi.new("when")

local function now()
   ffi.C.clock_gettime(1, time)
   return tonumber(time.s) + tonumber(time.ns) / 1e9
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

local rate, prefix, slot, sent, log, head

function init(arguments)
   rate, prefix = tonumber(arguments[1]), arguments[3]
   head = { ["Content-Type"] = "application/json", ["X-API-Key"] = arguments[2] }
   log = assert(io.open(arguments[4], "w"))
   log:setvbuf("full", 65536)
   slot, sent = now(), {}
   -- What done() reads is global.
   number, count, milliseconds, first, last = 0, {}, {}, now(), now()
   if rate > 0 then delay = paced end
end

-- Milliseconds until the next place in the schedule: requests are due at fixed times, whatever became of others.
function paced()
   local time = now()
   slot = math.max(slot + 1 / rate, time - 1)
   return math.max(0, math.floor((slot - time) * 1000))
end

function request()
   number = number + 1
   sent[number] = now()
   return wrk.format("POST", "/api/v1/track", head, string.format(
      '{"event_type":"ping","user_id":"u%d","event_id":"%s%d","properties":{"plan":"pro","price":12.5,"n":%d}}',
      number % 10000, prefix, number, number))
end

function response(status, _, body)
   count[status] = (count[status] or 0) + 1
   last = now()
   if status ~= 200 then return end
   local id = body:match('"event_id":"([^"]*)"')
   local place = tonumber(id:sub(#prefix + 1))
   log:write(id, "\n")
   local passed = math.floor((last - sent[place]) * 1000)
   milliseconds[passed] = (milliseconds[passed] or 0) + 1
   sent[place] = nil
end

local function object(values)
   local parts = {}
   for key, value in pairs(values) do parts[#parts + 1] = string.format('"%d": %d', key, value) end
   return "{" .. table.concat(parts, ", ") .. "}"
end

function done(summary, latency)
   local thread = threads[1]
   local errors = summary.errors
   -- Answers other than 2xx and 3xx are no errors here.
   io.write(string.format(
      'RESULT {"seconds": %f, "sent": %d, "statuses": %s, "accepted_ms": %s, "all_p50_ms": %f, "all_p99_ms": %f, '
         .. '"socket_errors": %d}\n',
      thread:get("last") - thread:get("first"), thread:get("number"), object(thread:get("count")),
      object(thread:get("milliseconds")),
      latency:percentile(50) / 1000, latency:percentile(99) / 1000,
      errors.connect + errors.read + errors.write + errors.timeout))
end
