--[[
  Keeps others' claims out of a time while it is booked, or refuses where another's lock is in the way. Other guards are
  not: changes of one employee take turns in the database. Standalone and sentinel.
  KEYS[1] the epoch, [2…] the claims of the days
  ARGV[1] epoch and run, [2] now, [3] the guard, [4] seats beside the appointments, [5] capacity,
       [6] how long anything can be claimed, in milliseconds
  Reply   {'lost'}, {'guarded'} or {'slot_locked', other…}
  Atomic.
]]
--- @include epoch
--- @include claims
--- @include collisions
local now, owner = tonumber(ARGV[2]), select(7, string.match(ARGV[3], CLAIM))
local others, locks, seen = {}, {}, {}
for at = 2, #KEYS do add_others(others, seen, KEYS[at], owner, now) end
for _, other in ipairs(others) do
  if not other.is_guard then locks[#locks + 1] = other end
end
local refusal = refusal_of({'slot_locked'}, ARGV[3], locks, tonumber(ARGV[4]), tonumber(ARGV[5]))
if refusal then return refusal end
for at = 2, #KEYS do add_claim(KEYS[at], ARGV[3], ARGV[6]) end
return {'guarded'}
