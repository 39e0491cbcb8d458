-- A client's locks with everything that refers to them, by names as keys.ts makes them: what is found names what else must
-- be changed. Not on a cluster, which wants to know all keys beforehand.
--- @include lines
--- @include claims
--- @include seats
local epoch = string.match(ARGV[1], '^%S+')

local function claims_key(place) return 'appointease_claims_' .. place .. '_' .. epoch end

local function client_key(owner) return 'appointease_client_' .. owner .. '_' .. epoch end

local function address_key(address) return 'appointease_address_' .. address .. '_' .. epoch end

local function lock_key(lock)
  local name = 'appointease_lock_' .. lock.date .. '_' .. lock.employee_id .. '_' .. lock.time
  if lock.occurrence == 2 then name = name .. '_2' end
  return seat_key(name, lock.seat)
end

-- How a client's lines refer to a lock: by its token, and by where it is claimed.
local function reference(lock) return lock.token .. ' ' .. lock.days[1] .. '_' .. lock.employee_id end

-- The lock of the token at a place "day_employee", with its line.
local function find_lock(place, token)
  local line = redis.call('HGET', claims_key(place), token)
  return line and cjson.decode(line), line
end

-- Live locks of the client, the one that it holds last; before it those that have yet to be settled.
local function held_by(owner, now)
  local held = {}
  each_line(redis.call('GET', client_key(owner)) or '', function(ref)
    local token, place = string.match(ref, '^(%S+) (%S+)$')
    local lock, line = find_lock(place, token)
    if lock and lock.expires_at > now then held[#held + 1] = { ref = ref, line = line, lock = lock } end
  end)
  return held
end

-- Counts the lock of this token no more, and the one that is given, if any.
local function recount(address, token, lock, longest)
  local key = address_key(address)
  local lines = lines_where(redis.call('GET', key) or '', function(line) return string.sub(line, 17) ~= token end)
  if lock then lines[#lines + 1] = digits(lock.expires_at) .. ' ' .. lock.token end
  write_lines(key, lines, longest)
end

local function claim_days(lock, line, longest)
  for _, day in ipairs(lock.days) do add_claim(claims_key(day .. '_' .. lock.employee_id), line, longest) end
end

local function free_days(lock)
  for _, day in ipairs(lock.days) do remove_claim(claims_key(day .. '_' .. lock.employee_id), lock.token) end
end

-- Its name is removed only while it is this lock's.
local function remove_lock(lock, longest)
  free_days(lock)
  recount(lock.address, lock.token, nil, longest)
  local name, client = lock_key(lock), client_key(lock.owner)
  local line = redis.call('GET', name)
  if line and token_of(line) == lock.token then redis.call('DEL', name) end
  local own = reference(lock)
  local refs = lines_where(redis.call('GET', client) or '', function(ref) return ref ~= own end)
  write_lines(client, refs, longest)
end

-- The same place under the same name: the newer takes the older's claims, its name and its turn among the client's locks.
local function replace_lock(older, newer, line, milliseconds, longest)
  redis.call('SET', lock_key(newer), line, 'PX', milliseconds)
  free_days(older)
  claim_days(newer, line, longest)
  recount(older.address, older.token, nil, longest)
  recount(newer.address, newer.token, newer, longest)
  local client, own, refs = client_key(newer.owner), reference(older), {}
  each_line(redis.call('GET', client) or '', function(ref)
    refs[#refs + 1] = ref == own and reference(newer) or ref
  end)
  write_lines(client, refs, longest)
end
