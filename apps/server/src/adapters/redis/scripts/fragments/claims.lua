-- What is claimed of an employee on a UTC day is one string, so that one read and one write are enough. A line for each: when
-- it begins, ends and expires in fifteen digits each, its token, and its JSON. Digits of one width compare as text, so whom a
-- time meets is seen without reading any JSON, and that is read by patterns where parsing it all would take longer.

-- Lines that live at `now` and overlap, and whether any has expired. The moments are digits.
local function look_at(claims, from, to, now)
  local overlapping, any_expired, at = {}, false, 1
  while at <= #claims do
    local stop = string.find(claims, '\n', at, true)
    if string.sub(claims, at + 30, at + 44) <= now then
      any_expired = true
    elseif string.sub(claims, at, at + 14) < to and string.sub(claims, at + 15, at + 29) > from then
      overlapping[#overlapping + 1] = string.sub(claims, at, stop - 1)
    end
    at = stop + 1
  end
  return overlapping, any_expired
end
