using HotelCancellation.Bookings;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>A booking's fields as an input class of ML.NET, one property a feature, categories as text.</summary>
internal sealed class EngineInput
{
    public float LeadTimeDays { get; set; }

    public float ArrivalMonth { get; set; }

    public float ArrivalDayOfYear { get; set; }

    public float ArrivalDayOfMonth { get; set; }

    public float ArrivalDayOfWeek { get; set; }

    public float BookedDayOfWeek { get; set; }

    public float WeekendNights { get; set; }

    public float WeekNights { get; set; }

    public float Nights { get; set; }

    public float Adults { get; set; }

    public float Children { get; set; }

    public float Babies { get; set; }

    public float IsRepeatedGuest { get; set; }

    public float PreviousCancellations { get; set; }

    public float PreviousBookingsNotCanceled { get; set; }

    public float Adr { get; set; }

    public float SpecialRequests { get; set; }

    public string PropertyId { get; set; } = "";

    public string Meal { get; set; } = "";

    public string MarketSegment { get; set; } = "";

    public string DistributionChannel { get; set; } = "";

    public string ReservedRoomType { get; set; } = "";

    public string DepositType { get; set; } = "";

    public string CustomerType { get; set; } = "";

    public string Agent { get; set; } = "";

    public string Company { get; set; } = "";

    /// <summary>Whether the booking was cancelled; for a training of ML.NET's own.</summary>
    public bool Label { get; set; }

    public static EngineInput Of(Booking b, bool cancelled = false) => new()
    {
        Label = cancelled,
        LeadTimeDays = b.LeadTimeDays,
        ArrivalMonth = b.ArrivalDate.Month,
        ArrivalDayOfYear = b.ArrivalDate.DayOfYear,
        ArrivalDayOfMonth = b.ArrivalDate.Day,
        ArrivalDayOfWeek = DayOfWeek(b.ArrivalDate),
        BookedDayOfWeek = DayOfWeek(b.BookedOn),
        WeekendNights = b.WeekendNights,
        WeekNights = b.WeekNights,
        Nights = b.Nights,
        Adults = b.Adults,
        Children = b.Children,
        Babies = b.Babies,
        IsRepeatedGuest = b.IsRepeatedGuest ? 1 : 0,
        PreviousCancellations = b.PreviousCancellations,
        PreviousBookingsNotCanceled = b.PreviousBookingsNotCanceled,
        Adr = (float)b.Adr,
        SpecialRequests = b.SpecialRequests,
        PropertyId = b.PropertyId.Value,
        Meal = b.Meal,
        MarketSegment = b.MarketSegment,
        DistributionChannel = b.DistributionChannel,
        ReservedRoomType = b.ReservedRoomType,
        DepositType = b.DepositType,
        CustomerType = b.CustomerType,
        Agent = b.Agent ?? "",
        Company = b.Company ?? "",
    };

    private static float DayOfWeek(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;
}

/// <summary>What ML.NET says of a row.</summary>
internal sealed class EngineOutput
{
    /// <summary>In log-odds.</summary>
    public float Score { get; set; }

    /// <summary>The probability, by ML.NET's own calibrator.</summary>
    public float Probability { get; set; }
}
