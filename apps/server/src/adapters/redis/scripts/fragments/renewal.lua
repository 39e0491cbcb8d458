-- What a held lock passes on to the next, as lockTimes.ts has it.
local function times_after(held, wanted, proved, now, lock_milliseconds, cap_milliseconds)
  local turn = held and math.max(held.turn + 1, now) or now
  local fresh = { locked_at = now, expires_at = now + lock_milliseconds, extended_for_code = false, turn = turn }
  if not held or held.employee_id ~= wanted.employee_id then return fresh end
  if held.occupied_start >= wanted.occupied_end or wanted.occupied_start >= held.occupied_end then return fresh end
  local renewed = math.min(now + lock_milliseconds, held.locked_at + cap_milliseconds)
  if held.start == wanted.start and not proved then renewed = held.expires_at end
  return {
    locked_at = held.locked_at, expires_at = renewed, extended_for_code = held.extended_for_code, turn = turn,
  }
end

-- Whether the held lock can be given back at any time while the new one stands in its place: nothing that it kept out got in.
local function renews(held, wanted)
  return held.employee_id == wanted.employee_id and held.start == wanted.start
    and held.service_id == wanted.service_id
    and held.date == wanted.date and held.time == wanted.time and held.occurrence == wanted.occurrence
    and wanted.occupied_start <= held.occupied_start and held.occupied_end <= wanted.occupied_end
end
