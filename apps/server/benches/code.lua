-- Pages to be coded, for wrk: each file of a list, one after the other.
--
--   ls -d PAGES/*.html > list
--   legation serve A & wrk -t1 -c64 -d60s --timeout 70s -s apps/server/benches/code.lua http://127.0.0.1:7117 -- list
local bodies, at = {}, 0
function init(args)
  for path in io.lines(args[1]) do
    local file = io.open(path, "rb")
    bodies[#bodies + 1] = file:read("*a")
    file:close()
  end
end
local headers = { ["Content-Type"] = "text/html" }
function request()
  at = at % #bodies + 1
  return wrk.format("POST", "/api/v1/code?format=jsonl", headers, bodies[at])
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("p50 %.1f ms, p99 %.1f ms; %d requests, %d not answered with 2xx, %d broken off\n",
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, e.status, e.connect + e.read + e.write + e.timeout))
end
