using System.Security.Cryptography;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Registry;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using HotelCancellation.Validation;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining;

/// <summary>bookings -> validation -> features -> training -> evaluation -> registry, in one straight line.</summary>
public sealed class TrainingRun(
    BookingValidator validator, IOptions<ValidationOptions> validation, IOptions<TrainingOptions> training,
    BlobDataSets dataSets, ModelRegistry registry, BlobRunHistory history, TimeProvider clock)
{
    /// <summary>Runs.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="quarantine">Where rejected rows go.</param>
    /// <param name="progress">Told each stage's name.</param>
    /// <param name="cancellationToken">Ends the run; nothing is promoted then.</param>
    /// <exception cref="UnreadableInputException">The source cannot be read as a whole.</exception>
    /// <exception cref="Bookings.Mapping.MappingException">The mapping has open questions, or lacks a required field.</exception>
    /// <exception cref="TrainingRefusedException">A feature leaks, or there is too little to learn from.</exception>
    /// <exception cref="Platform.StorageUnavailableException">Storage does not answer.</exception>
    public async Task<TrainingOutcome> RunAsync(TrainingRequest request, IQuarantine quarantine, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        progress?.Report("reading and validating");
        await using var dataSet = new DataSetFile();
        var bookings = new List<BookingEvent>();
        using var collector = request.Register ? await WatchAsync(request, cancellationToken) : null;
        var run = new ValidationRun($"train-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}", validator, ValidationMode.History, validation.Value, quarantine, collector);
        await using (var source = request.Source.Open(new FileStreamOptions { Options = FileOptions.SequentialScan, Share = FileShare.Read }))
        {
            var rows = BookingReader.ReadAsync(source, request.Reading, cancellationToken);
            await foreach (var booking in run.AcceptAsync(rows, cancellationToken))
            {
                bookings.Add(booking);
                await dataSet.AddAsync(booking, cancellationToken);
            }
        }

        await dataSet.CompleteAsync(cancellationToken);
        var summary = run.Summary;
        var now = clock.GetUtcNow();
        var report = collector?.Build(summary, request.Source.Name, now, DateOnly.FromDateTime(now.UtcDateTime));
        if (summary.Stopped)
        {
            return new TrainingOutcome { Validation = summary, Report = report };
        }

        // The trainer works for seconds without a break; the caller's thread stays free. Nobody else waits for this process.
        var options = training.Value.Threads == 0 ? training.Value with { Threads = OpenMpThreads.Alone } : training.Value;
        var result = await Task.Run(
            () => request.Split is { } split
                ? new ModelTrainer(options, clock).Train(bookings, split, progress, cancellationToken)
                : new AsOfModelTrainer(options, clock).Train(BookingLifeRow.Histories(bookings), progress, cancellationToken),
            cancellationToken);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var draft = await DraftAsync(request, summary, dataSet.Fingerprint, result, cancellationToken);
        var outcome = new TrainingOutcome { Validation = summary, Report = report, Training = result, Seconds = seconds };
        if (!request.Register)
        {
            return outcome with { Manifest = registry.Describe(draft) };
        }

        progress?.Report("registering");
        await dataSets.SaveAsync(dataSet, cancellationToken);
        var manifest = await registry.RegisterAsync(draft, cancellationToken);
        if (report!.Success && collector!.Profile(summary, SourceOf(request), now) is { } profile)
        {
            // What was found wanting is no measure of the next one.
            await history.KeepAsync(profile, cancellationToken);
        }

        var promotion = request.Promote
            ? await registry.MoveAliasAsync(ModelAlias.Champion, manifest.Version, null, request.By, request.Reason, cancellationToken)
            : null;
        return outcome with { Manifest = manifest, Registered = true, Promotion = promotion };
    }

    private static string SourceOf(TrainingRequest request) => request.SourceName ?? request.Source.Name;

    /// <summary>Looks at the rows beside the last runs of their source and beside the champion.</summary>
    private async Task<ReportCollector> WatchAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        var champion = await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken) is { } alias ? await registry.LoadAsync(alias.Version, cancellationToken) : null;
        return new ReportCollector(
            validator, ValidationMode.History, validation.Value,
            await history.ReadAsync(SourceOf(request), RunProfile.UsualRuns, cancellationToken),
            champion?.Bundle is { } bundle ? ModelSchemas.Of(bundle) : null);
    }

    private async Task<BundleDraft> DraftAsync(TrainingRequest request, ValidationSummary summary, string fingerprint, TrainingResult result, CancellationToken cancellationToken)
    {
        var data = new TrainingData
        {
            Fingerprint = fingerprint,
            Source = request.Source.Name,
            SourceSha256 = await Sha256Async(request.Source, cancellationToken),
            RowsRead = summary.Read,
            RowsAccepted = summary.Accepted,
            RowsQuarantined = summary.Rejected,
            RowsTrained = result.RowsTrained,
            FirstArrival = result.Split,
            LastArrival = result.Split,
        };
        var parent = request.Register ? (await registry.GetAliasAsync(ModelAlias.Champion, cancellationToken))?.Version : null;
        return TrainingDraft.Of(result, data, training.Value, request.By, request.Reason, parent);
    }

    private static async Task<string> Sha256Async(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
