using System.Globalization;
using HotelCancellation.Api.Http;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Platform.Access;
using HotelCancellation.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Quarantined rows: looked at, mended, sent again. A key that is bound to properties sees only theirs, and no row whose property could not be read.</summary>
internal static class QuarantineEndpoints
{
    private const int DefaultDays = 30;
    private const int MostDays = 400;
    private const int MostAtOnce = 1000;
    private const int DefaultAtOnce = 100;

    public static void MapQuarantine(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v1/quarantine").RequireRole(ApiRoles.Operate).WithTags("Quarantine");
        group.MapGet("", ListAsync).WithName("listQuarantine").WithSummary("The quarantines of some days, the latest first.")
            .WithDescription("from and to are days (UTC), to today unless given and from 30 days before; limit is 1 to 1000, 100 unless given.");
        group.MapGet("/{id}", GetAsync).WithName("getQuarantine").WithSummary("The rows of a quarantine with what is wrong with each, and how it was sent again.")
            .WithDescription("limit is 1 to 1000, 100 unless given; next in the answer is the offset of the rows that follow. guestRef is never shown.");
        group.MapPost("/{id}/replay", ReplayAsync).AcceptsCorrectedBookings()
            .WithName("replayQuarantine").WithSummary("Sends the rows of a quarantine again, as they are or mended.")
            .WithDescription(
                "Without a body the stored rows are judged again. With one (a JSON array, NDJSON or CSV) those rows are taken instead; each must be of a booking of this quarantine, and has its guestRef back where it gives none. "
                + "What was taken before counts as a duplicate; what is refused again goes to a quarantine of its own.");
    }

    private static async Task<Results<Answer<QuarantineListAnswer>, ApiProblem>> ListAsync(
        HttpContext context, string? from, string? to, string? limit, BlobQuarantineArchive archive, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!TryDay(to, ref last))
        {
            return NoDay("to", to!);
        }

        var first = last.DayNumber < DefaultDays ? DateOnly.MinValue : last.AddDays(-DefaultDays);
        if (!TryDay(from, ref first))
        {
            return NoDay("from", from!);
        }

        if (first > last || last.DayNumber - first.DayNumber > MostDays)
        {
            return ApiProblem.Invalid("from", $"must be at most {MostDays} days before to, and not after it");
        }

        if (!TryNumber(limit, 1, MostAtOnce, DefaultAtOnce, out var most))
        {
            return ApiProblem.Invalid("limit", $"must be a whole number of 1 to {MostAtOnce}");
        }

        var caller = Caller.Of(context);
        var items = new List<QuarantineItem>();
        var more = false;
        await foreach (var entry in archive.ListAsync(first, last, cancellationToken))
        {
            if (Item(entry, caller) is not { } item)
            {
                continue;
            }

            if (items.Count == most)
            {
                more = true;
                break;
            }

            items.Add(item);
        }

        return new Answer<QuarantineListAnswer>(new QuarantineListAnswer { From = first, To = last, Quarantines = items, More = more }, ApiJson.Default.QuarantineListAnswer);
    }

    private static async Task<Results<Answer<QuarantineAnswer>, ApiProblem>> GetAsync(
        HttpContext context, string id, string? offset, string? limit, BlobQuarantineArchive archive, CancellationToken cancellationToken)
    {
        if (!TryNumber(offset, 0, int.MaxValue, 0, out var skip))
        {
            return ApiProblem.Invalid("offset", "must be a whole number of 0 or more");
        }

        if (!TryNumber(limit, 1, MostAtOnce, DefaultAtOnce, out var most))
        {
            return ApiProblem.Invalid("limit", $"must be a whole number of 1 to {MostAtOnce}");
        }

        if (!QuarantineId.TryParse(id, out var name) || await archive.OpenAsync(name, cancellationToken) is not { } found)
        {
            return Unknown(id);
        }

        await using var stored = found.Rows;
        var sees = Sees(Caller.Of(context));
        var rows = new List<QuarantineRowAnswer>();
        var visible = 0;
        await foreach (var row in QuarantinedRow.ReadAsync(stored, cancellationToken))
        {
            if (!sees(row.PropertyId) || visible++ < skip)
            {
                continue;
            }

            if (rows.Count == most)
            {
                break;
            }

            rows.Add(QuarantineRowAnswer.Of(row));
        }

        // Whether there is one that the caller may not see is nobody's business either.
        if (visible == 0)
        {
            return Unknown(id);
        }

        var answer = new QuarantineAnswer
        {
            Id = name.ToString(),
            Written = found.Written,
            Rows = rows,
            Next = visible > skip + rows.Count ? skip + rows.Count : null,
            Replays = await archive.ReplaysAsync(name, cancellationToken),
        };
        return new Answer<QuarantineAnswer>(answer, ApiJson.Default.QuarantineAnswer);
    }

    private static async Task<Results<Answer<IntakeAnswer>, ApiProblem>> ReplayAsync(
        HttpContext context, string id, QuarantineReplay replay, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (!QuarantineId.TryParse(id, out var name))
        {
            return Unknown(id);
        }

        var caller = Caller.Of(context)!;
        var request = new ReplayRequest { Id = name, Sees = Sees(caller), By = caller.DisplayName };
        if (!HasBody(context.Request))
        {
            var report = new IntakeReport();
            return await replay.RunAsync(request, report, cancellationToken) ? new Answer<IntakeAnswer>(IntakeAnswer.Of(report), ApiJson.Default.IntakeAnswer) : Unknown(id);
        }

        return await IntakeBody.TakeAsync(
            context, options.Value, async (rows, report) => await replay.RunAsync(request with { Corrected = rows }, report, cancellationToken) ? null : Unknown(id), cancellationToken);
    }

    private static bool HasBody(HttpRequest request) =>
        request.ContentLength is { } length ? length > 0 : request.ContentType is not null || request.Headers.TransferEncoding.Count > 0;

    private static QuarantineItem? Item(QuarantineEntry entry, Caller? caller)
    {
        var bound = caller?.Properties is not null;
        var properties = bound ? entry.Properties?.Where(caller!.Allows).ToList() : entry.Properties;
        return bound && properties is { Count: 0 } ? null : new QuarantineItem
        {
            Id = entry.Id.ToString(),
            Written = entry.Written,
            Rows = bound ? null : entry.Rows,
            Properties = properties,
            Replayed = entry.Replayed,
        };
    }

    private static Func<string?, bool> Sees(Caller? caller) =>
        caller?.Properties is not null ? property => property is not null && caller.Allows(property) : _ => true;

    private static bool TryDay(string? text, ref DateOnly day)
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static bool TryNumber(string? text, int least, int most, int otherwise, out int number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }

    private static ApiProblem NoDay(string field, string given) =>
        ApiProblem.Invalid(field, $"must be a date of the calendar written yyyy-MM-dd; got '{(given.Length <= 100 ? given : $"{given.AsSpan(0, 100)}…")}'");

    private static ApiProblem Unknown(string id) => ApiProblem.NotFound($"There is no quarantine '{(id.Length <= 160 ? id : $"{id.AsSpan(0, 160)}…")}' that the caller may see.");
}
