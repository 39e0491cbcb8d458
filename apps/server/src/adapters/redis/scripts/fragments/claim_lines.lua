-- Claims of a day, line by line: found, added, taken away.
local FIELDS = '"occupied_start":(%d+),"occupied_end":(%d+),"start":(%d+),"end":%d+,'
  .. '"service_id":(%w+),"employee_id":%d+,"owner":"([^"]*)","token":"([^"]*)"'
local CLAIM = '{"expires_at":(%d+),"locked_at":%d+,"extended_for_code":%a+,"turn":%d+,"seat":(%d+),' .. FIELDS

local function digits(number) return string.format('%015.0f', number) end

local function line_of(json)
  local ends, _, from, to, _, _, _, token = string.match(json, CLAIM)
  return digits(from) .. digits(to) .. digits(ends) .. ' ' .. token .. ' ' .. json .. '\n'
end

local function json_of(line) return string.sub(line, (string.find(line, '{', 1, true))) end

-- What changes about a lock comes first in its JSON; the rest of it is its body.
local function with_head(body, lock)
  return string.format('{"expires_at":%.0f,"locked_at":%.0f,"extended_for_code":%s,"turn":%.0f,"seat":%d,%s',
    lock.expires_at, lock.locked_at, tostring(lock.extended_for_code), lock.turn, lock.seat, body)
end

local function body_of(json) return string.match(json, '"seat":%d+,(.*)$') end

-- The JSON of the claim with this token, and the other claims.
local function take_claim(claims, token)
  local at, start = string.find(claims, ' ' .. token .. ' {', 1, true)
  if not at then return nil, claims end
  local stop = string.find(claims, '\n', start, true)
  return string.sub(claims, start, stop - 1), string.sub(claims, 1, at - 46) .. string.sub(claims, stop + 1)
end

local function without_expired(claims, now)
  local kept, at = {}, 1
  while at <= #claims do
    local stop = string.find(claims, '\n', at, true)
    if string.sub(claims, at + 30, at + 44) > now then kept[#kept + 1] = string.sub(claims, at, stop) end
    at = stop + 1
  end
  return table.concat(kept)
end

local function write_claims(key, claims, milliseconds)
  if claims == '' then redis.call('DEL', key) else redis.call('SET', key, claims, 'PX', milliseconds) end
end
