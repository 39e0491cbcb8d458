--[[
  Takes a granted lock back; where it was the renewal of another, that one is again what it was. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] where the lock is claimed, [3] its token, [4] what it was before as a line, or '',
       [5] a lock's milliseconds
  Reply   {'lost'} or {'done', messages}
  Atomic; nothing where the granted lock is gone.
]]
--- @include epoch
--- @include locks
--- @include telling
local longest = tonumber(ARGV[5])
local lock = find_lock(ARGV[2], ARGV[3])
if not lock then return {'done', 0} end
-- There is no clock here: what is left of the older is what is left of the newer, less what the newer has more.
local left = 0
if ARGV[4] ~= '' then
  local before = cjson.decode(ARGV[4])
  left = redis.call('PTTL', lock_key(lock)) - (lock.expires_at - before.expires_at)
  if left > 0 then replace_lock(lock, before, ARGV[4], left, longest) end
end
if left <= 0 then remove_lock(lock, longest) end
tell(lock)
return {'done', told_count}
