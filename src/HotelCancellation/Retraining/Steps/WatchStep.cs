using HotelCancellation.Model;
using HotelCancellation.Predictions;
using HotelCancellation.Registry;
using HotelCancellation.Retraining.Workflows;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Retraining.Steps;

/// <summary>Looks into the prediction log for errors and latency since a promotion, over all processes that answer.</summary>
internal sealed class WatchStep(RecentPredictions predictions, ModelRegistry registry, IOptions<RolloutOptions> options, TimeProvider time) : IStep<WatchInput, WatchFindings>
{
    public async Task<WatchFindings> RunAsync(string runId, WatchInput input, CancellationToken cancellationToken)
    {
        var version = new ModelVersion(input.Version);
        var (load, limits) = (await registry.LoadAsync(version, cancellationToken), options.Value);
        if (load.Refusal is { } refusal)
        {
            return new WatchFindings(refusal, 0, null, null);
        }

        var recent = await predictions.ReadAsync(version, input.Since, time.GetUtcNow(), cancellationToken);
        var asked = recent.Predictions + recent.Failed;
        double? rate = asked == 0 ? null : (double)recent.Failed / asked;
        var p99 = recent.P99?.TotalMilliseconds;
        var trouble = asked < limits.MinPredictions ? null
            : rate > limits.MaxErrorRate ? FormattableString.Invariant($"{recent.Failed} of {asked} requests failed, more than Rollout:MaxErrorRate = {limits.MaxErrorRate} allows.")
            : p99 > limits.MaxP99Milliseconds ? FormattableString.Invariant($"99 of 100 predictions took up to {p99:0.0} ms, more than Rollout:MaxP99Milliseconds = {limits.MaxP99Milliseconds} allows.")
            : null;
        return new WatchFindings(trouble, recent.Predictions, rate, p99);
    }
}
