using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Platform;

/// <summary>Binds options to their section so that a bad setting stops the start with one line that names it.</summary>
public static class SettingsRegistration
{
    /// <summary>Binds <typeparamref name="T"/> to a section and checks it, by its annotations and its own rules, when the host starts.</summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptionsWithValidateOnStart<T>().Configure<IConfiguration>((options, configuration) =>
        {
            try
            {
                configuration.GetSection(section).Bind(options);
            }
            catch (InvalidOperationException e)
            {
                // The binder's message names the setting, its value and the type that it should have had.
                throw new OptionsValidationException(Options.DefaultName, typeof(T), [e.Message]);
            }
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, Annotations<T>>());
        return services;
    }

    /// <summary>The framework's own check wraps each message into type and member names, which an operator does not know.</summary>
    private sealed class Annotations<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var results = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(results.Select(r => r.ErrorMessage ?? "A setting is wrong."));
        }
    }
}
