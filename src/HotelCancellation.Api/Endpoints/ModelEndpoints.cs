using System.Text;
using System.Text.Json;
using HotelCancellation.Api.Http;
using HotelCancellation.Api.Problems;
using HotelCancellation.Api.Security;
using HotelCancellation.Model;
using HotelCancellation.Platform.Access;
using HotelCancellation.Registry;
using HotelCancellation.Retraining;
using HotelCancellation.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace HotelCancellation.Api.Endpoints;

/// <summary>Versions of the model: what there is, what each is worth, and which one answers.</summary>
internal static class ModelEndpoints
{
    private const string ModelCardFile = "model-card.md";

    public static void MapModels(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v1/models").RequireRole(ApiRoles.Operate).WithTags("Models");
        group.MapGet("/", ListAsync).WithName("listModels").WithSummary("All versions, and where the aliases point.");
        group.MapGet("/{version}", GetAsync).AddEndpointFilter(DamagedManifestAsync).WithName("getModel").WithSummary("A version: its manifest, lineage and model card.");
        group.MapGet("/compare", CompareAsync).AddEndpointFilter(DamagedManifestAsync).WithName("compareModels").WithSummary("Two versions side by side, and whether they were evaluated on the same rows.");
        group.MapAliases();
    }

    private static async Task<Answer<ModelsAnswer>> ListAsync(ModelRegistry registry, ActiveModels active, CancellationToken cancellationToken)
    {
        var models = new List<ModelSummary>();
        await foreach (var summary in registry.ListAsync(cancellationToken))
        {
            models.Add(summary);
        }

        var aliases = await AliasesAsync(registry, cancellationToken);
        return new(
            new ModelsAnswer { Serving = active.Champion?.Version, Aliases = [.. aliases.Select(AliasAnswer.Of)], Models = models }, ApiJson.Default.ModelsAnswer);
    }

    private static async Task<Results<Answer<ModelAnswer>, ApiProblem>> GetAsync(
        string version, ModelRegistry registry, CancellationToken cancellationToken)
    {
        var id = new ModelVersion(version);
        if (await registry.FindAsync(id, cancellationToken) is not { } manifest)
        {
            return Unknown(version);
        }

        var aliases = await AliasesAsync(registry, cancellationToken);
        var card = await registry.ReadArtefactAsync(id, ModelCardFile, cancellationToken);
        var answer = new ModelAnswer
        {
            Manifest = manifest,
            Aliases = [.. aliases.Where(a => a.Version == id).Select(a => a.Alias)],
            Lineage = await registry.LineageAsync(id, cancellationToken),
            ModelCard = card is null ? null : Encoding.UTF8.GetString(card),
            Verdicts = await VerdictsAsync(registry, id, cancellationToken),
        };
        return new Answer<ModelAnswer>(answer, ApiJson.Default.ModelAnswer);
    }

    private static async Task<Results<Answer<ModelComparison>, ApiProblem>> CompareAsync(
        string? a, string? b, ModelRegistry registry, SameRows sameRows, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(a) || string.IsNullOrEmpty(b))
        {
            return ApiProblem.Invalid(string.IsNullOrEmpty(a) ? "a" : "b", "is required and must be a version, such as m-0123456789ab");
        }

        if (await registry.FindAsync(new ModelVersion(a), cancellationToken) is not { } first)
        {
            return Unknown(a);
        }

        if (await registry.FindAsync(new ModelVersion(b), cancellationToken) is not { } second)
        {
            return Unknown(b);
        }

        // Off the request's thread: reading and scoring a whole data set takes seconds of a processor.
        var (metrics, refusal) = await Task.Run(() => sameRows.CompareAsync(first, second, cancellationToken), cancellationToken);
        return new Answer<ModelComparison>(ModelComparer.Compare(first, second, metrics, refusal), ApiJson.Default.ModelComparison);
    }

    private static async Task<IReadOnlyList<JsonElement>> VerdictsAsync(ModelRegistry registry, ModelVersion version, CancellationToken cancellationToken)
    {
        var verdicts = new List<JsonElement>();
        foreach (var name in await registry.VerdictsAsync(version, cancellationToken))
        {
            if (await registry.ReadArtefactAsync(version, name, cancellationToken) is { } json)
            {
                verdicts.Add(JsonElement.Parse(json));
            }
        }

        return verdicts;
    }

    // An operator who looks at a version that no host takes has to see why.
    private static async ValueTask<object?> DamagedManifestAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidDataException e)
        {
            return ApiProblem.Conflict(e.Message);
        }
    }

    private static async Task<List<AliasState>> AliasesAsync(ModelRegistry registry, CancellationToken cancellationToken)
    {
        var states = new List<AliasState>();
        foreach (var alias in ModelAlias.All)
        {
            if (await registry.GetAliasAsync(alias, cancellationToken) is { } state)
            {
                states.Add(state);
            }
        }

        return states;
    }

    private static ApiProblem Unknown(string version) => ApiProblem.NotFound($"Version '{version}' is not registered.");
}
