using HotelCancellation.Bookings.Events;
using HotelCancellation.Retraining.Workflows;
using HotelCancellation.Training;
using HotelCancellation.Training.Snapshots;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>
/// The snapshots of a run's data set, and what has been trained on them. They are made of the data set and the settings alone, so that a run which goes on in another process
/// makes them again; where it stays, its steps share them. Those of one data set are kept, until the run ends or an hour after the last step took them.
/// </summary>
internal sealed class RunTrainings(RunData data, IOptions<TrainingOptions> training, IOptions<RetrainingOptions> retraining, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1);
    private (string Fingerprint, RunSet Set)? _last;
    private ITimer? _forget;

    /// <summary>Those of a data set.</summary>
    /// <exception cref="TrainingRefusedException">A feature leaks or does not exist.</exception>
    public async Task<RunSet> OfAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || last.Fingerprint != fingerprint)
            {
                _last = null;
                var histories = await data.ReadAsync(fingerprint, cancellationToken);
                last = (fingerprint, await Task.Run(() => Make(histories), cancellationToken));
                _last = last;
            }

            _forget?.Dispose();
            _forget = clock.CreateTimer(_ => Forget(), null, Kept, Timeout.InfiniteTimeSpan);
            return last.Set;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Nothing is kept any longer.</summary>
    public void Forget() => _last = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _forget?.Dispose();
        _one.Dispose();
    }

    private RunSet Make(List<BookingHistory> histories)
    {
        var options = training.Value;
        var set = TrainingSet.Of(histories);
        var end = set.MaturedBefore;

        // The earliest training of a run is the one that settings are tried by, or the one that the twin is calibrated by.
        var before = options.WindowDays + retraining.Value.CompareDays + Math.Max(retraining.Value.CompareDays, options.EvaluationDays);
        var from = end.DayNumber > before ? end.AddDays(-before) : DateOnly.MinValue;
        return new RunSet(histories, new TableTrainings(SnapshotTable.Of(AsOfTrainer.Order(histories), AsOfTrainer.Features(options), options.SnapshotStepDays, from, end)), set);
    }
}

/// <summary>The bookings of a data set with their snapshots.</summary>
/// <param name="Histories">The bookings that may be learned from.</param>
/// <param name="Trainings">Trainings on their snapshots.</param>
/// <param name="Matured">Those that have matured.</param>
internal sealed record RunSet(List<BookingHistory> Histories, TableTrainings Trainings, TrainingSet Matured)
{
    /// <summary>The settings that the run will try; none where the features were made ready in another process.</summary>
    public IReadOnlyList<TrialSettings> Trials { get; set; } = [];
}
