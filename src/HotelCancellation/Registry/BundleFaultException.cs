namespace HotelCancellation.Registry;

/// <summary>A file of a bundle is not what it should be. Caught by <see cref="BundleReader"/>, which answers with a refusal.</summary>
internal sealed class BundleFaultException(string message, Exception? innerException = null) : Exception(message, innerException);
