-- Ends the script where the store is of another epoch or of another run: KEYS[1] holds ARGV[1], "id run".
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
