using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HotelCancellation.Cli.Demo;

/// <summary>A process that the demo started: its last lines are kept for an error, and it is asked to stop before it is made to.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 20;
    private const int Terminate = 15;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private ChildProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    public Task Exited(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The last lines the process wrote.</summary>
    public string LastLines
    {
        get
        {
            lock (_lines)
            {
                return string.Join(Environment.NewLine, _lines);
            }
        }
    }

    public static ChildProcess Start(string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var child = new ChildProcess(name, process);
        process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                Ask();
                using var timeout = new CancellationTokenSource(Grace);
                await _process.WaitForExitAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Ask()
    {
        if (OperatingSystem.IsWindows() || Kill(_process.Id, Terminate) != 0)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
