using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Training;

/// <summary>How a model is trained. Section <c>Training</c>. The same options, data and seed give the same artefacts.</summary>
public sealed record TrainingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Training";

    /// <summary>Boosting rounds, one tree each.</summary>
    /// <value>Default: 450.</value>
    [Range(1, 5000, ErrorMessage = "Training:Trees must be 1 to 5000.")]
    public int Trees { get; init; } = 450;

    /// <summary>Leaves of a tree.</summary>
    /// <value>Default: 63.</value>
    [Range(2, 1024, ErrorMessage = "Training:Leaves must be 2 to 1024.")]
    public int Leaves { get; init; } = 63;

    /// <summary>Shrinkage of each tree.</summary>
    /// <value>Default: 0.05.</value>
    [Range(0.001, 1.0, ErrorMessage = "Training:LearningRate must be 0.001 to 1.")]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Training rows that a leaf must have.</summary>
    /// <value>Default: 30.</value>
    [Range(1, 100_000, ErrorMessage = "Training:MinimumRowsPerLeaf must be 1 to 100000.")]
    public int MinimumRowsPerLeaf { get; init; } = 30;

    /// <summary>Share of the features that a tree may use.</summary>
    /// <value>Default: 0.2.</value>
    [Range(0.01, 1.0, ErrorMessage = "Training:FeatureShare must be 0.01 to 1.")]
    public double FeatureShare { get; init; } = 0.2;

    /// <summary>Share of the rows that a tree sees.</summary>
    /// <value>Default: 0.8.</value>
    [Range(0.01, 1.0, ErrorMessage = "Training:RowShare must be 0.01 to 1.")]
    public double RowShare { get; init; } = 0.8;

    /// <summary>L2 regularisation of leaf values.</summary>
    /// <value>Default: 5.</value>
    [Range(0.0, 1000.0, ErrorMessage = "Training:L2 must be 0 to 1000.")]
    public double L2 { get; init; } = 5;

    /// <summary>
    /// How far pruning may move the log-odds of the training rows, as the root mean square over them: subtrees that move them least become leaves, and trees go that are nothing
    /// else. See <c>docs/decisions/0027</c>.
    /// </summary>
    /// <value>Default: 0, no pruning.</value>
    [Range(0.0, 1.0, ErrorMessage = "Training:PruneTolerance must be 0 to 1.")]
    public double PruneTolerance { get; init; }

    /// <summary>Bits that what a leaf adds is rounded to, with a power of two for each tree. See <c>docs/decisions/0027</c>.</summary>
    /// <value>Default: 64, as it was trained.</value>
    [AllowedValues(8, 16, 64, ErrorMessage = "Training:LeafBits must be 8, 16, or 64 for leaves as they were trained.")]
    public int LeafBits { get; init; } = 64;

    /// <summary>Share of the training rows, the latest arrivals, that calibration and threshold are fitted on before the model is trained on all of them.</summary>
    /// <value>Default: 0.15.</value>
    [Range(0.02, 0.5, ErrorMessage = "Training:CalibrationShare must be 0.02 to 0.5.")]
    public double CalibrationShare { get; init; } = 0.15;

    /// <summary>Bins that the values of a feature are sorted into before trees look at them.</summary>
    /// <value>Default: 63.</value>
    [Range(2, 255, ErrorMessage = "Training:Bins must be 2 to 255.")]
    public int Bins { get; init; } = 63;

    /// <summary>Snapshots that are learned from are of so many days before the training.</summary>
    /// <value>Default: 730.</value>
    [Range(90, 3650, ErrorMessage = "Training:WindowDays must be 90 to 3650.")]
    public int WindowDays { get; init; } = 730;

    /// <summary>Days between two snapshots of a booking, and the length of a step of the hazard.</summary>
    /// <value>Default: 14.</value>
    [Range(1, 90, ErrorMessage = "Training:SnapshotStepDays must be 1 to 90.")]
    public int SnapshotStepDays { get; init; } = 14;

    /// <summary>Of the snapshots after the day of booking, every so many is learned from; the hazard takes all.</summary>
    /// <value>Default: 2.</value>
    [Range(1, 10, ErrorMessage = "Training:SnapshotThinning must be 1 to 10.")]
    public int SnapshotThinning { get; init; } = 2;

    /// <summary>What a snapshot after the day of booking weighs against one of that day.</summary>
    /// <value>Default: 0.5.</value>
    [Range(0.1, 100, ErrorMessage = "Training:LaterWeight must be 0.1 to 100.")]
    public double LaterWeight { get; init; } = 0.5;

    /// <summary>Boosting rounds of the trees that learn from arrivals alone that are over, and have a say about bookings after their day of booking.</summary>
    /// <value>Default: 150.</value>
    [Range(1, 5000, ErrorMessage = "Training:MaturedTrees must be 1 to 5000.")]
    public int MaturedTrees { get; init; } = 150;

    /// <summary>
    /// Boosting rounds of each of the ensembles, of 31 leaves at most, whose mean answers the plain task of one split. The model that is served does not use it.
    /// </summary>
    /// <value>Default: 300.</value>
    [Range(1, 5000, ErrorMessage = "Training:PlainTrees must be 1 to 5000.")]
    public int PlainTrees { get; init; } = 300;

    /// <summary>Boosting rounds of the hazard.</summary>
    /// <value>Default: 150.</value>
    [Range(1, 5000, ErrorMessage = "Training:HazardTrees must be 1 to 5000.")]
    public int HazardTrees { get; init; } = 150;

    /// <summary>Leaves of a tree of the hazard.</summary>
    /// <value>Default: 63.</value>
    [Range(2, 1024, ErrorMessage = "Training:HazardLeaves must be 2 to 1024.")]
    public int HazardLeaves { get; init; } = 63;

    /// <summary>Days of arrivals before the end of the data that the model is judged and calibrated by, before it is trained on all.</summary>
    /// <value>Default: 60.</value>
    [Range(7, 365, ErrorMessage = "Training:EvaluationDays must be 7 to 365.")]
    public int EvaluationDays { get; init; } = 60;

    /// <summary>Rows that a training needs; fewer are refused.</summary>
    /// <value>Default: 500.</value>
    [Range(100, 1_000_000, ErrorMessage = "Training:MinimumRows must be 100 to 1000000.")]
    public int MinimumRows { get; init; } = 500;

    /// <summary>Names of the features; empty for the default ones.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Threads of the trainer. The last digits of leaves depend on it, and so may the version; on nothing else of the machine.</summary>
    /// <value>Default: 0, two for <c>hotelcancel train</c> and the demo; in a host one, from 200,000 rows on two; in <c>hotelcancel replay</c> one for each process.</value>
    [Range(0, 1024, ErrorMessage = "Training:Threads must be 0 to 1024.")]
    public int Threads { get; init; }

    /// <summary>The seed of everything random.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;
}
