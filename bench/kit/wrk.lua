-- wrk … -- METHOD [BODY]: sends that request, and prints the figures as one line of JSON.
function init(args)
   if args[1] then wrk.method = args[1] end
   if args[2] then
      wrk.body = args[2]
      wrk.headers["Content-Type"] = "application/json"
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "micros": %d, "p50": %d, "p99": %d, "not_2xx_3xx": %d, "socket_errors": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
      errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
