using System.Globalization;
using System.Text;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Ingest;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Features;
using HotelCancellation.IntegrationTests.Api;
using HotelCancellation.IntegrationTests.Ingest;
using HotelCancellation.IntegrationTests.Support;
using HotelCancellation.Platform.Access;
using HotelCancellation.Tests.Building;
using HotelCancellation.Training;
using HotelCancellation.Validation;
using Xunit.Abstractions;

namespace HotelCancellation.IntegrationTests.Compaction;

/// <summary>
/// The real file through ingest, compaction and the columnar reader is the real file. Two arrival days of each month in an ordinary run; all of
/// it with <c>INGEST_REAL_FILE=all</c>.
/// </summary>
public sealed class PublicFileTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task Post_TheRealFile_GivesTheTrainingMatrixOfTheFileReader()
    {
        var file = Share(Environment.GetEnvironmentVariable("INGEST_REAL_FILE") == "all");
        await using var host = await ApiHost.StartAsync(azurite.Settings(), withModel: false);
        using var client = await host.ClientAsync(ApiRoles.Ingest);
        client.Timeout = TimeSpan.FromMinutes(30);

        var answer = await client.PostAsync(IngestHost.Route, ApiHost.Body(file, "text/csv")).OkAsync();
        await host.Get<BlobInbox>().RetireAsync(default);
        var summary = await host.Get<EventCompaction>().RunAsync(default);

        var fromFile = await ReadFileAsync(file, host.Get<BookingValidator>());
        answer.Counts().ShouldBe((fromFile.Count, 0, file.Count('\n') - 1 - fromFile.Count));
        summary.Added.ShouldBe(fromFile.Count * 2);
        var fromColumns = new List<BookingEvent>();
        await foreach (var history in host.Get<ColumnarEvents>().ReadAsync(null, null, default))
        {
            var state = history.State!;
            history.Events.Count.ShouldBe(2);
            history.Events[0].Event.ShouldBe(new BookingEvent(state.Booking, BookingStatus.Booked, state.Booking.BookedOn));
            state.Outcome!.Value.IsCancellation.ShouldBe(state.Status.IsCancellation());
            fromColumns.Add(new BookingEvent(state.Booking, state.Status, state.StatusDate));
        }

        var (expected, actual) = (TrainingSet.Of(fromFile), TrainingSet.Of(fromColumns));
        actual.Bookings.ShouldBe(expected.Bookings);
        (actual.MaturedBefore, actual.Immature, actual.Unresolved).ShouldBe((expected.MaturedBefore, expected.Immature, expected.Unresolved));
        var (a, b) = (Matrix(expected.Bookings), Matrix(actual.Bookings));
        (b.Rows, b.Width).ShouldBe((a.Rows, a.Width));
        b.Labels.ShouldBe(a.Labels);
        for (var row = 0; row < a.Rows; row++)
        {
            a.Row(row).SequenceEqual(b.Row(row)).ShouldBeTrue($"row {row} of {a.Rows}");
        }

        output.WriteLine($"{fromFile.Count} bookings, {summary.Added} events in {summary.FilesWritten} columnar files, a matrix of {a.Rows} rows and {a.Width} features");
    }

    private static FeatureMatrix Matrix(IReadOnlyList<BookingEvent> bookings) => FeatureMatrix.AtBooking(
        FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]), bookings);

    private static async Task<List<BookingEvent>> ReadFileAsync(string file, BookingValidator validator)
    {
        var all = new List<BookingEvent>();
        await foreach (var row in BookingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), BookingReadOptions.Default, default))
        {
            if (row.Event is { } booking && validator.Check(booking, ValidationMode.History).Accepted)
            {
                all.Add(booking);
            }
        }

        return all;
    }

    private static string Share(bool all)
    {
        using var reader = new StreamReader(PublicData.Open());
        var text = new StringBuilder();
        var header = reader.ReadLine()!;
        var day = Array.IndexOf(header.Split(','), "arrival_date_day_of_month");
        text.Append(header).Append('\n');
        while (reader.ReadLine() is { } line)
        {
            if (all || int.Parse(line.Split(',')[day], CultureInfo.InvariantCulture) % 15 == 3)
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }
}
