using System.Buffers;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;

namespace HotelCancellation.Serving;

/// <summary>Answers for one booking. Safe for many threads.</summary>
/// <param name="contexts">The bookings around.</param>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts predictions.</param>
/// <param name="log">The prediction log; null for none.</param>
public sealed class Predictor(IContextSource contexts, TimeProvider time, HotelCancellationMeter meter, PredictionLog? log = null)
{
    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Whether a logged prediction waits for its record to be durable.</summary>
    internal bool WaitsForLog => log is { IsAcknowledged: true };

    /// <summary>Makes a prediction without a log.</summary>
    /// <inheritdoc cref="PredictLoggedAsync"/>
    public async ValueTask<Prediction> PredictAsync(
        ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> validationWarnings, CancellationToken cancellationToken) =>
        (await MakeAsync(bundle, booking, asOf, explain, validationWarnings, isLogged: false, cancellationToken)).Prediction;

    /// <summary>Makes a prediction and logs it.</summary>
    /// <param name="bundle">The model; read once from <see cref="ActiveModels"/> and used for the whole request.</param>
    /// <param name="booking">A booking that validation let through.</param>
    /// <param name="asOf">The day it is asked about, or null for <see cref="AsOfRule.Default"/>.</param>
    /// <param name="explain">Whether to say why.</param>
    /// <param name="validationWarnings">What validation warned of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="asOf"/> breaks <see cref="AsOfRule.Check"/>, which the caller should have asked.</exception>
    /// <exception cref="StorageUnavailableException">The log is acknowledged and could not be written.</exception>
    public async ValueTask<Prediction> PredictLoggedAsync(
        ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> validationWarnings, CancellationToken cancellationToken)
    {
        var (prediction, logged) = await MakeAsync(bundle, booking, asOf, explain, validationWarnings, isLogged: true, cancellationToken);
        await logged.WaitAsync(cancellationToken);
        return prediction;
    }

    /// <summary>Makes a prediction, and says by a task when it may be told: when its record is as durable as it shall be.</summary>
    internal async ValueTask<(Prediction Prediction, Task Logged)> MakeAsync(
        ModelBundle bundle, Booking booking, DateOnly? asOf, bool explain, IReadOnlyList<string> validationWarnings, bool isLogged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(validationWarnings);
        if (AsOfRule.Check(booking, asOf) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(asOf), fault.Value, $"asOf {fault.Message}.");
        }

        var now = time.GetUtcNow();
        var at = new BookingAt(booking, asOf ?? AsOfRule.Default(booking, DateOnly.FromDateTime(now.UtcDateTime)));
        var asked = time.GetTimestamp();
        if (bundle.Model.Encoder.NeedsContext)
        {
            at = at with { Context = await contexts.ContextAsync(booking, at.AsOf, cancellationToken) };
        }

