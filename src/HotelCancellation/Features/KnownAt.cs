namespace HotelCancellation.Features;

/// <summary>When a value is first known.</summary>
public enum KnownAt
{
    /// <summary>On the day the booking is made.</summary>
    Booking,

    /// <summary>On the day the prediction is asked about.</summary>
    AsOf,

    /// <summary>Only later than any prediction: using it would be a leak.</summary>
    Later,
}
