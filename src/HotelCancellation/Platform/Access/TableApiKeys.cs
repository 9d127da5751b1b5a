using System.Collections.Frozen;
using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace HotelCancellation.Platform.Access;

/// <summary>The keys of the API in table <c>apikeys</c>: one row a key, in one partition, since the whole set is always read.</summary>
public sealed class TableApiKeys(StorageClients storage, TimeProvider time)
{
    private const string Partition = "key";
    private readonly TableClient _table = storage.Table("apikeys");

    /// <summary>Makes a key. Create-only: an id is never used twice.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    /// <exception cref="ArgumentException">The request has no name, no role, or an expiry that has passed.</exception>
    public async Task<NewApiKey> CreateAsync(ApiKeyRequest request, CancellationToken cancellationToken = default)
    {
        Check(request);
        var (id, text) = ApiKeyText.Create();
        ApiKeyText.TrySplit(text, out _, out var secret);
        var key = new ApiKey
        {
            Id = id,
            Name = request.Name.Trim(),
            SecretHash = ApiKeyText.Hash(secret),
            Roles = request.Roles,
            Properties = request.Properties is { Count: > 0 } properties ? properties.ToFrozenSet(StringComparer.Ordinal) : null,
            Created = time.GetUtcNow(),
            Expires = request.Expires,
        };
        await StorageGuard.CallAsync(
            "add key",
            async () =>
            {
                await _table.CreateIfNotExistsAsync(cancellationToken);
                return await _table.AddEntityAsync(ToEntity(key), cancellationToken);
            },
            cancellationToken);
        return new NewApiKey(key, text);
    }

    /// <summary>All keys, revoked and expired ones among them, the oldest first.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) =>
        StorageGuard.CallAsync("read keys", () => ReadAsync(cancellationToken), cancellationToken);

    /// <summary>Revokes a key for good; last writer wins, since there is one way only. False where there is no such key.</summary>
    /// <exception cref="StorageUnavailableException">Storage does not answer.</exception>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default) =>
        StorageGuard.CallAsync("revoke key", () => MarkAsync(id, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<ApiKey>> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = new List<ApiKey>();
        try
        {
            await foreach (var entity in _table.QueryAsync<TableEntity>(e => e.PartitionKey == Partition, cancellationToken: cancellationToken))
            {
                keys.Add(FromEntity(entity));
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }

        keys.Sort((a, b) => a.Created.CompareTo(b.Created));
        return keys;
    }

    private async Task<bool> MarkAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var change = new TableEntity(Partition, id) { ["Revoked"] = time.GetUtcNow() };
            await _table.UpdateEntityAsync(change, ETag.All, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    private void Check(ApiKeyRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
        {
            throw new ArgumentException("A key needs a name of 1 to 100 characters.", nameof(request));
        }

        if (request.Roles == ApiRoles.None)
        {
            throw new ArgumentException($"A key needs at least one role of {string.Join(", ", ApiRolesText.All)}.", nameof(request));
        }

        if (request.Expires <= time.GetUtcNow())
        {
            throw new ArgumentException(
                $"The key would have expired at {request.Expires.Value.ToString("u", CultureInfo.InvariantCulture)} already.", nameof(request));
        }
    }

    private static TableEntity ToEntity(ApiKey key) => new(Partition, key.Id)
    {
        ["Name"] = key.Name,
        ["SecretHash"] = key.SecretHash.ToArray(),
        ["Roles"] = key.Roles.ToText(),
        ["Properties"] = key.Properties is null ? null : string.Join('\n', key.Properties.Order(StringComparer.Ordinal)),
        ["Created"] = key.Created,
        ["Expires"] = key.Expires,
    };

    private static ApiKey FromEntity(TableEntity entity) => new()
    {
        Id = entity.RowKey,
        Name = entity.GetString("Name") ?? "",
        SecretHash = entity.GetBinary("SecretHash") ?? [],
        Roles = ApiRolesText.TryParse(entity.GetString("Roles") ?? "", out var roles) ? roles : ApiRoles.None,
        Properties = entity.GetString("Properties") is { } properties ? properties.Split('\n').ToFrozenSet(StringComparer.Ordinal) : null,
        Created = entity.GetDateTimeOffset("Created") ?? default,
        Expires = entity.GetDateTimeOffset("Expires"),
        Revoked = entity.GetDateTimeOffset("Revoked"),
    };
}
