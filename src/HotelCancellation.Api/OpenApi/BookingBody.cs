using System.Text.Json;
using System.Text.Json.Nodes;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HotelCancellation.Api.OpenApi;

/// <summary>
/// Bodies with bookings are read by the product's own reader rather than by model binding; this says in the contract what it
/// takes, from the reader's own list of fields, so that the two cannot drift apart.
/// </summary>
/// <param name="IsBatch">Whether many bookings are taken.</param>
internal sealed record BookingBody(bool IsBatch)
{
    /// <summary>Whether the operation does without a body, too.</summary>
    public bool IsOptional { get; init; }

    private const string Schema = "Booking";

    /// <summary>Describes the body where the operation takes bookings.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BookingBody>().FirstOrDefault() is not { } body)
        {
            return Task.CompletedTask;
        }

        var booking = new OpenApiSchemaReference(Schema, context.Document);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !body.IsOptional,
            Content = body.IsBatch
                ? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = booking }, Example = new JsonArray(Example()) },
                    ["application/x-ndjson"] = new OpenApiMediaType { Schema = booking },
                    ["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A header with the fields of a booking, then one row each." } },
                }
                : new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new OpenApiMediaType { Schema = booking, Example = Example() } },
        };
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query) ?? [])
        {
            (parameter.Schema, parameter.Description) = parameter.Name switch
            {
                "explain" => (new OpenApiSchema { Type = JsonSchemaType.Boolean }, "Whether to say why."),
                "lives" => (new OpenApiSchema { Type = JsonSchemaType.Boolean }, "Whether each row is a booking's whole life rather than one event; unless given, only in the public layout of CSV."),
                _ => (new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" }, "The day the booking is asked about, from bookedOn to arrivalDate; today unless given."),
            };
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds the schema of a booking.</summary>
    public static void AddSchema(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[Schema] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A booking as it was made. Fields that are not named here are not read; the answer warns of them.",
            Required = BookingField.All.Where(f => f.Required).Select(f => f.Name).ToHashSet(StringComparer.Ordinal),
            Properties = BookingField.All.ToDictionary(f => f.Name, SchemaOf, StringComparer.Ordinal),
        };
    }

    /// <summary>A booking that can be sent as it is.</summary>
    internal static JsonObject Example() => new()
    {
        ["bookingId"] = "B-1001",
        ["propertyId"] = "city-01",
        ["bookedOn"] = "2026-03-02",
        ["arrivalDate"] = "2026-08-14",
        ["weekendNights"] = 2,
        ["weekNights"] = 3,
        ["adults"] = 2,
        ["children"] = 0,
        ["babies"] = 0,
        ["meal"] = "BB",
        ["marketSegment"] = "Online TA",
        ["distributionChannel"] = "TA/TO",
        ["reservedRoomType"] = "A",
        ["depositType"] = "No Deposit",
        ["agent"] = "9",
        ["customerType"] = "Transient",
        ["country"] = "PRT",
        ["isRepeatedGuest"] = false,
        ["previousCancellations"] = 0,
        ["previousBookingsNotCanceled"] = 0,
        ["adr"] = 112.5,
        ["specialRequests"] = 1,
    };

    private static IOpenApiSchema SchemaOf(BookingField field)
    {
        var optional = field.Required ? default : JsonSchemaType.Null;
        return field.Type switch
        {
            FieldType.Text => new OpenApiSchema { Type = JsonSchemaType.String | optional, MinLength = field.Required ? 1 : null, MaxLength = 128 },
            FieldType.Whole => new OpenApiSchema { Type = JsonSchemaType.Integer | optional, Format = "int32" },
            FieldType.Number => new OpenApiSchema { Type = JsonSchemaType.Number | optional, Format = "double" },
            FieldType.Date => new OpenApiSchema { Type = JsonSchemaType.String | optional, Format = "date" },
            FieldType.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean | optional },
            _ => new OpenApiSchema { Type = JsonSchemaType.String | optional, Enum = [.. BookingStatuses.All.Select(s => (JsonNode)s)] },
        };
    }
}

/// <summary>Says which media types of bookings an endpoint takes.</summary>
internal static class BookingBodyConventions
{
    public static RouteHandlerBuilder AcceptsBooking(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new AcceptsMetadata(["application/json"], typeof(JsonElement)), new BookingBody(IsBatch: false));

    public static RouteHandlerBuilder AcceptsCorrectedBookings(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new AcceptsMetadata(["application/json", "application/x-ndjson", "text/csv"], typeof(JsonElement), isOptional: true), new BookingBody(IsBatch: true) { IsOptional = true });

    public static RouteHandlerBuilder AcceptsBookings(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new AcceptsMetadata(["application/json", "application/x-ndjson", "text/csv"], typeof(JsonElement)), new BookingBody(IsBatch: true));
}
