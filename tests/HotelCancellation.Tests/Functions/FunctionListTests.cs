namespace HotelCancellation.Tests.Functions;

public sealed class FunctionListTests
{
    /// <summary>With the environment variable <c>WRITE_FUNCTION_LIST=true</c> the page is written instead.</summary>
    [Fact]
    public void Page_OfAllFunctions_SaysWhatTheAttributesSay()
    {
        var path = Repository.PathOf("docs/functions.md");
        var page = FunctionList.Page();
        if (Environment.GetEnvironmentVariable("WRITE_FUNCTION_LIST") == "true")
        {
            File.WriteAllText(path, page);
        }

        File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n').ShouldBe(page.Split('\n'), "docs/functions.md says how it is written anew");
    }
}
