--[[
  Claims one day's piece of a time, for a lock or a guard, or refuses. A step on a cluster.
  KEYS[1] the claims of the day and the employee
  ARGV[1] now, [2] the claim, [3] seats, [4] capacity, [5] '1' where guards of others are in the way too,
       [6] the token of the older lock that this one takes the place of, or '', [7] how long anything can be claimed
  Reply   {'claimed', other…} or {'refused', other…}
  Atomic for this day; again, it is the same claim.
]]
--- @include claims
--- @include collisions
local others, in_the_way = {}, {}
add_others(others, {}, KEYS[1], select(7, string.match(ARGV[2], CLAIM)), tonumber(ARGV[1]))
for _, other in ipairs(others) do
  if ARGV[5] == '1' or not other.is_guard then in_the_way[#in_the_way + 1] = other end
end
local refusal = refusal_of({'refused'}, ARGV[2], in_the_way, tonumber(ARGV[3]), tonumber(ARGV[4]))
if refusal then return refusal end
remove_claim(KEYS[1], token_of(ARGV[2]))
if ARGV[6] ~= '' then remove_claim(KEYS[1], ARGV[6]) end
add_claim(KEYS[1], ARGV[2], ARGV[7])
return with_others({'claimed'}, others)
