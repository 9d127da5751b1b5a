using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>Gathers what a report says while rows go by, in memory that does not grow with them. Not for use by two threads at once.</summary>
/// <param name="validator">What is expected.</param>
/// <param name="mode">What the rows are checked as.</param>
/// <param name="options">From when on a file is wanting.</param>
/// <param name="history">The runs of the source before this one, the last one last; null for none.</param>
/// <param name="model">The model that the rows are looked at beside; null for none.</param>
public sealed class ReportCollector(
    BookingValidator validator, ValidationMode mode, ValidationOptions options, IReadOnlyList<RunProfile>? history = null, ModelSchema? model = null) : IDisposable
{
    private const int MostSamples = 5;

    // Who it is is nobody's distribution.
    private static readonly string[] Ids = ["bookingId", "guestRef", "eventId"];

    private readonly Dictionary<(string Rule, string Field), List<ReportSample>> _samples = [];
    private readonly Dictionary<(string Rule, string Field), string> _messages = [];
    private readonly List<ReportSpread> _spreads = [.. BookingField.All.Where(f => !Ids.Contains(f.Name)).Select(f => new ReportSpread(f.Name, f.Type))];
    private readonly Dictionary<string, ReportSpread> _made = new[] { "nights", "guests", "leadTimeDays" }.ToDictionary(n => n, n => new ReportSpread(n, FieldType.Whole), StringComparer.Ordinal);
    private readonly ReportChecks _checks = new(validator, options, history ?? [], model);
    private long _readable;

    /// <summary>The report, when all rows have gone by.</summary>
    /// <param name="summary">The run's counts.</param>
    /// <param name="source">What was read.</param>
    /// <param name="now">The time of the report.</param>
    /// <param name="today">The day that freshness is measured from.</param>
    public ValidationReport Build(ValidationSummary summary, string source, DateTimeOffset now, DateOnly today)
    {
        var distributions = _spreads.Select(s => s.Result()).ToList();
        var constant = distributions.Where(d => d is { Bins.Count: 1, Missing: 0 }).Select(d => d.Field).ToList();
        var (comparison, fit) = (_checks.Comparison(), _checks.Fit());
        return new ValidationReport
        {
            Source = source,
            Generated = now,
            Summary = summary,
            Checks = _checks.Results(today, constant, comparison, fit),
            Expectations = [.. Reading(summary), .. Expected(summary)],
            Distributions = [.. distributions, .. _made.Values.Select(m => m.Result())],
            Comparison = comparison,
            Model = fit,
        };
    }

    /// <summary>What the next run of the source is compared with; null without accepted rows. A run that was found wanting should not be kept: it would make the wrong usual.</summary>
    public RunProfile? Profile(ValidationSummary summary, string source, DateTimeOffset now) => _checks.Profile(summary.RunId, source, now);

    /// <summary>Deletes what was put on disk.</summary>
    public void Dispose() => _checks.Dispose();

    internal void Add(BookingRow row, IReadOnlyList<FieldFault> rejects, IReadOnlyList<FieldFault> warnings)
    {
        foreach (var fault in rejects)
        {
            Sample(row.RowNumber, fault);
        }

        foreach (var fault in warnings)
        {
            Sample(row.RowNumber, fault);
        }

        if (row.Event is not { } booking)
        {
            return;
        }

        _readable++;
        _spreads.ForEach(s => s.Add(booking));
        foreach (var made in _made.Values)
        {
            made.Add(booking);
        }

        if (rejects.Count == 0)
        {
            _checks.Add(booking);
        }
    }

    private void Sample(long row, FieldFault fault)
    {
        var key = (fault.Rule, fault.Field);
        if (!_samples.TryGetValue(key, out var samples))
        {
            _samples[key] = samples = [];
            _messages[key] = fault.Message;
        }

        if (samples.Count < MostSamples)
        {
            samples.Add(new ReportSample(row, fault.Value));
        }
    }

    // Rules of the reader have no expectation of their own: they show when they were broken.
    private IEnumerable<ReportExpectation> Reading(ValidationSummary summary)
    {
        var names = validator.Suite.Expectations.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        return summary.Rules.Where(r => !names.Contains(r.Rule)).Select(r => new ReportExpectation
        {
            Name = r.Rule,
            Field = r.Field,
            Message = _messages[(r.Rule, r.Field)],
            Severity = Severity.Reject,
            Status = ReportStatus.Failed,
            Checked = summary.Read,
            Failed = r.Rows,
            Samples = _samples[(r.Rule, r.Field)],
        });
    }

    private IEnumerable<ReportExpectation> Expected(ValidationSummary summary)
    {
        foreach (var expectation in validator.Suite.Expectations)
        {
            var severity = mode == ValidationMode.Request ? expectation.InRequest : expectation.InHistory;
            if (severity == Severity.Ignore)
            {
                continue;
            }

            var failed = summary.Rules.Where(r => r.Rule == expectation.Name && r.Severity == severity).Sum(r => r.Rows);
            yield return new ReportExpectation
            {
                Name = expectation.Name,
                Field = expectation.Field,
                Message = expectation.Message,
                Severity = severity,
                Status = failed == 0 ? ReportStatus.Passed : severity == Severity.Reject ? ReportStatus.Failed : ReportStatus.Warned,
                Checked = _readable,
                Failed = failed,
                Observed = Spread(expectation)?.Observed(),
                Samples = _samples.GetValueOrDefault((expectation.Name, expectation.Field)) ?? [],
            };
        }
    }

    private ReportSpread? Spread(Expectation expectation) =>
        _made.GetValueOrDefault(expectation.ValueName) ?? _spreads.Find(s => s.Field == expectation.ValueName);
}
