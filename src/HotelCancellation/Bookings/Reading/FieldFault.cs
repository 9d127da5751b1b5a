namespace HotelCancellation.Bookings.Reading;

/// <summary>One thing wrong with one field of one row.</summary>
/// <param name="Field">The field's name as in the HTTP contract (camelCase), or empty where the whole row is meant.</param>
/// <param name="Value">What was given, cut to 100 characters; null where nothing was.</param>
/// <param name="Rule">The name of the rule that was broken.</param>
/// <param name="Message">What is allowed.</param>
public sealed record FieldFault(string Field, string? Value, string Rule, string Message)
{
    private const int LongestValue = 100;

    internal static FieldFault Of(string field, ReadOnlySpan<char> value, string rule, string message) =>
        new(field, value.Length <= LongestValue ? value.ToString() : $"{value[..LongestValue]}…", rule, message);
}
