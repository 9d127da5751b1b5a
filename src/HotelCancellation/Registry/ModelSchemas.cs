using HotelCancellation.Validation;

namespace HotelCancellation.Registry;

/// <summary>Says what a model knows of its inputs, in the words of validation, which knows no models.</summary>
public static class ModelSchemas
{
    /// <summary>The schema of a bundle. Features that no field of a booking stands behind are left out.</summary>
    public static ModelSchema Of(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var categories = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var feature in bundle.Model.Encoder.Features.Where(f => f.Values.Count > 0))
        {
            if (ModelSchema.FieldOf(feature.Name) is { } field)
            {
                categories.TryAdd(field, feature.Values.Keys.ToHashSet(StringComparer.Ordinal));
            }
        }

        return new ModelSchema { Version = bundle.Version.Value, Categories = categories, Ranges = bundle.Manifest.Ranges ?? new Dictionary<string, NumberRange>(StringComparer.Ordinal) };
    }
}
