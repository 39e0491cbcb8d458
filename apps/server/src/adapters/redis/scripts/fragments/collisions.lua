-- Who keeps whom out: packages/domain/src/availability/claims.ts and locks/slotLocks.ts, held alike by the property test.

-- Adds to `others` what others than `owner` claim on a day, live at `now`; what has expired is removed on the way.
local function add_others(others, seen, claims, owner, now)
  local entries = redis.call('HGETALL', claims)
  for at = 1, #entries, 2 do
    local token, line = entries[at], entries[at + 1]
    if token ~= '#' and not seen[token] then
      local ends, seat, from, to, start, service, by = string.match(line, CLAIM)
      if tonumber(ends) <= now then
        remove_claim(claims, token)
      elseif by ~= owner then
        seen[token] = true
        others[#others + 1] = {
          line = line, is_guard = seat == '0', from = tonumber(from), to = tonumber(to),
          start = start, service = service, person = by == '' and token or by,
        }
      end
    end
  end
end

-- What of these keeps a claim out that finds `seats` of its group free, after what is in `reply`; nil where nothing does.
-- A person counts once, also with a lock and a guard.
local function refusal_of(reply, body, others, seats, capacity)
  local from, to, start, service = string.match(body, FIELDS)
  from, to = tonumber(from), tonumber(to)
  local is_refused, persons, counted = false, 0, {}
  for _, other in ipairs(others) do
    local overlaps = from < other.to and other.from < to
    local shares = service ~= 'null' and service == other.service and start == other.start
    if overlaps and (capacity <= 1 or not shares) then
      is_refused = true
    elseif shares and not counted[other.person] then
      counted[other.person] = true
      persons = persons + 1
    end
    if overlaps or shares then reply[#reply + 1] = other.line end
  end
  if is_refused or (seats >= 1 and persons >= seats) then return reply end
  return nil
end

local function with_others(reply, others)
  for _, other in ipairs(others) do reply[#reply + 1] = other.line end
  return reply
end
