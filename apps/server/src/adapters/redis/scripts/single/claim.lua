--[[
  Grants a lock beside what the client holds already, or refuses and changes nothing. Standalone and sentinel.
  KEYS[1] the epoch, [2] the client, [3] the address, [4] the place's name, [5…] the claims of the days
  ARGV[1] epoch and run, [2] now in fifteen digits, [3] the lock as it is for a client that holds none, and [4] its line before
       that, [5] fingerprint of the token shown, or '', [6] locks an address, [7] capacity, [8] a lock's milliseconds,
       [9] the cap's, [10] the channel, [11] the message, [12] how long anything is kept
  Reply, by line
       lost | lock_not_owned | too_many_locks | slot_locked, 0, other…
       | granted, messages, the lock or nothing for as it was given, what it was before or nothing, the lock beside it or
         nothing, claim… of the days, the client's own among them
  Atomic; the same token again is answered with the same grant.
]]
local got = redis.call('MGET', unpack(KEYS))
if got[1] ~= ARGV[1] then return 'lost' end
--- @include claims
--- @include addresses

-- The ordinary claim comes first: what it does not need is not even defined for it.
local prefix, is_ordinary = ARGV[4], not got[2]
local counted = got[3] and counted_of(got[3], '', ARGV[2]) or {}
if is_ordinary then
  if #counted >= tonumber(ARGV[6]) then return 'too_many_locks' end
  local from, to = string.sub(prefix, 1, 15), string.sub(prefix, 16, 30)
  for at = 5, #KEYS do
    local overlapping, any_expired = look_at(got[at] or '', from, to, ARGV[2])
    is_ordinary = is_ordinary and #overlapping == 0 and not any_expired
  end
end
if is_ordinary and redis.call('SET', KEYS[4], ARGV[3], 'PX', ARGV[8], 'NX') then
  local reply = 'granted\n1\n\n\n\n'
  for at = 5, #KEYS do
    local claims = got[at] or ''
    reply = reply .. claims
    redis.call('SET', KEYS[at], claims .. prefix .. ARGV[3] .. '\n', 'PX', ARGV[12])
  end
  local token = string.sub(prefix, 47)
  counted[#counted + 1] = string.sub(prefix, 31, -2)
  redis.call('SET', KEYS[3], table.concat(counted, '\n'), 'PX', ARGV[12])
  redis.call('SET', KEYS[2], token .. KEYS[5], 'PX', ARGV[12])
  redis.call('PUBLISH', ARGV[10], ARGV[11])
  return reply
end

--- @include collisions
--- @include locks
--- @include renewal
local now, shown, capacity, longest = tonumber(ARGV[2]), ARGV[5], tonumber(ARGV[7]), ARGV[12]
local wanted, body = cjson.decode(ARGV[3]), body_of(ARGV[3])
local others, seen, claims = {}, {}, {}
for at = 5, #KEYS do claims[at] = add_others(others, seen, got[at] or '', ARGV[3], now) end
local held = held_by(wanted.owner, now)
local latest = held[#held]

local function granted(messages, json, before, beside)
  local reply = { 'granted', messages, json, before or '', beside and beside.json or '' }
  for at = 5, #KEYS do reply[#reply + 1] = claims[at] end
  return table.concat(reply, '\n')
end

for at, one in ipairs(held) do
  if one.lock.token == wanted.token then
    return granted(0, one.json, string.match(one.json, ',"before":(.*)}$'), held[at - 1])
  end
end
if latest then
  if shown ~= '' and shown ~= latest.lock.token then return 'lock_not_owned' end
elseif #counted >= tonumber(ARGV[6]) then
  return 'too_many_locks'
end
others = rivals_of(ARGV[3], others, capacity)
if is_refused(ARGV[3], others, capacity, capacity) then return refusal_of('slot_locked', others) end

local lock = times_after(latest and latest.lock, wanted, shown ~= '', now, tonumber(ARGV[8]), tonumber(ARGV[9]))
wanted.expires_at = lock.expires_at

if latest and renews(latest.lock, wanted) then
  lock.seat, wanted.seat = latest.lock.seat, latest.lock.seat
  local before = string.gsub(latest.json, ',"before":.*}$', '}')
  local json = with_head(string.sub(body, 1, -2) .. ',"before":' .. before .. '}', lock)
  replace_lock(latest.lock, wanted, json, lock.expires_at - now, longest)
  redis.call('PUBLISH', ARGV[10], ARGV[11])
  return granted(1, json, before, held[#held - 1])
end

local json, neighbours = take_seat(KEYS[4], body, lock, epoch, now)
for _, neighbour in ipairs(neighbours) do
  if not find_lock(reference(neighbour)) then
    -- A live name that no claim knows: the store has lost something, and may have lost more.
    redis.call('DEL', seat_key(KEYS[4], lock.seat))
    return 'lost'
  end
end
for at = 5, #KEYS do write_claims(KEYS[at], claims[at] .. line_of(json), longest) end
counted[#counted + 1] = digits(lock.expires_at) .. ' ' .. wanted.token
write_lines(KEYS[3], counted, longest)
local refs = {}
for at, one in ipairs(held) do refs[at] = one.ref end
refs[#refs + 1] = reference(wanted)
write_lines(KEYS[2], refs, longest)
redis.call('PUBLISH', ARGV[10], ARGV[11])
return granted(1, json, nil, latest)
