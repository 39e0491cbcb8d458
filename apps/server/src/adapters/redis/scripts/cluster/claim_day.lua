--[[
  Claims one day's piece of a time, for a lock or a guard, or refuses. A step on a cluster.
  KEYS[1] the claims of the day and the employee
  ARGV[1] now, [2] the claim as JSON, [3] seats, [4] capacity, [5] '1' where guards of others are in the way too,
       [6] the token of the older lock that this one takes the place of, or '', [7] how long anything is kept
  Reply, by line
       claimed, 0, claim… of the day, the client's own among them | refused, 0, other…
  Atomic for this day; again, it is the same claim.
]]
--- @include collisions
local others, in_the_way = {}, {}
local claims = add_others(others, {}, redis.call('GET', KEYS[1]) or '', ARGV[2], ARGV[1])
for _, other in ipairs(rivals_of(ARGV[2], others, tonumber(ARGV[4]))) do
  if ARGV[5] == '1' or not other.is_guard then in_the_way[#in_the_way + 1] = other end
end
if is_refused(ARGV[2], in_the_way, tonumber(ARGV[3]), tonumber(ARGV[4])) then
  return refusal_of('refused', in_the_way)
end
local _, _, _, _, _, token = string.match(ARGV[2], FIELDS)
local _, rest = take_claim(claims, token)
if ARGV[6] ~= '' then _, rest = take_claim(rest, ARGV[6]) end
write_claims(KEYS[1], rest .. line_of(ARGV[2]), ARGV[7])
return 'claimed\n0\n' .. rest
