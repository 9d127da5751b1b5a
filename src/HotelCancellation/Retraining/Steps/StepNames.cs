namespace HotelCancellation.Retraining.Steps;

/// <summary>The steps of the workflows. A name is part of every run's record: it is never given to another step.</summary>
public static class StepNames
{
    /// <summary>Bookings to an immutable, fingerprinted data set.</summary>
    public const string Extract = "extract";

    /// <summary>Whether the data are fit to be learned from.</summary>
    public const string Validate = "validate";

    /// <summary>The features and what each of them can tell by itself.</summary>
    public const string Features = "features";

    /// <summary>One set of settings, trained on earlier days and asked about later ones.</summary>
    public const string Try = "try";

    /// <summary>The model, registered.</summary>
    public const string Train = "train";

    /// <summary>Champion and challenger on the same rows.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>The gate's verdict, kept with the version.</summary>
    public const string Compare = "compare";

    /// <summary>The challenger's alias, and its rollout.</summary>
    public const string Stage = "stage";

    /// <summary>The champion's alias.</summary>
    public const string Promote = "promote";

    /// <summary>Errors and latency since.</summary>
    public const string Watch = "watch";

    /// <summary>The champion's alias, back.</summary>
    public const string RollBack = "roll-back";

    /// <summary>The run's end.</summary>
    public const string End = "end";

    /// <summary>Those that are done whoever has ended the run.</summary>
    internal static bool IsDoneAnyway(string step) => step is End or RollBack;
}
