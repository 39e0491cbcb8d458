--[[
  Lets the client point at one slot, and at no other from now on. Standalone and sentinel.
  KEYS[1] the client's pointer, [2] the slot, [3] all of its date and employee
  ARGV[1] the date, [2] the employee, [3] the time, [4] the client, [5] since, [6] until, [7] the pointer's new value
  Reply   messages: how many dates look different to others now
  Atomic; again, it renews.
]]
--- @include pointing
--- @include telling
--- @include places
local place, owner = { date = ARGV[1], employee_id = ARGV[2], time = ARGV[3] }, ARGV[4]
local before = redis.call('GET', KEYS[1])
if before and before ~= ARGV[7] then leave_place(before, owner) end
if point(KEYS[2], KEYS[3], place, owner, ARGV[5], ARGV[6]) then tell(place) end
redis.call('SET', KEYS[1], ARGV[7], 'PX', ARGV[6] - ARGV[5])
return told_count
