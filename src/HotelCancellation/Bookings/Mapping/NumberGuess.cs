namespace HotelCancellation.Bookings.Mapping;

/// <summary>How the numbers of a column are written, as far as its values tell.</summary>
internal sealed record NumberGuess(char? Decimal, double Share, IReadOnlyList<MappingQuestion> Questions)
{
    public static NumberGuess Of(ColumnSample column)
    {
        int point = 0, comma = 0;
        var parted = false;
        string? unclear = null;
        foreach (var value in column.Values)
        {
            var (dots, commas) = (value.Count(c => c == '.'), value.Count(c => c == ','));
            parted |= dots + commas > 1 || value.AsSpan().ContainsAny(' ', '\'', '\u00a0') || commas > 0;
            if (dots + commas == 0)
            {
                continue;
            }

            var last = value.LastIndexOfAny(['.', ',']);
            if (dots > 0 && commas > 0)
            {
                Count(value[last] == '.');
            }
            else if (dots + commas > 1)
            {
                // What comes twice parts thousands, so that the other one is the decimal sign.
                Count(commas > 0);
            }
            else if (value.Length - last - 1 == 3)
            {
                unclear ??= value;
            }
            else
            {
                Count(value[last] == '.');
            }
        }

        if (point > 0 && comma > 0)
        {
            return Ask($"Column '{column.Name}' has numbers of two kinds: {point} with a decimal point and {comma} with a decimal comma; which is right?");
        }

        if (point + comma == 0 && unclear is not null)
        {
            return Ask($"Column '{column.Name}': does '{unclear}' have three decimals, or is it a thousand and more?");
        }

        var sign = comma > 0 ? ',' : parted ? '.' : (char?)null;
        var number = new MappedNumber(sign, null);
        return new NumberGuess(sign, column.Share(v => number.TryRead(v, out _)), []);

        void Count(bool isPoint)
        {
            point += isPoint ? 1 : 0;
            comma += isPoint ? 0 : 1;
        }

        static NumberGuess Ask(string text) => new(null, 1, [new MappingQuestion("decimal", text, [".", ","])]);
    }
}
