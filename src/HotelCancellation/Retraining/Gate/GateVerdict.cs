using System.Text.Json;
using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.Retraining.Gate;

/// <summary>What the gate says.</summary>
public enum GateOutcome
{
    /// <summary>The challenger may become champion.</summary>
    Promote,

    /// <summary>It may not.</summary>
    Refuse,
}

/// <summary>An operator's decision to pass the gate all the same.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record GateOverride(string By, string Reason, DateTimeOffset At);

/// <summary>What the gate found, as it is stored with the challenger.</summary>
public sealed record GateVerdict
{
    /// <summary>The champion; null where there was none.</summary>
    public ModelVersion? Champion { get; init; }

    /// <summary>The challenger.</summary>
    public required ModelVersion Challenger { get; init; }

    /// <summary>The first day of the window.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Arrivals before this day had matured.</summary>
    public required DateOnly MaturedBefore { get; init; }

    /// <summary>Paired rows.</summary>
    public required int Rows { get; init; }

    /// <summary>What the criteria say.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Every criterion that was asked, those that decide first.</summary>
    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>An operator's decision against it; null where there is none.</summary>
    public GateOverride? Override { get; init; }

    /// <summary>What counts: an override promotes.</summary>
    public GateOutcome EffectiveOutcome => Override is null ? Outcome : GateOutcome.Promote;

    /// <summary>Whether it was found to be better by more than chance, and not only fresher.</summary>
    public bool IsBetter => Criteria.Any(c => c is { Name: Criterion.Better, Passed: true });

    /// <summary>The criteria that are not met.</summary>
    public IReadOnlyList<Criterion> Failed => [.. Criteria.Where(c => !c.Passed)];

    /// <summary>The outcome and its reasons in a line.</summary>
    public string Summary =>
        Outcome == GateOutcome.Promote
            ? $"{Challenger} may become champion: {Criteria.First(c => c.Name is Criterion.Better or Criterion.Fresh).Sentence}"
            : $"{Challenger} is refused ({string.Join(", ", Failed.Select(c => c.Name))}): {string.Join(' ', Failed.Select(c => c.Sentence))}";

    /// <summary>UTF-8 JSON; the same verdict always gives the same bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RegistryJson.Strict);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no verdict.</exception>
    public static GateVerdict FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<GateVerdict>(json, RegistryJson.Lenient) ?? throw new JsonException("A verdict is expected, not null.");
}
