using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>
/// Sends requests at the times that a plan has for them, whether or not earlier ones are answered, and measures each from that time: a server that stops for a while is late for all
/// that were due meanwhile, not for one.
/// </summary>
internal sealed partial class OpenLoad : IDisposable
{
    // A request that waits longer is a fault.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Longest };
    private readonly byte[] _booking;

    public OpenLoad(string booking, string key) => (_booking, Key) = (Encoding.UTF8.GetBytes(booking), key);

    /// <summary>The key that it asks with.</summary>
    public string Key { get; }

    /// <summary>Loads one target.</summary>
    /// <returns>Milliseconds from when each request was due until all of its answer was there, in order of size.</returns>
    /// <exception cref="BenchFailedException">An answer was not 200.</exception>
    public async Task<double[]> RunAsync(Uri target, int perSecond, int seconds, CancellationToken cancellationToken)
    {
        var answers = new Task<double>[perSecond * seconds];
        var sent = new TaskCompletionSource();
        var sender = new Thread(Send) { IsBackground = true, Name = "open load" };
        sender.Start();
        await sent.Task;
        var latencies = await Task.WhenAll(answers);
        Array.Sort(latencies);
        return latencies;

        void Send()
        {
            try
            {
                var (start, step) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / perSecond);
                for (var i = 0; i < answers.Length; i++)
                {
                    var due = start + (i * step);
                    for (var left = due - Stopwatch.GetTimestamp(); left > 0; left = due - Stopwatch.GetTimestamp())
                    {
                        _ = Sleep((uint)(left * 1_000_000 / Stopwatch.Frequency));
                    }

                    answers[i] = AskAsync(target, due, cancellationToken);
                }

                sent.SetResult();
            }
            catch (Exception e)
            {
                sent.SetException(e);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<double> AskAsync(Uri target, long due, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(_booking) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content, Headers = { { "x-api-key", Key } } };
        using var answer = await _client.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(due).TotalMilliseconds : throw new BenchFailedException($"{target.AbsolutePath}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    // To the microsecond, as Thread.Sleep is not.
    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
