--[[
  Ends a guard and, with it, the locks that its booking has used up. Standalone and sentinel.
  KEYS[1] the epoch, [2…] the claims of the guard's days
  ARGV[1] epoch and run, [2] the guard's token, [3] a lock's milliseconds, [4…] references of the locks
  Reply   {'lost'} or {'done', messages, lock…}: those that were there
  Atomic; the second time there is nothing.
]]
--- @include epoch
--- @include locks
--- @include telling
local longest = tonumber(ARGV[3])
for at = 2, #KEYS do remove_claim(KEYS[at], ARGV[2]) end
local reply = {'done', 0}
for at = 4, #ARGV do
  local token, place = string.match(ARGV[at], '^(%S+) (%S+)$')
  local lock, line = find_lock(place, token)
  if lock then
    remove_lock(lock, longest)
    tell(lock)
    reply[#reply + 1] = line
  end
end
reply[2] = told_count
return reply
