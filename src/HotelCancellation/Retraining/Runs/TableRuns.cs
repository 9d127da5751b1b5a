using System.Globalization;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Platform;

namespace HotelCancellation.Retraining.Runs;

/// <summary>
/// The runs of the workflows in table <c>runs</c>: partition <c>run</c>, a row a run; partition <c>group</c>, a row for each kind and group with the run that is
/// under way. The same table has a partition for each run with its journal.
/// </summary>
internal sealed class TableRuns(StorageClients clients)
{
    public const string Table = "runs";
    private const string Runs = "run";
    private const string Groups = "group";
    private const int MostAttempts = 20;
    private readonly TableClient _table = clients.Table(Table);

    /// <summary>A run; null where there is none.</summary>
    public Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "read a run",
        async () =>
        {
            try
            {
                var row = await _table.GetEntityIfExistsAsync<TableEntity>(Runs, TableKeys.Of(id), cancellationToken: cancellationToken);
                return row.HasValue ? FromRow(row.Value!) : null;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // The table itself is not there yet.
                return null;
            }
        },
        cancellationToken);

    /// <summary>The runs of a kind, the newest first.</summary>
    /// <param name="kind">The kind; null for all.</param>
    /// <param name="openOnly">Only those that have not ended.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<List<RunRecord>> ListAsync(RunKind? kind, bool openOnly, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "list runs",
        async () =>
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Runs}");
            filter += openOnly ? TableClient.CreateQueryFilter($" and IsEnded eq {false}") : "";
            filter += kind is { } one ? TableClient.CreateQueryFilter($" and Kind eq {one.ToString()}") : "";
            var runs = new List<RunRecord>();
            try
            {
                await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
                {
                    runs.Add(FromRow(row));
                }
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // The table itself is not there yet.
            }

            runs.Sort((a, b) => b.Created != a.Created ? b.Created.CompareTo(a.Created) : string.CompareOrdinal(b.Id, a.Id));
            return runs;
        },
        cancellationToken);

    /// <summary>Adds a run; create-only.</summary>
    /// <returns>Whether there was none of its id.</returns>
    public Task<bool> TryAddAsync(RunRecord run, CancellationToken cancellationToken) => StorageGuard.CallAsync(
        "add a run",
        async () =>
        {
            await _table.CreateIfNotExistsAsync(cancellationToken);
            return await TryAddRowAsync(ToRow(run), cancellationToken);
        },
        cancellationToken);

    /// <summary>Changes a run by its ETag, again and again where others change it at the same time.</summary>
    /// <param name="id">The run.</param>
    /// <param name="change">What it is to be; null to leave it as it is. May be called several times.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it is now; null where there is no such run.</returns>
    public async Task<RunRecord?> ChangeAsync(string id, Func<RunRecord, RunRecord?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } run || change(run) is not { } changed || changed == run)
            {
                return await FindAsync(id, cancellationToken);
            }

            var written = await StorageGuard.CallAsync(
                "change a run",
                async () =>
                {
                    try
                    {
                        await _table.UpdateEntityAsync(ToRow(changed), new ETag(run.Tag), TableUpdateMode.Replace, cancellationToken);
                        return true;
                    }
                    catch (RequestFailedException e) when (e.Status is 404 or 412 && attempt < MostAttempts)
                    {
                        return false;
                    }
                },
                cancellationToken);
            if (written)
            {
                return changed;
            }
        }
    }

    /// <summary>
    /// Takes a group's place for a run, unless another that has not ended has it. Whoever finds a run in it that was never added takes its place: it would have been
    /// added next, and finds out before it begins.
    /// </summary>
    /// <returns>The run that has the place now.</returns>
    public async Task<string> TakeGroupAsync(RunKind kind, string group, string id, CancellationToken cancellationToken)
    {
        var key = TableKeys.Of($"{kind}-{group}");
        while (true)
        {
            var holder = await StorageGuard.CallAsync(
                "read a group",
                async () =>
                {
                    await _table.CreateIfNotExistsAsync(cancellationToken);
                    var row = await _table.GetEntityIfExistsAsync<TableEntity>(Groups, key, cancellationToken: cancellationToken);
                    return row.HasValue ? row.Value : null;
                },
                cancellationToken);
            if (holder?.GetString("RunId") is { } other && (other == id || await FindAsync(other, cancellationToken) is { IsEnded: false }))
            {
                return other;
            }

            var mine = new TableEntity(Groups, key) { ["RunId"] = id };
            var taken = await StorageGuard.CallAsync(
                "take a group",
                async () =>
                {
                    try
                    {
                        if (holder is null)
                        {
                            return await TryAddRowAsync(mine, cancellationToken);
                        }

                        await _table.UpdateEntityAsync(mine, holder.ETag, TableUpdateMode.Replace, cancellationToken);
                        return true;
                    }
                    catch (RequestFailedException e) when (e.Status is 404 or 412)
                    {
                        return false;
                    }
                },
                cancellationToken);
            if (taken)
            {
                return id;
            }
        }
    }

    private async Task<bool> TryAddRowAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    private static TableEntity ToRow(RunRecord run) => new(Runs, TableKeys.Of(run.Id))
    {
        ["Id"] = run.Id,
        ["Kind"] = run.Kind.ToString(),
        ["WorkflowVersion"] = run.WorkflowVersion,
        ["Group"] = run.Group,
        ["Status"] = run.Status.ToString(),
        ["IsEnded"] = run.IsEnded,
        ["Outcome"] = run.Outcome?.ToString(),
        ["Statement"] = run.Statement,
        ["Step"] = run.Step,
        ["Created"] = Text(run.Created),
        ["Updated"] = Text(run.Updated),
        ["EndedAt"] = run.EndedAt is { } ended ? Text(ended) : null,
        ["WakeAt"] = run.WakeAt is { } wake ? Text(wake) : null,
        ["By"] = run.By,
        ["Reason"] = run.Reason,
        ["Input"] = run.Input,
        ["CancelledBy"] = run.CancelledBy,
        ["CancelReason"] = run.CancelReason,
        ["Parent"] = run.Parent,
        ["ModelVersion"] = run.ModelVersion,
        ["Pickups"] = run.Pickups,
    };

    private static RunRecord FromRow(TableEntity row) => new()
    {
        Id = row.GetString("Id"),
        Kind = Enum.Parse<RunKind>(row.GetString("Kind")),
        WorkflowVersion = row.GetInt32("WorkflowVersion") ?? 0,
        Group = row.GetString("Group"),
        Status = Enum.Parse<RunStatus>(row.GetString("Status")),
        Outcome = row.GetString("Outcome") is { } outcome ? Enum.Parse<RunOutcome>(outcome) : null,
        Statement = row.GetString("Statement"),
        Step = row.GetString("Step"),
        Created = Time(row.GetString("Created")),
        Updated = Time(row.GetString("Updated")),
        EndedAt = row.GetString("EndedAt") is { } ended ? Time(ended) : null,
        WakeAt = row.GetString("WakeAt") is { } wake ? Time(wake) : null,
        By = row.GetString("By"),
        Reason = row.GetString("Reason"),
        Input = row.GetString("Input"),
        CancelledBy = row.GetString("CancelledBy"),
        CancelReason = row.GetString("CancelReason"),
        Parent = row.GetString("Parent"),
        ModelVersion = row.GetString("ModelVersion"),
        Pickups = row.GetInt32("Pickups") ?? 0,
        Tag = row.ETag.ToString(),
    };

    // As text: a table keeps times only to 100 ns and turns them into another type on the way.
    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
