using System.Text.Json;
using HotelCancellation.Bookings;
using HotelCancellation.Features;
using HotelCancellation.Model;
using HotelCancellation.Validation;

namespace HotelCancellation.Registry;

/// <summary>Reads what <see cref="RegistryJson"/> has written. All methods throw <see cref="JsonException"/> where a member is missing, of another type or, but in a manifest, not known.</summary>
internal static class BundleJsonReader
{
    /// <summary>The schema alone; 0 where there is none.</summary>
    public static int Schema(byte[] manifest) => JsonMembers.Read(manifest, e =>
    {
        var m = new JsonMembers(e);
        return m.Has("schema") ? m.Int32("schema") : 0;
    });

    public static ModelManifest Manifest(byte[] utf8) => JsonMembers.Read(utf8, e =>
    {
        var m = new JsonMembers(e);
        return new ModelManifest
        {
            Schema = m.Int32("schema"),
            Version = new ModelVersion(m.Text("version")),
            Created = m.Time("created"),
            By = m.Text("by"),
            Reason = m.Text("reason"),
            Parent = m.OptionalText("parent") is { } parent ? new ModelVersion(parent) : null,
            CodeVersion = m.Text("codeVersion"),
            Data = Data(m.Required("data")),
            Settings = JsonMembers.ByName(m.Required("settings"), v => v.Clone()),
            Features = JsonMembers.Each(m.Required("features"), JsonMembers.Text),
            Metrics = JsonMembers.ByName(m.Required("metrics"), JsonMembers.Double),
            Ranges = m.Optional("ranges") is { } ranges ? JsonMembers.ByName(ranges, Range) : null,
            Artefacts = JsonMembers.Each(m.Required("artefacts"), Artefact),
        };
    });

    public static BundleFiles.EncoderFile Encoder(byte[] utf8) => JsonMembers.Read(utf8, e =>
    {
        var m = new JsonMembers(e);
        var file = new BundleFiles.EncoderFile(JsonMembers.Each(m.Required("features"), Feature));
        m.End();
        return file;
    });

    public static BundleFiles.CalibrationFile Calibration(byte[] utf8) => JsonMembers.Read(utf8, e =>
    {
        var m = new JsonMembers(e);
        var file = new BundleFiles.CalibrationFile(
            Calibration(m.Required("calibration")), Rule(m.Required("rule")), m.Optional("byProperty") is { } byProperty ? new(JsonMembers.ByName(byProperty, Calibration), StringComparer.Ordinal) : null);
        m.End();
        return file;
    });

    public static IReadOnlyList<KnownRow> KnownRows(byte[] utf8) => JsonMembers.Read(utf8, e => JsonMembers.Each(e, row =>
    {
        var m = new JsonMembers(row);
        var known = new KnownRow(Booking(m.Required("booking")), m.Date("asOf"), m.Double("probability"));
        m.End();
        return known;
    }));

    private static TrainingData Data(JsonElement element)
    {
        var m = new JsonMembers(element);
        return new TrainingData
        {
            Fingerprint = m.Text("fingerprint"),
            Source = m.Text("source"),
            SourceSha256 = m.OptionalText("sourceSha256"),
            RowsRead = m.Int64("rowsRead"),
            RowsAccepted = m.Int64("rowsAccepted"),
            RowsQuarantined = m.Int64("rowsQuarantined"),
            RowsTrained = m.Int64("rowsTrained"),
            FirstArrival = m.Date("firstArrival"),
            LastArrival = m.Date("lastArrival"),
            Split = m.OptionalDate("split"),
            KnownBefore = m.OptionalDate("knownBefore"),
        };
    }

    private static NumberRange Range(JsonElement element)
    {
        var m = new JsonMembers(element);
        return new NumberRange(m.Double("min"), m.Double("max"));
    }

    private static Artefact Artefact(JsonElement element)
    {
        var m = new JsonMembers(element);
        return new Artefact(m.Text("name"), m.Int64("bytes"), m.Text("sha256"));
    }

    private static BundleFiles.FeatureEntry Feature(JsonElement element)
    {
        var m = new JsonMembers(element);
        var entry = new BundleFiles.FeatureEntry
        {
            Name = m.Text("name"),
            Encoding = m.Text("encoding") switch
            {
                "number" => FeatureEncoding.Number,
                "rank" => FeatureEncoding.Rank,
                "rate" => FeatureEncoding.Rate,
                "count" => FeatureEncoding.Count,
                var other => throw new JsonException($"'encoding' is \"{other}\"; \"number\", \"rank\", \"rate\" or \"count\" is wanted."),
            },
            Missing = m.Optional("missing") is { } missing ? JsonMembers.Single(missing) : null,
            Unseen = m.Optional("unseen") is { } unseen ? JsonMembers.Single(unseen) : null,
            Values = m.Optional("values") is { } values ? JsonMembers.ByName(values, JsonMembers.Single) : null,
        };
        m.End();
        return entry;
    }

    private static Calibration Calibration(JsonElement element)
    {
        var m = new JsonMembers(element);
        var calibration = new Calibration(m.Double("intercept"), m.Double("slope"));
        m.End();
        return calibration;
    }

    private static DecisionRule Rule(JsonElement element)
    {
        var m = new JsonMembers(element);
        var rule = new DecisionRule(m.Double("threshold"));
        rule = rule with
        {
            MediumFrom = m.Has("mediumFrom") ? m.Double("mediumFrom") : rule.MediumFrom,
            HighFrom = m.Has("highFrom") ? m.Double("highFrom") : rule.HighFrom,
        };
        m.End();
        return rule;
    }

    private static Booking Booking(JsonElement element)
    {
        var m = new JsonMembers(element);
        var booking = new Booking
        {
            BookingId = new BookingId(m.Text("bookingId")),
            PropertyId = new PropertyId(m.Text("propertyId")),
            GuestRef = m.OptionalText("guestRef"),
            BookedOn = m.Date("bookedOn"),
            ArrivalDate = m.Date("arrivalDate"),
            WeekendNights = m.Int32("weekendNights"),
            WeekNights = m.Int32("weekNights"),
            Adults = m.Int32("adults"),
            Children = m.Int32("children"),
            Babies = m.Int32("babies"),
            Meal = m.Text("meal"),
            MarketSegment = m.Text("marketSegment"),
            DistributionChannel = m.Text("distributionChannel"),
            ReservedRoomType = m.Text("reservedRoomType"),
            DepositType = m.Text("depositType"),
            Agent = m.OptionalText("agent"),
            Company = m.OptionalText("company"),
            CustomerType = m.Text("customerType"),
            Country = m.OptionalText("country"),
            IsRepeatedGuest = m.Boolean("isRepeatedGuest"),
            PreviousCancellations = m.Int32("previousCancellations"),
            PreviousBookingsNotCanceled = m.Int32("previousBookingsNotCanceled"),
            Adr = m.Double("adr"),
            SpecialRequests = m.Int32("specialRequests"),
        };
        m.End();
        return booking;
    }
}
