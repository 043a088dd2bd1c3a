-- One line that a program reads: requests, microseconds, 95th percentile in microseconds.
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration, latency:percentile(95)))
end
