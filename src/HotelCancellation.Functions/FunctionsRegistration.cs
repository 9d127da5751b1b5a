using HotelCancellation.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Functions;

/// <summary>Registers what the function classes need beside the application itself.</summary>
public static class FunctionsRegistration
{
    /// <summary>Registers the one pipeline that all HTTP triggers share, built from the root services when the first of them runs.</summary>
    public static IServiceCollection AddHttpPipeline(this IServiceCollection services) =>
        services.AddSingleton(root => new HttpPipeline(new ApplicationBuilder(root).UseHotelCancellationApi().Build()));
}
