using HotelCancellation.Bookings;
using HotelCancellation.Features;

namespace HotelCancellation.Monitoring.References;

/// <summary>
/// A column that is compared with training: what the model sees of a booking at the moment it is made. Left out is what tells the date
/// (arrival month, weekday) and what is a state of the hotel (rates, volumes, fullness): it is nearly the same for all bookings of a day, so that
/// a thousand of them are one observation, and it moves from day to day by construction. Prices relative to the hotel's own level stay.
/// </summary>
public sealed class MonitoredColumn
{
    private static readonly string[] Calendar = ["arrivalMonth", "arrivalDayOfYear", "arrivalDayOfMonth", "arrivalDayOfWeek", "bookedDayOfWeek"];
    private static readonly string[] Relative = ["priceForRoomType", "priceForNight"];

    private readonly Func<Booking, string?>? _category;
    private readonly int _feature;

    private MonitoredColumn(string name, string? source, int feature, Func<Booking, string?>? category, string[] explains) =>
        (Name, Source, _feature, _category, Explains) = (name, source, feature, category, explains);

    /// <summary>The field of a booking, or the feature.</summary>
    public string Name { get; }

    /// <summary>The field that it is computed from, where that is another one.</summary>
    public string? Source { get; }

    /// <summary>Whether its values are categories.</summary>
    public bool IsCategory => _category is not null;

    /// <summary>The features whose importance is this column's: those that are made of its field.</summary>
    public IReadOnlyList<string> Explains { get; }

    /// <summary>The columns of a model, always in the same order.</summary>
    public static IReadOnlyList<MonitoredColumn> Of(FeatureEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        var definitions = FeatureCatalog.All.ToDictionary(f => f.Name, StringComparer.Ordinal);
        string[] names = [.. encoder.Features.Select(f => f.Name)];
        List<MonitoredColumn> columns = [];
        for (var i = 0; i < names.Length; i++)
        {
            var definition = definitions[names[i]];
            if (definition.Category is { } category)
            {
                var field = FieldOf(names[i])!;
                if (field != "propertyId" && columns.TrueForAll(c => c.Name != field))
                {
                    columns.Add(new MonitoredColumn(field, null, i, category, [.. names.Where(n => FieldOf(n) == field)]));
                }
            }
            else if (definition.KnownAt == KnownAt.Booking ? !Calendar.Contains(names[i], StringComparer.Ordinal) : Relative.Contains(names[i], StringComparer.Ordinal))
            {
                columns.Add(new MonitoredColumn(names[i], Relative.Contains(names[i], StringComparer.Ordinal) ? "adr" : null, i, null, [names[i]]));
            }
        }

        return columns;
    }

    /// <summary>The value of a category; null where it is missing.</summary>
    public string? Category(Booking booking) => _category!(booking);

    /// <summary>The value of a number, out of the numbers that the model saw.</summary>
    public double Number(ReadOnlySpan<float> row) => row[_feature];

    /// <summary>The field that a feature is made of, of those that are categories.</summary>
    private static string? FieldOf(string feature) => feature switch
    {
        "propertyId" or "meal" or "marketSegment" or "distributionChannel" or "reservedRoomType" or "depositType" or "customerType" => feature,
        _ when feature.StartsWith("agent", StringComparison.Ordinal) => "agent",
        _ when feature.StartsWith("company", StringComparison.Ordinal) => "company",
        _ when feature.StartsWith("segment", StringComparison.Ordinal) => "marketSegment",
        _ when feature.StartsWith("customerType", StringComparison.Ordinal) => "customerType",
        _ when feature.StartsWith("deposit", StringComparison.Ordinal) => "depositType",
        _ => null,
    };
}
