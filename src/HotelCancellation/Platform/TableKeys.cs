using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HotelCancellation.Platform;

/// <summary>Ids as keys of table rows.</summary>
internal static class TableKeys
{
    private const int Longest = 400;

    /// <summary>An id as a key: what a key may not have, and what URLs and filters treat in their own ways, as <c>~</c> and four hex digits.</summary>
    public static string Of(string id)
    {
        var key = new StringBuilder(id.Length);
        foreach (var c in id)
        {
            _ = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? key.Append(c) : key.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
        }

        // A key has at most 512 characters; who needs the id itself keeps it in the row.
        return key.Length <= Longest ? key.ToString() : $"~~{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(id)))}";
    }
}
