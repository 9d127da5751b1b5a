using System.Globalization;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Cli.Demo;

/// <summary>
/// Sends the demo's bookings to its host as a hotel would, so that predictions know the bookings around the one they are asked about. Those
/// that the first question needs go first; the rest follow while the demo is being used. Where a demo was stopped, the next one goes on.
/// </summary>
internal sealed class DemoIntake
{
    private const int NearBookings = 3000;
    private const int AtOnce = 1000;
    private readonly HostProbe _probe;
    private readonly string _key;
    private readonly string _marker;
    private readonly string _order;
    private readonly List<BookingEvent> _rows;
    private readonly HashSet<(PropertyId, BookingId)> _ofEvents;
    private long _quarantined;

    private DemoIntake(HostProbe probe, string key, string marker, string order, List<BookingEvent> rows, HashSet<(PropertyId, BookingId)> ofEvents, int sent) =>
        (_probe, _key, _marker, _order, _rows, _ofEvents, Sent) = (probe, key, marker, order, rows, ofEvents, sent);

    /// <summary>Rows that the host has, of <see cref="Total"/>.</summary>
    public int Sent { get; private set; }

    /// <summary>Rows that could be read.</summary>
    public int Total => _rows.Count;

    /// <summary>Reads the bookings and puts them in the order in which they are sent.</summary>
    /// <param name="source">The bookings.</param>
    /// <param name="reading">How they are read.</param>
    /// <param name="sha256">What the source is known by.</param>
    /// <param name="question">The booking that will be asked about first.</param>
    /// <param name="today">The day on which it is.</param>
    /// <param name="folder">Where it is noted how far the sending is.</param>
    /// <param name="probe">The host.</param>
    /// <param name="key">A key that may send bookings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<DemoIntake> ReadAsync(
        FileInfo source, BookingReadOptions reading, string sha256, Booking question, DateOnly today, DemoFolder folder, HostProbe probe, string key, CancellationToken cancellationToken)
    {
        var rows = new List<BookingEvent>();
        var (seen, ofEvents) = (new HashSet<(PropertyId, BookingId)>(), new HashSet<(PropertyId, BookingId)>());
        await using (var stream = source.OpenRead())
        {
            await foreach (var row in BookingReader.ReadAsync(stream, reading, cancellationToken))
            {
                if (row.Event is { } read)
                {
                    rows.Add(read);
                    if (!seen.Add(Key(read)))
                    {
                        ofEvents.Add(Key(read));
                    }
                }
            }
        }

        // Around today, what is usual now; around the arrival that is asked about, its neighbours.
        int Away(BookingEvent row) => Math.Min(Math.Abs(row.Booking.ArrivalDate.DayNumber - today.DayNumber), Math.Abs(row.Booking.ArrivalDate.DayNumber - question.ArrivalDate.DayNumber));
        var sorted = rows.OrderBy(r => r.Booking.PropertyId == question.PropertyId ? 0 : 1).ThenBy(Away).Take(NearBookings).ToList();
        var near = sorted.ToHashSet(ReferenceEqualityComparer.Instance);

        // Month by month from the latest on: bookings of one hotel and month change the same features, which are then written once for many.
        sorted.AddRange(rows.Where(r => !near.Contains(r))
            .OrderByDescending(r => (r.Booking.ArrivalDate.Year * 12) + r.Booking.ArrivalDate.Month)
            .ThenBy(r => r.Booking.PropertyId.Value, StringComparer.Ordinal).ThenBy(r => r.Booking.ArrivalDate).ThenBy(r => r.Booking.BookingId.Value, StringComparer.Ordinal));
        var order = string.Create(CultureInfo.InvariantCulture, $"{sha256} {question.PropertyId.Value} {question.ArrivalDate:yyyy-MM-dd}");
        return new DemoIntake(probe, key, folder.Intake, order, sorted, ofEvents, await SentAsync(folder.Intake, order, sorted.Count, cancellationToken));
    }

    /// <summary>Sends those of the hotel that is asked about which arrive around today or around the arrival that is asked about.</summary>
    /// <exception cref="HttpRequestException">The host does not take them.</exception>
    public Task SendNearAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => SendAsync(Math.Min(NearBookings, Total), progress, cancellationToken);

    /// <summary>Sends all others; one line for the user when it ends.</summary>
    public async Task<string> SendRestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(Total, null, cancellationToken);
            return string.Create(
                CultureInfo.InvariantCulture, $"All {Total} rows are taken in{(_quarantined > 0 ? $", {_quarantined} of them quarantined" : "")}: predictions know every hotel's bookings now.");
        }
        catch (OperationCanceledException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Sent} of {Total} rows are taken in; the next demo goes on there.");
        }
        catch (HttpRequestException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Sent} of {Total} rows are taken in, then: {e.Message} The next demo goes on there.");
        }
    }

    private async Task SendAsync(int until, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        while (Sent < until)
        {
            var chunk = _rows.GetRange(Sent, Math.Min(AtOnce, until - Sent));

            // As training reads them: a booking's only row is its whole life, several are its events.
            foreach (var part in chunk.GroupBy(r => !_ofEvents.Contains(Key(r))))
            {
                _quarantined += await _probe.SendAsync(part, lives: part.Key, _key, cancellationToken);
            }

            Sent += chunk.Count;
            await File.WriteAllTextAsync(_marker, string.Create(CultureInfo.InvariantCulture, $"{_order} {Sent}"), cancellationToken);
            progress?.Report(new WorkProgress("sending", (double)Sent / until));
        }
    }

    /// <summary>How many a former run has sent: as many in the same order, or all in whatever order.</summary>
    private static async Task<int> SentAsync(string file, string order, int total, CancellationToken cancellationToken)
    {
        var noted = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
        var sent = int.TryParse(noted.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var isSameFile = noted.StartsWith($"{order.Split(' ')[0]} ", StringComparison.Ordinal);
        return noted.StartsWith($"{order} ", StringComparison.Ordinal) || (isSameFile && sent >= total) ? Math.Min(sent, total) : 0;
    }

    private static (PropertyId, BookingId) Key(BookingEvent row) => (row.Booking.PropertyId, row.Booking.BookingId);
}
