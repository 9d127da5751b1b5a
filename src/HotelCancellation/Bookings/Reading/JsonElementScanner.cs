using System.Buffers;

namespace HotelCancellation.Bookings.Reading;

/// <summary>How far a scan came.</summary>
internal enum ScanResult
{
    /// <summary>More bytes are needed.</summary>
    NeedsMore,

    /// <summary>An element ends at the position.</summary>
    Element,

    /// <summary>The array has ended and nothing but white space followed so far.</summary>
    End,

    /// <summary>The array's structure is broken.</summary>
    Broken,
}

/// <summary>Finds the elements of a JSON array in bytes that come by and by; no byte is looked at twice.</summary>
internal sealed class JsonElementScanner
{
    private enum Place
    {
        BeforeArray,
        BeforeFirst,
        BeforeElement,
        InScalar,
        InString,
        InNested,
        AfterElement,
        AfterArray,
    }

    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> s_inString = SearchValues.Create("\"\\"u8);

    private Place _place;
    private int _depth;
    private ulong _braces;
    private bool _escaped;
    private bool _inInnerString;

    /// <summary>The next byte to look at, from the start of the bytes given.</summary>
    public int Position { get; private set; }

    /// <summary>Where the element begins.</summary>
    public int ElementStart { get; private set; }

    /// <summary>What is broken.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Whether an element has begun that has not ended.</summary>
    public bool InElement => _place is Place.InScalar or Place.InString or Place.InNested;

    /// <summary>Whether the array has ended.</summary>
    public bool AtEnd => _place == Place.AfterArray;

    /// <summary>How many bytes are not needed any more; they must be let go then.</summary>
    /// <param name="keepElement">Whether the begin of an element that has not ended is needed.</param>
    public int Forget(bool keepElement)
    {
        var count = keepElement && InElement ? ElementStart : Position;
        Position -= count;
        ElementStart = 0;
        return count;
    }

    /// <summary>Looks on from <see cref="Position"/>.</summary>
    public ScanResult Scan(ReadOnlySpan<byte> bytes)
    {
        while (Position < bytes.Length)
        {
            var c = bytes[Position];
            switch (_place)
            {
                case Place.InNested when !SkipPlain(bytes):
                    return ScanResult.NeedsMore;
                case Place.InNested:
                    if (!Nested(bytes[Position]))
                    {
                        return ScanResult.Broken;
                    }

                    Position++;
                    if (_depth == 0)
                    {
                        return Ended();
                    }

                    continue;
                case Place.InString:
                    Position++;
                    if (_escaped)
                    {
                        _escaped = false;
                    }
                    else if (c == '"')
                    {
                        return Ended();
                    }
                    else
                    {
                        _escaped = c == '\\';
                    }

                    continue;
                case Place.InScalar when c is (byte)',' or (byte)']' || IsBlank(c):
                    return Ended();
                case Place.InScalar:
                    Position++;
                    continue;
            }

            if (IsBlank(c))
            {
                Position++;
            }
            else if (!Between(c))
            {
                return ScanResult.Broken;
            }
        }

        return AtEnd ? ScanResult.End : ScanResult.NeedsMore;
    }

    private static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private ScanResult Ended()
    {
        _place = Place.AfterElement;
        return ScanResult.Element;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }

    /// <summary>Goes on to the next byte that means something inside an object or array; false when there is none.</summary>
    private bool SkipPlain(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            return true;
        }

        var plain = bytes[Position..].IndexOfAny(_inInnerString ? s_inString : s_structure);
        Position = plain < 0 ? bytes.Length : Position + plain;
        return plain >= 0;
    }

    /// <summary>A byte inside an object or array.</summary>
    private bool Nested(byte c)
    {
        if (_inInnerString)
        {
            if (_escaped)
            {
                _escaped = false;
            }
            else if (c == '"')
            {
                _inInnerString = false;
            }
            else
            {
                _escaped = c == '\\';
            }

            return true;
        }

        switch (c)
        {
            case (byte)'"':
                _inInnerString = true;
                return true;
            case (byte)'{' or (byte)'[':
                Open(c);
                return true;
            case (byte)'}' or (byte)']':
                _depth--;

                // Deeper than 64 levels the kind of a bracket is not remembered; such an element is refused for its depth anyway.
                return _depth >= 64 || (_braces >> _depth & 1) == (c == '}' ? 1u : 0u) || Fail($"'{(char)c}' closes what it did not open");
            default:
                return true;
        }
    }

    /// <summary>A byte outside elements that is not blank.</summary>
    private bool Between(byte c)
    {
        switch (_place, c)
        {
            case (Place.BeforeArray, (byte)'['):
                _place = Place.BeforeFirst;
                break;
            case (Place.BeforeFirst or Place.AfterElement, (byte)']'):
                _place = Place.AfterArray;
                break;
            case (Place.AfterElement, (byte)','):
                _place = Place.BeforeElement;
                break;
            case (Place.BeforeElement, (byte)']'):
                return Fail("a comma is followed by ']'");
            case (Place.BeforeFirst or Place.BeforeElement, not ((byte)',' or (byte)'}' or (byte)':')):
                Begin(c);
                break;
            case (Place.AfterArray, _):
                return Fail("something follows its end");
            default:
                return Fail($"'{(char)c}' stands where {(_place == Place.AfterElement ? "',' or ']'" : "an element")} is expected");
        }

        Position++;
        return true;
    }

    private void Begin(byte c)
    {
        ElementStart = Position;
        _place = c switch
        {
            (byte)'"' => Place.InString,
            (byte)'{' or (byte)'[' => Place.InNested,
            _ => Place.InScalar,
        };
        if (_place == Place.InNested)
        {
            Open(c);
        }
    }

    private void Open(byte c)
    {
        if (_depth < 64)
        {
            _braces = c == '{' ? _braces | 1UL << _depth : _braces & ~(1UL << _depth);
        }

        _depth++;
    }
}
