using System.Globalization;

namespace HotelCancellation.Bookings.Mapping;

/// <summary>Reads the numbers of another layout: a decimal comma, parted thousands, other units.</summary>
internal sealed class MappedNumber(char? sign, double? scale)
{
    private const int Longest = 40;
    private readonly char _decimal = sign ?? '.';

    /// <summary>What is allowed, in words.</summary>
    public string Allowed => $"must be a finite number with '{_decimal}' before its decimals";

    public bool TryRead(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        if (text.Length > Longest)
        {
            return false;
        }

        Span<char> plain = stackalloc char[Longest];
        var length = 0;

        // -1 before the first separator of thousands; three digits must follow each, so that a decimal comma is never dropped.
        var digits = -1;
        foreach (var c in text)
        {
            if (c == _decimal || c is 'e' or 'E')
            {
                if (digits is not (-1 or 3))
                {
                    return false;
                }

                digits = -1;
                plain[length++] = c == _decimal ? '.' : c;
            }
            else if (c is ' ' or '\'' or '\u00a0' or '\u202f' or ',' or '.')
            {
                // Without a word on the sign, only the contract's own way of writing is read.
                if (sign is null || length == 0 || digits is not (-1 or 3))
                {
                    return false;
                }

                digits = 0;
            }
            else
            {
                digits += digits < 0 ? 0 : 1;
                plain[length++] = c;
            }
        }

        if (digits is not (-1 or 3))
        {
            return false;
        }

        if (!double.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
            || !double.IsFinite(number))
        {
            return false;
        }

        number = scale is { } by ? Scaled(number, by) : number;
        return true;
    }

    // 0.01 has no exact binary form: 12345 * 0.01 would be 123.45000000000002, which no other way of writing the price reads as.
    private static double Scaled(double number, double by) => by < 1 && 1 / by is var parts && parts == Math.Floor(parts) ? number / parts : number * by;
}
