using HotelCancellation.Api;
using HotelCancellation.Bookings.Compaction;
using HotelCancellation.Monitoring;
using HotelCancellation.Predictions;
using HotelCancellation.Retraining;
using HotelCancellation.Retraining.Calibrations;
using HotelCancellation.Validation.Drops;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Web;

/// <summary>What the Web host does besides the API: its address, and one clear line where it cannot start.</summary>
internal static class WebHost
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7071";

    /// <summary>Reads secrets that are files, listens on 127.0.0.1:7071 unless an address is configured, and names no server in answers.</summary>
    public static void UseWebDefaults(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        AddSecrets(configuration);

        // In code rather than in appsettings.json, whose "Urls" would win over ASPNETCORE_URLS.
        if (string.IsNullOrEmpty(configuration["urls"]) && string.IsNullOrEmpty(configuration["http_ports"])
            && string.IsNullOrEmpty(configuration["https_ports"]) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // The slim builder, which starts sooner, leaves HTTPS out.
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }

    /// <summary>The jobs that a host which is always there does by itself, if <c>Host:Roles</c> has them; a Functions app has timer triggers for them.</summary>
    public static void AddSchedules(this IServiceCollection services, IConfiguration configuration)
    {
        var roles = new HostRoleOptions();
        configuration.GetSection(HostRoleOptions.Section).Bind(roles);
        if (roles.Works)
        {
            services.AddCompactionSchedule().AddDropSchedule().AddPredictionSchedule().AddMonitoringSchedule().AddWorkflowWorkers().AddCalibrationSchedule();
        }
    }

    /// <summary>
    /// With <c>Host:SecretsFolder</c> each file there is the setting that it is called as (<c>Alerts__RoutingKey</c>), so that a secret is in no variable. What is there is read once.
    /// </summary>
    private static void AddSecrets(ConfigurationManager configuration)
    {
        if (configuration["Host:SecretsFolder"] is not { Length: > 0 } folder)
        {
            return;
        }

        if (!Path.IsPathRooted(folder) || !Directory.Exists(folder))
        {
            throw new OptionsValidationException("Host", typeof(HostRoleOptions), [$"Host:SecretsFolder must be the whole path of a folder; there is no '{folder}'."]);
        }

        configuration.AddKeyPerFile(folder);
    }

    /// <summary>
    /// With <c>Host:StopOnInputEnd</c> the host ends when its standard input does: a parent that is killed leaves none behind.
    /// </summary>
    public static void UseInputAsLifeline(this WebApplication app)
    {
        if (app.Configuration.GetValue<bool>("Host:StopOnInputEnd"))
        {
            app.Lifetime.ApplicationStarted.Register(() => _ = Task.Run(async () =>
            {
                await Console.In.ReadToEndAsync(app.Lifetime.ApplicationStopping);
                app.Lifetime.StopApplication();
            }));
        }
    }

    /// <summary>Builds the host and runs it until stopped. A taken port or a bad setting ends it with one line and exit code 1.</summary>
    public static async Task<int> RunOrExplainAsync(Func<WebApplication> build)
    {
        try
        {
            await build().RunAsync();
            return 0;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message.TrimEnd('.')}. Stop what listens there, or choose another address with --urls http://127.0.0.1:PORT.");
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is OptionsValidationException))
        {
            await Console.Error.WriteLineAsync($"The settings are not valid. {string.Join(' ', e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(i => i.Failures))}");
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync($"The settings are not valid. {string.Join(' ', e.Failures)}");
        }

        return 1;
    }
}

/// <summary>Names this assembly, so that tests can run its entry point.</summary>
public sealed class WebAssembly;
