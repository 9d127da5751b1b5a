using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Bookings.Ingest;

/// <summary>
/// Brings events into the table that were written down and got no further, because their process ended or storage failed in
/// between. Nobody was told that they are there; after this the inbox and the table agree again. Any number of hosts may do it at once.
/// </summary>
public sealed partial class InboxReconciler : BackgroundService
{
    private const int EventsAtOnce = 1000;
    private readonly BlobInbox _inbox;
    private readonly BookingIngest _ingest;
    private readonly TimeProvider _time;
    private readonly IOptions<IngestOptions> _options;
    private readonly ILogger<InboxReconciler> _logger;

    internal InboxReconciler(BlobInbox inbox, BookingIngest ingest, TimeProvider time, IOptions<IngestOptions> options, ILogger<InboxReconciler> logger) =>
        (_inbox, _ingest, _time, _options, _logger) = (inbox, ingest, time, options, logger);

    /// <summary>Looks once through the files that are left.</summary>
    /// <returns>How many events were not in the table before.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public async Task<long> ReconcileAsync(CancellationToken cancellationToken)
    {
        long found = 0;
        await foreach (var file in _inbox.LeftAsync(cancellationToken))
        {
            // A process can end between making a file and its first line.
            try
            {
                found += file.Bytes == 0 ? 0 : await ReplayAsync(file, cancellationToken);
            }
            catch (UnreadableInputException e)
            {
                // Not marked, so that it is not forgotten; the other files do not wait for it.
                Log.UnreadableFile(_logger, file.Name, e.Message);
                continue;
            }

            await _inbox.MarkAppliedAsync(file, cancellationToken);
        }

        return found;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.Value.ReconcileSeconds), _time);
        do
        {
            try
            {
                var found = await ReconcileAsync(stoppingToken);
                if (found > 0)
                {
                    Log.Found(_logger, found);
                }
            }
            catch (StorageUnavailableException e)
            {
                Log.Unreachable(_logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing that goes wrong here may end the loop.
                Log.Failed(_logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<long> ReplayAsync(InboxFile file, CancellationToken cancellationToken)
    {
        long found = 0;
        var events = new List<BookingEvent>();
        await using var lines = await _inbox.OpenAsync(file, cancellationToken);
        await foreach (var row in BookingReader.ReadAsync(lines, new BookingReadOptions { Format = BookingFormat.NdJson }, cancellationToken))
        {
            if (row.Event is not { } booking)
            {
                // It stays in the file, where a person can look at it. The value is not told: it may name a guest.
                Log.UnreadableLine(_logger, row.RowNumber, file.Name, row.Faults[0].Field, row.Faults[0].Rule);
                continue;
            }

            events.Add(booking);
            if (events.Count == EventsAtOnce)
            {
                found += await SendAsync(events, cancellationToken);
            }
        }

        return found + await SendAsync(events, cancellationToken);
    }

    private async Task<long> SendAsync(List<BookingEvent> events, CancellationToken cancellationToken)
    {
        var receipts = await _ingest.ReplayAsync(events, cancellationToken);
        events.Clear();
        return receipts.Count(r => r.Verdict != EventVerdict.Duplicate && r.Fault?.Rule != BookingIngest.EventLimitRule);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Events} events were in the inbox and not in the table; they are in both now.")]
        public static partial void Found(ILogger logger, long events);

        [LoggerMessage(LogLevel.Warning, "The inbox cannot be looked through: {Reason}")]
        public static partial void Unreachable(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "Line {Line} of events/{File} cannot be read (field '{Field}', rule '{Rule}') and is passed over; the others are taken.")]
        public static partial void UnreadableLine(ILogger logger, long line, string file, string field, string rule);

        [LoggerMessage(LogLevel.Error, "The file events/{File} cannot be read and is passed over: {Reason}")]
        public static partial void UnreadableFile(ILogger logger, string file, string reason);

        [LoggerMessage(LogLevel.Error, "The inbox could not be looked through.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
