using HotelCancellation.Model;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace HotelCancellation.Training;

/// <summary>Trains trees with ML.NET's LightGBM and takes them out into a <see cref="TreeEnsemble"/>.</summary>
public sealed class LightGbmTrainer(TrainingOptions options)
{
    /// <summary>The largest difference from ML.NET's own score that is let through, in log-odds.</summary>
    public const double ScoreTolerance = 1e-6;

    private const int CheckedRows = 1000;

    /// <summary>Trains on a matrix. Gives the same trees each time; with another number of threads, but for the last digit of a leaf.</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="cancellationToken">Stops between stages.</param>
    /// <param name="isExplained">Whether anybody will ask the trees for reasons.</param>
    /// <exception cref="InvalidOperationException">The trees taken out do not score as ML.NET does.</exception>
    public TreeEnsemble Train(FeatureMatrix matrix, CancellationToken cancellationToken, bool isExplained = true)
    {
        OpenMpThreads.SleepWhileWaiting();
        var context = new MLContext(options.Seed);
        cancellationToken.ThrowIfCancellationRequested();
        var data = ToDataView(context, matrix, matrix.Rows);
        var settings = LightGbmOptions(matrix.Rows);
        settings.ExampleWeightColumnName = matrix.Weights is null ? null : nameof(Example.Weight);
        var transformer = Fit(context, settings, data);
        cancellationToken.ThrowIfCancellationRequested();
        var ensemble = TreeExtractor.Extract(transformer.Model.SubModel, matrix, isExplained);
        Check(context, transformer, ensemble, matrix);
        return ensemble;
    }

    /// <summary>
    /// Trains when no other training of this process does; ML.NET itself lets only one grow trees at a time. The number of threads is one variable of the native library: where another
    /// training raises it between the making of a data set and its filling, rows are written past the buffers of the threads that were there.
    /// </summary>
    internal static BinaryPredictionTransformer<CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>> Fit(
        MLContext context, LightGbmBinaryTrainer.Options settings, IDataView data) => TrainingThread.Do(() => context.BinaryClassification.Trainers.LightGbm(settings).Fit(data));

    /// <summary>ML.NET's own score of the first rows, in log-odds.</summary>
    internal static float[] Scores(MLContext context, ITransformer transformer, FeatureMatrix matrix, int rows) =>
        [.. transformer.Transform(ToDataView(context, matrix, rows)).GetColumn<float>("Score")];

    internal LightGbmBinaryTrainer.Options LightGbmOptions(int rows) => new()
    {
        NumberOfIterations = options.Trees,
        NumberOfLeaves = options.Leaves,
        LearningRate = options.LearningRate,
        MaximumBinCountPerFeature = options.Bins,
        MinimumExampleCountPerLeaf = options.MinimumRowsPerLeaf,
        Sigmoid = 1,
        Seed = options.Seed,
        NumberOfThreads = options.Threads == 0 ? OpenMpThreads.For(rows) : options.Threads,
        Deterministic = true,
        ForceColumnWise = true,
        HandleMissingValue = false,
        UseCategoricalSplit = false,
        EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.None,
        Booster = new GradientBooster.Options
        {
            FeatureFraction = options.FeatureShare,
            SubsampleFraction = options.RowShare,
            SubsampleFrequency = options.RowShare < 1 ? 1 : 0,
            L2Regularization = options.L2,
        },
    };

    internal static IDataView ToDataView(MLContext context, FeatureMatrix matrix, int rows)
    {
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, matrix.Width);

        // ML.NET's own view for its schema alone. Making it draws one of the context's random numbers, as do the rows that LightGBM's bins are made of: without it the same data would give other trees than they did.
        return new MatrixView(context.Data.LoadFromEnumerable(Array.Empty<Example>(), schema).Schema, matrix, rows);
    }

    private static void Check(MLContext context, ITransformer transformer, TreeEnsemble ensemble, FeatureMatrix matrix)
    {
        var theirs = Scores(context, transformer, matrix, Math.Min(CheckedRows, matrix.Rows));
        for (var i = 0; i < theirs.Length; i++)
        {
            var ours = ensemble.Score(matrix.Row(i));
            if (Math.Abs(ours - theirs[i]) > ScoreTolerance * Math.Max(1, Math.Abs(ours)))
            {
                throw new InvalidOperationException($"Row {i} scores {ours} by the flat ensemble and {theirs[i]} by ML.NET.");
            }
        }
    }

    internal sealed class Example
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Weight { get; set; } = 1;
    }
}
