--[[
  Writes down where a client points, and tells where it did before. The first step on a cluster.
  KEYS[1] the client's pointer
  ARGV[1] its new value, or '' for nowhere, [2] milliseconds
  Reply   the former value, or ''
  Atomic.
]]
local before = redis.call('GET', KEYS[1]) or ''
if ARGV[1] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return before
