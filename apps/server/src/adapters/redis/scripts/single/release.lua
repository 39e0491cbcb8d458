--[[
  Ends the client's lock at a start, with its token. Standalone and sentinel.
  KEYS[1] the epoch, [2] the claims of the start's day
  ARGV[1] epoch and run, [2] now in fifteen digits, [3] the start, [4] the client, [5] fingerprint shown,
       [6] a lock's milliseconds
  Reply, by line
       lost | none | lock_not_owned | released, messages, lock
  Atomic.
]]
--- @include epoch
--- @include locks
--- @include telling
local moment = digits(ARGV[3])
local there, anybody = look_at(redis.call('GET', KEYS[2]) or '', moment, digits(ARGV[3] + 1), ARGV[2]), false
for _, line in ipairs(there) do
  local _, seat, _, _, start, _, owner, token = string.match(line, CLAIM)
  if start == ARGV[3] and seat ~= '0' then
    anybody = true
    if token == ARGV[5] and owner == ARGV[4] then
      local json = json_of(line)
      local lock = cjson.decode(json)
      remove_lock(lock, ARGV[6])
      tell(lock)
      return 'released\n' .. told_count .. '\n' .. json
    end
  end
end
return anybody and 'lock_not_owned' or 'none'
