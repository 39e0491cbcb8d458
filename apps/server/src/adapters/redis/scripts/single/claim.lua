--[[
  Grants a lock beside what the client holds already, or refuses and changes nothing. Standalone and sentinel.
  KEYS[1] the epoch, [2] the client, [3] the address, [4] the place's name, [5…] the claims of the days
  ARGV[1] epoch and run, [2] now in fifteen digits, [3] the lock as it is where the client holds none and the place has no
       name yet, [4] its token, [5] its record, [6] fingerprint of the token shown, or '', [7] locks an address, [8] capacity,
       [9] a lock's milliseconds, [10] the cap's, [11] the channel, [12] the message, [13] its reference
  Reply   {'lost'}, {'lock_not_owned'}, {'too_many_locks'}, {'slot_locked', other…}
          or {'granted', messages, lock or '' for as it was given, what it was before or '', the lock beside it or '', other…}
  Atomic; the same token again is answered with the same grant.
]]
local got = redis.call('MGET', KEYS[1], KEYS[2], KEYS[3])
if got[1] ~= ARGV[1] then return {'lost'} end
--- @include records

-- The ordinary claim comes first: what it does not need is not even defined for it.
local of_address, live, limit = got[3], {}, tonumber(ARGV[7])
if of_address then
  local from = 1
  while from <= #of_address do
    local to = string.find(of_address, '\n', from, true) or #of_address + 1
    if string.sub(of_address, from, from + 14) > ARGV[2] then live[#live + 1] = string.sub(of_address, from, to - 1) end
    from = to + 1
  end
end
local refs, is_ordinary, records = got[2], not got[2], {}
if is_ordinary then
  if #live >= limit then return {'too_many_locks'} end
  local from, to = string.sub(ARGV[5], 1, 15), string.sub(ARGV[5], 16, 30)
  for at = 5, #KEYS do
    records[at] = redis.call('HGET', KEYS[at], '#') or ''
    local clear, expired = is_clear(records[at], from, to, ARGV[2])
    is_ordinary = is_ordinary and clear and expired < 16
  end
end
if is_ordinary and redis.call('SET', KEYS[4], ARGV[3], 'PX', ARGV[9], 'NX') then
  local reply = {'granted', 1, '', '', ''}
  for at = 5, #KEYS do
    if records[at] ~= '' then
      for _, line in ipairs(redis.call('HVALS', KEYS[at])) do reply[#reply + 1] = line end
    end
    redis.call('HSET', KEYS[at], ARGV[4], ARGV[3], '#', records[at] .. ARGV[5])
    redis.call('PEXPIRE', KEYS[at], ARGV[9])
  end
  live[#live + 1] = string.sub(ARGV[5], 31) .. ' ' .. ARGV[4]
  redis.call('SET', KEYS[3], table.concat(live, '\n'), 'PX', ARGV[9])
  redis.call('SET', KEYS[2], ARGV[13], 'PX', ARGV[9])
  redis.call('PUBLISH', ARGV[11], ARGV[12])
  return reply
end

--- @include locks
--- @include collisions
--- @include renewal
local now, shown, capacity, longest = tonumber(ARGV[2]), ARGV[6], tonumber(ARGV[8]), tonumber(ARGV[9])
local wanted, body, token = cjson.decode(ARGV[3]), body_of(ARGV[3]), ARGV[4]
local others, seen = {}, {}
for at = 5, #KEYS do add_others(others, seen, KEYS[at], wanted.owner, now) end
local held = held_by(wanted.owner, now)
local latest = held[#held]

local function granted(messages, line, before, beside)
  return with_others({ 'granted', messages, line, before or '', beside and beside.line or '' }, others)
end

for at, one in ipairs(held) do
  if one.lock.token == token then
    return granted(0, one.line, string.match(one.line, ',"before":(.*)}$'), held[at - 1])
  end
end
if latest then
  if shown ~= '' and shown ~= latest.lock.token then return {'lock_not_owned'} end
elseif #live >= limit then
  return {'too_many_locks'}
end
local refusal = refusal_of({'slot_locked'}, body, others, capacity, capacity)
if refusal then return refusal end

local lock = times_after(latest and latest.lock, wanted, shown ~= '', now, longest, tonumber(ARGV[10]))
wanted.expires_at = lock.expires_at

if latest and renews(latest.lock, wanted) then
  lock.seat, wanted.seat = latest.lock.seat, latest.lock.seat
  local before = string.gsub(latest.line, ',"before":.*}$', '}')
  local line = with_head(string.sub(body, 1, -2) .. ',"before":' .. before .. '}', lock)
  replace_lock(latest.lock, wanted, line, lock.expires_at - now, longest)
  redis.call('PUBLISH', ARGV[11], ARGV[12])
  return granted(1, line, before, held[#held - 1])
end

local line, neighbours = take_seat(KEYS[4], body, lock, epoch, now)
for _, neighbour in ipairs(neighbours) do
  if not find_lock(neighbour.days[1] .. '_' .. neighbour.employee_id, neighbour.token) then
    -- A live name that no claim knows: the store has lost something, and may have lost more.
    redis.call('DEL', seat_key(KEYS[4], lock.seat))
    return {'lost'}
  end
end
claim_days(wanted, line, longest)
recount(wanted.address, token, wanted, longest)
local list = {}
for at, one in ipairs(held) do list[at] = one.ref end
list[#list + 1] = ARGV[13]
write_lines(KEYS[2], list, longest)
redis.call('PUBLISH', ARGV[11], ARGV[12])
return granted(1, line, nil, latest)
