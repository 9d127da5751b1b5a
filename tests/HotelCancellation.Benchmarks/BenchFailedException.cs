namespace HotelCancellation.Benchmarks;

/// <summary>A figure could not be measured, so that none is given.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
