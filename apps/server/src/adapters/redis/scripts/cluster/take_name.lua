--[[
  Sets a lock under the first free name of its place. A step on a cluster; the seats' names share the place's hash tag.
  KEYS[1] the place's name
  ARGV[1] the lock as JSON, whose seat is yet to be said, [2] now, [3] the epoch
  Reply   the lock
  Atomic.
]]
--- @include claim_lines
--- @include seats
local json = take_seat(KEYS[1], body_of(ARGV[1]), cjson.decode(ARGV[1]), ARGV[3], tonumber(ARGV[2]))
return json
