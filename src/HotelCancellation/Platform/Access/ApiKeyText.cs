using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HotelCancellation.Platform.Access;

/// <summary>
/// The text of a key: <c>hc_{id}_{secret}</c>, the id 12 letters and digits, the secret 32 random bytes in base64url. With
/// 256 random bits a plain SHA-256 keeps the secret: there is nothing to guess, so neither salt nor a slow hash is needed.
/// </summary>
public static class ApiKeyText
{
    private const string Prefix = "hc_";
    private const int IdLength = 12;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int Length = 3 + IdLength + 1 + SecretLength;
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> SecretCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Makes the text of a new key.</summary>
    public static (string Id, string Text) Create()
    {
        var id = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", IdLength);
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Splits the text of a key. False where it is not one.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> id, out ReadOnlySpan<char> secret)
    {
        id = secret = default;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[3 + IdLength] != '_')
        {
            return false;
        }

        id = text.Slice(3, IdLength);
        secret = text[^SecretLength..];
        return !id.ContainsAnyExcept(IdCharacters) && !secret.ContainsAnyExcept(SecretCharacters);
    }

    /// <summary>SHA-256 of a secret.</summary>
    internal static byte[] Hash(ReadOnlySpan<char> secret)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(secret, hash);
        return hash;
    }

    /// <summary>Whether a secret is the one whose hash is given, in constant time.</summary>
    internal static bool Matches(ReadOnlySpan<char> secret, ReadOnlySpan<byte> hash)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(secret, given);
        return CryptographicOperations.FixedTimeEquals(given, hash);
    }

    private static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[SecretLength];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(secret, bytes)], hash);
    }
}
