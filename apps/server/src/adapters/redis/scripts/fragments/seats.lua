-- Names of the seats of one place, and the taking of the first free one.
local function seat_key(name, seat)
  if seat == 1 then return name end
  return name .. '_seat' .. seat
end

-- Sets the lock under the first free name of its place, over what is of another epoch or has expired; numbers its seat.
-- Yields the lock's line and the lines under the names before it.
local function take_seat(name, body, lock, epoch, now)
  local milliseconds, neighbours = lock.expires_at - now, {}
  lock.seat = 1
  while true do
    local key, line = seat_key(name, lock.seat), with_head(body, lock)
    if redis.call('SET', key, line, 'PX', milliseconds, 'NX') then return line, neighbours end
    local there = redis.call('GET', key)
    local value = cjson.decode(there)
    if value.epoch ~= epoch or value.expires_at <= now then
      redis.call('SET', key, line, 'PX', milliseconds)
      return line, neighbours
    end
    neighbours[#neighbours + 1] = value
    lock.seat = lock.seat + 1
  end
end
