-- Charges permits against every window of a token and of its organization, all or nothing, on this
-- server's clock. The algorithm and why it is strict: docs/limits.md.
--
-- KEYS  one hash for each window
-- ARGV  need: permits without which nothing is charged; 0 only gives back
--       want: permits asked for now, need among them; fewer are charged if there are no more
--       spare: permits to be used a little later, charged in advance while plenty is left
--       back, at: permits that were charged at this reading of the clock (microseconds, as replied)
--         in these very windows and were not used
--       then for each window: limit, slice in microseconds, slices that count, slices that are kept
-- hash  n = newest slice, s = sum of all slices that are kept, and these by number modulo their count
-- reply {permits charged, clock in microseconds, then for each window: permits left, microseconds
--       until more come back (if nothing was charged: until need would fit, 0 if it fits)}
local HEAD, EACH = 5, 4

-- Of what is left beyond what is wanted, one part in so many may be charged in advance: whoever
-- comes near a limit must not wait for what others only hold.
local ADVANCE = 4

local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local need, want, spare = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local back, at = tonumber(ARGV[4]), tonumber(ARGV[5])

local function window(w)
  local first = HEAD + (w - 1) * EACH
  return {key = KEYS[w], limit = tonumber(ARGV[first + 1]), slice = tonumber(ARGV[first + 2]),
          span = tonumber(ARGV[first + 3]), ring = tonumber(ARGV[first + 4])}
end

local function slots(names, from, to, ring)
  for i = from, to do
    names[#names + 1] = tostring(i % ring)
  end
  return names
end

-- If the clock went back since the charge, this takes from an older slice than was charged, and the
-- newer one keeps as much too long: never too few count.
local function give_back(v)
  local number = math.floor(at / v.slice)
  local slot = tostring(number % v.ring)
  local held = redis.call('HMGET', v.key, 'n', slot)
  local newest, count = tonumber(held[1]), tonumber(held[2])
  local returned = math.min(back, count or 0)
  if newest and returned > 0 and number <= newest and newest - number < v.ring then
    redis.call('HINCRBY', v.key, slot, -returned)
    redis.call('HINCRBY', v.key, 's', -returned)
  end
end

-- One read: newest slice, sum, the present slice, and the oldest ones, which are kept but do not
-- count (a gateway with longer leases counts them).
local function read(v, present)
  v.present = present
  local names = slots({'n', 's', tostring(present % v.ring)},
                      present - v.ring + 1, present - v.span, v.ring)
  local found = redis.call('HMGET', v.key, unpack(names))
  v.newest = tonumber(found[1])
  return found
end

local function look(v)
  local found = read(v, math.floor(now / v.slice))
  if v.newest and v.newest > v.present and v.newest - v.present < v.ring then
    -- the clock went back a little: charge where the last charge went
    found = read(v, v.newest)
  end
  v.sum, v.count, v.expired = tonumber(found[2]) or 0, 0, {}
  v.fresh = not v.newest or v.newest > v.present or v.present - v.newest >= v.ring
  v.left = v.limit
  if v.fresh then
    v.sum = 0
    return v
  end
  if v.newest == v.present then
    v.count = tonumber(found[3]) or 0
  else
    v.expired = slots({}, v.newest + 1, v.present, v.ring)
    for _, count in ipairs(redis.call('HMGET', v.key, unpack(v.expired))) do
      v.sum = v.sum - (tonumber(count) or 0)
    end
  end
  v.left = v.limit - v.sum
  local oldest = v.present - v.ring + 1
  for i = 4, #found do
    -- slots of slices that were not reached yet still hold counts of long ago
    if oldest + i - 4 <= v.newest then
      v.left = v.left + (tonumber(found[i]) or 0)
    end
  end
  return v
end

local function charge(v, permits)
  if v.fresh then
    redis.call('DEL', v.key)
  elseif #v.expired > 0 then
    redis.call('HDEL', v.key, unpack(v.expired))
  end
  redis.call('HSET', v.key, 'n', v.present, 's', v.sum + permits,
             tostring(v.present % v.ring), v.count + permits)
  if v.newest ~= v.present then
    redis.call('PEXPIRE', v.key, math.ceil((v.ring + 1) * v.slice / 1000))
  end
end

-- Microseconds until need fits.
local function wait(v)
  local missing = need - v.left
  if missing <= 0 then
    return 0
  end
  if not v.fresh then
    local oldest = v.present - v.span + 1
    local counts = redis.call('HMGET', v.key, unpack(slots({}, oldest, v.present, v.ring)))
    for i, count in ipairs(counts) do
      local number = oldest + i - 1
      if number <= v.newest then
        missing = missing - (tonumber(count) or 0)
      end
      if missing <= 0 then
        return (number + v.span) * v.slice - now
      end
    end
  end
  return v.span * v.slice
end

local windows = {}
for w = 1, #KEYS do
  windows[w] = window(w)
  if back > 0 then
    give_back(windows[w])
  end
end
if need == 0 then
  return {0, now}
end

local left = math.huge
for w = 1, #KEYS do
  left = math.min(left, look(windows[w]).left)
end
local granted = 0
if left >= need then
  granted = math.min(want, left)
  granted = granted + math.min(spare, math.floor((left - granted) / ADVANCE))
end

local reply = {granted, now}
for w = 1, #KEYS do
  local v = windows[w]
  if granted > 0 then
    charge(v, granted)
    reply[#reply + 1] = v.left - granted
    reply[#reply + 1] = (v.present + v.span) * v.slice - now
  else
    reply[#reply + 1] = math.max(v.left, 0)
    reply[#reply + 1] = wait(v)
  end
end
return reply
