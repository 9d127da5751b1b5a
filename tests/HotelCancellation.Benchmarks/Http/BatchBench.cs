using System.Globalization;
using System.Net;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Cli;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>Many bookings in one request whose answer is read while the bookings are still being sent, and another such request after it: rows a second, and whether the host's memory grows with them.</summary>
internal static class BatchBench
{
    // Nearly as many as fit the 64 MiB that a batch may have.
    private const int BatchRows = 100_000;
    private const int AtOnce = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(ChildProcess host, Uri target, string key, int batches, Figures figures, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var bookings = Repeated();
        await SendAsync(client, target, key, bookings, BatchRows, cancellationToken);
        var (started, memory) = (TimeProvider.System.GetTimestamp(), new List<double>());
        var sending = SendAllAsync();
        while (await Task.WhenAny(sending, Task.Delay(Look, cancellationToken)) != sending)
        {
            memory.Add(host.WorkingSetBytes / 1e6);
        }

        await sending;
        figures.Add("batch_rows_per_s", batches * BatchRows / TimeProvider.System.GetElapsedTime(started).TotalSeconds, string.Create(CultureInfo.InvariantCulture, $"rows/s of {batches} batches of {BatchRows} bookings, one after the other, each sent and read at the same time by a client on the same machine"));
        figures.Add("batch_first_mb", Median.Of(memory.Take(Math.Max(1, memory.Count / 5))), "memory of the host in the first fifth of the batches' time");
        figures.Add("batch_last_mb", Median.Of(memory.TakeLast(Math.Max(1, memory.Count / 5))), "in the last fifth");

        async Task SendAllAsync()
        {
            for (var i = 0; i < batches; i++)
            {
                await SendAsync(client, target, key, bookings, BatchRows, cancellationToken);
            }
        }
    }

    /// <summary>Single predictions at a given rate while several batches are answered at the same time, one after the other each.</summary>
    public static async Task RunBesideAsync(Uri batch, Uri single, string key, int perSecond, int seconds, Figures figures, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var load = new OpenLoad(BenchBooking.Json(), key);
        var bookings = Repeated();
        Task[] sending = [.. Enumerable.Range(0, AtOnce).Select(_ => SendUntilAsync())];
        await load.RunAsync(single, perSecond, 1, cancellationToken);
        var latencies = await load.RunAsync(single, perSecond, seconds, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAll(sending);
        figures.Add("p50_ms_open_1000_batches", latencies[latencies.Length / 2], string.Create(CultureInfo.InvariantCulture, $"median latency of single predictions at {perSecond} requests/s for {seconds} s beside {AtOnce} batches at a time, whose client and whose answers are on the same processors"));
        figures.Add("p99_ms_open_1000_batches", latencies[(int)(latencies.Length * 0.99)], "99th percentile of the same");

        async Task SendUntilAsync()
        {
            try
            {
                while (true)
                {
                    await SendAsync(client, batch, key, bookings, BatchRows, over.Token);
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // It has been measured.
            }
        }
    }

    private static async Task SendAsync(HttpClient client, Uri target, string key, byte[] bookings, int rows, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new Rows(bookings, rows), Headers = { { "x-api-key", key } } };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var (buffer, lines, wrong) = (new byte[64 * 1024], 0, false);
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            wrong |= buffer.AsSpan(0, read).IndexOf("\"errors\""u8) >= 0;
        }

        if (answer.StatusCode != HttpStatusCode.OK || lines != rows || wrong)
        {
            throw new BenchFailedException($"{target.AbsolutePath}: {(int)answer.StatusCode} and {lines} lines for {rows} rows{(wrong ? ", some with errors" : "")}.");
        }
    }

    /// <summary>A thousand bookings as lines.</summary>
    private static byte[] Repeated()
    {
        using var lines = new MemoryStream();
        for (var i = 0; i < Rows.Block; i++)
        {
            lines.Write(Encoding.UTF8.GetBytes(BenchBooking.Json(i)));
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>Writes the lines again and again, as fast as they are taken.</summary>
    private sealed class Rows : HttpContent
    {
        public const int Block = 1000;
        private readonly byte[] _block;
        private readonly int _blocks;

        public Rows(byte[] block, int rows)
        {
            (_block, _blocks) = (block, rows / Block);
            Headers.ContentType = new("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < _blocks; i++)
            {
                await stream.WriteAsync(_block);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
