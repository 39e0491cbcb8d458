--[[
  Ends whatever the client held before a granted lock. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] the client, [3] the granted lock's token, [4] a lock's milliseconds
  Reply, by line
       lost | done, messages
  Atomic; nothing where the granted lock is gone.
]]
--- @include epoch
--- @include locks
--- @include telling
local held, granted_at = held_by(ARGV[2], 0), 0
for at, one in ipairs(held) do
  if one.lock.token == ARGV[3] then granted_at = at end
end
for at = 1, granted_at - 1 do
  remove_lock(held[at].lock, ARGV[4])
  tell(held[at].lock)
end
return 'done\n' .. told_count
