using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HotelCancellation.Api.Security.Tokens;

/// <summary>
/// The issuer's signing keys in memory, read from its OpenID metadata every <see cref="TokenOptions.RefreshSeconds"/>, so that
/// a request waits for no issuer and one that is down locks nobody out. A token whose key is not among them has them read again,
/// at most once in <see cref="TokenOptions.UnknownKeySeconds"/> whoever asks, so that tokens made up cost the issuer nothing.
/// </summary>
internal sealed partial class IssuerKeys(IHttpClientFactory clients, IOptions<TokenOptions> options, TimeProvider time, ILogger<IssuerKeys> logger)
    : BackgroundService
{
    /// <summary>The name of the client that reads them.</summary>
    public const string Client = "token-issuer";
    private const int MostWaiting = 64;

    /// <summary>Signatures by a key pair only. With a shared secret, or none at all, whoever checks a token could have made it.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly Lock _lock = new();
    private volatile Known? _known;
    private Task<bool>? _reading;
    private long? _lastRenewal;
    private volatile bool _answered;
    private int _waiting;

    /// <summary>What a token must be, by the keys that were last read; null where they never were.</summary>
    public TokenValidationParameters? Rules => _known?.Rules;

    /// <summary>When the keys were last read, or null.</summary>
    public DateTimeOffset? LoadedAt => _known?.At;

    /// <summary>Reads the keys again on account of a token whose key is not known, or joins a reading under way, or does nothing where they were read so a short time ago.</summary>
    /// <returns>Whether what is known now is all that the issuer has; false where it does not answer.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        Task<bool> reading;
        lock (_lock)
        {
            if (_reading is not { IsCompleted: false } && _lastRenewal is { } last && time.GetElapsedTime(last) < TimeSpan.FromSeconds(options.Value.UnknownKeySeconds))
            {
                return _answered;
            }

            if (_reading is not { IsCompleted: false })
            {
                _lastRenewal = time.GetTimestamp();
            }

            reading = Read();
        }

        try
        {
            return Interlocked.Increment(ref _waiting) <= MostWaiting && await reading.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Reads the keys now, or joins a reading under way. A failure is logged; the keys known so far stay.</summary>
    /// <returns>Whether they were read.</returns>
    public Task<bool> ReadAsync()
    {
        lock (_lock)
        {
            return Read();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.AreAccepted)
        {
            return;
        }

        try
        {
            while (true)
            {
                var seconds = await ReadAsync() ? options.Value.RefreshSeconds : options.Value.UnknownKeySeconds;
                await Task.Delay(TimeSpan.FromSeconds(seconds), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private Task<bool> Read() => _reading is { IsCompleted: false } running ? running : _reading = ReadOnceAsync();

    private async Task<bool> ReadOnceAsync()
    {
        await Task.Yield();
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
            using var client = clients.CreateClient(Client);
            var documents = new HttpDocumentRetriever(client) { RequireHttps = !options.Value.IsLoopback };
            var metadata = await OpenIdConnectConfigurationRetriever.GetAsync(options.Value.MetadataAddress, documents, timeout.Token);
            if (string.IsNullOrEmpty(metadata.Issuer) || metadata.SigningKeys.Count == 0)
            {
                Log.NotRead(logger, options.Value.MetadataAddress, LoadedAt, "Its metadata have no issuer, or no signing keys.");
                return _answered = false;
            }

            _known = new Known(Allow(metadata), time.GetUtcNow());
            return _answered = true;
        }
        catch (Exception e)
        {
            // Whatever an issuer may send: it must neither end the loop nor a request.
            Log.NotRead(logger, options.Value.MetadataAddress, LoadedAt, e.Message);
            return _answered = false;
        }
    }

    private TokenValidationParameters Allow(OpenIdConnectConfiguration metadata) => new()
    {
        ValidIssuers = [metadata.Issuer, .. TokenOptions.List(options.Value.Issuers)],
        ValidAudiences = TokenOptions.List(options.Value.Audiences),
        IssuerSigningKeys = metadata.SigningKeys,
        ValidAlgorithms = Algorithms,
        TryAllIssuerSigningKeys = false,
        ClockSkew = TimeSpan.FromSeconds(options.Value.ClockSkewSeconds),
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LogValidationExceptions = false,
        LogTokenId = false,
    };

    private sealed record Known(TokenValidationParameters Rules, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Signing keys could not be read from {Address}; those read at {LoadedAt} stay in use. {Reason}")]
        public static partial void NotRead(ILogger logger, string address, DateTimeOffset? loadedAt, string reason);
    }
}
