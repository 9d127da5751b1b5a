using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;

namespace HotelCancellation.Validation;

/// <summary>How a quarantine is sent again.</summary>
public sealed record ReplayRequest
{
    /// <summary>The quarantine.</summary>
    public required QuarantineId Id { get; init; }

    /// <summary>Its rows as somebody has mended them; null to judge them again as they are.</summary>
    public IAsyncEnumerable<BookingRow>? Corrected { get; init; }

    /// <summary>Whether the sender may see rows of a property; asked with null for rows whose property is not known.</summary>
    public required Func<string?, bool> Sees { get; init; }

    /// <summary>Who sends it.</summary>
    public required string By { get; init; }
}

/// <summary>
/// Sends quarantined rows through the intake again, as they are or mended. What was taken before counts as a duplicate, so a replay may be
/// repeated; what is refused again goes to a quarantine of its own; who did it and what came of it is kept beside the old one.
/// </summary>
public sealed class QuarantineReplay(BlobQuarantineArchive archive, BookingIntake intake, TimeProvider time)
{
    /// <summary>The rule of a mended row that is about another booking.</summary>
    public const string ForeignRule = "quarantine";

    /// <summary>Sends a quarantine again.</summary>
    /// <param name="request">What, and who.</param>
    /// <param name="report">What became of the rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False where there is no such quarantine, or nothing in it that the sender may see.</returns>
    /// <exception cref="UnreadableInputException">The mended rows break off.</exception>
    /// <exception cref="StorageUnavailableException">Storage does not answer; send everything again.</exception>
    public async Task<bool> RunAsync(ReplayRequest request, IntakeReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(report);
        if (await archive.OpenAsync(request.Id, cancellationToken) is not { } found)
        {
            return false;
        }

        await using var stored = found.Rows;
        var visible = VisibleAsync(stored, request.Sees, cancellationToken);
        IAsyncEnumerable<BookingRow> rows;
        Func<BookingEvent, FieldFault?> scope = e => request.Sees(e.Booking.PropertyId.Value) ? null : Fault(e, "scope", "must be a property that the caller has access to");
        if (request.Corrected is { } corrected)
        {
            var index = new QuarantineIndex();
            var any = false;
            await foreach (var row in visible)
            {
                index.Add(row);
                any = true;
            }

            if (!any)
            {
                return false;
            }

            rows = corrected.Select(index.WithGuest);
            var own = scope;
            scope = e => own(e) ?? (index.Admits(e) ? null : Fault(e, ForeignRule, "must be, with its bookingId, that of a row of this quarantine"));
        }
        else
        {
            await using var first = visible.GetAsyncEnumerator(cancellationToken);
            if (!await first.MoveNextAsync())
            {
                return false;
            }

            rows = AgainAsync(first);
            await TakeAsync(request, rows, scope, report, cancellationToken);
            return true;
        }

        await TakeAsync(request, rows, scope, report, cancellationToken);
        return true;
    }

    private async Task TakeAsync(ReplayRequest request, IAsyncEnumerable<BookingRow> rows, Func<BookingEvent, FieldFault?> scope, IntakeReport report, CancellationToken cancellationToken)
    {
        try
        {
            await intake.TakeAsync(rows, scope, report, null, cancellationToken, $"replay-{Guid.NewGuid():N}");
        }
        catch (Exception e) when (e is not (StorageUnavailableException or OperationCanceledException))
        {
            await NoteAsync(request, report, complete: false);
            throw;
        }

        await NoteAsync(request, report, complete: true);
    }

    // Not cancelled: what was taken is taken, whoever still waits.
    private Task NoteAsync(ReplayRequest request, IntakeReport report, bool complete) => archive.NoteAsync(
        request.Id,
        new ReplayRecord
        {
            At = time.GetUtcNow(),
            By = request.By,
            Corrected = request.Corrected is not null,
            Complete = complete,
            Accepted = report.Accepted,
            Duplicates = report.Duplicates,
            Refused = report.Quarantined,
            Quarantine = QuarantineId.OfLocation(report.Quarantine)?.ToString(),
        },
        CancellationToken.None);

    private static async IAsyncEnumerable<QuarantinedRow> VisibleAsync(Stream stored, Func<string?, bool> sees, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in QuarantinedRow.ReadAsync(stored, cancellationToken))
        {
            if (sees(row.PropertyId))
            {
                yield return row;
            }
        }
    }

    private static async IAsyncEnumerable<BookingRow> AgainAsync(IAsyncEnumerator<QuarantinedRow> rows)
    {
        do
        {
            yield return rows.Current.Again();
        }
        while (await rows.MoveNextAsync());
    }

    private static FieldFault Fault(BookingEvent booking, string rule, string message) => new("propertyId", booking.Booking.PropertyId.Value, rule, message);
}
