using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>What wrk saw of one target in one round.</summary>
/// <param name="RequestsPerSecond">Requests a second.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="P50Milliseconds">The median latency of the closed loop.</param>
/// <param name="P99Milliseconds">The 99th percentile of latency of the closed loop.</param>
/// <param name="RefusedPerSecond">Of the requests a second, those that were not answered with success.</param>
internal readonly record struct WrkResult(double RequestsPerSecond, double Requests, double P50Milliseconds, double P99Milliseconds, double RefusedPerSecond);

/// <summary>Runs wrk: one thread, and connections of which each sends the next request as soon as it has its answer.</summary>
internal sealed class Wrk
{
    private const string Tool = "wrk";
    private const string Marker = "result ";
    private const int Connections = 8;
    private readonly string _script;
    private readonly string _patient;
    private readonly string _key;
    private readonly int? _processor;

    /// <summary>Writes the script.</summary>
    /// <param name="folder">Where the script goes.</param>
    /// <param name="booking">The body, JSON.</param>
    /// <param name="key">The key, kept out of the script.</param>
    /// <param name="processor">The one processor that it may use, from 0; all of them if null.</param>
    public Wrk(string folder, string booking, string key, int? processor = null)
    {
        (_key, _processor) = (key, processor);
        _script = Path.Combine(folder, "booking.lua");
        _patient = Path.Combine(folder, "patient.lua");
        var script = $$"""
            wrk.method = "POST"
            wrk.headers["content-type"] = "application/json"
            wrk.headers["x-api-key"] = os.getenv("KEY")
            wrk.body = [[{{booking}}]]
            function done(summary, latency)
              local errors = summary.errors
              io.write(string.format('{{Marker}}{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"statuses":%d,"sockets":%d}\n',
                summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
                errors.connect + errors.read + errors.write + errors.timeout))
            end

            """;
        File.WriteAllText(_script, script);

        // Who pauses is not always who was refused, but as many pause, and as long, as were told to.
        File.WriteAllText(_patient, script + """
            local pauses, first, last = {}, 1, 0
            function response(status, headers)
              if status == 503 then
                last = last + 1
                pauses[last] = tonumber(headers["Retry-After"]) * 1000
              end
            end
            function delay()
              if first > last then return 0 end
              local pause = pauses[first]
              pauses[first] = nil
              first = first + 1
              return pause
            end

            """);
    }

    /// <summary>Loads one target with eight connections.</summary>
    /// <exception cref="BenchFailedException">wrk is not installed, or an answer was not 200.</exception>
    public async Task<WrkResult> RunAsync(Uri target, int seconds, CancellationToken cancellationToken)
    {
        var result = await RunAsync(target, seconds, Connections, isPatient: false, cancellationToken);
        return result.RefusedPerSecond == 0 ? result : throw new BenchFailedException($"{target.AbsolutePath}: of {result.RequestsPerSecond:0} answers a second {result.RefusedPerSecond:0} were errors.");
    }

    /// <summary>Loads one target, which may refuse; patient callers come again when they are told to, others at once.</summary>
    /// <exception cref="BenchFailedException">wrk is not installed, or an answer did not come.</exception>
    public async Task<WrkResult> RunAsync(Uri target, int seconds, int connections, bool isPatient, CancellationToken cancellationToken)
    {
        var command = OneProcessor.Command(_processor, [Tool, "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "-s", isPatient ? _patient : _script, target.AbsoluteUri]);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["KEY"] = _key },
        };
        using var process = Start(start);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith(Marker, StringComparison.Ordinal));
        if (line is null || process.ExitCode != 0)
        {
            throw new BenchFailedException($"wrk ended with {process.ExitCode}: {output.Trim()}");
        }

        using var result = JsonDocument.Parse(line[Marker.Length..]);
        double Number(string name) => result.RootElement.GetProperty(name).GetDouble();
        if (Number("sockets") > 0 || Number("requests") == 0)
        {
            throw new BenchFailedException($"{target.AbsolutePath}: {Number("sockets")} answers of {Number("requests")} did not come.");
        }

        var took = Number("microseconds") / 1e6;
        return new WrkResult(Number("requests") / took, Number("requests"), Number("p50") / 1000, Number("p99") / 1000, Number("statuses") / took);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new BenchFailedException("wrk did not start.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchFailedException($"wrk is needed and was not found ({e.Message}). Debian: apt-get install wrk");
        }
    }
}
