using System.Runtime.InteropServices;

namespace HotelCancellation.Validation;

/// <summary>
/// Counts how often a 64-bit key was there before, in memory that does not grow with their number: the last keys in an array, the others in
/// sorted runs in one temporary file, merged at the end (external merge sort). Exact for the keys; two different things have one key
/// once in 2^64 pairs. Not for use by two threads at once.
/// </summary>
internal sealed class RepeatedKeys(int inMemory = RepeatedKeys.DefaultInMemory) : IDisposable
{
    /// <summary>Keys kept in memory: 8 MB.</summary>
    public const int DefaultInMemory = 1_000_000;

    private const int KeysAtOnce = 2048;
    private readonly List<(long Start, int Count)> _runs = [];
    private ulong[] _keys = new ulong[Math.Min(inMemory, 4096)];
    private int _count;
    private FileStream? _file;

    /// <summary>Whether some of the keys are on disk.</summary>
    public bool IsSpilled => _runs.Count > 0;

    /// <summary>Adds a key.</summary>
    public void Add(ulong key)
    {
        if (_count == inMemory)
        {
            Spill();
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Min(inMemory, _keys.Length * 2));
        }

        _keys[_count++] = key;
    }

    /// <summary>How many of the keys were there before.</summary>
    public long Count()
    {
        var memory = _keys.AsSpan(0, _count);
        memory.Sort();
        long repeated = 0;
        if (!IsSpilled)
        {
            for (var i = 1; i < memory.Length; i++)
            {
                repeated += memory[i] == memory[i - 1] ? 1 : 0;
            }

            return repeated;
        }

        Spill();
        var queue = new PriorityQueue<Run, ulong>();
        foreach (var (start, count) in _runs)
        {
            var run = new Run(_file!, start, count);
            if (run.MoveNext())
            {
                queue.Enqueue(run, run.Current);
            }
        }

        ulong? last = null;
        while (queue.TryDequeue(out var run, out var key))
        {
            repeated += key == last ? 1 : 0;
            last = key;
            if (run.MoveNext())
            {
                queue.Enqueue(run, run.Current);
            }
        }

        return repeated;
    }

    /// <summary>Deletes the file, if there is one.</summary>
    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        if (_count == 0)
        {
            return;
        }

        _file ??= new FileStream(
            Path.Combine(Path.GetTempPath(), $"hotelcancel-{Guid.NewGuid():N}.tmp"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.DeleteOnClose });
        var keys = _keys.AsSpan(0, _count);
        keys.Sort();
        var start = _runs.Sum(r => (long)r.Count) * sizeof(ulong);
        RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(keys), start);
        _runs.Add((start, _count));
        _count = 0;
    }

    /// <summary>One sorted run, read a piece at a time.</summary>
    private sealed class Run(FileStream file, long start, int count)
    {
        private readonly ulong[] _piece = new ulong[KeysAtOnce];
        private int _next;
        private int _length;
        private int _read;

        public ulong Current { get; private set; }

        public bool MoveNext()
        {
            if (_next == _length)
            {
                _length = Math.Min(KeysAtOnce, count - _read);
                if (_length == 0)
                {
                    return false;
                }

                var bytes = MemoryMarshal.AsBytes(_piece.AsSpan(0, _length));
                for (var done = 0; done < bytes.Length;)
                {
                    var got = RandomAccess.Read(file.SafeFileHandle, bytes[done..], start + ((long)_read * sizeof(ulong)) + done);
                    done += got > 0 ? got : throw new EndOfStreamException("The temporary file of the uniqueness check is shorter than what was written to it.");
                }

                _read += _length;
                _next = 0;
            }

            Current = _piece[_next++];
            return true;
        }
    }
}
