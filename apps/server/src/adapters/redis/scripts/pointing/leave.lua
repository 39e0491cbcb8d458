--[[
  Takes a client away from those who point at a slot. A step on a cluster.
  KEYS[1] the slot, [2] all of its date and employee
  ARGV[1] the date, [2] the employee, [3] the time, [4] the client
  Reply   messages
  Atomic; what is gone is gone.
]]
--- @include pointing
--- @include telling
local place = { date = ARGV[1], employee_id = ARGV[2], time = ARGV[3] }
if leave(KEYS[1], KEYS[2], place, ARGV[4]) then tell(place) end
return told_count
