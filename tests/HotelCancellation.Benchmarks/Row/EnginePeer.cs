using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace HotelCancellation.Benchmarks.Row;

/// <summary>
/// One training, two scorers: ML.NET's own transformer behind a <see cref="PredictionEngine{TSrc, TDst}"/> over booking
/// fields, and the product's model with the same trees.
/// </summary>
/// <remarks>
/// ML.NET encodes within its own pipeline, as its users do: <c>MapValue</c> for each category, from the very table that the
/// product's encoder has fitted, then <c>Concatenate</c>, then the LightGBM transformer with ML.NET's calibrator.
/// </remarks>
internal sealed class EnginePeer
{
    private static EnginePeer? _ofTheBenchmarks;
    private readonly MLContext _context;
    private readonly ITransformer _pipeline;

    private EnginePeer(CancellationModel model, MLContext context, ITransformer pipeline)
    {
        (Model, _context, _pipeline) = (model, context, pipeline);
        Engine = context.Model.CreatePredictionEngine<EngineInput, EngineOutput>(pipeline);
    }

    /// <summary>The product's model.</summary>
    public CancellationModel Model { get; }

    /// <summary>ML.NET's engine; for one thread.</summary>
    public PredictionEngine<EngineInput, EngineOutput> Engine { get; }

    /// <summary>Of <see cref="BenchPlan.Training"/> on the arrivals before <see cref="BenchPlan.Split"/>; the parts of a run that need it share one.</summary>
    public static EnginePeer OfTheBenchmarks(IReadOnlyList<BookingEvent> early) => _ofTheBenchmarks ??= Train(BenchPlan.Training, early);

    private static EnginePeer Train(TrainingOptions options, IReadOnlyList<BookingEvent> bookings)
    {
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, [.. bookings.Select(b => b.Booking)], [.. bookings.Select(b => b.Status.IsCancellation())]);
        var matrix = FeatureMatrix.AtBooking(encoder, bookings);
        OpenMpThreads.SleepWhileWaiting();
        var context = new MLContext(options.Seed);
        var trained = context.BinaryClassification.Trainers.LightGbm(new LightGbmTrainer(options).LightGbmOptions(matrix.Rows)).Fit(LightGbmTrainer.ToDataView(context, matrix, matrix.Rows));
        var ensemble = TreeExtractor.Extract(trained.Model.SubModel, matrix, isExplained: false);
        var model = new CancellationModel(encoder, ensemble, Calibration.None, new DecisionRule(0.5));
        var encoding = Encoding(context, encoder).Fit(context.Data.LoadFromEnumerable<EngineInput>([]));
        return new EnginePeer(model, context, encoding.Append(trained));
    }

    /// <summary>ML.NET's <c>Transform</c> of many rows; a column of what it says.</summary>
    public float[] Transform(IEnumerable<EngineInput> rows, string column) =>
        [.. _pipeline.Transform(_context.Data.LoadFromEnumerable(rows)).GetColumn<float>(column)];

    private static IEstimator<ITransformer> Encoding(MLContext context, FeatureEncoder encoder)
    {
        var columns = encoder.Features.Select(f => f.Encoding == FeatureEncoding.Number ? Column(f.Name) : $"{f.Name}Encoded").ToArray();
        IEstimator<ITransformer>? all = null;
        foreach (var feature in encoder.Features.Where(f => f.Encoding != FeatureEncoding.Number))
        {
            var table = feature.Values.Append(KeyValuePair.Create("", feature.Missing));
            var map = context.Transforms.Conversion.MapValue($"{feature.Name}Encoded", table, Column(feature.Name));
            all = all is null ? map : all.Append(map);
        }

        return all!.Append(context.Transforms.Concatenate("Features", columns));
    }

    // agentRate and agentCount are two encodings of one field.
    private static string Column(string feature)
    {
        var field = feature.Replace("Rate", "", StringComparison.Ordinal).Replace("Count", "", StringComparison.Ordinal);
        return char.ToUpperInvariant(field[0]) + field[1..];
    }
}
