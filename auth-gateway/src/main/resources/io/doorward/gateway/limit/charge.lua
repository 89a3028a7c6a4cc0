-- Charges permits against every window of one token, all or nothing, on this server's clock.
-- The algorithm and why it is strict: the package documentation of io.doorward.gateway.limit.
--
-- KEYS  one hash for each window
-- ARGV  permits, lease life in microseconds, then for each window: limit, length and slice length,
--       both in microseconds
-- hash  n = newest slice, s = sum of all slices that count, and the slices by number modulo ring size
-- reply {1 if charged, clock in microseconds, then for each window: permits left, microseconds until
--       one of them comes back (if not charged: until the charge would fit, 0 if it fits)}
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local permits = tonumber(ARGV[1])
local life = tonumber(ARGV[2])
local windows = {}
local fits = true

local function slots(from, to, ring)
  local names = {}
  for i = from, to do
    names[#names + 1] = tostring(i % ring)
  end
  return names
end

for w = 1, #KEYS do
  local limit = tonumber(ARGV[w * 3])
  local length = tonumber(ARGV[w * 3 + 1])
  local slice = tonumber(ARGV[w * 3 + 2])
  local ring = math.ceil((length + life) / slice) + 1
  local present = math.floor(now / slice)
  local head = redis.call('HMGET', KEYS[w], 'n', 's')
  local newest = tonumber(head[1])
  local sum = tonumber(head[2]) or 0
  local expired = {}
  local fresh = newest == nil
  if newest then
    if newest > present and newest - present < ring then
      -- the clock went back a little: charge where the last charge went
      present = newest
    elseif newest > present or present - newest >= ring then
      fresh = true
      sum = 0
    elseif present > newest then
      expired = slots(newest + 1, present, ring)
      for _, count in ipairs(redis.call('HMGET', KEYS[w], unpack(expired))) do
        sum = sum - (tonumber(count) or 0)
      end
    end
  end
  if sum + permits > limit then
    fits = false
  end
  windows[w] = {limit = limit, length = length, slice = slice, ring = ring, present = present,
                newest = newest, sum = sum, expired = expired, fresh = fresh}
end

local reply = {fits and 1 or 0, now}
for w = 1, #KEYS do
  local v = windows[w]
  if fits then
    if v.fresh then
      redis.call('DEL', KEYS[w])
    elseif #v.expired > 0 then
      redis.call('HDEL', KEYS[w], unpack(v.expired))
    end
    redis.call('HINCRBY', KEYS[w], tostring(v.present % v.ring), permits)
    if v.fresh or v.newest ~= v.present then
      redis.call('HSET', KEYS[w], 'n', v.present, 's', v.sum + permits)
      redis.call('PEXPIRE', KEYS[w], math.ceil((v.ring + 1) * v.slice / 1000))
    else
      redis.call('HSET', KEYS[w], 's', v.sum + permits)
    end
    reply[#reply + 1] = v.limit - v.sum - permits
    reply[#reply + 1] = (v.present + v.ring) * v.slice - now
  else
    reply[#reply + 1] = math.max(v.limit - v.sum, 0)
    local wait = 0
    if v.sum + permits > v.limit then
      local needed = v.sum + permits - v.limit
      local oldest = v.present - v.ring + 1
      wait = v.length
      local counts = redis.call('HMGET', KEYS[w], unpack(slots(oldest, v.present, v.ring)))
      for i, count in ipairs(counts) do
        local number = oldest + i - 1
        -- slots of slices that were not reached yet still hold counts of long ago
        if not v.newest or number <= v.newest then
          needed = needed - (tonumber(count) or 0)
        end
        if needed <= 0 then
          wait = (number + v.ring) * v.slice - now
          break
        end
      end
    end
    reply[#reply + 1] = wait
  end
end
return reply
