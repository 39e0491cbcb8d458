-- Tells every process once that an employee's date has changed, and nothing about whom.
local told, told_count = {}, 0

local function tell(place)
  local channel = 'appointease:slots:' .. place.date .. ':' .. place.employee_id
  if told[channel] then return end
  told[channel] = true
  told_count = told_count + 1
  redis.call('PUBLISH', channel, '{"date":"' .. place.date .. '","employee_id":' .. place.employee_id .. '}')
end
