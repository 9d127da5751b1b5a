using System.ComponentModel.DataAnnotations;

namespace HotelCancellation.Api;

/// <summary>What a Web host is for: one that only serves is not slowed down by trainings of another that only works. Section <c>Host</c>.</summary>
public sealed class HostRoleOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Host";

    private const string Api = "api";
    private const string Jobs = "jobs";

    /// <summary><c>api</c> (answers all routes), <c>jobs</c> (compaction, monitoring, retraining and rollouts; answers probes, metrics and the contract alone), or both with a comma between.</summary>
    /// <value>Default: <c>api,jobs</c>.</value>
    public string Roles { get; set; } = $"{Api},{Jobs}";

    /// <summary>Whether all routes are answered.</summary>
    internal bool Serves => List.Contains(Api, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether jobs are done.</summary>
    internal bool Works => List.Contains(Jobs, StringComparer.OrdinalIgnoreCase);

    private string[] List => (Roles ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (List.Length == 0 || !Array.TrueForAll(List, r => r.Equals(Api, StringComparison.OrdinalIgnoreCase) || r.Equals(Jobs, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new ValidationResult($"Host:Roles must be api, jobs or api,jobs; got '{Roles}'.");
        }
    }
}
