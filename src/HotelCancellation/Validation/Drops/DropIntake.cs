using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotelCancellation.Bookings.Mapping;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Validation.Drops;

/// <summary>
/// Takes in the files that were dropped into the container, by the code that takes bookings in over HTTP. It may be killed at any line and run by any number of
/// processes: first a file's rows are durable, then its result is written, then the file is marked. What is done again adds nothing, since an event that is there
/// counts as a duplicate. See <c>docs/decisions/0022</c>.
/// </summary>
public sealed partial class DropIntake(
    BlobDrops drops, BookingIntake intake, HotelCancellationMeter meter, TimeProvider time, IOptions<DropOptions> options, ILogger<DropIntake> logger)
{
    private const long Megabyte = 1024 * 1024;
    private readonly DropOptions _options = options.Value;

    /// <summary>Takes all files that can be taken, and removes those whose time is over.</summary>
    /// <returns>What became of them; nothing was done where another process is at it.</returns>
    /// <exception cref="StorageUnavailableException">Storage does not answer. Nothing is lost; run it again.</exception>
    public async Task<DropSummary> RunAsync(CancellationToken cancellationToken)
    {
        await using var lease = await drops.TryLeaseAsync(TimeSpan.FromSeconds(_options.LeaseSeconds), time, cancellationToken);
        if (lease is null)
        {
            return new DropSummary { Result = DropRunResult.Busy };
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            return await TakeAllAsync(both.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new DropSummary { Result = DropRunResult.Conflict };
        }
    }

    private async Task<DropSummary> TakeAllAsync(CancellationToken cancellationToken)
    {
        var done = new List<DropResult>();
        var (waiting, removed) = (0, 0);
        foreach (var file in await drops.ListAsync(cancellationToken))
        {
            if (file.Mark is { } mark)
            {
                removed += time.GetUtcNow() - mark.At > TimeSpan.FromDays(_options.KeepDays) && await drops.RemoveAsync(file, cancellationToken) ? 1 : 0;
            }
            else if (MayGrow(file) || await TakeAsync(file, cancellationToken) is not { } result)
            {
                waiting++;
            }
            else
            {
                done.Add(result);
            }
        }

        return new DropSummary { Result = DropRunResult.Done, Files = done, Waiting = waiting, Removed = removed };
    }

    /// <summary>A whole blob appears with its last byte; an append blob grows, and some writers make an empty blob first.</summary>
    private bool MayGrow(DroppedFile file) =>
        (file.Kind == DropKind.Growing || file.Bytes == 0) && time.GetUtcNow() - file.Changed < TimeSpan.FromMinutes(_options.QuietMinutes);

    /// <summary>Deals with a file; null where it was changed meanwhile.</summary>
    private async Task<DropResult?> TakeAsync(DroppedFile file, CancellationToken cancellationToken)
    {
        var earlier = await drops.ResultAsync(file.Name, cancellationToken) is { } written && written.Tag == file.Tag ? written : null;
        if (earlier is null or { Status: DropStatus.Taking })
        {
            var begun = new DropResult { File = file.Name, Status = DropStatus.Taking, Bytes = file.Bytes, Tag = file.Tag, Attempt = (earlier?.Attempt ?? 0) + 1, StartedAt = time.GetUtcNow() };
            try
            {
                earlier = await JobTrace.RunAsync("take dropped file", () => ReadAsync(file, begun, cancellationToken));
            }
            catch (DropChangedException)
            {
                return null;
            }

            await drops.WriteAsync(earlier, cancellationToken);
            meter.Dropped(earlier.Status.ToString());
            Log.Took(logger, file.Name, earlier.Status, earlier.Accepted, earlier.Duplicates, earlier.Quarantined, earlier.Reason ?? "");
        }

        // Where that result was written already, only this was missing.
        await drops.MarkAsync(file, earlier.Status, time.GetUtcNow(), cancellationToken);
        return earlier;
    }

    private async Task<DropResult> ReadAsync(DroppedFile file, DropResult begun, CancellationToken cancellationToken)
    {
        var name = DropName.Of(file.Name);
        if (Refusal(file, name, begun.Attempt) is { } refusal)
        {
            return Ended(begun, DropStatus.Refused, refusal);
        }

        await drops.WriteAsync(begun, cancellationToken);
        var report = new IntakeReport();
        try
        {
            var mapping = name.Format == BookingFormat.Csv ? await drops.MappingAsync(name.Folder, cancellationToken) : null;
            var rows = drops.ReadAsync(file, new BookingReadOptions { Format = name.Format!.Value, Mapping = mapping }, cancellationToken);
            await intake.TakeAsync(rows, _ => null, report, name.Lives, cancellationToken, RunIdOf(file));
            return Ended(begun.With(report), DropStatus.Taken, null);
        }
        catch (UnreadableInputException e)
        {
            var any = report.Accepted + report.Duplicates + report.Quarantined > 0;
            return Ended(begun.With(report), any ? DropStatus.Broken : DropStatus.Refused, any ? $"{e.Message} What is counted here has been taken; mend the file and drop it again." : e.Message);
        }
        catch (MappingException e)
        {
            return Ended(begun, DropStatus.Refused, $"{name.Folder}{DropName.Mapping}: {e.Message}");
        }
    }

    private string? Refusal(DroppedFile file, DropName name, int attempt) =>
        name.Format is null ? $"A file must end with one of {DropName.Endings}."
            : file.Kind == DropKind.Pages ? "A page blob cannot be taken; upload it as a block blob."
            : file.Bytes == 0 ? "It is empty."
            : file.Bytes > _options.MaxMegabytes * Megabyte ? string.Create(CultureInfo.InvariantCulture, $"It has {file.Bytes} bytes; at most {_options.MaxMegabytes * Megabyte} are taken (Drops:MaxMegabytes). Drop it in parts.")
            : attempt > _options.MaxAttempts ? string.Create(CultureInfo.InvariantCulture, $"It was begun {_options.MaxAttempts} times and never ended (Drops:MaxAttempts). What was read of it has been taken; drop it again, in parts.")
            : null;

    private DropResult Ended(DropResult begun, DropStatus status, string? reason) => begun with { Status = status, Reason = reason, FinishedAt = time.GetUtcNow() };

    // The same for the same version of a file, so that an attempt that was cut off leaves no quarantine of its own beside the one that was not.
    private static string RunIdOf(DroppedFile file) => $"drop-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Name}\n{file.Tag}")))[..24]}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "drop/{File} is {Status}: {Accepted} rows accepted, {Duplicates} there before, {Quarantined} quarantined. {Reason}")]
        public static partial void Took(ILogger logger, string file, DropStatus status, long accepted, long duplicates, long quarantined, string reason);
    }
}
