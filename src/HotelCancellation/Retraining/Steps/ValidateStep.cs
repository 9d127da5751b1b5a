using HotelCancellation.Registry;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Validation;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Looks at the data beside what is expected, beside the last runs and beside the champion.</summary>
internal sealed class ValidateStep(
    RunData data, BookingValidator validator, IOptions<ValidationOptions> options, IOptions<RetrainingOptions> retraining, BlobRunHistory history, ModelRegistry registry, BlobRunFiles files)
    : IStep<DataInput, ValidatedData>
{
    public async Task<ValidatedData> RunAsync(string runId, DataInput input, CancellationToken cancellationToken)
    {
        var source = $"retraining-{retraining.Value.Group}";
        var champion = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is { } alias ? (await registry.LoadAsync(alias.Version, cancellationToken)).Bundle : null;
        var before = (await history.ReadAsync(source, RunProfile.UsualRuns, cancellationToken)).Where(p => p.RunId != runId).ToList();
        using var collector = new ReportCollector(validator, ValidationMode.History, options.Value, before, champion is null ? null : ModelSchemas.Of(champion));
        var run = new ValidationRun(runId, validator, ValidationMode.History, options.Value, null, collector);
        await foreach (var _ in run.AcceptAsync(data.RowsAsync(input.Fingerprint, cancellationToken), cancellationToken))
        {
            // Counted on the way.
        }

        // The day that the data are of, not the time of this attempt: done again, it is the same report.
        var at = new DateTimeOffset(input.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        var report = collector.Build(run.Summary, source, at, input.AsOf);
        if (report.Success && collector.Profile(run.Summary, source, at) is { } profile)
        {
            await history.KeepAsync(profile, cancellationToken);
        }

        string[] failed = [.. report.Checks.Where(c => c.Status == ReportStatus.Failed).Select(c => c.Message)];
        var health = new DataHealth(report.Success, failed);
        var blob = await files.WriteAsync(runId, "validation", health, cancellationToken);
        return new ValidatedData(run.Summary.StopReason, run.Summary.Rejected, blob);
    }
}

/// <summary>What validation found, for the gate.</summary>
/// <param name="IsValid">Whether nothing was found wanting.</param>
/// <param name="Failed">What was.</param>
internal sealed record DataHealth(bool IsValid, IReadOnlyList<string> Failed);
