using System.CommandLine;
using HotelCancellation.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace HotelCancellation.Cli.Commands;

/// <summary><c>hotelcancel keys</c>: the API's keys.</summary>
internal static class KeysCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "Whose key it is, in words.", HelpName = "TEXT", Required = true };
    private static readonly Option<string[]> Role = new("--role") { Description = $"What its holder may do: {string.Join(", ", ApiRolesText.All)}. May be repeated.", HelpName = "ROLE", Required = true };
    private static readonly Option<string[]> Property = new("--property") { Description = "A property that the key is for. May be repeated; without it the key is for all.", HelpName = "ID" };
    private static readonly Option<int?> Days = new("--days") { Description = "Days until it expires. Without it, it does not.", HelpName = "N" };
    private static readonly Argument<string> Id = new("id") { Description = "The key's id, as listed." };
    private static readonly Option<bool> Json = Cli.Options.Json();
    private static readonly Option<string[]> Set = CliServices.SetOption();

    public static Command Create()
    {
        var create = new Command("create", "Make a key. Its text is shown once and kept nowhere.") { Name, Role, Property, Days, Json, Set };
        create.SetAction(CreateKeyAsync);
        var list = new Command("list", "List the keys, without their secrets.") { Json, Set };
        list.SetAction(ListAsync);
        var revoke = new Command("revoke", "Revoke a key for good.") { Id, Set };
        revoke.SetAction(RevokeAsync);
        return new Command("keys", "Make, list and revoke the keys that callers of the API hold.") { create, list, revoke };
    }

    private static async Task<int> CreateKeyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        if (!ApiRolesText.TryParse(string.Join(',', parsed.GetRequiredValue(Role)), out var roles))
        {
            await Console.Error.WriteLineAsync($"--role {string.Join(' ', parsed.GetRequiredValue(Role))}: must be of {string.Join(", ", ApiRolesText.All)}.");
            return ExitCode.Usage;
        }

        if (parsed.GetRequiredValue(Name).Trim().Length is 0 or > 100)
        {
            await Console.Error.WriteLineAsync("--name: must be text of 1 to 100 characters.");
            return ExitCode.Usage;
        }

        if (parsed.GetValue(Days) is < 1 or > 3650)
        {
            await Console.Error.WriteLineAsync($"--days {parsed.GetValue(Days)}: must be 1 to 3650.");
            return ExitCode.Usage;
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var request = new ApiKeyRequest
        {
            Name = parsed.GetRequiredValue(Name),
            Roles = roles,
            Properties = parsed.GetValue(Property),
            Expires = parsed.GetValue(Days) is { } days ? clock.GetUtcNow().AddDays(days) : null,
        };
        var made = await services.GetRequiredService<TableApiKeys>().CreateAsync(request, cancellationToken);
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { made.Key.Id, Key = made.Text, made.Key.Name, Roles = made.Key.Roles.ToText(), made.Key.Properties, made.Key.Expires });
        }
        else
        {
            Console.WriteLine(made.Text);
            await Console.Error.WriteLineAsync($"Key {made.Key.Id} for {made.Key.Name} ({made.Key.Roles.ToText()}). It cannot be shown again.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var key in await services.GetRequiredService<TableApiKeys>().ListAsync(cancellationToken))
        {
            var state = key.Revoked is not null ? "revoked" : key.Expires <= now ? "expired" : "valid";
            if (parsed.GetValue(Json))
            {
                JsonLine.Write(new { key.Id, key.Name, Roles = key.Roles.ToText(), key.Properties, key.Created, key.Expires, key.Revoked, State = state });
            }
            else
            {
                Console.WriteLine($"{key.Id}  {state,-8}{key.Roles.ToText(),-24}{key.Name}{(key.Properties is { } p ? $"  for {string.Join(", ", p)}" : "")}");
            }
        }

        return ExitCode.Done;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = CliServices.Build(parsed.GetValue(Set));
        var id = parsed.GetRequiredValue(Id);
        if (await services.GetRequiredService<TableApiKeys>().RevokeAsync(id, cancellationToken))
        {
            Console.WriteLine($"Key {id} is revoked; hosts refuse it within seconds.");
            return ExitCode.Done;
        }

        await Console.Error.WriteLineAsync($"There is no key {id}.");
        return ExitCode.Refused;
    }
}
