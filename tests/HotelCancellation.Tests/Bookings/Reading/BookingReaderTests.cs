using HotelCancellation.Bookings.Reading;
using HotelCancellation.Tests.Building;

namespace HotelCancellation.Tests.Bookings.Reading;

public sealed class BookingReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(" \r\n\t\n")]
    public async Task ReadAsync_EmptyInput_IsUnreadable(string text)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(text));

        e.Message.ShouldContain("empty");
    }

    [Theory]
    [InlineData("H4sIAAAAAAAA", "gzip")]
    [InlineData("/Td6WFoAAATm", "xz")]
    [InlineData("UEsDBBQABgAI", "spreadsheet")]
    [InlineData("//5iAG8AbwBr", "UTF-16")]
    [InlineData("UEFSMRUEFRQV", "Parquet")]
    public async Task ReadAsync_NoText_SaysWhatItIs(string base64, string kind)
    {
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of(Convert.FromBase64String(base64)));

        e.Message.ShouldContain(kind);
    }

    [Theory]
    [InlineData(BookingFormat.NdJson, "[{}]")]
    [InlineData(BookingFormat.JsonArray, "{}")]
    [InlineData(BookingFormat.JsonArray, "a,b")]
    [InlineData(BookingFormat.Csv, "[{}]")]
    public async Task ReadAsync_AnotherFormatThanSaid_IsUnreadable(BookingFormat format, string text) =>
        await Should.ThrowAsync<UnreadableInputException>(Rows.Of(text, new BookingReadOptions { Format = format }));

    [Fact]
    public async Task ReadAsync_MoreRowsThanAllowed_StopsThere()
    {
        var options = new BookingReadOptions { MaxRows = 2 };

        (await Rows.Of("{}\n{}\n", options)).Count.ShouldBe(2);
        var e = await Should.ThrowAsync<UnreadableInputException>(Rows.Of("{}\n{}\n{}\n", options));

        e.TooManyRows.ShouldBeTrue();
        e.AfterRow.ShouldBe(2);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in BookingReader.ReadAsync(new MemoryStream("{}"u8.ToArray()), BookingReadOptions.Default, cancelled.Token))
            {
            }
        });
    }
}