        var start = time.GetTimestamp();
        var journal = JournalOf(isLogged);
        var row = journal is null ? null : new float[bundle.Model.Encoder.Width];
        var probability = row is null ? bundle.Model.Probability(at) : bundle.Model.Probability(at, row);
        var explanation = !explain ? null : row is null ? bundle.Model.Explain(at) : bundle.Model.Explain(at.Booking, row);
        var prediction = Say(bundle, at, probability, explanation, now, journal, validationWarnings);
        meter.Predicted(bundle.Version.Value, prediction.RiskBand.ToText(), time.GetElapsedTime(start), explain);
        return (prediction, journal is null ? Task.CompletedTask : await journal.AddAsync(RecordOf(prediction, booking, row!, now, time.GetElapsedTime(asked)), cancellationToken));
    }

    /// <summary>Makes many predictions at once, each the same as alone.</summary>
    /// <param name="bundle">The model.</param>
    /// <param name="questions">Bookings that validation let through, each with a day of its life.</param>
    /// <param name="explain">Whether to say why.</param>
    /// <param name="isLogged">Whether they are logged.</param>
    /// <param name="answers">Gets the answers in the order of the questions, each with when it may be told; those before a fault are in it when this fails.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task MakeAsync(
        ModelBundle bundle, IReadOnlyList<BulkQuestion> questions, bool explain, bool isLogged, ICollection<(Prediction Prediction, Task Logged)> answers, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var model = bundle.Model;
        var at = new BookingAt[questions.Count];
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = new BookingAt(questions[i].Booking, questions[i].AsOf);
        }

        if (model.Encoder.NeedsContext)
        {
            await AddContextsAsync(at, cancellationToken);
        }

        var start = time.GetTimestamp();
        var width = model.Encoder.Width;
        var journal = JournalOf(isLogged);
        var rows = ArrayPool<float>.Shared.Rent(at.Length * width);
        try
        {
            var probabilities = new double[at.Length];
            model.Probabilities(at, rows.AsSpan(0, at.Length * width), probabilities);
            var share = time.GetElapsedTime(start) / Math.Max(1, at.Length);
            for (var i = 0; i < at.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var began = time.GetTimestamp();
                var row = rows.AsMemory(i * width, width);
                var prediction = Say(bundle, at[i], probabilities[i], explain ? model.Explain(at[i].Booking, row.Span) : null, now, journal, questions[i].Warnings);
                var took = share + time.GetElapsedTime(began);
                meter.Predicted(bundle.Version.Value, prediction.RiskBand.ToText(), took, explain);
                answers.Add((prediction, journal is null ? Task.CompletedTask : await journal.AddAsync(RecordOf(prediction, at[i].Booking, row.ToArray(), now, took), cancellationToken)));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }
    }

    private PredictionLog? JournalOf(bool isLogged) => isLogged && log is { IsOn: true } ? log : null;

    /// <summary>Storage is asked for all of them at once.</summary>
    private async Task AddContextsAsync(BookingAt[] at, CancellationToken cancellationToken)
    {
        var asked = new Task<BookingContext?>?[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var context = contexts.ContextAsync(at[i].Booking, at[i].AsOf, cancellationToken);
            if (context.IsCompletedSuccessfully)
            {
                at[i] = at[i] with { Context = context.Result };
            }
            else
            {
                asked[i] = context.AsTask();
            }
        }

        await Task.WhenAll(asked.OfType<Task<BookingContext?>>());
        for (var i = 0; i < at.Length; i++)
        {
            if (asked[i] is { } context)
            {
                at[i] = at[i] with { Context = await context };
            }
        }
    }

    private static Prediction Say(
        ModelBundle bundle, in BookingAt at, double probability, Explanation? explanation, DateTimeOffset now, PredictionLog? journal, IReadOnlyList<string> validationWarnings)
    {
        var rule = bundle.Model.Rule;
        return new Prediction
        {
            PredictionId = journal?.NewId(now) ?? PredictionId.New(now),
            BookingId = at.Booking.BookingId,
            Probability = probability,
            WillCancel = rule.WillCancel(probability),
            Threshold = rule.Threshold,
            RiskBand = rule.Band(probability),
            AsOf = at.AsOf,
            ModelVersion = bundle.Version,
            Warnings = Warnings(bundle.Model.Encoder, at, DateOnly.FromDateTime(now.UtcDateTime), validationWarnings),
            Explanation = explanation,
        };
    }

    private static PredictionRecord RecordOf(Prediction prediction, Booking booking, float[] row, DateTimeOffset now, TimeSpan latency) => new()
    {
        Id = prediction.PredictionId,
        At = now.UtcDateTime,
        Booking = booking,
        AsOf = prediction.AsOf,
        Features = row,
        Probability = prediction.Probability,
        Threshold = prediction.Threshold,
        WillCancel = prediction.WillCancel,
        RiskBand = prediction.RiskBand,
        ModelVersion = prediction.ModelVersion,
        Route = PredictionRoute.Champion,
        Latency = latency,
    };

    private static IReadOnlyList<string> Warnings(FeatureEncoder encoder, in BookingAt at, DateOnly today, IReadOnlyList<string> validation)
    {
        var unseen = encoder.Unseen(at.Booking);
        var passed = today > at.Booking.ArrivalDate ? "arrivalDate: the arrival has passed" : null;
        var context = !encoder.NeedsContext ? null
            : at.Context is null ? "propertyId: the bookings around this one could not be looked up in time; the prediction is made without them"
            : ContextFeatures.IsCold(at.Context) ? $"propertyId: '{at.Booking.PropertyId}' has too little history by {at.AsOf:yyyy-MM-dd} to say what is usual there"
            : null;
        return unseen.Count == 0 && passed is null && context is null
            ? validation
            : [.. validation, .. unseen, .. new[] { passed, context }.OfType<string>()];
    }
}
