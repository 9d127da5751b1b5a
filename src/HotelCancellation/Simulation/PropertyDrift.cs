using System.Globalization;

namespace HotelCancellation.Simulation;

/// <summary>A new agent and the share of the hotel's online bookings that it takes over.</summary>
internal readonly record struct Newcomer(string AgentId, double OnlineShare);

/// <summary>What holds for the bookings made on one day.</summary>
/// <param name="Segments">The segments, with that day's shares.</param>
/// <param name="PriceFactor">The price over the usual one; 1 without drift.</param>
/// <param name="Newcomers">New agents.</param>
internal sealed record DayTerms(IReadOnlyList<SegmentProfile> Segments, double PriceFactor, IReadOnlyList<Newcomer> Newcomers);

/// <summary>The drifts that hit one hotel.</summary>
internal sealed class PropertyDrift
{
    // No other agent has this number or one of the next few hundred.
    private const int FirstNewcomer = 5001;

    private readonly IReadOnlyList<SegmentProfile> _usual;
    private readonly (DriftKind Kind, DateOnly Onset, double Size, int Position)[] _drifts;
    private DayTerms _terms;
    private DateOnly _termsUntil;

    /// <summary>The drifts of a hotel.</summary>
    /// <param name="options">All drifts, with the day they count from.</param>
    /// <param name="index">The hotel's number, from 0.</param>
    /// <param name="usual">Its segments without drift.</param>
    public PropertyDrift(GeneratorOptions options, int index, IReadOnlyList<SegmentProfile> usual)
    {
        _usual = usual;
        _drifts =
        [
            .. options.Drifts.Select((d, position) => (Drift: d, Position: position))
                .Where(d => d.Drift.Hits(index + 1))
                .Select(d => (d.Drift.Kind, d.Drift.Onset(options.From), d.Drift.EffectiveSize, d.Position)),
        ];
        HazardChanges = [.. _drifts.Where(d => d.Kind == DriftKind.Behaviour).OrderBy(d => d.Onset).Select(d => new HazardChange(d.Onset, d.Size))];
        _terms = new DayTerms(usual, 1, []);
        _termsUntil = NextOnset(DateOnly.MinValue);
    }

    /// <summary>The changes of the hazard, by day.</summary>
    public HazardChange[] HazardChanges { get; }

    /// <summary>What holds for the bookings made on a day; days must not go back.</summary>
    public DayTerms On(DateOnly bookedOn)
    {
        if (bookedOn >= _termsUntil)
        {
            _terms = Terms([.. _drifts.Where(d => d.Onset <= bookedOn)]);
            _termsUntil = NextOnset(bookedOn);
        }

        return _terms;
    }

    private static bool IsGrowing(SegmentProfile segment) => segment.Name.Equals(Vocabulary.Direct, StringComparison.Ordinal);

    private DateOnly NextOnset(DateOnly after) => _drifts.Where(d => d.Onset > after).Select(d => d.Onset).DefaultIfEmpty(DateOnly.MaxValue).Min();

    private DayTerms Terms((DriftKind Kind, DateOnly Onset, double Size, int Position)[] present)
    {
        var moved = present.Where(d => d.Kind == DriftKind.Mix).Sum(d => d.Size);
        var online = _usual.Single(s => s.IsOnline).Share;
        moved = Math.Min(moved, online);
        return new DayTerms(
            moved == 0 ? _usual : [.. _usual.Select(s => s.IsOnline ? s with { Share = s.Share - moved } : IsGrowing(s) ? s with { Share = s.Share + moved } : s)],
            present.Where(d => d.Kind == DriftKind.Price).Aggregate(1.0, (factor, d) => factor * (1 + d.Size)),
            [
                .. present.Where(d => d.Kind == DriftKind.Agent)
                    .Select(d => new Newcomer((FirstNewcomer + d.Position).ToString(CultureInfo.InvariantCulture), d.Size / Math.Max(online - moved, d.Size))),
            ]);
    }
}
