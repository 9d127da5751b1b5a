using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Monitoring.References;

namespace HotelCancellation.Api.Endpoints;

/// <summary>What of reports a request asks for and its caller may see.</summary>
/// <param name="property">The hotel that is asked for, <c>*</c> for all together; null or empty for every one.</param>
/// <param name="caller">The caller.</param>
internal sealed class MonitoringView(string? property, Caller? caller)
{
    public string? Property { get; } = string.IsNullOrEmpty(property) ? null : property;

    public bool SeesAll => caller?.Properties is null;

    public ApiProblem? Problem => Property is null || SeesAll || (Property != ModelReference.All && caller!.Allows(Property)) ? null : ApiProblem.PropertyNotCovered(PredictionQuery.Cut(Property));

    public bool Sees(string? of) => (SeesAll || (of is not null && caller!.Allows(of))) && (Property is null || string.Equals(Property, of ?? ModelReference.All, StringComparison.Ordinal));

    /// <summary>Those of some keys of findings that are of a hotel that may be seen.</summary>
    public IReadOnlyList<string> Seen(IEnumerable<string> keys) => [.. keys.Where(k => Sees(k[(k.IndexOf('/', StringComparison.Ordinal) + 1)..] is var of && of == ModelReference.All ? null : of))];
}
