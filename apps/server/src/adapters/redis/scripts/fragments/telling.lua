-- Tells every process once what time of an employee's date has changed, and nothing about whom.
local told, told_count = {}, 0

local function tell(place)
  local channel = 'appointease:slots:' .. place.date .. ':' .. place.employee_id
  local message = '{"date":"' .. place.date .. '","employee_id":' .. place.employee_id
  if place.occupied_start then
    message = message .. string.format(',"occupied_start":%.0f,"occupied_end":%.0f', place.occupied_start, place.occupied_end)
  end
  message = message .. '}'
  if told[channel .. message] then return end
  told[channel .. message] = true
  told_count = told_count + 1
  redis.call('PUBLISH', channel, message)
end
