using HotelCancellation.Platform;
using HotelCancellation.Registry;
using HotelCancellation.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HotelCancellation.IntegrationTests.Support;

/// <summary>The product's services over real storage, without a host: what one process would have.</summary>
internal sealed class TestStage : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public TestStage(IDictionary<string, string?> settings)
    {
        _provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.AddProvider(Log))
            .AddHotelCancellation()
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public TestLog Log { get; } = new();

    public ModelRegistry Registry => _provider.GetRequiredService<ModelRegistry>();

    public StorageClients Storage => _provider.GetRequiredService<StorageClients>();

    public ChampionWatcher Watcher => _provider.GetRequiredService<ChampionWatcher>();

    public ActiveModels Active => _provider.GetRequiredService<ActiveModels>();

    public Predictor Predictor => _provider.GetRequiredService<Predictor>();

    public HotelCancellationMeter Meter => _provider.GetRequiredService<HotelCancellationMeter>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}

/// <summary>Keeps what is logged.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly List<string> _lines = [];

    /// <summary>The lines so far, of the product only.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => category.StartsWith("HotelCancellation", StringComparison.Ordinal);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (log._lines)
                {
                    log._lines.Add($"{logLevel}: {formatter(state, exception)}");
                }
            }
        }
    }
}
