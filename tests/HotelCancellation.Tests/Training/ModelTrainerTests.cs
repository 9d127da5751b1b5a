using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Training;

namespace HotelCancellation.Tests.Training;

public class ModelTrainerTests
{
    private static readonly DateOnly Split = new(2024, 11, 1);
    private static readonly Lazy<TrainingResult> Trained = new(() => Train(GeneratedBookings.Quick, Split));

    [Fact]
    public void Train_WithSplit_IsEvaluatedOnLaterArrivalsAlone()
    {
        var result = Trained.Value;

        result.Evaluation.From.ShouldBeGreaterThanOrEqualTo(Split);
        result.Evaluation.Overall.N.ShouldBe(result.Set.Bookings.Count(b => b.Booking.ArrivalDate >= Split));
        result.RowsTrained.ShouldBe(result.Set.Bookings.Count - result.Evaluation.Overall.N);
        result.Evaluation.Overall.Auc.ShouldBeGreaterThan(0.75);
        result.Evaluation.ByProperty.Count.ShouldBe(2);
    }

    [Fact]
    public void Train_WithSplit_LearnsNothingOfLaterOutcomes()
    {
        // Whatever becomes of the later arrivals, the model must be the same one.
        BookingEvent[] others = [.. GeneratedBookings.Small.Select(b => b.Booking.ArrivalDate >= Split && b.Status == BookingStatus.CheckedOut ? b with { Status = BookingStatus.Cancelled, StatusDate = b.Booking.ArrivalDate.AddDays(1) } : b)];

        var other = new ModelTrainer(GeneratedBookings.Quick, TimeProvider.System).Train(others, Split, null, default);

        other.Model.Ensemble.LeafValue.ShouldBe(Trained.Value.Model.Ensemble.LeafValue);
        other.Model.Calibration.ShouldBe(Trained.Value.Model.Calibration);
        other.Model.Rule.ShouldBe(Trained.Value.Model.Rule);
    }

    [Fact]
    public void Train_Again_IsTheSame()
    {
        var again = Train(GeneratedBookings.Quick with { Threads = 1 }, Split);

        again.Model.Ensemble.LeafValue.ShouldBe(Trained.Value.Model.Ensemble.LeafValue);
        again.Model.Ensemble.Threshold.ShouldBe(Trained.Value.Model.Ensemble.Threshold);
        EvaluationJson.Write(again).ShouldBe(EvaluationJson.Write(Trained.Value));
        ModelCard.Write(again).ShouldBe(ModelCard.Write(Trained.Value));
    }

    [Fact]
    public void Train_OtherSeed_IsAnotherModel() =>
        Train(GeneratedBookings.Quick with { Seed = 2 }, Split).Model.Ensemble.LeafValue.ShouldNotBe(Trained.Value.Model.Ensemble.LeafValue);

    [Fact]
    public void Train_Result_IsCalibrated()
    {
        var overall = Trained.Value.Evaluation.Overall;

        overall.MeanP.ShouldBe(overall.Base, 0.1);
        overall.CalibrationError.ShouldBeLessThan(0.12);
    }

    [Fact]
    public void Train_KnownRows_TellNothingOfAGuest()
    {
        Trained.Value.KnownRows.Count.ShouldBe(64);
        Trained.Value.KnownRows.ShouldAllBe(r => r.At.Booking.GuestRef == null && r.At.Booking.Country == null && r.At.Booking.BookingId.Value.StartsWith("known-"));
        Trained.Value.KnownRows.ShouldAllBe(r => r.Probability == Trained.Value.Model.Probability(r.At));
    }

    [Fact]
    public void Probabilities_OfMany_AreThoseOfEachAlone()
    {
        BookingAt[] asked = [.. GeneratedBookings.Small.Take(700).Select(b => new BookingAt(b.Booking, b.Booking.BookedOn))];

        Trained.Value.Model.Probabilities(asked).ShouldBe(asked.Select(Trained.Value.Model.Probability));
        Trained.Value.Model.Probabilities([]).ShouldBeEmpty();
    }

    [Fact]
    public void Explain_AnyRow_AddsUpToTheLogOddsOfItsProbability()
    {
        foreach (var (at, probability) in Trained.Value.KnownRows)
        {
            var explanation = Trained.Value.Model.Explain(at);

            (explanation.Baseline + explanation.Reasons.Sum(r => r.Contribution) + explanation.CalibrationTerm)
                .ShouldBe(CancellationModel.LogOdds(probability), 1e-9);
        }
    }

    [Theory]
    [InlineData("assigned_room_type")]
    [InlineData("country")]
    public void Train_LeakingFeature_IsRefused(string name) =>
        Should.Throw<TrainingRefusedException>(() => Train(GeneratedBookings.Quick with { Features = ["adr", name] }, Split)).Message.ShouldContain($"'{name}' is refused");

    [Fact]
    public void Train_SomeFeatures_UsesThoseAlone() =>
        Train(GeneratedBookings.Quick with { Features = ["leadTimeDays", "depositType"] }, Split).Model.Encoder.Features.Select(f => f.Name).ShouldBe(["leadTimeDays", "depositType"]);

    [Fact]
    public void Train_TooFewBookings_IsRefused() =>
        Should.Throw<TrainingRefusedException>(() => new ModelTrainer(new TrainingOptions(), TimeProvider.System).Train([.. GeneratedBookings.Small.Take(120)], Split, null, default))
            .Message.ShouldContain("at least 500 are needed");

    [Fact]
    public void Train_SplitAfterTheLastArrival_SaysWhatThereIs() =>
        Should.Throw<TrainingRefusedException>(() => Train(GeneratedBookings.Quick, new DateOnly(2031, 1, 1))).Message.ShouldContain("arrivals go from 2024-");

    [Fact]
    public void Train_OneOutcomeOnly_IsRefused() =>
        Should.Throw<TrainingRefusedException>(() => new ModelTrainer(GeneratedBookings.Quick, TimeProvider.System)
            .Train([.. GeneratedBookings.Small.Where(b => b.Status == BookingStatus.CheckedOut)], Split, null, default)).Message.ShouldContain("both outcomes are needed");

    private static TrainingResult Train(TrainingOptions options, DateOnly split) =>
        new ModelTrainer(options, TimeProvider.System).Train(GeneratedBookings.Small, split, null, default);
}
