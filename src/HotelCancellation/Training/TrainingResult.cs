using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Training.Snapshots;

namespace HotelCancellation.Training;

/// <summary>A trained model and what is known of it.</summary>
public sealed record TrainingResult
{
    /// <summary>The model.</summary>
    public required CancellationModel Model { get; init; }

    /// <summary>
    /// How these settings did on the latest arrivals after training on the earlier ones. Where a split date was given, this
    /// is the model itself; otherwise the model was trained once more, on all arrivals.
    /// </summary>
    public required Evaluation Evaluation { get; init; }

    /// <summary>The first arrival day of the evaluation.</summary>
    public required DateOnly Split { get; init; }

    /// <summary>Whether the model was trained once more on all arrivals after the evaluation.</summary>
    public required bool TrainedOnAll { get; init; }

    /// <summary>What a model that is asked as of any day was learned from; null for one that is asked as of the day of booking.</summary>
    public AsOfFit? AsOf { get; init; }

    /// <summary>The set that was learned from.</summary>
    public required TrainingSet Set { get; init; }

    /// <summary>Rows that the model's trees were trained on.</summary>
    public required int RowsTrained { get; init; }

    /// <summary>What pruning and rounding have made of the trees; null where nothing was asked.</summary>
    public SlimEnsemble? Slim { get; init; }

    /// <summary>A few bookings and their probabilities, without anything that identifies a guest, for a host to check a loaded model by.</summary>
    public required IReadOnlyList<(BookingAt At, double Probability)> KnownRows { get; init; }

    /// <summary>Mean absolute contribution of each feature over a sample of rows, in log-odds, largest first.</summary>
    public required IReadOnlyList<(string Feature, double MeanContribution)> Importance { get; init; }

    /// <summary>What the training saw; null for a model that is asked as of the day of booking.</summary>
    public TrainingEvidence? Evidence { get; init; }

    /// <summary>Seconds from bookings to model.</summary>
    public required double Seconds { get; init; }
}
