using HotelCancellation.Model;
using HotelCancellation.Platform;
using HotelCancellation.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotelCancellation.Tests.Training.Slim;

/// <summary>The settings from where they are set to the card of the model.</summary>
public class SlimTrainingTests
{
    private static readonly DateOnly Split = new(2024, 11, 1);

    [Fact]
    public void Of_NothingAsked_IsTheVeryTreesThatWereTrained()
    {
        var slim = SlimEnsemble.Of(GrownTrees.Trees.Ensemble, new TrainingOptions(), () => throw new InvalidOperationException("The rows are not needed."));

        slim.Ensemble.ShouldBeSameAs(GrownTrees.Trees.Ensemble);
        slim.ShouldBe(GrownTrees.Trees);
    }

    [Fact]
    public void Train_ToleranceOfNothing_LeavesEveryProbabilityAsItIs()
    {
        var (plain, zero) = (Train(GeneratedBookings.Quick), Train(GeneratedBookings.Quick with { PruneTolerance = 0, LeafBits = TreeEnsemble.DoubleBits }));

        zero.Model.Probabilities([.. plain.KnownRows.Select(r => r.At)]).ShouldBe(plain.KnownRows.Select(r => r.Probability));
        ModelCard.Write(zero).ShouldBe(ModelCard.Write(plain));
        ModelCard.Write(zero).ShouldNotContain("pruned");
        ModelCard.Write(zero).ShouldNotContain("rounded");
    }

    [Fact]
    public void Train_PrunedAndRounded_IsWhatItsCardSays()
    {
        var result = Train(GeneratedBookings.Quick with { PruneTolerance = 0.1, LeafBits = 8 });

        var slim = result.Slim!;
        slim.Ensemble.ShouldBeSameAs(result.Model.Ensemble);
        slim.Ensemble.LeafBits.ShouldBe(8);
        slim.PrunedBy.ShouldBeInRange(0.05, 0.1);
        var card = ModelCard.Write(result);
        card.ShouldContain($"pruned from {slim.TrainedLeaves} leaves to {slim.Ensemble.LeafValue.Length}");
        card.ShouldContain("rounded to 8 bits");
        result.Evaluation.Overall.Auc.ShouldBeGreaterThan(0.75);
        result.KnownRows.ShouldAllBe(r => r.Probability == result.Model.Probability(r.At));
    }

    [Fact]
    public void Train_PrunedAlone_SaysNothingOfRounding()
    {
        var card = ModelCard.Write(Train(GeneratedBookings.Quick with { PruneTolerance = 0.1 }));

        card.ShouldContain("pruned from");
        card.ShouldNotContain("rounded to");
    }

    [Theory]
    [InlineData("PruneTolerance", "-0.1", "Training:PruneTolerance must be 0 to 1.")]
    [InlineData("PruneTolerance", "1.5", "Training:PruneTolerance must be 0 to 1.")]
    [InlineData("LeafBits", "12", "Training:LeafBits must be 8, 16, or 64 for leaves as they were trained.")]
    [InlineData("LeafBits", "0", "Training:LeafBits must be 8, 16, or 64 for leaves as they were trained.")]
    public void Options_OutOfRange_AreRefusedByName(string name, string value, string expected) =>
        Should.Throw<OptionsValidationException>(() => Options(name, value)).Failures.ShouldBe([expected]);

    [Fact]
    public void Options_WithinRange_AreTaken()
    {
        Options("PruneTolerance", "0.3").PruneTolerance.ShouldBe(0.3);
        Options("LeafBits", "16").LeafBits.ShouldBe(16);
        new TrainingOptions().ShouldSatisfyAllConditions(o => o.PruneTolerance.ShouldBe(0), o => o.LeafBits.ShouldBe(64));
    }

    private static TrainingOptions Options(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{TrainingOptions.Section}:{name}", value)]).Build();
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSettings<TrainingOptions>(TrainingOptions.Section).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<TrainingOptions>>().Value;
    }

    private static TrainingResult Train(TrainingOptions options) =>
        new ModelTrainer(options, TimeProvider.System).Train(GeneratedBookings.Small, Split, null, default);
}
