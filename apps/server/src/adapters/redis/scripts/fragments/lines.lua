-- Strings of lines, for what is read and written as a whole. Plain searches: patterns walk through every character.
local function each_line(text, visit)
  local from = 1
  while from <= #text do
    local to = string.find(text, '\n', from, true) or #text + 1
    visit(string.sub(text, from, to - 1))
    from = to + 1
  end
end

local function write_lines(key, lines, milliseconds)
  if #lines == 0 then return redis.call('DEL', key) end
  redis.call('SET', key, table.concat(lines, '\n'), 'PX', milliseconds)
end
