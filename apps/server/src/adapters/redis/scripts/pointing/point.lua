--[[
  Adds a client to those who point at a slot. A step on a cluster.
  KEYS[1] the slot, [2] all of its date and employee
  ARGV[1] the date, [2] the employee, [3] the time, [4] the client, [5] since, [6] until
  Reply   messages
  Atomic; again, it renews.
]]
--- @include pointing
--- @include telling
local place = { date = ARGV[1], employee_id = ARGV[2], time = ARGV[3] }
if point(KEYS[1], KEYS[2], place, ARGV[4], ARGV[5], ARGV[6]) then tell(place) end
return told_count
