-- Where a client points, as its pointer has it: "date employee time". Names as keys.ts makes them; not on a cluster.
local function leave_place(pointer, owner)
  local date, employee, time = string.match(pointer, '^(%S+) (%S+) (%S+)$')
  local named = date .. '_' .. employee
  local place = { date = date, employee_id = employee, time = time }
  local slot = 'appointease_active_' .. named .. '_' .. time
  if leave(slot, 'appointease_pointing_' .. named, place, owner) then tell(place) end
end
