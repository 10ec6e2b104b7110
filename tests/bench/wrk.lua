-- wrk -s wrk.lua URL -- PATH ...: requests the paths in turn, and prints one
-- line of JSON at the end.

local function rotate(requests)
	local position = 0

	return function()
		position = position % #requests + 1
		return requests[position]
	end
end

function init(paths)
	local requests = {}

	-- Without a global "request", wrk sends the same prepared request.
	wrk.path = paths[1]
	if #paths == 1 then
		return
	end
	for i, path in ipairs(paths) do
		requests[i] = wrk.format("GET", path)
	end
	request = rotate(requests)
end

function done(summary, latency)
	local errors = summary.errors
	local line = '{"requests": %d, "microseconds": %d, "p50": %d, ' ..
	    '"p99": %d, "statuses": %d, "sockets": %d}\n'

	io.write(line:format(summary.requests, summary.duration,
	    latency:percentile(50), latency:percentile(99), errors.status,
	    errors.connect + errors.read + errors.write + errors.timeout))
end
