--[[
  Adds a lock to those that a client holds, as the last, or in the place of the one that it renews. A step on a cluster.
  KEYS[1] the client
  ARGV[1] the reference, or '', [2] the reference that goes, or '', [3] a lock's milliseconds
  Reply   all references, the last the one that counts
  Atomic: of two claims of one client at once the later sees the earlier.
]]
--- @include lines
local refs, is_added = {}, ARGV[1] == ''
each_line(redis.call('GET', KEYS[1]) or '', function(ref)
  if ref ~= ARGV[1] and ref ~= ARGV[2] then
    refs[#refs + 1] = ref
  elseif not is_added then
    refs[#refs + 1] = ARGV[1]
    is_added = true
  end
end)
if not is_added then refs[#refs + 1] = ARGV[1] end
write_lines(KEYS[1], refs, ARGV[3])
return refs
