using System.Diagnostics;
using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;
using HotelCancellation.Cli.Demo;
using HotelCancellation.Registry;

namespace HotelCancellation.Benchmarks.Csv;

/// <summary>A file of bookings to a file of predictions, by <c>hotelcancel score</c> as a process of its own: rows a second, and whether its memory grows with the rows.</summary>
internal sealed class CsvBench(Action<FormattableString> say)
{
    private const int Small = 1_000_000;
    private const int Large = 5_000_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(Figures figures, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench", "csv")).FullName;
        var bookings = BenchPlan.Bookings();
        say($"Training {BenchPlan.Trees} trees of {BenchPlan.Leaves} leaves ...");
        var model = await WriteModelAsync(Path.Combine(folder, "model"), bookings, cancellationToken);
        var (small, smallPeak) = await ScoreAsync(folder, model, bookings, Small, cancellationToken);
        var (large, largePeak) = await ScoreAsync(folder, model, bookings, Large, cancellationToken);
        figures.Add("csv_rows_per_s", Large / large.TotalSeconds, $"rows a second, CSV in to NDJSON out, {Large} rows, start of the process included");
        figures.Add("csv_rows_per_s_1m", Small / small.TotalSeconds, $"the same with {Small} rows");
        figures.Add("csv_peak_mb_1m", smallPeak, "MB of memory of that process at most");
        figures.Add("csv_peak_mb_5m", largePeak, "the same with five times the rows");
    }

    private static async Task<string> WriteModelAsync(string folder, IReadOnlyList<BookingEvent> bookings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (manifest, files) = BundleDraftWriter.Write(BenchModel.Draft(bookings, "bench", BenchPlan.Training.Seed), TimeProvider.System.GetUtcNow());
        foreach (var (name, bytes) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, cancellationToken);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, BundleFiles.Manifest), BundleFiles.ToJson(manifest), cancellationToken);
        return folder;
    }

    private async Task<(TimeSpan Elapsed, double PeakMegabytes)> ScoreAsync(string folder, string model, IReadOnlyList<BookingEvent> bookings, int rows, CancellationToken cancellationToken)
    {
        var input = Path.Combine(folder, "bookings.csv");
        say($"Writing {rows} rows ...");
        await WriteAsync(input, bookings, rows, cancellationToken);
        say($"Scoring {rows} rows ...");
        var output = Path.Combine(folder, "predictions.ndjson");
        var tool = Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "HotelCancellation.Benchmarks"), Path.Combine("src", "HotelCancellation.Cli"), StringComparison.Ordinal), "hotelcancel.dll");
        var started = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "score", "--data", input, "--model", model, "--out", output, "--quiet"]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var exited = process.WaitForExitAsync(cancellationToken);
        double peak = 0;
        while (await Task.WhenAny(exited, Task.Delay(Look, cancellationToken)) != exited)
        {
            peak = Math.Max(peak, PeakMegabytes(process.Id));
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var lines = File.Exists(output) ? File.ReadLines(output).LongCount() : 0;
        File.Delete(output);
        File.Delete(input);
        if (process.ExitCode != 0 || lines != rows)
        {
            throw new BenchFailedException($"hotelcancel score ended with {process.ExitCode} and {lines} lines for {rows} rows. {await errors}");
        }

        return (elapsed, peak);
    }

    /// <summary>The same bookings again and again, each time with other ids.</summary>
    private static async Task WriteAsync(string path, IReadOnlyList<BookingEvent> bookings, int rows, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(path);
        await using var writer = new BookingCsvWriter(stream);
        for (var i = 0; i < rows; i++)
        {
            var booking = bookings[i % bookings.Count];
            await writer.WriteAsync(booking with { Booking = booking.Booking with { BookingId = new BookingId(string.Create(CultureInfo.InvariantCulture, $"b{i:00000000}")) } }, cancellationToken);
        }
    }

    private static double PeakMegabytes(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
