using System.ComponentModel.DataAnnotations;
using System.Reflection;
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
        services.TryAddSingleton<IOptions<T>, Checked<T>>();
        return services;
    }

    /// <summary>The very options that the start has checked; the framework's own would be bound and checked a second time.</summary>
    private sealed class Checked<T>(IOptionsMonitor<T> monitor) : IOptions<T>
        where T : class
    {
        private T? _value;

        public T Value => _value ??= monitor.CurrentValue;
    }

    /// <summary>The framework's own check wraps each message into type and member names, which an operator does not know; and it makes options of its own, once more.</summary>
    private sealed class Annotations<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var context = new ValidationContext(options);
            var failures = new List<string>();
            foreach (var property in typeof(T).GetProperties())
            {
                var annotations = property.GetCustomAttributes<ValidationAttribute>(inherit: true).ToArray();
                if (annotations.Length > 0)
                {
                    context.MemberName = property.Name;
                    var value = property.GetValue(options);
                    failures.AddRange(annotations.Select(a => a.GetValidationResult(value, context)).OfType<ValidationResult>().Select(Message));
                }
            }

            if (failures.Count == 0 && options is IValidatableObject rules)
            {
                context.MemberName = null;
                failures.AddRange(rules.Validate(context).OfType<ValidationResult>().Select(Message));
            }

            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private static string Message(ValidationResult result) => result.ErrorMessage ?? "A setting is wrong.";
    }
}
