using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Model;
using HotelCancellation.Registry;
using HotelCancellation.Training;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Calibrations;

/// <summary>
/// Corrects a model's probabilities by what became of arrivals since it was trained, without training it again: a child version with the same
/// trees byte for byte, other corrections of log-odds, and an evaluation that says what changed.
/// </summary>
public sealed class CalibrationRefresh(ModelRegistry registry, ColumnarEvents events, IOptions<TrainingOptions> training)
{
    /// <summary>Refreshes with all events that were ever taken in.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Ends it; nothing is promoted then.</param>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<CalibrationOutcome> RunAsync(CalibrationRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("reading bookings");
        return await RunAsync(await events.ReadAsync(null, null, cancellationToken).ToListAsync(cancellationToken), request, progress, cancellationToken);
    }

    /// <summary>Refreshes with histories.</summary>
    /// <param name="histories">The bookings in any order: those that arrived since the training, and those before for what is known of the bookings around.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Ends it; nothing is promoted then.</param>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<CalibrationOutcome> RunAsync(
        IReadOnlyCollection<BookingHistory> histories, CalibrationRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(request);
        progress?.Report("loading the model");

        // Before anything else: whoever moves the champion meanwhile has the last word.
        var champion = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken);
        var (outcome, _, _) = await ProposeAsync(histories, request, progress, cancellationToken);
        return outcome.Manifest is { } manifest && request.Promote
            ? outcome with { Promotion = await registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, champion?.Tag ?? AliasState.NoTag, request.By, request.Reason, cancellationToken) }
            : outcome;
    }

    /// <summary>Makes the child version of all events that were ever taken in, and promotes nothing.</summary>
    /// <returns>What came of it, and where a model could be asked: the questions and the model.</returns>
    internal async Task<(CalibrationOutcome Outcome, CalibrationQuestions? Asked, ModelBundle? Parent)> ProposeAsync(CalibrationRequest request, CancellationToken cancellationToken) =>
        await ProposeAsync(await events.ReadAsync(null, null, cancellationToken).ToListAsync(cancellationToken), request, null, cancellationToken);

    private async Task<(CalibrationOutcome Outcome, CalibrationQuestions? Asked, ModelBundle? Parent)> ProposeAsync(
        IReadOnlyCollection<BookingHistory> histories, CalibrationRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (parent, refusal) = await LoadAsync(request.Model, cancellationToken);
        if (parent is null)
        {
            return (CalibrationOutcome.Refused(refusal!), null, null);
        }

        if (parent.Manifest.Data.KnownBefore is not { } trained)
        {
            return (CalibrationOutcome.Refused($"{parent.Version} does not say until when it learned, so that it cannot be told which arrivals are new to it. Train a newer one."), null, parent);
        }

        progress?.Report("asking about arrivals since");
        var asked = await Task.Run(() => CalibrationQuestions.Of(parent.Model, histories, trained, cancellationToken), cancellationToken);
        if (asked.Fault(trained, training.Value.MinimumRows) is { } fault)
        {
            return (CalibrationOutcome.Refused($"{parent.Version} {fault}"), asked, parent);
        }

        var findings = asked.Findings(parent, trained);
        progress?.Report("registering");
        var manifest = await registry.RegisterAsync(CalibrationDraft.Of(parent, findings, request, await CardAsync(parent.Version, cancellationToken)), cancellationToken);
        return (new CalibrationOutcome { Manifest = manifest, Findings = findings }, asked, parent);
    }

    private async Task<BundleLoad> LoadAsync(string model, CancellationToken cancellationToken)
    {
        if (!ModelAlias.All.Contains(model, StringComparer.Ordinal))
        {
            return await registry.LoadAsync(new ModelVersion(model), cancellationToken);
        }

        return await registry.GetAliasAsync(model, cancellationToken) is { } alias
            ? await registry.LoadAsync(alias.Version, cancellationToken)
            : new BundleLoad(null, $"There is no {model} yet. Train one: hotelcancel train --data FILE --promote");
    }

    private async Task<string> CardAsync(ModelVersion version, CancellationToken cancellationToken) =>
        System.Text.Encoding.UTF8.GetString(await registry.ReadArtefactAsync(version, "model-card.md", cancellationToken) ?? []);
}
