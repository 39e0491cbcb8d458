--[[
  Counts one more event in a fixed window, which opens with its first; refused events are not counted.
  KEYS[1] the window
  ARGV[1] now, [2] the limit, [3] the window's milliseconds
  Reply   0 where it passes, else the milliseconds until the window is over
  Atomic.
]]
local now = tonumber(ARGV[1])
local count, ends = string.match(redis.call('GET', KEYS[1]) or '', '^{"count":(%d+),"expires_at":(%d+)}$')
count, ends = tonumber(count), tonumber(ends)
if not count or ends <= now then count, ends = 0, now + tonumber(ARGV[3]) end
if count >= tonumber(ARGV[2]) then return ends - now end
local value = string.format('{"count":%d,"expires_at":%.0f}', count + 1, ends)
redis.call('SET', KEYS[1], value, 'PX', ends - now)
return 0
