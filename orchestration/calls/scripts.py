"""What happens in Redis in one step each. Times are those of Redis: one clock for everybody."""

from typing import Final

_NOW: Final = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
"""

ENTER: Final = (
    _NOW
    + """
-- KEYS: breaker; then for each limit: what began, who is under way.
-- ARGV: lease, ms that a place lasts, ms of a window, ms of a slice; then for each limit: requests,
-- tokens and places at most (-1 without limit), tokens wanted.
-- Returns {1, probe, now}; {0, 0, ms} for the breaker; {0, limit, ms, measure} for a limit.
local id, lasts, window, slice = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local probe = 0
local b = redis.call('HMGET', KEYS[1], 'until', 'probe_until')
if b[1] then
  if now < tonumber(b[1]) then return {0, 0, tonumber(b[1]) - now} end
  if b[2] and now < tonumber(b[2]) then return {0, 0, math.min(250, tonumber(b[2]) - now)} end
  probe = 1
end

local function room(began, letter, most, wanted)
  -- Returns 0 where there is room, else the ms until there is.
  local slices, sum = {}, wanted
  local all = redis.call('HGETALL', began)
  for i = 1, #all, 2 do
    local number = tonumber(string.sub(all[i], 2))
    if (number + 1) * slice <= now - window then
      redis.call('HDEL', began, all[i])
    elseif string.sub(all[i], 1, 1) == letter then
      table.insert(slices, {number, tonumber(all[i + 1])})
      sum = sum + tonumber(all[i + 1])
    end
  end
  if sum <= most then return 0 end
  table.sort(slices, function(one, other) return one[1] < other[1] end)
  for _, each in ipairs(slices) do
    sum = sum - each[2]
    if sum <= most then return math.max(1, (each[1] + 1) * slice + window - now) end
  end
  return window
end

local limits = (#KEYS - 1) / 2
for i = 1, limits do
  local began, under_way, a = KEYS[2 * i], KEYS[2 * i + 1], 4 + (i - 1) * 4
  local requests, tokens = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2])
  local places, wanted = tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4])
  if places >= 0 then
    redis.call('ZREMRANGEBYSCORE', under_way, '-inf', now)
    if redis.call('ZCARD', under_way) >= places then return {0, i, 0, 'concurrency'} end
  end
  if requests >= 0 then
    local wait = room(began, 'r', requests, 1)
    if wait > 0 then return {0, i, wait, 'requests'} end
  end
  if tokens >= 0 then
    local wait = room(began, 't', tokens, wanted)
    if wait > 0 then return {0, i, wait, 'tokens'} end
  end
end

if probe == 1 then redis.call('HSET', KEYS[1], 'probe', id, 'probe_until', now + lasts) end
for i = 1, limits do
  local began, under_way, a = KEYS[2 * i], KEYS[2 * i + 1], 4 + (i - 1) * 4
  local number = string.format('%d', math.floor(now / slice))
  if tonumber(ARGV[a + 1]) >= 0 then redis.call('HINCRBY', began, 'r' .. number, 1) end
  if tonumber(ARGV[a + 2]) >= 0 then redis.call('HINCRBY', began, 't' .. number, ARGV[a + 4]) end
  redis.call('PEXPIRE', began, window + 2 * slice)
  if tonumber(ARGV[a + 3]) >= 0 then
    redis.call('ZADD', under_way, now + lasts, id)
    redis.call('PEXPIRE', under_way, lasts)
  end
end
return {1, probe, now}
"""
)
"""Let a call in where its breaker and all its limits have room, or change nothing."""

_RECORD: Final = (
    _NOW
    + """
local function write(key, values)
  -- KEYS of a breaker: until, probe, probe_until, times, closed_at, o<slice> and f<slice>.
  redis.call('HSET', key, unpack(values))
end

local function close(key)
  local times = redis.call('HGET', key, 'times')
  redis.call('DEL', key)
  write(key, {'times', times or 1, 'closed_at', now})
end

local function open(key, times, open_ms, most_ms)
  local lasts = math.min(most_ms, open_ms * 2 ^ math.min(times - 1, 30))
  redis.call('HDEL', key, 'probe', 'probe_until')
  write(key, {'until', string.format('%d', now + lasts), 'times', times})
end

local function count(key, slice, window)
  -- Returns calls and failures within the window, and forgets what came before it.
  local calls, failures = 0, 0
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local letter, number = string.match(all[i], '^([of])(%d+)$')
    if letter then
      if (tonumber(number) + 1) * slice <= now - window then
        redis.call('HDEL', key, all[i])
      else
        calls = calls + tonumber(all[i + 1])
        if letter == 'f' then failures = failures + tonumber(all[i + 1]) end
      end
    end
  end
  return calls, failures
