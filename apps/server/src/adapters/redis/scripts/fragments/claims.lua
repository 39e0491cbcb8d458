-- What is claimed of an employee on a UTC day: a hash of JSON by token, its fields in the order of storedClaim.ts, in which
-- patterns find what is needed in less time than parsing it all would take.
--- @include records
local FIELDS = '"occupied_start":(%d+),"occupied_end":(%d+),"start":(%d+),"end":%d+,'
  .. '"service_id":(%w+),"employee_id":%d+,"owner":"([^"]*)","token":"([^"]*)"'
local CLAIM = '^{"expires_at":(%d+),"locked_at":%d+,"extended_for_code":%a+,"seat":(%d+),' .. FIELDS

local function digits(number) return string.format('%015.0f', number) end

local function record_of(line)
  local ends, _, from, to = string.match(line, CLAIM)
  return digits(from) .. digits(to) .. digits(ends)
end

-- What changes about a lock comes first; the rest of it is its body.
local function with_head(body, lock)
  return string.format('{"expires_at":%.0f,"locked_at":%.0f,"extended_for_code":%s,"seat":%d,%s',
    lock.expires_at, lock.locked_at, tostring(lock.extended_for_code), lock.seat, body)
end

local function body_of(line) return string.match(line, '"seat":%d+,(.*)$') end

local function token_of(line)
  local _, _, _, _, _, _, _, token = string.match(line, CLAIM)
  return token
end

local function add_claim(claims, line, milliseconds)
  local records = redis.call('HGET', claims, '#') or ''
  redis.call('HSET', claims, token_of(line), line, '#', records .. record_of(line))
  redis.call('PEXPIRE', claims, milliseconds)
end

-- Yields the claim that was there.
local function remove_claim(claims, token)
  local line = redis.call('HGET', claims, token)
  if not line then return nil end
  redis.call('HDEL', claims, token)
  local records = without_record(redis.call('HGET', claims, '#') or '', record_of(line))
  if records == '' then redis.call('DEL', claims) else redis.call('HSET', claims, '#', records) end
  return line
end
