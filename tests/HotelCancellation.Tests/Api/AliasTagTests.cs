using HotelCancellation.Api.Endpoints;
using HotelCancellation.Registry;
using Microsoft.AspNetCore.Http;

namespace HotelCancellation.Tests.Api;

public sealed class AliasTagTests
{
    private const string Tag = "W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"";

    [Fact]
    public void TryExpected_WhatEncodeGave_IsTheTagAgain()
    {
        AliasTag.TryExpected(Request("If-Match", $"\"{AliasTag.Encode(Tag)}\""), out var expected).ShouldBeTrue();

        expected.ShouldBe(Tag);
    }

    [Theory]
    [InlineData("If-Match", "*", null)]
    [InlineData("If-None-Match", "*", AliasState.NoTag)]
    [InlineData("Accept", "*/*", null)]
    public void TryExpected_NoTag_IsWhatTheHeaderMeans(string header, string value, string? tag)
    {
        AliasTag.TryExpected(Request(header, value), out var expected).ShouldBeTrue();

        expected.ShouldBe(tag);
    }

    [Theory]
    [InlineData("unquoted")]
    [InlineData("W/\"YQ\"")]
    [InlineData("\"YQ\", \"YQ\"")]
    public void TryExpected_Unreadable_IsFalse(string value) => AliasTag.TryExpected(Request("If-Match", value), out _).ShouldBeFalse();

    [Fact]
    public void TryExpected_TagOfSomebodyElse_MatchesNothing()
    {
        AliasTag.TryExpected(Request("If-Match", "\"not base64!\""), out var tag).ShouldBeTrue();

        tag.ShouldNotBeNullOrEmpty();
    }

    private static HttpRequest Request(string header, string value)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[header] = value;
        return context.Request;
    }
}
