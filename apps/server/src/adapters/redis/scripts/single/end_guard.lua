--[[
  Ends a guard and, with it, the locks that its booking has used up. Standalone and sentinel.
  KEYS[1] the epoch, [2…] the claims of the guard's days
  ARGV[1] epoch and run, [2] the guard's token, [3] a lock's milliseconds, [4…] references of the locks
  Reply, by line
       lost | done, messages, lock…: those that were there
  Atomic; the second time there is nothing.
]]
--- @include epoch
--- @include locks
--- @include telling
for at = 2, #KEYS do
  local _, rest = take_claim(redis.call('GET', KEYS[at]) or '', ARGV[2])
  write_claims(KEYS[at], rest, ARGV[3])
end
local used = {}
for at = 4, #ARGV do
  local lock, json = find_lock(ARGV[at])
  if lock then
    remove_lock(lock, ARGV[3])
    tell(lock)
    used[#used + 1] = '\n' .. json
  end
end
return 'done\n' .. told_count .. table.concat(used)
