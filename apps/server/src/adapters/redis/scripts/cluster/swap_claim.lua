--[[
  Puts one claim in another's place on one day, or nothing, if that other is there. A step on a cluster.
  KEYS[1] the claims of the day and the employee
  ARGV[1] the token that is there, [2] the claim that is to be there as JSON, or '', [3] how long anything is kept
  Reply   what was there, or ''
  Atomic for this day.
]]
--- @include claim_lines
local there, rest = take_claim(redis.call('GET', KEYS[1]) or '', ARGV[1])
if not there then return '' end
write_claims(KEYS[1], ARGV[2] == '' and rest or rest .. line_of(ARGV[2]), ARGV[3])
return there
