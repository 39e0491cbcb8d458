--[[
  Counts a lock among those of its address, unless there are enough, or no more. A step on a cluster.
  KEYS[1] the address
  ARGV[1] now, [2] how many there may be, or '' for any number, [3] the token, [4] when the lock ends, or '' for no more;
       both moments in fifteen digits, [5] a lock's milliseconds
  Reply   1, or 0 where it is one too many
  Atomic; a token counts once.
]]
--- @include lines
local lines = lines_where(redis.call('GET', KEYS[1]) or '', function(line)
  return string.sub(line, 17) ~= ARGV[3] and string.sub(line, 1, 15) > ARGV[1]
end)
if ARGV[2] ~= '' and #lines >= tonumber(ARGV[2]) then return 0 end
if ARGV[4] ~= '' then lines[#lines + 1] = ARGV[4] .. ' ' .. ARGV[3] end
write_lines(KEYS[1], lines, ARGV[5])
return 1