end
"""
)

LEAVE: Final = (
    _RECORD
    + """
-- KEYS: breaker, index; then for each limit: what began, who is under way.
-- ARGV: lease, sign, name of the breaker, when it entered, ms of a window, ms of a slice; of the
-- breaker: ms of its window, of its slice, least calls, share, ms open, most ms open, ms of calm;
-- then for each limit: tokens to add (may be negative).
local id, sign, entered = ARGV[1], ARGV[2], tonumber(ARGV[4])
local window, slice = tonumber(ARGV[5]), tonumber(ARGV[6])
for i = 1, (#KEYS - 2) / 2 do
  local began, change = KEYS[2 * i + 1], tonumber(ARGV[13 + i])
  redis.call('ZREM', KEYS[2 * i + 2], id)
  if change > 0 then
    redis.call('HINCRBY', began, string.format('t%d', math.floor(now / slice)), change)
    redis.call('PEXPIRE', began, window + 2 * slice)
  elseif change < 0 then
    local field = string.format('t%d', math.floor(entered / slice))
    if redis.call('HEXISTS', began, field) == 1 then
      redis.call('HINCRBY', began, field, change)
    end
  end
end

local key, b_window, b_slice = KEYS[1], tonumber(ARGV[7]), tonumber(ARGV[8])
local open_ms, most_ms, calm = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local b = redis.call('HMGET', key, 'until', 'probe', 'times', 'closed_at')
if b[1] then
  if b[2] ~= id then return 0 end
  if sign == 'alive' then close(key)
  elseif sign == 'failing' then open(key, tonumber(b[3]) + 1, open_ms, most_ms)
  else redis.call('HDEL', key, 'probe', 'probe_until') end
elseif sign ~= 'unknown' then
  local letter = sign == 'alive' and 'o' or 'f'
  local field = string.format('%s%d', letter, math.floor(now / b_slice))
  local first = redis.call('HINCRBY', key, field, 1) == 1
  if letter == 'f' or first then
    local calls, failures = count(key, b_slice, b_window)
    if letter == 'f' and calls >= tonumber(ARGV[9]) and failures >= calls * tonumber(ARGV[10]) then
      local again = b[4] and now - tonumber(b[4]) < calm
      open(key, again and tonumber(b[3]) + 1 or 1, open_ms, most_ms)
    end
  end
end
redis.call('PEXPIRE', key, most_ms + calm + b_window)
redis.call('ZADD', KEYS[2], now, ARGV[3])
return 0
"""
)
"""Give a call's places back, correct its tokens, and tell its breaker how it went."""

PROVE: Final = (
    _RECORD
    + """
-- KEYS: breaker. ARGV: lease, ms to live.
if redis.call('HGET', KEYS[1], 'probe') == ARGV[1] then
  close(KEYS[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
"""
)
"""Close the breaker that a call is the probe of."""

WITHDRAW: Final = """
-- KEYS: breaker; then who is under way, for each limit. ARGV: lease.
for i = 2, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
if redis.call('HGET', KEYS[1], 'probe') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'probe', 'probe_until')
end
"""
"""Give back what a call may hold; what it booked as begun stays booked."""

RENEW: Final = (
    _NOW
    + """
-- KEYS: for each lease and place: who is under way. ARGV: ms that a place lasts, then the leases;
-- a lease that begins with ! is the probe of the breaker at its key.
for i, key in ipairs(KEYS) do
  local id = ARGV[i + 1]
  if string.sub(id, 1, 1) == '!' then
    if redis.call('HGET', key, 'probe') == string.sub(id, 2) then
      redis.call('HSET', key, 'probe_until', now + ARGV[1])
    end
  else
    redis.call('ZADD', key, now + ARGV[1], id)
    redis.call('PEXPIRE', key, ARGV[1])
  end
end
"""
)
"""Keep the places of calls that are under way, also where everything was wiped."""

REPORT: Final = (
    _RECORD
    + """
-- KEYS: index; then breakers. ARGV: ms of their window, of their slice.
local found = {}
for i = 2, #KEYS do
  local b = redis.call('HMGET', KEYS[i], 'until', 'times')
  local calls, failures = count(KEYS[i], tonumber(ARGV[2]), tonumber(ARGV[1]))
  found[i - 1] = {b[1] and tonumber(b[1]) or 0, tonumber(b[2] or 0), calls, failures}
end
return {now, found}
"""
)
"""Say how breakers stand: until when each is open (0 for closed), times, calls, failures."""
