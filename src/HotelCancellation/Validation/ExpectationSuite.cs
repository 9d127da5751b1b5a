using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>All that is expected of a booking, kept in one readable file, <c>expectations.json</c>.</summary>
public sealed class ExpectationSuite
{
    private const string Resource = "HotelCancellation.Validation.expectations.json";

    private static readonly Lazy<ExpectationSuite> s_default = new(() =>
    {
        using var stream = typeof(ExpectationSuite).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        return Load(stream);
    });

    private ExpectationSuite(IReadOnlyList<Expectation> expectations) => Expectations = expectations;

    /// <summary>The expectations that the product comes with.</summary>
    public static ExpectationSuite Default => s_default.Value;

    /// <summary>The expectations, in the order of the file.</summary>
    public IReadOnlyList<Expectation> Expectations { get; }

    /// <summary>Reads a suite of its own, such as one with the limits of another currency.</summary>
    /// <param name="stream">JSON as in the built-in file.</param>
    /// <exception cref="InvalidDataException">The suite makes no sense; the message says why in one line.</exception>
    public static ExpectationSuite Load(Stream stream)
    {
        var file = ExpectationFile.Read(stream);
        foreach (var field in BookingField.All)
        {
            if (!file.Fields.TryGetValue(field.Name, out var entry) || entry.Type != field.Type || entry.Required != field.Required)
            {
                throw new InvalidDataException(
                    $"The expectations must state the field {field.Name} as the contract has it: type {field.Type.ToString().ToLowerInvariant()}, {(field.Required ? "required" : "not required")}.");
            }
        }

        if (file.Fields.Keys.FirstOrDefault(name => BookingField.All.All(f => !f.Name.Equals(name, StringComparison.Ordinal))) is { } unknown)
        {
            throw new InvalidDataException($"The expectations state a field that a booking does not have: {unknown}.");
        }

        if (file.Expectations.GroupBy(e => e.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"The expectation '{twice.Key}' is given twice.");
        }

        return new ExpectationSuite([.. file.Expectations.Select(e => e.Compile())]);
    }
}
