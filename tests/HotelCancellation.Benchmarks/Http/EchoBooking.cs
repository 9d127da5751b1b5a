using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotelCancellation.Benchmarks.Http;

/// <summary>A booking as the contract has it, for System.Text.Json's source generator.</summary>
internal sealed record EchoBooking
{
    public required string BookingId { get; init; }

    public required string PropertyId { get; init; }

    public string? GuestRef { get; init; }

    public required DateOnly BookedOn { get; init; }

    public required DateOnly ArrivalDate { get; init; }

    public required int WeekendNights { get; init; }

    public required int WeekNights { get; init; }

    public required int Adults { get; init; }

    public required int Children { get; init; }

    public required int Babies { get; init; }

    public required string Meal { get; init; }

    public required string MarketSegment { get; init; }

    public required string DistributionChannel { get; init; }

    public required string ReservedRoomType { get; init; }

    public required string DepositType { get; init; }

    public string? Agent { get; init; }

    public string? Company { get; init; }

    public required string CustomerType { get; init; }

    public string? Country { get; init; }

    public required bool IsRepeatedGuest { get; init; }

    public required int PreviousCancellations { get; init; }

    public required int PreviousBookingsNotCanceled { get; init; }

    public required double Adr { get; init; }

    public required int SpecialRequests { get; init; }

    public string? Status { get; init; }

    public DateOnly? StatusDate { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EchoBooking))]
internal sealed partial class EchoJson : JsonSerializerContext;
