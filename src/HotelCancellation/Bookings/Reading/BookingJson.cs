using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HotelCancellation.Bookings.Reading;

/// <summary>
/// Reads one booking from one JSON object: an HTTP body, a line, an element of an array. It leaves no garbage beside
/// the booking itself. Properties that the contract does not name are noted, not read.
/// </summary>
public static class BookingJson
{
    /// <summary>How deep an object may be nested, in properties that are not read.</summary>
    public const int MaxDepth = 8;

    private const int LongestRaw = BookingDraft.RoomLength;

    private static readonly byte[][] Names = [.. BookingField.All.Select(f => Encoding.UTF8.GetBytes(f.Name))];

    [ThreadStatic]
    private static BookingDraft? s_draft;

    /// <summary>Reads one object.</summary>
    /// <param name="utf8Object">The whole object, white space around it allowed.</param>
    /// <param name="rowNumber">Its number, for the result.</param>
    public static BookingRow Read(ReadOnlySpan<byte> utf8Object, long rowNumber)
    {
        if (utf8Object.StartsWith("\uFEFF"u8))
        {
            utf8Object = utf8Object[3..];
        }

        if (!Utf8.IsValid(utf8Object))
        {
            return Faulty(rowNumber, utf8Object, "encoding", "has bytes that are not UTF-8");
        }

        var draft = s_draft ??= new BookingDraft();
        draft.Clear();
        var reader = new Utf8JsonReader(utf8Object, new JsonReaderOptions { MaxDepth = MaxDepth });
        var last = -1;
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Faulty(rowNumber, utf8Object, "json", "must be a JSON object");
            }

            var next = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var index = Find(ref reader, draft, next);
                last = index;
                if (index < 0)
                {
                    draft.Ignore(reader.ValueSpan.Length <= LongestRaw && TryCopy(ref reader, draft.Room, out var name) ? draft.Room.AsSpan(0, name) : Start(reader.ValueSpan));
                    reader.Skip();
                    continue;
                }

                next = index + 1;
                var isNew = draft.See(index);
                reader.Read();
                if (isNew)
                {
                    SetValue(ref reader, draft, index, utf8Object);
                }

                reader.Skip();
                last = -1;
            }

            // Reads on, so that anything behind the object is found.
            reader.Read();
        }
        catch (JsonException e)
        {
            return draft.Broken(rowNumber, Broken(e, utf8Object, last, reader.BytesConsumed, reader.CurrentDepth));
        }

        return draft.Finish(rowNumber);
    }

    /// <summary>A row that is wrong as a whole.</summary>
    internal static BookingRow Faulty(long rowNumber, ReadOnlySpan<byte> utf8, string rule, string message) =>
        new(rowNumber, null, [FieldFault.Of("", Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 400)]).Trim(), rule, message)]);

    private static int Find(ref Utf8JsonReader reader, BookingDraft draft, int next)
    {
        // Senders keep to one order, mostly the contract's.
        if (next < Names.Length && reader.ValueSpan.SequenceEqual(Names[next]))
        {
            return next;
        }

        if (reader.ValueSpan.Length > LongestRaw)
        {
            return -1;
        }

        return TryCopy(ref reader, draft.Room, out var length) && BookingField.IndexByChars.TryGetValue(draft.Room.AsSpan(0, length), out var index) ? index : -1;
    }

    private static void SetValue(ref Utf8JsonReader reader, BookingDraft draft, int index, ReadOnlySpan<byte> utf8)
    {
        var type = BookingField.All[index].Type;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String when type is FieldType.Text or FieldType.Date or FieldType.Status:
                SetString(ref reader, draft, index);
                return;
            case JsonTokenType.True or JsonTokenType.False when type == FieldType.Flag:
                draft.SetNumber(index, reader.TokenType == JsonTokenType.True ? 1 : 0);
                return;
            case JsonTokenType.Number when type == FieldType.Whole && reader.TryGetInt32(out var whole):
                draft.SetNumber(index, whole);
                return;
            case JsonTokenType.Number when type == FieldType.Whole && reader.TryGetDouble(out var number) && BookingDraft.IsWhole(number):
                draft.SetNumber(index, number);
                return;
            case JsonTokenType.Number when type == FieldType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number):
                draft.SetNumber(index, number);
                return;
            default:
                Refuse(ref reader, draft, index, utf8);
                return;
        }
    }

    private static void SetString(ref Utf8JsonReader reader, BookingDraft draft, int index)
    {
        if (reader.ValueSpan.Length <= LongestRaw && TryCopy(ref reader, draft.Room, out var length))
        {
            draft.Set(index, draft.Room.AsSpan(0, length));
        }
        else
        {
            draft.Refuse(index, Start(reader.ValueSpan), "type", BookingField.All[index].Allowed);
        }
    }

    private static void Refuse(ref Utf8JsonReader reader, BookingDraft draft, int index, ReadOnlySpan<byte> utf8)
    {
        var field = BookingField.All[index];
        var quoted = field.Type switch
        {
            FieldType.Text or FieldType.Date or FieldType.Status => ", as a JSON string",
            _ when reader.TokenType == JsonTokenType.String => ", without quotes",
            _ => "",
        };
        draft.Refuse(index, Start(utf8[(int)reader.TokenStartIndex..], ValueLength(ref reader)), "type", field.Allowed + quoted);
    }

    private static int ValueLength(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueSpan.Length + 2;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                // A copy goes ahead to its end: what follows the value is nobody's fault. Where it is broken, the reader itself finds out.
                var ahead = reader;
                try
                {
                    ahead.Skip();
                }
                catch (JsonException)
                {
                    return int.MaxValue;
                }

                return (int)(ahead.BytesConsumed - reader.TokenStartIndex);
            default:
                return reader.ValueSpan.Length;
        }
    }

    private static string Start(ReadOnlySpan<byte> utf8, int length = int.MaxValue) => Encoding.UTF8.GetString(utf8[..Math.Min(Math.Min(utf8.Length, length), 400)]);

    private static bool TryCopy(ref Utf8JsonReader reader, char[] target, out int length)
    {
        try
        {
            length = reader.CopyString(target);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: no text.
            length = 0;
            return false;
        }
    }

    private static FieldFault Broken(JsonException e, ReadOnlySpan<byte> utf8, int index, long consumed, int depth)
    {
        if (depth >= MaxDepth - 1)
        {
            return FieldFault.Of("", Start(utf8), "json", $"is nested deeper than {MaxDepth} levels");
        }

        if (consumed == utf8.Length)
        {
            return FieldFault.Of("", Start(utf8), "json", "is no valid JSON: it ends before the object does");
        }

        // What stands where the value of a known field should be.
        var rest = utf8[(int)Math.Min(consumed, utf8.Length)..].TrimStart(" \t\r\n:"u8);
        var end = rest.IndexOfAny(",}]\n"u8);
        var value = Start(rest, end < 0 ? int.MaxValue : end).TrimEnd();
        return index < 0 || value.Length == 0
            ? FieldFault.Of("", Start(utf8), "json", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is no valid JSON: broken at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"))
            : FieldFault.Of(BookingField.All[index].Name, value, "json", $"is no valid JSON value; it {BookingField.All[index].Allowed}");
    }
}
