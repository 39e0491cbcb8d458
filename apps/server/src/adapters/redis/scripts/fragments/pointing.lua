-- Everybody who points at a slot is in its key's JSON, and in a hash of the date by "time client", with "since until".
local MOST = 50 -- as in adapters/transients/selections.ts
local MANY = 200

local function slot_value(place, clients, last)
  return '{"date":"' .. place.date .. '","employee_id":' .. place.employee_id .. ',"time":"' .. place.time
    .. '","clients":[' .. table.concat(clients, ',') .. '],"expires_at":' .. last .. '}'
end

-- The clients in a slot's value but this one, live after `now`; the last moment of any; and whether this one was there.
local function others_at(value, owner, now)
  local clients, last, was_there = {}, '0', false
  for client, by, ends in string.gmatch(value, '({"owner":"([^"]*)","since":%d+,"expires_at":(%d+)})') do
    if tonumber(ends) > now then
      if by == owner then
        was_there = true
      else
        clients[#clients + 1] = client
        if tonumber(ends) > tonumber(last) then last = ends end
      end
    end
  end
  return clients, last, was_there
end

-- What is over stays where its client has gone without a word; on a busy date that is a lot in the end.
local function remove_over(index, now)
  if redis.call('HLEN', index) <= MANY then return end
  local entries = redis.call('HGETALL', index)
  for at = 1, #entries, 2 do
    if tonumber(string.match(entries[at + 1], '%d+$')) <= now then redis.call('HDEL', index, entries[at]) end
  end
end

-- Adds the owner to a slot's pointers, or renews it there; of too many, those who came first go. `since` and `ends` are
-- digits. Yields whether others see a difference.
local function point(slot, index, place, owner, since, ends)
  local clients, last, was_there = others_at(redis.call('GET', slot) or '', owner, tonumber(since))
  clients[#clients + 1] = '{"owner":"' .. owner .. '","since":' .. since .. ',"expires_at":' .. ends .. '}'
  while #clients > MOST do
    local gone = string.match(table.remove(clients, 1), '^{"owner":"([^"]*)"')
    redis.call('HDEL', index, place.time .. ' ' .. gone)
  end
  if tonumber(ends) > tonumber(last) then last = ends end
  local milliseconds = tonumber(last) - tonumber(since)
  redis.call('SET', slot, slot_value(place, clients, last), 'PX', milliseconds)
  redis.call('HSET', index, place.time .. ' ' .. owner, since .. ' ' .. ends)
  redis.call('PEXPIRE', index, milliseconds)
  if was_there then return false end
  remove_over(index, tonumber(since))
  return true
end

-- Takes the owner away from a slot. Yields whether it was there.
local function leave(slot, index, place, owner)
  if redis.call('HDEL', index, place.time .. ' ' .. owner) == 0 then return false end
  local clients, last = others_at(redis.call('GET', slot) or '', owner, 0)
  if #clients == 0 then
    redis.call('DEL', slot)
  else
    redis.call('SET', slot, slot_value(place, clients, last), 'KEEPTTL')
  end
  return true
end
