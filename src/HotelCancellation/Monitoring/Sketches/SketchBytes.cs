using System.Text;

namespace HotelCancellation.Monitoring.Sketches;

/// <summary>Writes sketches: a byte for the version, one for the kind, then counts as variable-length integers.</summary>
internal sealed class SketchWriter : IDisposable
{
    /// <summary>The version that is written; every one that ever was must be readable.</summary>
    public const byte Version = 1;

    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public SketchWriter(byte kind)
    {
        _writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
        _writer.Write(Version);
        _writer.Write(kind);
    }

    public void Write(long value) => _writer.Write7BitEncodedInt64(value);

    public void Write(ulong value) => _writer.Write(value);

    public void Write(double value) => _writer.Write(value);

    public void Write(string value) => _writer.Write(value);

    public void Write(Int128 value)
    {
        _writer.Write((ulong)(value & ulong.MaxValue));
        _writer.Write((long)(value >> 64));
    }

    public void Write(long[] values)
    {
        foreach (var value in values)
        {
            Write(value);
        }
    }

    public void Write(double[] values)
    {
        Write(values.Length);
        foreach (var value in values)
        {
            Write(value);
        }
    }

    public void WriteBytes(byte[] bytes)
    {
        Write((long)bytes.Length);
        _writer.Write(bytes);
    }

    public byte[] ToArray()
    {
        _writer.Flush();
        return _stream.ToArray();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }
}

/// <summary>Reads what <see cref="SketchWriter"/> wrote, and refuses anything else with <see cref="InvalidDataException"/>.</summary>
internal sealed class SketchReader : IDisposable
{
    private readonly BinaryReader _reader;

    public SketchReader(byte[] bytes, byte kind)
    {
        _reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var version = Read(r => r.ReadByte());
        if (version != SketchWriter.Version)
        {
            throw Broken($"its version is {version}, and {SketchWriter.Version} can be read");
        }

        var found = Read(r => r.ReadByte());
        if (found != kind)
        {
            throw Broken($"its kind is {found}, and {kind} was asked for");
        }
    }

    public static InvalidDataException Broken(string why) => new($"The bytes are not a sketch that can be read: {why}.");

    /// <summary>A count, 0 or more.</summary>
    public long ReadCount() => Read(r => r.Read7BitEncodedInt64()) is >= 0 and var value ? value : throw Broken("a count is below 0");

    public int ReadLength() => ReadCount() is var length && length <= _reader.BaseStream.Length ? (int)length : throw Broken("a list is longer than the bytes");

    public long ReadInteger() => Read(r => r.Read7BitEncodedInt64());

    public ulong ReadFingerprint() => Read(r => r.ReadUInt64());

    public double ReadDouble() => Read(r => r.ReadDouble());

    public string ReadText() => Read(r => r.ReadString());

    public Int128 ReadInt128()
    {
        var low = Read(r => r.ReadUInt64());
        return ((Int128)Read(r => r.ReadInt64()) << 64) | low;
    }

    public void ReadInto(long[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadCount();
        }
    }

    public double[] ReadDoubles()
    {
        var values = new double[ReadLength()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadDouble();
        }

        return values;
    }

    public byte[] ReadBytes()
    {
        var length = ReadLength();
        var bytes = Read(r => r.ReadBytes(length));
        return bytes.Length == length ? bytes : throw Broken("they are cut off");
    }

    public void End()
    {
        if (_reader.BaseStream.Position != _reader.BaseStream.Length)
        {
            throw Broken("there are bytes left over");
        }
    }

    public void Dispose() => _reader.Dispose();

    private T Read<T>(Func<BinaryReader, T> read)
    {
        try
        {
            return read(_reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException("The bytes are not a sketch that can be read: they are cut off or broken.", e);
        }
    }
}
