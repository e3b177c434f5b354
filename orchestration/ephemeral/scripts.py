"""What happens in Redis in one step each. Times are those of Redis: one clock for everybody."""

from typing import Final

_NOW: Final = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
"""

PUT: Final = (
    _NOW
    + """
-- KEYS: queue, presence, call. ARGV: number, call, ms to live, most that may wait.
if redis.call('ZCOUNT', KEYS[2], now, '+inf') == 0 then return -1 end
local waiting = redis.call('LLEN', KEYS[1])
if waiting >= tonumber(ARGV[4]) then return waiting end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[3])))
return 0
"""
)
"""Queue a call where somebody serves the model: 0; -1 for nobody, or how many wait already."""

LOOK: Final = (
    _NOW
    + """
-- KEYS: call, held, presence, queue. ARGV: number.
if redis.call('EXISTS', KEYS[2]) == 1 then return 'held' end
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
if redis.call('ZCOUNT', KEYS[3], now, '+inf') == 0 then return 'deserted' end
if redis.call('LPOS', KEYS[4], ARGV[1]) then return 'waiting' end
return 'limbo'
"""
)
"""Say how a call stands that has no answer yet.

In limbo is one that was drawn from the queue and not taken yet: for a moment, or for ever when its
worker died in that moment.
"""

FORGET: Final = """
-- KEYS: call, queue. ARGV: number.
redis.call('DEL', KEYS[1])
redis.call('LREM', KEYS[2], 1, ARGV[1])
"""
"""Take a call back that nobody waits for any more; what is at the engine goes on."""

TAKE: Final = """
-- KEYS: call, held. ARGV: ms for which it counts as held.
local call = redis.call('GET', KEYS[1])
if not call then return false end
local left = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
return {call, left}
"""
"""Take a call that nobody took and whose time is not over, with the milliseconds that are left."""

ANSWER: Final = """
-- KEYS: answer, held. ARGV: answer, ms to live.
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
"""

SERVE: Final = (
    _NOW
    + """
-- KEYS: the presence of each model. ARGV: worker, ms for which it counts as present.
for _, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2] * 2)
end
"""
)
"""Say that a worker serves models; repeated while it does."""
