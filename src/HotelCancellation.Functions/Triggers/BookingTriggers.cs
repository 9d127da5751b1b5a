using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HotelCancellation.Functions.Triggers;

/// <summary>HTTP triggers of the endpoints that take bookings in.</summary>
public sealed class BookingTriggers(HttpPipeline pipeline)
{
    /// <summary>Many events in, counted.</summary>
    [Function("bookings-create-many")]
    public Task CreateManyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bookings")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);

    /// <summary>One event in.</summary>
    [Function("bookings-put")]
    public Task PutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/bookings/{propertyId}/{bookingId}")] HttpRequest request) =>
        pipeline.RunAsync(request.HttpContext);
}
