using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Platform;

/// <summary>Clients of the containers and tables, made once each. Nothing is created or asked until a client is used.</summary>
public sealed class StorageClients
{
    private readonly BlobServiceClient _blobs;
    private readonly TableServiceClient _tables;
    private readonly string _prefix;
    private readonly TimeSpan _timeout;
    private readonly ConcurrentDictionary<string, BlobContainerClient> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TableClient> _tableClients = new(StringComparer.Ordinal);

    /// <summary>Creates the clients.</summary>
    /// <param name="options">Where storage is.</param>
    /// <param name="policies">What a host does around each call.</param>
    public StorageClients(IOptions<StorageOptions> options, IEnumerable<HttpPipelinePolicy> policies)
    {
        var storage = options.Value;
        _prefix = storage.Prefix;
        _timeout = TimeSpan.FromSeconds(storage.TimeoutSeconds);
        var blobOptions = Configure(new BlobClientOptions(), storage, policies);
        var tableOptions = Configure(new TableClientOptions(), storage, policies);
        if (string.IsNullOrEmpty(storage.AccountName))
        {
            var connection = string.IsNullOrEmpty(storage.ConnectionString) ? StorageOptions.Emulator : storage.ConnectionString;
            _blobs = new BlobServiceClient(connection, blobOptions);
            _tables = new TableServiceClient(connection, tableOptions);
        }
        else
        {
            var identity = new DefaultAzureCredential();
            _blobs = new BlobServiceClient(new Uri($"https://{storage.AccountName}.blob.core.windows.net"), identity, blobOptions);
            _tables = new TableServiceClient(new Uri($"https://{storage.AccountName}.table.core.windows.net"), identity, tableOptions);
        }
    }

    /// <summary>The blob endpoint, without secrets.</summary>
    public Uri BlobEndpoint => _blobs.Uri;

    /// <summary>The container of a name, such as <c>models</c>.</summary>
    public BlobContainerClient Container(string name) =>
        _containers.GetOrAdd(name, n => _blobs.GetBlobContainerClient(_prefix.Length == 0 ? n : $"{_prefix}-{n}"));

    /// <summary>The table of a name, such as <c>models</c>.</summary>
    public TableClient Table(string name) => _tableClients.GetOrAdd(name, n => _tables.GetTableClient(_prefix + n));

    /// <summary>
    /// Whether storage answers, blobs and tables. Where nothing listens, it says no within some seconds; storage that is merely slow has
    /// <see cref="StorageOptions.TimeoutSeconds"/>, like any other request, before it counts as absent.
    /// </summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        try
        {
            // Both: an emulator opens one port after the other.
            await Container("models").ExistsAsync(timeout.Token);
            return await TablesAnswerAsync(timeout.Token);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException or OperationCanceledException or AuthenticationFailedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task<bool> TablesAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Table("models").GetEntityIfExistsAsync<TableEntity>("version", "none", cancellationToken: cancellationToken);
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            // The table itself is not there yet.
        }

        return true;
    }

    private static T Configure<T>(T options, StorageOptions storage, IEnumerable<HttpPipelinePolicy> policies)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = storage.MaxRetries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(storage.TimeoutSeconds);
        foreach (var policy in policies)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        }

        return options;
    }
}
