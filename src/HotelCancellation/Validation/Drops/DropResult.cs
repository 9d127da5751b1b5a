using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotelCancellation.Validation.Drops;

/// <summary>What became of a dropped file.</summary>
public enum DropStatus
{
    /// <summary>It is being taken, or was when its process ended.</summary>
    Taking,

    /// <summary>Every row was taken or quarantined.</summary>
    Taken,

    /// <summary>It breaks off: the rows before that were taken or quarantined.</summary>
    Broken,

    /// <summary>Nothing of it was taken.</summary>
    Refused,
}

/// <summary>Why a row of a dropped file does not count.</summary>
/// <param name="Row">Its number, from 1.</param>
/// <param name="BookingId">The booking, where it could be read.</param>
/// <param name="Field">The field; empty where the whole row is meant.</param>
/// <param name="Value">What was given.</param>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="Message">What is allowed.</param>
public sealed record DropReason(long Row, string? BookingId, string Field, string? Value, string Rule, string Message);

/// <summary>What became of a dropped file, as it stands beside it.</summary>
public sealed record DropResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The file's name in the container.</summary>
    public required string File { get; init; }

    /// <summary>What became of it.</summary>
    public required DropStatus Status { get; init; }

    /// <summary>Why it was refused, or where it breaks off.</summary>
    public string? Reason { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>The version of the file that this is about.</summary>
    public required string Tag { get; init; }

    /// <summary>How often it was begun. Rows that an earlier attempt has taken count as duplicates.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Rows with something new that counts.</summary>
    public long Accepted { get; init; }

    /// <summary>Rows that were there before.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rows that do not count; see reasons.</summary>
    public long Quarantined { get; init; }

    /// <summary>Accepted or duplicate rows that are odd in some way.</summary>
    public long Warned { get; init; }

    /// <summary>Why rows were quarantined, the first ones.</summary>
    public IReadOnlyList<DropReason> Reasons { get; init; } = [];

    /// <summary>Reasons that are not listed here.</summary>
    public long ReasonsOmitted { get; init; }

    /// <summary>The blob that has all of them; null where no row was quarantined.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Its name under /api/v1/quarantine, to look at the rows and send them again.</summary>
    public string? QuarantineId { get; init; }

    internal DropResult With(IntakeReport report) => this with
    {
        Accepted = report.Accepted,
        Duplicates = report.Duplicates,
        Quarantined = report.Quarantined,
        Warned = report.Warned,
        Reasons = [.. report.Reasons.Select(r => new DropReason(r.Row, r.BookingId?.Value, r.Fault.Field, r.Fault.Value, r.Fault.Rule, r.Fault.Message))],
        ReasonsOmitted = report.ReasonsOmitted,
        Quarantine = report.Quarantine,
        QuarantineId = Validation.QuarantineId.OfLocation(report.Quarantine)?.ToString(),
    };

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads a result; null for what is none.</summary>
    internal static DropResult? Of(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<DropResult>(bytes, Json);
        }
        catch (JsonException)
        {
            // Somebody else's file of that name.
            return null;
        }
    }
}
