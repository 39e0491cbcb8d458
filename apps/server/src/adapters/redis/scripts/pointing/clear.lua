--[[
  Lets the client point at nothing. Standalone and sentinel.
  KEYS[1] the client's pointer
  ARGV[1] the client
  Reply   messages: how many dates look different to others now
  Atomic; what is gone is gone.
]]
--- @include pointing
--- @include telling
--- @include places
local before = redis.call('GET', KEYS[1])
if before then
  leave_place(before, ARGV[1])
  redis.call('DEL', KEYS[1])
end
return told_count
