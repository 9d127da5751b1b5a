using HotelCancellation.Predictions;

namespace HotelCancellation.Tests.Predictions;

public class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(4_321)]
    public async Task Of_Elements_AreTheSameInTheSameOrder(int count)
    {
        var read = await ReadAhead.OfAsync(Enumerable.Range(0, count).ToAsyncEnumerable(), default).ToListAsync();

        read.ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public async Task Of_ReaderWhoStops_EndsTheReading()
    {
        var (given, ended) = (0, false);

        await foreach (var each in ReadAhead.OfAsync(EndlessAsync(), default))
        {
            if (each == 10)
            {
                break;
            }
        }

        ended.ShouldBeTrue();
        given.ShouldBeLessThan(10_000);

        async IAsyncEnumerable<int> EndlessAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                for (given = 0; ; given++)
                {
                    await Task.Yield();
                    yield return given;
                }
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Fact]
    public async Task Of_FailureOnTheWay_IsThrownToTheReader() =>
        await Should.ThrowAsync<InvalidDataException>(async () => await ReadAhead.OfAsync(BrokenAsync(), default).ToListAsync());

    private static async IAsyncEnumerable<int> BrokenAsync()
    {
        await Task.Yield();
        yield return 1;
        throw new InvalidDataException("broken");
    }
}
