--[[
  Writes a lock anew under its name, while that is the expected lock's. A step on a cluster.
  KEYS[1] the name
  ARGV[1] the expected token, [2] the lock as JSON, [3] milliseconds; not positive: so much less than is left
  Reply   milliseconds that are left, 0 where nothing was written
  Atomic.
]]
local there = redis.call('GET', KEYS[1])
if not there or cjson.decode(there).token ~= ARGV[1] then return 0 end
local milliseconds = tonumber(ARGV[3])
if milliseconds <= 0 then milliseconds = redis.call('PTTL', KEYS[1]) + milliseconds end
if milliseconds <= 0 then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', milliseconds)
return milliseconds
