-- Mixed reads of an archive, for wrk: lists by many conditions, single records, actors, relations, search.
--
--   sqlite3 -readonly A "SELECT DISTINCT actor FROM dyad_month LIMIT 150" > ids/codes.txt
--   sqlite3 -readonly A "SELECT id FROM happening WHERE n % 25 = 3 LIMIT 50000" > ids/happenings.txt
--   sqlite3 -readonly A "SELECT id FROM article WHERE n % 8 = 3 LIMIT 50000" > ids/articles.txt
--   legation serve A & wrk -t1 -c64 -d30s -s apps/server/benches/mixed.lua http://127.0.0.1:7117 -- ids
local function lines(path)
  local all = {}
  for line in io.lines(path) do all[#all + 1] = line end
  return all
end
local codes, ids, articles
function init(args)
  codes, ids, articles = lines(args[1] .. "/codes.txt"), lines(args[1] .. "/happenings.txt"), lines(args[1] .. "/articles.txt")
  math.randomseed(os.time())
end
-- Of made-up archives.
local words = { "harbour", "pipeline", "%22salt%20mines%22", "grain%20ships", "lighthouse" }
local types = { "CONSULT", "ACCUSE", "ASSAULT", "SUPPORT", "AGREE", "REQUEST", "COERCE", "REJECT" }
local function any(t) return t[math.random(#t)] end
local function day() return string.format("20%02d-%02d-%02d", math.random(12, 21), math.random(12), math.random(28)) end
local asks = {
  function() return "happenings?actor=" .. any(codes) .. "&limit=20" end,
  function() return "happenings?between=" .. any(codes) .. "," .. any(codes) .. "&limit=20" end,
  function() return "happenings?event=" .. any(types) .. "&until=" .. day() .. "&limit=20" end,
  function() return "happenings/" .. any(ids) end,
  function() return "happenings/" .. any(ids) end,
  function() return "articles/" .. any(articles) end,
  function() return "articles/" .. any(articles) .. "/events" end,
  function() return "actors/" .. any(codes) end,
  function() return "relations/" .. any(codes) .. "/" .. any(codes) end,
  function() return "search?text=" .. any(words) .. "&limit=10" end,
}
function request() return wrk.format("GET", "/api/v1/" .. any(asks)()) end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("p50 %.1f ms, p99 %.1f ms; %d requests, %d not answered with 2xx, %d broken off\n",
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, e.status, e.connect + e.read + e.write + e.timeout))
end
