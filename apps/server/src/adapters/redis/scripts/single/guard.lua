--[[
  Keeps others' claims out of a time while it is booked, or refuses where another's lock is in the way. Other guards are
  not: changes of one employee take turns in the database. Standalone and sentinel.
  KEYS[1] the epoch, [2…] the claims of the days
  ARGV[1] epoch and run, [2] now, [3] the guard as JSON, [4] seats beside the appointments, [5] capacity,
       [6] how long anything is kept, in milliseconds
  Reply, by line
       lost | guarded | slot_locked, 0, other…
  Atomic.
]]
--- @include epoch
--- @include collisions
local others, locks, seen, claims = {}, {}, {}, {}
for at = 2, #KEYS do claims[at] = add_others(others, seen, redis.call('GET', KEYS[at]) or '', ARGV[3], ARGV[2]) end
for _, other in ipairs(rivals_of(ARGV[3], others, tonumber(ARGV[5]))) do
  if not other.is_guard then locks[#locks + 1] = other end
end
if is_refused(ARGV[3], locks, tonumber(ARGV[4]), tonumber(ARGV[5])) then return refusal_of('slot_locked', locks) end
for at = 2, #KEYS do write_claims(KEYS[at], claims[at] .. line_of(ARGV[3]), ARGV[6]) end
return 'guarded'
