using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Events;
using HotelCancellation.Features;
using HotelCancellation.Features.Store;
using HotelCancellation.Model;
using HotelCancellation.Registry;

namespace HotelCancellation.TestSupport;

/// <summary>Small models made by hand, and bookings for them. The same arguments always give the same model.</summary>
internal static class TestModels
{
    public static readonly DateOnly FirstDay = new(2026, 1, 1);

    private static readonly string[] Segments = ["Online TA", "Offline TA/TO", "Direct", "Groups", "Corporate"];
    private static readonly string[] Deposits = ["No Deposit", "No Deposit", "No Deposit", "Non Refund", "Refundable"];
    private static readonly string?[] Agents = ["9", "240", "7", null];

    /// <summary>Bookings that differ in everything the test model looks at.</summary>
    public static IReadOnlyList<Booking> Bookings(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Booking(i, random))];
    }

    public static Booking Booking(int number = 0, Random? random = null)
    {
        random ??= new Random(number);
        var bookedOn = FirstDay.AddDays(random.Next(300));
        return new Booking
        {
            BookingId = new BookingId($"b-{number}"),
            PropertyId = new PropertyId(random.Next(2) == 0 ? "city" : "resort"),
            GuestRef = $"guest-{number}",
            BookedOn = bookedOn,
            ArrivalDate = bookedOn.AddDays(random.Next(200)),
            WeekendNights = random.Next(3),
            WeekNights = 1 + random.Next(5),
            Adults = 1 + random.Next(3),
            Children = random.Next(2),
            Babies = 0,
            Meal = random.Next(3) == 0 ? "HB" : "BB",
            MarketSegment = Segments[random.Next(Segments.Length)],
            DistributionChannel = "TA/TO",
            ReservedRoomType = random.Next(2) == 0 ? "A" : "D",
            DepositType = Deposits[random.Next(Deposits.Length)],
            Agent = Agents[random.Next(Agents.Length)],
            CustomerType = "Transient",
            Country = "PRT",
            IsRepeatedGuest = random.Next(10) == 0,
            PreviousCancellations = random.Next(3) / 2,
            PreviousBookingsNotCanceled = 0,
            Adr = Math.Round(40 + (200 * random.NextDouble()), 2),
            SpecialRequests = random.Next(4),
        };
    }

    /// <summary>Three trees over four features.</summary>
    /// <param name="shift">Added to one leaf, so that models with different shifts are different versions and give different probabilities.</param>
    /// <param name="calibration">None when null.</param>
    public static CancellationModel Model(double shift = 0, Calibration? calibration = null)
    {
        var bookings = Bookings(200);
        var cancelled = bookings.Select(b => b.DepositType == "Non Refund" || (b.LeadTimeDays > 120 && b.SpecialRequests == 0)).ToList();
        var encoder = FeatureEncoderFitter.Fit(FeatureCatalog.Default, bookings, cancelled);
        var rows = bookings.Select(b =>
        {
            var row = new float[encoder.Width];
            encoder.Encode(new BookingAt(b, b.BookedOn), row);
            return row;
        }).ToList();
        ushort Feature(string name) => (ushort)Enumerable.Range(0, encoder.Width).First(i => encoder.Features[i].Name == name);
        var lead = Feature("leadTimeDays");
        var trees = new TreeBuilder(encoder.Width, rows)
            .Tree(lead, 60, new Leaf(-1.2 + shift), new Split(Feature("specialRequests"), 0.5f, new Leaf(0.8), new Leaf(-0.1)))
            .Tree(Feature("depositType"), 2.5f, new Leaf(-0.4), new Split(lead, 30, new Leaf(0.3), new Split(Feature("depositType"), 3.5f, new Leaf(0.2), new Leaf(1.9))))
            .Tree(Feature("adr"), 120, new Leaf(-0.05 + shift), new Leaf(0.07 + shift));
        return new CancellationModel(encoder, trees.Build(), calibration ?? Calibration.None, new DecisionRule(0.45));
    }

    /// <summary>A model whose only tree looks at the bookings around: how many of the travel agent's are on the books.</summary>
    public static CancellationModel ContextModel()
    {
        var bookings = Bookings(200);
        var contexts = new MemoryContexts([.. bookings.Select(b => BookingHistory.Of([new BookingEvent(b, BookingStatus.Booked, b.BookedOn)]))]);
        var encoder = FeatureEncoderFitter.Fit([.. FeatureCatalog.Default, .. FeatureCatalog.AsOfDefault.Where(f => f.Name == "agentOnBooks")], bookings, [.. bookings.Select(b => b.SpecialRequests == 0)]);
        var rows = bookings.Select(b =>
        {
            var row = new float[encoder.Width];
            encoder.Encode(new BookingAt(b, b.BookedOn, contexts.Context(b, b.BookedOn)), row);
            return row;
        }).ToList();
        var feature = (ushort)Enumerable.Range(0, encoder.Width).First(i => encoder.Features[i].Name == "agentOnBooks");
        return new CancellationModel(encoder, new TreeBuilder(encoder.Width, rows).Tree(feature, 4.5f, new Leaf(-1), new Leaf(1)).Build(), Calibration.None, new DecisionRule(0.5));
    }

    public static IReadOnlyList<KnownRow> KnownRows(CancellationModel model, int count = 16) =>
        [.. Bookings(count, seed: 7).Select(b => new KnownRow(b, b.BookedOn, model.Probability(new BookingAt(b, b.BookedOn))))];

    public static BundleDraft Draft(double shift = 0, ModelVersion? parent = null, CancellationModel? model = null)
    {
        model ??= Model(shift, new Calibration(0.1, 1.1));
        return new BundleDraft
        {
            Model = model,
            KnownRows = KnownRows(model),
            Data = Data(),
            Settings = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["seed"] = JsonSerializer.SerializeToElement(7),
                ["trees"] = JsonSerializer.SerializeToElement(3),
            },
            Metrics = new Dictionary<string, double>(StringComparer.Ordinal) { ["auc"] = 0.84, ["brier"] = 0.15 },
            ModelCard = "# Test model\n",
            Evaluation = "{\"auc\":0.84}"u8.ToArray(),
            CodeVersion = "1.2.3",
            By = "tester",
            Reason = "test",
            Parent = parent,
        };
    }

    public static TrainingData Data() => new()
    {
        Fingerprint = new string('a', 64),
        Source = "bookings.csv",
        RowsRead = 210,
        RowsAccepted = 200,
        RowsQuarantined = 10,
        RowsTrained = 150,
        FirstArrival = FirstDay,
        LastArrival = FirstDay.AddDays(500),
        Split = FirstDay.AddDays(400),
    };

    internal abstract record Part;

    internal sealed record Leaf(double Value) : Part;

    internal sealed record Split(ushort Feature, float Threshold, Part Left, Part Right) : Part;

    /// <summary>Lays trees out flat, with the covers that the rows give.</summary>
    internal sealed class TreeBuilder(int featureCount, IReadOnlyList<float[]> rows)
    {
        private readonly List<int> _roots = [];
        private readonly List<(ushort Feature, float Threshold, int Left, int Right, float Cover)> _nodes = [];
        private readonly List<(double Value, float Cover)> _leaves = [];

        public TreeBuilder Tree(ushort feature, float threshold, Part left, Part right) => Tree(new Split(feature, threshold, left, right));

        public TreeBuilder Tree(Part root)
        {
            _roots.Add(Place(root, rows));
            return this;
        }

        public TreeEnsemble Build() => new()
        {
            FeatureCount = featureCount,
            Roots = [.. _roots],
            Feature = [.. _nodes.Select(n => n.Feature)],
            Threshold = [.. _nodes.Select(n => n.Threshold)],
            Left = [.. _nodes.Select(n => n.Left)],
            Right = [.. _nodes.Select(n => n.Right)],
            LeafValue = [.. _leaves.Select(l => l.Value)],
            NodeCover = [.. _nodes.Select(n => n.Cover)],
            LeafCover = [.. _leaves.Select(l => l.Cover)],
        };

        private int Place(Part part, IReadOnlyList<float[]> here)
        {
            if (part is Leaf leaf)
            {
                _leaves.Add((leaf.Value, here.Count));
                return ~(_leaves.Count - 1);
            }

            var split = (Split)part;
            var index = _nodes.Count;
            _nodes.Add(default);
            var left = Place(split.Left, [.. here.Where(r => r[split.Feature] <= split.Threshold)]);
            var right = Place(split.Right, [.. here.Where(r => r[split.Feature] > split.Threshold)]);
            _nodes[index] = (split.Feature, split.Threshold, left, right, here.Count);
            return index;
        }
    }
}
