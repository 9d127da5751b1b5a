namespace HotelCancellation.Retraining.Engine;

/// <summary>A step or a wait of a run.</summary>
internal sealed record JournalEntry
{
    /// <summary>Its place in the order in which the workflow asks, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The step; <c>wait:</c> and the kind of word for a wait.</summary>
    public required string Name { get; init; }

    /// <summary>What the step was given, JSON.</summary>
    public required string Input { get; init; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Until when a word is waited for, UTC; null for a step.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was finished, UTC; null while it is not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What came of it, JSON; null where nothing did.</summary>
    public string? Result { get; init; }

    /// <summary>The word that ended a wait; null where none did.</summary>
    public string? WordId { get; init; }

    /// <summary>What went wrong the last time; null where nothing has.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it failed as often as it may.</summary>
    public bool IsFailed { get; init; }

    /// <summary>Changes with every change of the row.</summary>
    public string Tag { get; init; } = "";
}

/// <summary>Somebody's word.</summary>
/// <param name="Id">Puts words in their order.</param>
/// <param name="Name">What kind of word.</param>
/// <param name="Content">The word, JSON.</param>
/// <param name="IsHandedOn">Whether a host that keeps its own record was told.</param>
internal sealed record JournalWord(string Id, string Name, string Content, bool IsHandedOn = false);
