using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Cli;

/// <summary>A file of bookings as histories: validated row by row, what is refused in the folder <c>quarantine</c>.</summary>
internal static class HistoryFile
{
    /// <summary>Reads it.</summary>
    /// <param name="services">The product's services.</param>
    /// <param name="run">The name of the validation run.</param>
    /// <param name="data">The file.</param>
    /// <param name="mapping">How it is read, if not as it is recognised.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">So many rows are refused that the rest says nothing.</exception>
    public static async Task<IReadOnlyList<BookingHistory>> ReadAsync(IServiceProvider services, string run, FileInfo data, FileInfo? mapping, CancellationToken cancellationToken)
    {
        await using var input = data.OpenRead();
        var quarantine = new FileQuarantine(Path.Combine(Environment.CurrentDirectory, "quarantine"));
        var validation = new ValidationRun(run, services.GetRequiredService<BookingValidator>(), ValidationMode.History, services.GetRequiredService<IOptions<ValidationOptions>>().Value, quarantine);
        var rows = new List<BookingEvent>();
        await foreach (var booking in validation.AcceptAsync(BookingReader.ReadAsync(input, await Cli.Options.ReadAsync(mapping, cancellationToken), cancellationToken), cancellationToken))
        {
            rows.Add(booking);
        }

        return validation.Summary.StopReason is { } stop ? throw new InvalidDataException(stop) : BookingLifeRow.Histories(rows);
    }
}
