namespace HotelCancellation.Features;

/// <summary>Refuses features that would know the future.</summary>
public static class LeakGuard
{
    /// <summary>Looks features up by name and refuses those that are unknown or only known later.</summary>
    /// <param name="names">Names of the catalogue, or the public data set's snake_case column names; any case.</param>
    /// <returns>The definitions in the order asked for, and one line for each name that is refused.</returns>
    public static (IReadOnlyList<FeatureDefinition> Features, IReadOnlyList<string> Refusals) Select(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var features = new List<FeatureDefinition>();
        var refusals = new List<string>();
        foreach (var name in names)
        {
            var key = Fold(name);
            var definition = FeatureCatalog.All.FirstOrDefault(f => Fold(f.Name) == key);
            if (definition is null)
            {
                refusals.Add($"Feature '{name}' does not exist. Allowed: {string.Join(", ", FeatureCatalog.Allowed.Select(f => f.Name))}.");
            }
            else if (definition.KnownAt == KnownAt.Later)
            {
                refusals.Add($"Feature '{name}' is refused: it is not known at the prediction. {definition.Description}");
            }
            else if (!features.Contains(definition))
            {
                features.Add(definition);
            }
        }

        return (features, refusals);
    }

    private static string Fold(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("arrivaldateyear", "arrivalyear", StringComparison.OrdinalIgnoreCase).ToUpperInvariant();
}
