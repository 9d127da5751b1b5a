using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Validation;

/// <summary>
/// Takes the bookings of a hotel in: checks them, hands the good ones to the ingest and the others to the quarantine, and counts. An event
/// tells what has happened, so it is checked as history: odd values are kept with a warning, impossible ones are not.
/// </summary>
public sealed class BookingIntake(
    BookingValidator validator, BookingIngest ingest, IQuarantine quarantine, TimeProvider time, IOptions<IngestOptions> options)
{
    /// <summary>The rule of an event that says what has not happened yet.</summary>
    public const string FutureRule = "status-in-future";

    private const int EventsAtOnce = 1000;

    /// <summary>What is wrong with an event, and what is odd about it.</summary>
    public ValidationResult Check(BookingEvent booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        var result = validator.Check(booking, ValidationMode.History);

        // Somewhere it is tomorrow already.
        var last = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        return booking.StatusDate <= last
            ? result
            : result with
            {
                Rejects = [.. result.Rejects, new FieldFault("statusDate", Text(booking.StatusDate), FutureRule, $"must not be after {Text(last)}: an event tells what has happened")],
            };
    }

    /// <summary>Takes one event in that <see cref="Check"/> has accepted.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer; nothing is acknowledged.</exception>
    public async Task<EventReceipt> TakeAsync(BookingEvent booking, CancellationToken cancellationToken) =>
        (await ingest.SubmitAsync([booking], cancellationToken))[0];

    /// <summary>Takes rows in as they come, in memory that does not grow with their number.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scope">What is wrong with an event that the sender may not send, or null.</param>
    /// <param name="report">What became of them; right also where this ends with an exception, for the rows taken until then.</param>
    /// <param name="lives">Whether a row tells a booking's whole life; see <see cref="BookingLifeRow"/>. Null where the layout says.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="runId">Names the quarantine; null for a new name.</param>
    /// <exception cref="UnreadableInputException">The input breaks off.</exception>
    /// <exception cref="StorageUnavailableException">Storage does not answer; send everything again.</exception>
    public async Task TakeAsync(
        IAsyncEnumerable<BookingRow> rows, Func<BookingEvent, FieldFault?> scope, IntakeReport report, bool? lives, CancellationToken cancellationToken, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var bad = quarantine.Begin(runId ?? $"ingest-{Guid.NewGuid():N}");
        try
        {
            var good = new List<(BookingRow Row, IReadOnlyList<BookingEvent> Events)>(EventsAtOnce);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var faults = row.Event is { } booking ? Judge(booking, scope, report) : row.Faults;
                if (faults.Count > 0)
                {
                    await AddAsync(bad, row, faults, report, cancellationToken);
                    continue;
                }

                good.Add((row, lives ?? row.IsLife ? BookingLifeRow.Expand(row.Event!) : [row.Event!]));
                if (good.Count == EventsAtOnce)
                {
                    await SendAsync(good, bad, report, cancellationToken);
                }
            }

            await SendAsync(good, bad, report, cancellationToken);
        }
        finally
        {
            report.Quarantine = bad.Location;
            await StorageGuard.CallAsync("write quarantine", async () => { await bad.DisposeAsync(); return true; }, CancellationToken.None);
        }
    }

    private IReadOnlyList<FieldFault> Judge(BookingEvent booking, Func<BookingEvent, FieldFault?> scope, IntakeReport report)
    {
        if (scope(booking) is { } outside)
        {
            return [outside];
        }

        var result = Check(booking);
        report.Warned += result.Accepted && result.Warnings.Count > 0 ? 1 : 0;
        return result.Rejects;
    }

    private async Task SendAsync(List<(BookingRow Row, IReadOnlyList<BookingEvent> Events)> good, QuarantineFile bad, IntakeReport report, CancellationToken cancellationToken)
    {
        var receipts = await ingest.SubmitAsync([.. good.SelectMany(g => g.Events)], cancellationToken);
        var next = 0;
        foreach (var (row, events) in good)
        {
            // A row counts once, however many events it stands for.
            var own = receipts.Skip(next).Take(events.Count).ToList();
            next += events.Count;
            var faults = own.Where(r => r.Fault is not null).Select(r => r.Fault!).ToList();
            if (faults.Count > 0)
            {
                await AddAsync(bad, row, faults, report, cancellationToken);
            }
            else if (own.TrueForAll(r => r.Verdict == EventVerdict.Duplicate))
            {
                report.Duplicates++;
            }
            else
            {
                report.Accepted++;
            }
        }

        good.Clear();
    }

    private async Task AddAsync(QuarantineFile bad, BookingRow row, IReadOnlyList<FieldFault> faults, IntakeReport report, CancellationToken cancellationToken)
    {
        await StorageGuard.CallAsync("write quarantine", async () => { await bad.AddAsync(row, faults, cancellationToken); return true; }, cancellationToken);
        report.Add(row, faults, options.Value.MaxReasons);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
