using HotelCancellation.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HotelCancellation.Api.Http;

/// <summary>What the headers say of a body: only UTF-8, and nothing compressed, is taken, since it would be read as something that it is not.</summary>
internal static class BodyDeclaration
{
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <summary>The problem of a body in another charset or with a content coding; null for one that is taken.</summary>
    public static ApiProblem? Fault(HttpRequest request)
    {
        var coding = request.Headers.ContentEncoding.ToString();
        if (coding.Length > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9110, section 15.5.16: this tells the sender that the coding is meant.
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return ApiProblem.Of(415, "Media type not supported", $"A body with Content-Encoding '{Cut(coding)}' is not taken here; send it as it is, without one.");
        }

        return request.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(type, out var media) && HeaderUtilities.RemoveQuotes(media.Charset) is { Length: > 0 } charset
            && !Charsets.Contains(charset.ToString(), StringComparer.OrdinalIgnoreCase)
            ? ApiProblem.Of(415, "Media type not supported", $"A body in the charset '{Cut(charset.ToString())}' is not taken here; send UTF-8.")
            : null;
    }

    private static string Cut(string text) => text.Length <= 40 ? text : $"{text.AsSpan(0, 40)}…";
}
