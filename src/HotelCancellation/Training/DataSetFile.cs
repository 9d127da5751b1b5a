using System.IO.Compression;
using System.Security.Cryptography;
using HotelCancellation.Bookings;
using HotelCancellation.Bookings.Writing;

namespace HotelCancellation.Training;

/// <summary>
/// The bookings that a training is given, as a compressed canonical CSV with a fingerprint. Guests' pseudonyms and
/// countries are left out: no feature uses them, and a data set is never changed, so that an erasure could not reach them.
/// Kept in a temporary file until it is disposed.
/// </summary>
public sealed class DataSetFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly GZipStream _gzip;
    private readonly CryptoStream _hashed;
    private readonly BookingCsvWriter _writer;
    private string? _fingerprint;

    /// <summary>Begins an empty data set.</summary>
    public DataSetFile()
    {
        _file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        _gzip = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true);
        _hashed = new CryptoStream(_gzip, _hash, CryptoStreamMode.Write, leaveOpen: true);
        _writer = new BookingCsvWriter(_hashed);
    }

    /// <summary>SHA-256 over the uncompressed rows, 64 lower-case hex digits; known once the file is complete.</summary>
    /// <exception cref="InvalidOperationException">The file is not complete.</exception>
    public string Fingerprint => _fingerprint ?? throw new InvalidOperationException("The data set is not complete.");

    /// <summary>Adds a booking.</summary>
    public ValueTask AddAsync(BookingEvent booking, CancellationToken cancellationToken) =>
        _writer.WriteAsync(booking with { Booking = booking.Booking with { GuestRef = null, Country = null }, EventId = null }, cancellationToken);

    /// <summary>Completes the file. Nothing can be added any more.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_fingerprint is null)
        {
            await _writer.DisposeAsync();
            await _hashed.FlushFinalBlockAsync(cancellationToken);
            await _gzip.DisposeAsync();
            _fingerprint = Convert.ToHexStringLower(_hash.Hash!);
        }
    }

    /// <summary>The compressed file from its beginning.</summary>
    internal Stream Content()
    {
        _ = Fingerprint;
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CompleteAsync(CancellationToken.None);
        await _hashed.DisposeAsync();
        _hash.Dispose();
        await _file.DisposeAsync();
    }
}
