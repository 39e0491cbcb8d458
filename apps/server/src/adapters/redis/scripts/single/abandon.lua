--[[
  Takes a granted lock back; where it was the renewal of another, that one is again what it was. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] the lock's reference, [3] what it was before as JSON, or '', [4] a lock's milliseconds
  Reply, by line
       lost | done, messages
  Atomic; nothing where the granted lock is gone.
]]
--- @include epoch
--- @include locks
--- @include telling
local lock = find_lock(ARGV[2])
if not lock then return 'done\n0' end
-- There is no clock here: what is left of the older is what is left of the newer, less what the newer has more.
local left = 0
if ARGV[3] ~= '' then
  local before = cjson.decode(ARGV[3])
  left = redis.call('PTTL', lock_key(lock)) - (lock.expires_at - before.expires_at)
  if left > 0 then replace_lock(lock, before, ARGV[3], left, ARGV[4]) end
end
if left <= 0 then remove_lock(lock, ARGV[4]) end
tell(lock)
return 'done\n' .. told_count
