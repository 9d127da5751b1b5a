using System.Text.Json;
using HotelCancellation.Model;
using HotelCancellation.Retraining.Engine;
using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Runs of a workflow.</summary>
internal sealed record RunsAnswer
{
    /// <summary>The runs, the newest first.</summary>
    public required IReadOnlyList<RunAnswer> Runs { get; init; }
}

/// <summary>A run of a workflow.</summary>
internal sealed record RunAnswer
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>waiting, running, suspended or ended.</summary>
    public required string Status { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public string? Outcome { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Statement { get; init; }

    /// <summary>The step that it is at, or the last one.</summary>
    public string? Step { get; init; }

    /// <summary>The group of properties.</summary>
    public required string Group { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The version that it has made or lets in.</summary>
    public ModelVersion? ModelVersion { get; init; }

    /// <summary>The run that has begun this rollout.</summary>
    public string? RetrainingRun { get; init; }

    /// <summary>The rollout that this run has begun, once it has.</summary>
    public string? Rollout { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When something was last heard of it, UTC.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Until when it waits for somebody's word, UTC.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who has asked for its end.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>Its steps in their order; in answers about one run.</summary>
    public IReadOnlyList<RunStepAnswer>? Steps { get; init; }

    public static RunAnswer Of(RunRecord run, IReadOnlyList<RunStep>? steps = null, string? rollout = null) => new()
    {
        RunId = run.Id,
        Status = Text(run.Status.ToString()),
        Outcome = run.Outcome is { } outcome ? Text(outcome.ToString()) : null,
        Statement = run.Statement,
        Step = run.Step,
        Group = run.Group,
        By = run.By,
        Reason = run.Reason,
        ModelVersion = run.ModelVersion is { } version ? new ModelVersion(version) : null,
        RetrainingRun = run.Parent,
        Rollout = rollout,
        Created = run.Created,
        Updated = run.Updated,
        WaitsUntil = run.Status == RunStatus.Suspended ? run.WakeAt : null,
        EndedAt = run.EndedAt,
        CancelledBy = run.CancelledBy,
        Steps = steps?.Select(s => new RunStepAnswer(s.Name, s.Attempts, s.FinishedAt, s.Failure)).ToList(),
    };

    private static string Text(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>A step of a run.</summary>
/// <param name="Name">The step, or what was waited for.</param>
/// <param name="Attempts">How often it was begun; 0 for a wait.</param>
/// <param name="FinishedAt">When it was finished, UTC; null while it is not.</param>
/// <param name="Failure">What went wrong the last time; null where nothing has.</param>
internal sealed record RunStepAnswer(string Name, int Attempts, DateTimeOffset? FinishedAt, string? Failure);
