using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>What a booking is checked as.</summary>
public enum ValidationMode
{
    /// <summary>Something asked of the system: an odd value is a mistake of the sender.</summary>
    Request,

    /// <summary>Something in the hotel's books already: an odd value is a fact, unless it is impossible.</summary>
    History,
}

/// <summary>What a check found.</summary>
/// <param name="Rejects">Why the booking is rejected; empty when it is accepted.</param>
/// <param name="Warnings">What is odd about it.</param>
public readonly record struct ValidationResult(IReadOnlyList<FieldFault> Rejects, IReadOnlyList<FieldFault> Warnings)
{
    /// <summary>Whether the booking is accepted.</summary>
    public bool Accepted => Rejects.Count == 0;
}

/// <summary>Checks bookings against a suite. Safe for many threads; allocates only when it finds something.</summary>
public sealed class BookingValidator(ExpectationSuite suite)
{
    private readonly Expectation[] _request = [.. suite.Expectations.Where(e => e.InRequest != Severity.Ignore)];
    private readonly Expectation[] _history = [.. suite.Expectations.Where(e => e.InHistory != Severity.Ignore)];

    /// <summary>What is expected.</summary>
    public ExpectationSuite Suite { get; } = suite;

    /// <summary>A validator with the expectations that the product comes with.</summary>
    public static BookingValidator Default { get; } = new(ExpectationSuite.Default);

    /// <summary>Checks one booking.</summary>
    public ValidationResult Check(BookingEvent booking, ValidationMode mode)
    {
        List<FieldFault>? rejects = null;
        List<FieldFault>? warnings = null;
        foreach (var expectation in mode == ValidationMode.Request ? _request : _history)
        {
            if (!expectation.Holds(booking))
            {
                var severity = mode == ValidationMode.Request ? expectation.InRequest : expectation.InHistory;
                ref var list = ref severity == Severity.Reject ? ref rejects : ref warnings;
                (list ??= []).Add(expectation.Fault(booking));
            }
        }

        return new ValidationResult(
            rejects ?? (IReadOnlyList<FieldFault>)[],
            warnings ?? (IReadOnlyList<FieldFault>)[]);
    }
}
