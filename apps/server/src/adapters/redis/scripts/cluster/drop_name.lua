--[[
  Removes a lock's name, while it is this lock's. A step on a cluster.
  KEYS[1] the name
  ARGV[1] the token
  Reply   1, or 0 where it was not
  Atomic.
]]
local there = redis.call('GET', KEYS[1])
if not there or cjson.decode(there).token ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
