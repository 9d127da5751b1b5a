using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Api.Problems;

/// <summary>Says faults of fields as the contract has them: by field, each with what is allowed and the value given.</summary>
internal static class FieldErrors
{
    public static Dictionary<string, IReadOnlyList<string>> Of(IReadOnlyList<FieldFault> faults)
    {
        var errors = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var fault in faults)
        {
            var text = fault.Value is null ? fault.Message : $"{fault.Message}; got '{fault.Value}'";
            errors[fault.Field] = errors.TryGetValue(fault.Field, out var before) ? [.. before, text] : [text];
        }

        return errors;
    }

    /// <summary>The problem of one booking's faults.</summary>
    public static ApiProblem Problem(IReadOnlyList<FieldFault> faults) =>
        faults.Count == 1 && faults[0] is { Field: "" } whole
            ? ApiProblem.BadRequest($"The body {whole.Message}.") with { Errors = Of(faults) }
            : ApiProblem.Invalid(Of(faults));
}
