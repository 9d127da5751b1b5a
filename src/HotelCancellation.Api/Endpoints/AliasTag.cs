using System.Buffers.Text;
using System.Text;
using HotelCancellation.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HotelCancellation.Api.Endpoints;

/// <summary>The tag of an alias as an HTTP entity tag: storage's own has quotes and a weakness mark, so it travels in base64url.</summary>
internal static class AliasTag
{
    public static string Encode(string tag) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(tag));

    /// <summary>The tag that a request expects; null where it takes any. False where a header cannot be read.</summary>
    public static bool TryExpected(HttpRequest request, out string? tag)
    {
        tag = null;
        if (request.Headers.IfNoneMatch == "*")
        {
            tag = AliasState.NoTag;
            return true;
        }

        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header == "*")
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParse(header.ToString(), out var entity) || entity.IsWeak)
        {
            return false;
        }

        // A tag that is not one of ours matches nothing.
        tag = !Base64Url.IsValid(entity.Tag.AsSpan()[1..^1]) ? "foreign" : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(entity.Tag.AsSpan()[1..^1]));
        return true;
    }
}
