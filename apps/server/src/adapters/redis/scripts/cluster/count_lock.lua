--[[
  Counts a lock among those of its address, unless there are enough, or no more. A step on a cluster.
  KEYS[1] the address
  ARGV[1] now, [2] how many there may be, or '' for any number, [3] the token, [4] when the lock ends, or '' for no more;
       both moments in fifteen digits, [5] a lock's milliseconds
  Reply   1, or 0 where it is one too many
  Atomic; a token counts once.
]]
--- @include addresses
--- @include lines
local counted = counted_of(redis.call('GET', KEYS[1]) or '', ARGV[3], ARGV[1])
if ARGV[2] ~= '' and #counted >= tonumber(ARGV[2]) then return 0 end
if ARGV[4] ~= '' then counted[#counted + 1] = ARGV[4] .. ' ' .. ARGV[3] end
write_lines(KEYS[1], counted, ARGV[5])
return 1
