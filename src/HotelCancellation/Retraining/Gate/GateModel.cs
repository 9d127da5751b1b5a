using HotelCancellation.Bookings.Reading;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Validation;

namespace HotelCancellation.Retraining.Gate;

/// <summary>What the gate has to know of a model besides its answers.</summary>
public sealed record GateModel
{
    /// <summary>The version.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>Nothing that happened on this day or later was learned from; null where that is not known.</summary>
    public required DateOnly? KnownBefore { get; init; }

    /// <summary>From this probability on it says that a booking is cancelled.</summary>
    public required double Threshold { get; init; }

    /// <summary>The size of its bundle, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What a row takes, nanoseconds, by <see cref="RowTimer"/>.</summary>
    public required double RowNanoseconds { get; init; }

    /// <summary>Its features, by the names of the catalogue.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Fields of a request without which it cannot answer.</summary>
    public required IReadOnlyList<string> RequiredFields { get; init; }

    /// <summary>What each feature tells on the rows, by <see cref="FeatureEvidence.Of"/>.</summary>
    public required IReadOnlyList<FeatureEvidence> Evidence { get; init; }

    /// <summary>The facts of a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="rowNanoseconds">What a row takes.</param>
    /// <param name="evidence">What its features tell.</param>
    public static GateModel Of(ModelBundle bundle, double rowNanoseconds, IReadOnlyList<FeatureEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Of(bundle.Version, bundle.Model, bundle.Manifest.Data.KnownBefore, bundle.Manifest.Artefacts.Sum(a => a.Bytes)) with { RowNanoseconds = rowNanoseconds, Evidence = evidence };
    }

    /// <summary>The facts of a model, but for what has to be measured.</summary>
    internal static GateModel Of(ModelVersion version, CancellationModel model, DateOnly? knownBefore, long bytes) => new()
    {
        Version = version,
        KnownBefore = knownBefore,
        Threshold = model.Rule.Threshold,
        Bytes = bytes,
        RowNanoseconds = 0,
        Features = [.. model.Encoder.Features.Select(f => f.Name)],
        RequiredFields = Fields(model),
        Evidence = [],
    };

    /// <summary>The fields that the contract requires and that stand behind a feature; a field that may be missing has a number of its own for that.</summary>
    internal static IReadOnlyList<string> Fields(CancellationModel model) =>
        [.. model.Encoder.Features.Select(f => ModelSchema.FieldOf(f.Name)).OfType<string>().Where(f => BookingField.All.Any(b => b.Required && b.Name == f)).Distinct(StringComparer.Ordinal)];
}
