using System.Globalization;

namespace HotelCancellation.Model;

/// <summary>Says a contribution in a sentence that a hotel's staff can use.</summary>
internal static class ReasonText
{
    /// <summary>Such as: A lead time of 105 days: a cancellation is more likely (odds x 1.50).</summary>
    /// <param name="phrase">The feature with its value in words.</param>
    /// <param name="contribution">In log-odds.</param>
    public static string For(string phrase, double contribution)
    {
        var factor = Math.Exp(Math.Abs(contribution)).ToString("0.00", CultureInfo.InvariantCulture);
        return contribution >= 0 ? $"{phrase}: a cancellation is more likely (odds x {factor})" : $"{phrase}: a cancellation is less likely (odds / {factor})";
    }
}
