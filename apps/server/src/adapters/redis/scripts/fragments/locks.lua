-- A client's locks with everything that refers to them, by names as keys.ts makes them: what is found names what else must
-- be changed. Not on a cluster, which wants to know all keys beforehand.
--- @include addresses
--- @include claims
--- @include claim_lines
--- @include lines
--- @include seats
local epoch = string.match(ARGV[1], '^%S+')

local function claims_key(day, employee) return 'appointease_claims_' .. day .. '_' .. employee .. '_' .. epoch end

local function client_key(owner) return 'appointease_client_' .. owner .. '_' .. epoch end

local function address_key(address) return 'appointease_address_' .. address .. '_' .. epoch end

local function lock_key(lock)
  local name = 'appointease_lock_' .. lock.date .. '_' .. lock.employee_id .. '_' .. lock.time
  if lock.occurrence == 2 then name = name .. '_2' end
  return seat_key(name, lock.seat)
end

-- How a client's lines refer to a lock: by its token, and by where it is claimed.
local function reference(lock) return lock.token .. ' ' .. claims_key(lock.days[1], lock.employee_id) end

-- The lock that is referred to, and its JSON.
local function find_lock(ref)
  local token, key = string.match(ref, '^(%S+) (%S+)$')
  local json = take_claim(redis.call('GET', key) or '', token)
  return json and cjson.decode(json), json
end

-- Live locks of the client, the one that it holds last; before it those that have yet to be settled.
local function held_by(owner, now)
  local held = {}
  each_line(redis.call('GET', client_key(owner)) or '', function(ref)
    local lock, json = find_lock(ref)
    if lock and lock.expires_at > now then held[#held + 1] = { ref = ref, json = json, lock = lock } end
  end)
  return held
end

-- Counts the lock of this token no more, and the one that is given, if any.
local function recount(address, token, lock, longest)
  local key = address_key(address)
  local counted = counted_of(redis.call('GET', key) or '', token, '')
  if lock then counted[#counted + 1] = digits(lock.expires_at) .. ' ' .. lock.token end
  write_lines(key, counted, longest)
end

-- In place of the claim of this token, the one that is given, if any.
local function reclaim(days, employee, token, json, longest)
  for _, day in ipairs(days) do
    local key = claims_key(day, employee)
    local _, rest = take_claim(redis.call('GET', key) or '', token)
    write_claims(key, json and rest .. line_of(json) or rest, longest)
  end
end

-- Its name is removed only while it is this lock's.
local function remove_lock(lock, longest)
  reclaim(lock.days, lock.employee_id, lock.token, nil, longest)
  recount(lock.address, lock.token, nil, longest)
  local name, client, own, refs = lock_key(lock), client_key(lock.owner), reference(lock), {}
  local there = redis.call('GET', name)
  if there and cjson.decode(there).token == lock.token then redis.call('DEL', name) end
  each_line(redis.call('GET', client) or '', function(ref)
    if ref ~= own then refs[#refs + 1] = ref end
  end)
  write_lines(client, refs, longest)
end

-- The same place under the same name: the newer takes the older's claims, its name and its turn among the client's locks.
local function replace_lock(older, newer, json, milliseconds, longest)
  redis.call('SET', lock_key(newer), json, 'PX', milliseconds)
  reclaim(older.days, older.employee_id, older.token, nil, longest)
  reclaim(newer.days, newer.employee_id, newer.token, json, longest)
  if older.address ~= newer.address then recount(older.address, older.token, nil, longest) end
  recount(newer.address, older.token, newer, longest)
  local client, own, refs = client_key(newer.owner), reference(older), {}
  each_line(redis.call('GET', client) or '', function(ref)
    refs[#refs + 1] = ref == own and reference(newer) or ref
  end)
  write_lines(client, refs, longest)
end
