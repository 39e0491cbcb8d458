--[[
  Lets the lock that a client holds last as long as a code, once, within the cap. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] now, [3] the client, [4] fingerprint shown, [5] the code's milliseconds, [6] the cap's
  Reply   {'lost'}, {'none'} or {'extended', messages, lock}
  Atomic; nothing the second time.
]]
--- @include epoch
--- @include locks
--- @include telling
local now, milliseconds = tonumber(ARGV[2]), tonumber(ARGV[5])
local held = held_by(ARGV[3], now)
local latest = held[#held]
if not latest or latest.lock.token ~= ARGV[4] or latest.lock.extended_for_code then return {'none'} end
local lock = cjson.decode(latest.line)
lock.expires_at = math.max(lock.expires_at, math.min(now + milliseconds, lock.locked_at + tonumber(ARGV[6])))
lock.extended_for_code = true
local line = with_head(body_of(latest.line), lock)
replace_lock(latest.lock, lock, line, lock.expires_at - now, milliseconds)
tell(lock)
return {'extended', told_count, line}
