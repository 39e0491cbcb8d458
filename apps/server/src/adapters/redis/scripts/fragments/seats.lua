-- Names of the seats of one place, and the taking of the first free one.
local function seat_key(name, seat)
  if seat == 1 then return name end
  return name .. '_seat' .. seat
end

-- Sets the lock under the first free name of its place, over what is of another epoch or has expired; numbers its seat.
-- Yields the lock's JSON and the locks under the names before it.
local function take_seat(name, body, lock, epoch, now)
  local milliseconds, neighbours = lock.expires_at - now, {}
  lock.seat = 1
  while true do
    local key, json = seat_key(name, lock.seat), with_head(body, lock)
    if redis.call('SET', key, json, 'PX', milliseconds, 'NX') then return json, neighbours end
    local there = cjson.decode(redis.call('GET', key))
    if there.epoch ~= epoch or there.expires_at <= now then
      redis.call('SET', key, json, 'PX', milliseconds)
      return json, neighbours
    end
    neighbours[#neighbours + 1] = there
    lock.seat = lock.seat + 1
  end
end
