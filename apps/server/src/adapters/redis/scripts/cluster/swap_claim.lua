--[[
  Puts one claim in another's place on one day, or nothing, if that other is there. A step on a cluster.
  KEYS[1] the claims of the day and the employee
  ARGV[1] the token that is there, [2] the claim that is to be there, or '', [3] how long anything can be claimed
  Reply   what was there, or ''
  Atomic for this day.
]]
--- @include claims
local there = remove_claim(KEYS[1], ARGV[1])
if there and ARGV[2] ~= '' then add_claim(KEYS[1], ARGV[2], ARGV[3]) end
return there or ''
