--[[
  Ends the client's lock at a start, with its token. Standalone and sentinel.
  KEYS[1] the epoch
  ARGV[1] epoch and run, [2] now, [3] where the start is claimed, [4] the start, [5] the client, [6] fingerprint shown,
       [7] a lock's milliseconds
  Reply   {'lost'}, {'none'}, {'lock_not_owned'} or {'released', messages, lock}
  Atomic.
]]
--- @include epoch
--- @include locks
--- @include telling
local anybody, entries = false, redis.call('HGETALL', claims_key(ARGV[3]))
for at = 1, #entries, 2 do
  if entries[at] ~= '#' then
    local line = entries[at + 1]
    local ends, seat, _, _, start, _, owner, token = string.match(line, CLAIM)
    if start == ARGV[4] and seat ~= '0' and tonumber(ends) > tonumber(ARGV[2]) then
      anybody = true
      if token == ARGV[6] and owner == ARGV[5] then
        local lock = cjson.decode(line)
        remove_lock(lock, tonumber(ARGV[7]))
        tell(lock)
        return {'released', told_count, line}
      end
    end
  end
end
return { anybody and 'lock_not_owned' or 'none' }
