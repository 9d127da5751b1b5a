using HotelCancellation.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Validation;

/// <summary>Registers the validation of bookings.</summary>
public static class ValidationRegistration
{
    /// <summary>Adds the validator, the quarantine in storage, and the intake. Needs the platform and the ingest.</summary>
    public static IServiceCollection AddValidation(this IServiceCollection services)
    {
        services.AddSettings<ValidationOptions>(ValidationOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ValidationOptions>, ExpectationsFileCheck>());
        services.TryAddSingleton(provider => new BookingValidator(Load(provider.GetRequiredService<IOptions<ValidationOptions>>().Value)));
        services.TryAddSingleton<IQuarantine, BlobQuarantine>();
        services.TryAddSingleton<BookingIntake>();
        services.TryAddSingleton<BlobQuarantineArchive>();
        services.TryAddSingleton<QuarantineReplay>();
        services.TryAddSingleton<BlobRunHistory>();
        return services;
    }

    private static ExpectationSuite Load(ValidationOptions options)
    {
        if (string.IsNullOrEmpty(options.ExpectationsFile))
        {
            return ExpectationSuite.Default;
        }

        using var file = File.OpenRead(options.ExpectationsFile);
        return ExpectationSuite.Load(file);
    }

    /// <summary>A file that cannot be used stops the start, in one line.</summary>
    private sealed class ExpectationsFileCheck : IValidateOptions<ValidationOptions>
    {
        public ValidateOptionsResult Validate(string? name, ValidationOptions options)
        {
            try
            {
                Load(options);
                return ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return ValidateOptionsResult.Fail($"Validation:ExpectationsFile '{options.ExpectationsFile}' cannot be used. {e.Message}");
            }
        }
    }
}
