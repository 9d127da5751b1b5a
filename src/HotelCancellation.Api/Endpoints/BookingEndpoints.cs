using HotelCancellation.Api.Http;
using HotelCancellation.Api.OpenApi;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Bookings.Reading;
using HotelCancellation.Platform.Access;
using HotelCancellation.Serving;
using HotelCancellation.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Bookings in: what a hotel tells of its bookings, one event at a time or many.</summary>
internal static class BookingEndpoints
{
    private static readonly BodyParser<BookingRow> ReadBooking = utf8 => BookingJson.Read(utf8, 1);

    public static void MapBookings(this IEndpointRouteBuilder endpoints)
    {
        var bookings = endpoints.MapGroup("/api/v1/bookings").RequireRole(ApiRoles.Ingest).WithTags("Bookings");
        bookings.MapPut("/{propertyId}/{bookingId}", PutAsync)
            .AcceptsBooking()
            .WithName("putBooking").WithSummary("Takes in one event of a booking.")
            .WithDescription(
                "The answer says where the booking stands with all its events, in whatever order they came. The same event again (by eventId, or without one by its content) changes nothing. "
                + "An event that cannot follow on the others is kept and does not count: result is quarantined, with reasons.");
        bookings.MapPost("", PostAsync)
            .AcceptsBookings()
            .WithName("postBookings").WithSummary("Takes in many events of bookings.")
            .WithDescription(
                "Takes a JSON array, NDJSON or CSV, and counts. A bad row goes to quarantine and the rest go on. Whatever was not answered can be sent again: what was taken counts as duplicates then. "
                + "A row is an event. With lives=true it is a booking's whole life, made on bookedOn and ended on statusDate, and becomes two events; the public layout of CSV is read so unless lives=false. Either way a row counts once.");
    }

    private static async Task<Results<Answer<BookingEventAnswer>, ApiProblem>> PutAsync(
        HttpContext context, string propertyId, string bookingId, BookingIntake intake, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (BodyDeclaration.Fault(context.Request) is { } undeclared)
        {
            return undeclared;
        }

        var row = await BodyReader.ReadAsync(context.Request, options.Value.MaxPredictionBytes, ReadBooking);
        if (row.Event is not { } booking)
        {
            return FieldErrors.Problem(row.Faults);
        }

        List<FieldFault> differ = [];
        Compare("propertyId", booking.Booking.PropertyId.Value, propertyId, differ);
        Compare("bookingId", booking.Booking.BookingId.Value, bookingId, differ);
        if (differ.Count > 0)
        {
            return FieldErrors.Problem(differ);
        }

        if (PropertyScope.Fault(booking.Booking, Caller.Of(context)) is not null)
        {
            return ApiProblem.PropertyNotCovered(propertyId);
        }

        var result = intake.Check(booking);
        return result.Accepted
            ? new Answer<BookingEventAnswer>(
                BookingEventAnswer.Of(booking.Booking, await intake.TakeAsync(booking, cancellationToken), result.Warnings, RequestNotes.Unread(row.Unread)), ApiJson.Default.BookingEventAnswer)
            : FieldErrors.Problem(result.Rejects);
    }

    private static Task<Results<Answer<IntakeAnswer>, ApiProblem>> PostAsync(
        HttpContext context, string? lives, BookingIntake intake, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(lives) && !bool.TryParse(lives, out _))
        {
            return Task.FromResult<Results<Answer<IntakeAnswer>, ApiProblem>>(ApiProblem.Invalid("lives", $"must be true or false; got '{PredictionQuery.Cut(lives)}'"));
        }

        var caller = Caller.Of(context);
        return IntakeBody.TakeAsync(
            context,
            options.Value,
            async (rows, report) =>
            {
                await intake.TakeAsync(rows, b => PropertyScope.Fault(b.Booking, caller), report, string.IsNullOrEmpty(lives) ? null : bool.Parse(lives), cancellationToken);
                return null;
            },
            cancellationToken);
    }

    private static void Compare(string field, string inBody, string inRoute, List<FieldFault> differ)
    {
        if (!string.Equals(inBody, inRoute, StringComparison.Ordinal))
        {
            differ.Add(new FieldFault(field, inBody, "route", $"must be the one in the address, '{inRoute}'"));
        }
    }
}
