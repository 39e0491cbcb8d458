-- Who keeps whom out: packages/domain/src/availability/claims.ts and locks/slotLocks.ts, held alike by the property test.
--- @include claims
--- @include claim_lines

-- Adds to `others` whoever else than the owner of `json` claims some of its time, live at `now`. Yields the claims without
-- what has expired.
local function add_others(others, seen, claims, json, now)
  local _, _, from, to, wanted_start, wanted_service, owner = string.match(json, CLAIM)
  local overlapping, any_expired = look_at(claims, digits(from), digits(to), digits(now))
  for _, line in ipairs(overlapping) do
    local _, seat, _, _, start, service, by, token = string.match(line, CLAIM)
    if by == owner and owner ~= '' and seat ~= '0' and start == wanted_start and service == wanted_service then
      others.holds_seat = true
    end
    if by ~= owner and not seen[token] then
      seen[token] = true
      others[#others + 1] = {
        json = json_of(line), is_guard = seat == '0', start = start, service = service,
        person = by == '' and token or by,
      }
    end
  end
  if any_expired then return without_expired(claims, digits(now)) end
  return claims
end

-- Those of them who can keep the claim out. Who holds a seat of a group loses it to nobody else of the group: somebody there
-- may be about to leave, or be seen twice.
local function rivals_of(json, others, capacity)
  if not others.holds_seat or capacity <= 1 then return others end
  local _, _, start, service = string.match(json, FIELDS)
  local rivals = {}
  for _, other in ipairs(others) do
    if service == 'null' or service ~= other.service or start ~= other.start then rivals[#rivals + 1] = other end
  end
  return rivals
end

-- Whether these, which all overlap it, keep out a claim that finds `seats` of its group free. A person counts once, also with
-- a lock and a guard.
local function is_refused(json, others, seats, capacity)
  local _, _, start, service = string.match(json, FIELDS)
  local persons, counted = 0, {}
  for _, other in ipairs(others) do
    if capacity <= 1 or service == 'null' or service ~= other.service or start ~= other.start then return true end
    if not counted[other.person] then
      counted[other.person] = true
      persons = persons + 1
    end
  end
  return seats >= 1 and persons >= seats
end

local function refusal_of(word, others)
  local lines = { word, '0' }
  for _, other in ipairs(others) do lines[#lines + 1] = other.json end
  return table.concat(lines, '\n')
end
