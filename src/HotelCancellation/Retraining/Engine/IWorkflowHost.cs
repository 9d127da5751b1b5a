using HotelCancellation.Retraining.Runs;

namespace HotelCancellation.Retraining.Engine;

/// <summary>Where a run is for what runs it.</summary>
public enum InstanceState
{
    /// <summary>It has never heard of it.</summary>
    None,

    /// <summary>It has not ended.</summary>
    UnderWay,

    /// <summary>It has ended, one way or another.</summary>
    Over,
}

/// <summary>Something that runs workflows and keeps their record by itself.</summary>
public interface IWorkflowHost
{
    /// <summary>Where a run is.</summary>
    Task<InstanceState> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Starts a run.</summary>
    Task StartAsync(RunKind kind, string id, string input, CancellationToken cancellationToken);

    /// <summary>Hands on somebody's word.</summary>
    Task SayAsync(string id, string name, string word, CancellationToken cancellationToken);
}
