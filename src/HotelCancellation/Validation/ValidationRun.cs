using System.Globalization;
using System.Runtime.CompilerServices;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;

namespace HotelCancellation.Validation;

/// <summary>One pass over rows: the good ones go on, the others go to quarantine, and all are counted. Not for use by two threads at once.</summary>
/// <param name="runId">The run; 1 to 128 letters, digits, '-', '_' and '.'.</param>
/// <param name="validator">What is expected.</param>
/// <param name="mode">What the rows are checked as.</param>
/// <param name="options">When to stop.</param>
/// <param name="quarantine">Where rejected rows go; null to count them only.</param>
/// <param name="report">Told of every row, for a report; null for none.</param>
public sealed class ValidationRun(string runId, BookingValidator validator, ValidationMode mode, ValidationOptions options, IQuarantine? quarantine = null, ReportCollector? report = null)
{
    private readonly Dictionary<(string Rule, string Field, Severity Severity), long> _rules = [];
    private long _read;
    private long _accepted;
    private long _warned;
    private string? _location;

    /// <summary>Rows read up to now.</summary>
    public long Read => _read;

    /// <summary>What was found up to now; complete when the rows of <see cref="AcceptAsync"/> are all taken.</summary>
    public ValidationSummary Summary => new()
    {
        RunId = runId,
        Read = _read,
        Accepted = _accepted,
        Warned = _warned,
        Rejected = _read - _accepted,
        Rules = [.. _rules.OrderByDescending(x => x.Value).ThenBy(x => x.Key).Select(x => new RuleCount(x.Key.Rule, x.Key.Field, x.Key.Severity, x.Value))],
        Quarantine = _location,
        StopReason = StopReason(),
    };

    /// <summary>The accepted rows, as they come. The quarantine is complete when all are taken, or when the taker stops early.</summary>
    public async IAsyncEnumerable<BookingEvent> AcceptAsync(
        IAsyncEnumerable<BookingRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kept = quarantine?.Begin(runId);
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var faults = Judge(row);
                if (faults.Count == 0)
                {
                    yield return row.Event!;
                }
                else if (kept is not null)
                {
                    await kept.AddAsync(row, faults, cancellationToken).ConfigureAwait(false);
                    _location = kept.Location;
                }
            }
        }
        finally
        {
            if (kept is not null)
            {
                await kept.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private IReadOnlyList<FieldFault> Judge(BookingRow row)
    {
        _read++;
        var faults = row.Faults;
        IReadOnlyList<FieldFault> warnings = [];
        if (row.Event is { } booking)
        {
            var result = validator.Check(booking, mode);
            (faults, warnings) = (result.Rejects, result.Warnings);
            _warned += result.Accepted && result.Warnings.Count > 0 ? 1 : 0;
            Count(result.Warnings, Severity.Warn);
        }

        report?.Add(row, faults, warnings);
        _accepted += faults.Count == 0 ? 1 : 0;
        Count(faults, Severity.Reject);
        return faults;
    }

    private void Count(IReadOnlyList<FieldFault> faults, Severity severity)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            var key = (faults[i].Rule, faults[i].Field, severity);
            _rules[key] = _rules.GetValueOrDefault(key) + 1;
        }
    }

    private string? StopReason()
    {
        var rejected = _read - _accepted;
        if (_read == 0)
        {
            return "No rows were read.";
        }

        if (_accepted == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"All {_read} rows were rejected.");
        }

        var share = (double)rejected / _read;
        return _read >= options.MinRows && share > options.MaxRejectedShare
            ? string.Create(CultureInfo.InvariantCulture, $"{rejected} of {_read} rows ({share:P1}) were rejected, more than Validation:MaxRejectedShare = {options.MaxRejectedShare} allows.")
            : null;
    }
}
