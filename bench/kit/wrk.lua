-- wrk … -- METHOD BODYFILE [PATH…]: sends that request, or one to each of the paths in turn, with the file's text as
-- body ("-" for none), and prints the figures as one line of JSON.
function init(args)
   wrk.method = args[1]
   if args[2] ~= "-" then
      local file = assert(io.open(args[2], "rb"))
      wrk.body = file:read("*a")
      file:close()
      wrk.headers["Content-Type"] = "application/json"
   end
   if args[3] then
      local requests, turn = {}, 0
      for i = 3, #args do
         requests[i - 2] = wrk.format(nil, args[i])
      end
      request = function()
         turn = turn % #requests + 1
         return requests[turn]
      end
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "micros": %d, "p50": %d, "p90": %d, "p99": %d, "p999": %d, '
         .. '"not_2xx_3xx": %d, "socket_errors": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(90), latency:percentile(99),
      latency:percentile(99.9), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
