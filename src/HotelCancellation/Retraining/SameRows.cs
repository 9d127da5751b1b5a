using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Registry;
using HotelCancellation.Training;

namespace HotelCancellation.Retraining;

/// <summary>Two models on the very same rows.</summary>
/// <param name="DataFingerprint">The data set that the rows are of: the second model's.</param>
/// <param name="From">The first arrival day: the later of the two days from which arrivals were kept for an evaluation.</param>
/// <param name="A">The first model's metrics, by name.</param>
/// <param name="B">The second model's metrics, by name.</param>
public sealed record SameRowsMetrics(string DataFingerprint, DateOnly From, IReadOnlyDictionary<string, double> A, IReadOnlyDictionary<string, double> B);

/// <summary>Scores the evaluation rows of one model with another, so that the difference of their metrics is theirs alone.</summary>
public sealed class SameRows(ModelRegistry registry, BlobDataSets dataSets)
{
    /// <summary>Compares two versions as of the day of booking.</summary>
    /// <returns>The metrics, or a sentence that says why there are none.</returns>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<(SameRowsMetrics? Metrics, string? Refusal)> CompareAsync(ModelManifest a, ModelManifest b, CancellationToken cancellationToken)
    {
        if (a.Data.Split is not { } splitA || b.Data.Split is not { } splitB)
        {
            return (null, "A version does not say from which day arrivals were kept for its evaluation.");
        }

        var (first, second) = (await registry.LoadAsync(a.Version, cancellationToken), await registry.LoadAsync(b.Version, cancellationToken));
        if (first.Bundle is null || second.Bundle is null)
        {
            return (null, first.Refusal ?? second.Refusal);
        }

        var from = splitA > splitB ? splitA : splitB;
        var all = await RowsAsync(b.Data.Fingerprint, cancellationToken);
        var rows = TimeSplit.At(TrainingSet.Of(all).Bookings, from).From;
        if (rows.Count == 0)
        {
            return (null, $"The data set of {b.Version} is not stored, or has no outcome of an arrival from {from:yyyy-MM-dd} on.");
        }

        var outcomes = rows.Select(r => r.Status.IsCancellation()).ToArray();
        var asked = rows.Select(r => new BookingAt(r.Booking, r.Booking.BookedOn)).ToArray();
        if (first.Bundle.Model.Encoder.NeedsContext || second.Bundle.Model.Encoder.NeedsContext)
        {
            var contexts = new MemoryContexts(BookingLifeRow.Histories(all));
            Parallel.For(0, asked.Length, i => asked[i] = asked[i] with { Context = contexts.Context(asked[i].Booking, asked[i].AsOf) });
        }

        return (new SameRowsMetrics(b.Data.Fingerprint, from, Metrics(first.Bundle), Metrics(second.Bundle)), null);

        Dictionary<string, double> Metrics(ModelBundle bundle) =>
            BinaryMetrics.Of([.. asked.AsParallel().AsOrdered().Select(bundle.Model.Probability)], outcomes).ByName().Where(m => double.IsFinite(m.Value)).ToDictionary(StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<BookingEvent>> RowsAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await using var content = await dataSets.OpenAsync(fingerprint, cancellationToken);
        if (content is null)
        {
            return [];
        }

        var bookings = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(content, BookingReadOptions.Default, cancellationToken))
        {
            bookings.Add(row.Event!);
        }

        return bookings;
    }
}
