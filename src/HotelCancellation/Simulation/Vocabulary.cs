namespace HotelCancellation.Simulation;

/// <summary>Values of the public data set's vocabulary that the simulation asks about by name.</summary>
internal static class Vocabulary
{
    public const string NoDeposit = "No Deposit";
    public const string NonRefund = "Non Refund";
    public const string Refundable = "Refundable";
    public const string Direct = "Direct";
    public const string Complementary = "Complementary";

    /// <summary>The country the hotels are in, as in the public data.</summary>
    public const string HomeCountry = "PRT";
}
