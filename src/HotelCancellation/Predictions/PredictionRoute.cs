namespace HotelCancellation.Predictions;

/// <summary>Which of the models that are served at the same time answered.</summary>
public enum PredictionRoute
{
    /// <summary>The champion, to the caller.</summary>
    Champion,

    /// <summary>A new model that gets a part of the traffic, to the caller.</summary>
    Canary,

    /// <summary>A new model beside the one that answered; nobody was told.</summary>
    Shadow,
}

/// <summary>How routes are written.</summary>
public static class PredictionRoutes
{
    private static readonly string[] Names = ["champion", "canary", "shadow"];

    /// <summary><c>champion</c>, <c>canary</c> or <c>shadow</c>.</summary>
    public static string ToText(this PredictionRoute route) => Names[(int)route];

    /// <summary>The route of a text.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    internal static PredictionRoute Parse(string text) => Array.IndexOf(Names, text) is >= 0 and var i ? (PredictionRoute)i : throw new InvalidDataException($"There is no route '{text}'.");
}
