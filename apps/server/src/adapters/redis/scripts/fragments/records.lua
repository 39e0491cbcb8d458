-- Beside the claims of a day, in the field '#', is when each begins, ends and expires, in fifteen digits each: enough to see
-- that a time is clear without looking at any claim. Digits of one width compare as text.
local RECORD = 45

-- Whether none of the records that live at `now` overlaps; and how many of them have expired.
local function is_clear(records, from, to, now)
  local expired = 0
  for at = 1, #records, RECORD do
    if string.sub(records, at + 30, at + 44) <= now then
      expired = expired + 1
    elseif string.sub(records, at, at + 14) < to and string.sub(records, at + 15, at + 29) > from then
      return false, expired
    end
  end
  return true, expired
end

-- Claims of the same record are alike in all that is asked of it, so any one of them goes.
local function without_record(records, record)
  for at = 1, #records, RECORD do
    if string.sub(records, at, at + RECORD - 1) == record then
      return string.sub(records, 1, at - 1) .. string.sub(records, at + RECORD)
    end
  end
  return records
end
