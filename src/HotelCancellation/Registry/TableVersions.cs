using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HotelCancellation.Model;
using HotelCancellation.Platform;

namespace HotelCancellation.Registry;

/// <summary>
/// The versions, one row each in table <c>models</c>, partition <c>version</c>: what a list shows, and the hash of the
/// manifest. Written once, after all files.
/// </summary>
internal sealed class TableVersions(StorageClients clients)
{
    private const string Partition = "version";
    private readonly TableClient _table = clients.Table("models");

    public Task CreateTableAsync(CancellationToken cancellationToken) =>
        StorageGuard.CallAsync("create table", () => _table.CreateIfNotExistsAsync(cancellationToken), cancellationToken);

    /// <summary>Adds a version unless it is there.</summary>
    public Task<bool> AddAsync(ModelManifest manifest, string manifestSha256, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "add version",
            async () =>
            {
                try
                {
                    await _table.AddEntityAsync(ToRow(manifest, manifestSha256), cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status == 409)
                {
                    return false;
                }
            },
            cancellationToken);

    /// <summary>The hash of a version's manifest; null where the version is not registered.</summary>
    public Task<string?> ManifestHashAsync(ModelVersion version, CancellationToken cancellationToken) =>
        StorageGuard.CallAsync(
            "read version",
            async () =>
            {
                try
                {
                    var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, version.Value, ["ManifestSha256"], cancellationToken);
                    return row.HasValue ? row.Value!.GetString("ManifestSha256") : null;
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                    return null;
                }
            },
            cancellationToken);

    /// <summary>All versions, the newest first.</summary>
    public async IAsyncEnumerable<ModelSummary> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await StorageGuard.CallAsync(
            "list versions",
            async () =>
            {
                var all = new List<ModelSummary>();
                try
                {
                    await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
                    {
                        all.Add(FromRow(row));
                    }
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    // The table itself is not there yet.
                }

                return all;
            },
            cancellationToken);
        foreach (var summary in rows.OrderByDescending(r => r.Created).ThenBy(r => r.Version.Value, StringComparer.Ordinal))
        {
            yield return summary;
        }
    }

    private static TableEntity ToRow(ModelManifest manifest, string manifestSha256) => new(Partition, manifest.Version.Value)
    {
        // As text: a table keeps times only to 100 ns and turns them into another type on the way.
        ["Created"] = manifest.Created.ToString("O", CultureInfo.InvariantCulture),
        ["By"] = manifest.By,
        ["Reason"] = manifest.Reason,
        ["Parent"] = manifest.Parent?.Value,
        ["CodeVersion"] = manifest.CodeVersion,
        ["DataFingerprint"] = manifest.Data.Fingerprint,
        ["Source"] = manifest.Data.Source,
        ["RowsTrained"] = manifest.Data.RowsTrained,
        ["Metrics"] = JsonSerializer.Serialize(manifest.Metrics),
        ["ManifestSha256"] = manifestSha256,
    };

    private static ModelSummary FromRow(TableEntity row) => new()
    {
        Version = new ModelVersion(row.RowKey),
        Created = DateTimeOffset.Parse(row.GetString("Created"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        By = row.GetString("By"),
        Reason = row.GetString("Reason"),
        Parent = row.GetString("Parent") is { } parent ? new ModelVersion(parent) : null,
        CodeVersion = row.GetString("CodeVersion"),
        DataFingerprint = row.GetString("DataFingerprint"),
        Source = row.GetString("Source"),
        RowsTrained = row.GetInt64("RowsTrained") ?? 0,
        Metrics = JsonSerializer.Deserialize<SortedDictionary<string, double>>(row.GetString("Metrics"))!,
    };
}
