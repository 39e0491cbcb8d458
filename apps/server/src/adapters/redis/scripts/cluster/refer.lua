--[[
  Adds a lock to those that a client holds, as the last or in the place of another, and gives it its turn. A step on a cluster.
  KEYS[1] the client: a line for each lock, its reference and, unless it was copied here, its turn
  ARGV[1] the reference that is added as the last, or '', [2] the reference that goes, or '', [3] the one that stands in its
       place, or '', [4] the lowest turn that will do for what is added, or '' where it is given none, [5] a lock's milliseconds
  Reply   the turn, or '', and all lines, the last the one that counts
  Atomic: of two claims of one client at once the later sees the earlier, and has the higher turn.
]]
--- @include lines
local lines, last = {}, 0
each_line(redis.call('GET', KEYS[1]) or '', function(line)
  lines[#lines + 1] = line
  last = math.max(last, tonumber(string.match(line, ' (%d+)$')) or 0)
end)
local turn, kept = ARGV[4], {}
if turn ~= '' then turn = string.format('%.0f', math.max(tonumber(turn), last + 1)) end
local function add(reference)
  if reference ~= '' then kept[#kept + 1] = turn == '' and reference or reference .. ' ' .. turn end
end
for _, line in ipairs(lines) do
  local reference = string.match(line, '^%S+ %S+')
  if reference == ARGV[2] then
    add(ARGV[3])
  elseif reference ~= ARGV[1] then
    kept[#kept + 1] = line
  end
end
add(ARGV[1])
write_lines(KEYS[1], kept, ARGV[5])
return { turn, unpack(kept) }
