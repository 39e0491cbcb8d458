--[[
  Lets the lock that a client holds last as long as a code, once, within the cap. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] now, [3] the client, [4] fingerprint shown, [5] the code's milliseconds, [6] the cap's,
       [7] how long anything is kept
  Reply, by line
       lost | none | extended, messages, lock
  Atomic; nothing the second time.
]]
--- @include epoch
--- @include locks
--- @include telling
local now = tonumber(ARGV[2])
local held = held_by(ARGV[3], now)
local latest = held[#held]
if not latest or latest.lock.token ~= ARGV[4] or latest.lock.extended_for_code then return 'none' end
local lock = cjson.decode(latest.json)
lock.expires_at = math.max(lock.expires_at, math.min(now + ARGV[5], lock.locked_at + ARGV[6]))
lock.extended_for_code = true
lock.turn = math.max(lock.turn + 1, now)
local json = with_head(body_of(latest.json), lock)
replace_lock(latest.lock, lock, json, lock.expires_at - now, ARGV[7])
tell(lock)
return 'extended\n' .. told_count .. '\n' .. json
