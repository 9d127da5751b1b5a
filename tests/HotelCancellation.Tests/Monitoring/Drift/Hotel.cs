using HotelCancellation.Monitoring.Drift;
using HotelCancellation.Monitoring.Sketches;

namespace HotelCancellation.Tests.Monitoring.Drift;

/// <summary>
/// Bookings of a hotel as columns: a price against its room type's with the spread that it has in the public data (half of them within 0.17 of
/// the middle, in logarithms), lead time, segments, agents of whom one booking in seven has none, and others that never change.
/// </summary>
internal sealed class Hotel
{
    public const int ReferenceRows = 20_000;

    private static readonly (string Name, double Share)[] Segments = [("Online TA", 0.47), ("Offline TA/TO", 0.2), ("Groups", 0.17), ("Direct", 0.1), ("Corporate", 0.05), ("Complementary", 0.01)];
    private readonly Dictionary<string, (ColumnLayout Layout, ColumnSketch Reference)> _frozen;

    public Hotel(int seed, int plainColumns)
    {
        PlainColumns = plainColumns;
        var rows = Rows(new Random(seed), ReferenceRows, new Change());
        _frozen = rows.Numbers.ToDictionary(c => c.Key, c => Frozen(NumberLayout.Freeze(c.Value)));
        foreach (var (name, values) in rows.Categories)
        {
            var (layout, sketch) = CategoryLayout.Freeze(values);
            _frozen[name] = (layout, sketch);
        }
    }

    public int PlainColumns { get; }

    public ColumnComparison[] Compare(int seed, int rows, Change change, Change? season = null)
    {
        var current = Count(seed, rows, change);
        var last = season is null ? null : Count(seed + 1_000_000, rows, season);
        return [.. _frozen.Select(f => new ColumnComparison { Name = f.Key, Reference = f.Value.Reference, Current = current[f.Key], Season = last?[f.Key], Source = f.Key == "agentShare" ? "agent" : null })];
    }

    private Dictionary<string, ColumnSketch> Count(int seed, int count, Change change)
    {
        var rows = Rows(new Random(seed), count, change);
        Dictionary<string, ColumnSketch> sketches = [];
        foreach (var (name, values) in rows.Numbers)
        {
            var sketch = (NumberSketch)_frozen[name].Layout.NewSketch();
            sketch.Add(values);
            sketches[name] = sketch;
        }

        foreach (var (name, values) in rows.Categories)
        {
            var sketch = (CategorySketch)_frozen[name].Layout.NewSketch();
            Array.ForEach(values, v => sketch.Add(v));
            sketches[name] = sketch;
        }

        return sketches;
    }

    private (Dictionary<string, double[]> Numbers, Dictionary<string, string?[]> Categories) Rows(Random random, int count, Change change)
    {
        Dictionary<string, double[]> numbers = new() { ["price"] = new double[count], ["leadTime"] = new double[count], ["nights"] = new double[count], ["agentShare"] = new double[count] };
        Dictionary<string, string?[]> categories = new() { ["segment"] = new string?[count], ["agent"] = new string?[count], ["meal"] = new string?[count] };
        double[][] plain = [.. Enumerable.Range(0, PlainColumns).Select(_ => new double[count])];
        for (var c = 0; c < PlainColumns; c++)
        {
            numbers[$"plain{c}"] = plain[c];
        }

        for (var i = 0; i < count; i++)
        {
            numbers["price"][i] = change.Price * Math.Exp(0.25 * Normal(random));
            numbers["leadTime"][i] = Math.Floor(-80 * Math.Log(1 - random.NextDouble()));
            numbers["nights"][i] = 1 + Math.Floor(-2 * Math.Log(1 - random.NextDouble()));
            var segment = Segment(random, change);
            categories["segment"][i] = segment;
            categories["meal"][i] = random.NextDouble() < change.MissingMeal ? null : random.NextDouble() < 0.77 ? "BB" : random.NextDouble() < 0.5 ? "HB" : "SC";

            // Direct bookings and half of the corporate ones have no agent; of the agents a few are large and most are rare.
            var number = (int)(2.5 / Math.Pow(random.NextDouble() + 0.004, 0.9));
            var agent = segment is "Direct" or "Complementary" || random.NextDouble() < change.MissingAgent ? null : random.NextDouble() < change.NewAgent ? "new" : $"{number}";
            categories["agent"][i] = agent;
            numbers["agentShare"][i] = agent is null ? 0.2 : 0.3 + (number % 7 / 20.0);
            for (var c = 0; c < PlainColumns; c++)
            {
                plain[c][i] = c % 2 == 0 ? Normal(random) : Math.Floor(4 * Math.Pow(random.NextDouble(), 3));
            }
        }

        return (numbers, categories);
    }

    private static string Segment(Random random, Change change)
    {
        var u = random.NextDouble();
        foreach (var (name, share) in Segments)
        {
            u -= share;
            if (u < 0)
            {
                return name == "Online TA" && random.NextDouble() < change.Mix / 0.47 ? "Direct" : name;
            }
        }

        return Segments[0].Name;
    }

    private static (ColumnLayout Layout, ColumnSketch Reference) Frozen((NumberLayout Layout, NumberSketch Reference) frozen) => (frozen.Layout, frozen.Reference);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>What is different from the reference.</summary>
internal sealed record Change
{
    public double Price { get; init; } = 1;

    /// <summary>Points that move from Online TA to Direct.</summary>
    public double Mix { get; init; }

    public double NewAgent { get; init; }

    public double MissingAgent { get; init; }

    public double MissingMeal { get; init; }
}
