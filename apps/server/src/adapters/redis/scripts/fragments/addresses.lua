-- Locks of an address: a line for each, when it ends in fifteen digits and its token.

-- Those that live at `now` but the one of `token`.
local function counted_of(text, token, now)
  local counted, at = {}, 1
  while at <= #text do
    local stop = string.find(text, '\n', at, true) or #text + 1
    if string.sub(text, at, at + 14) > now and string.sub(text, at + 16, stop - 1) ~= token then
      counted[#counted + 1] = string.sub(text, at, stop - 1)
    end
    at = stop + 1
  end
  return counted
end
