using HotelCancellation.Api.Problems;
using HotelCancellation.Monitoring.References;
using HotelCancellation.Platform.Access;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What of reports a request asks for and its key may see.</summary>
/// <param name="property">The hotel that is asked for, <c>*</c> for all together; null or empty for every one.</param>
/// <param name="key">The caller's key.</param>
internal sealed class MonitoringView(string? property, ApiKey? key)
{
    public string? Property { get; } = string.IsNullOrEmpty(property) ? null : property;

    public bool SeesAll => key?.Properties is null;

    public ApiProblem? Problem => Property is null || SeesAll || (Property != ModelReference.All && key!.Allows(Property)) ? null : ApiProblem.PropertyNotCovered(PredictionQuery.Cut(Property));

    public bool Sees(string? of) => (SeesAll || (of is not null && key!.Allows(of))) && (Property is null || string.Equals(Property, of ?? ModelReference.All, StringComparison.Ordinal));

    /// <summary>Those of some keys of findings that are of a hotel that may be seen.</summary>
    public IReadOnlyList<string> Seen(IEnumerable<string> keys) => [.. keys.Where(k => Sees(k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..] is var of && of == ModelReference.All ? null : of))];
}
