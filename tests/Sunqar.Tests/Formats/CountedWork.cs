using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Holds a reader to work that the length of its input bounds: what it allocates, which no clock and no other test
/// changes.</summary>
internal sealed class CountedWork(long inputBytes) : IDisposable
{
    /// <summary>Readers take buffers of some megabytes whatever they read; bzip2 unpacks eight before it asks how much it was
    /// given.</summary>
    private const long AtLeast = 96L << 20;

    private const long PerByteMax = 1_000;
    private readonly long _before = GC.GetAllocatedBytesForCurrentThread();

    public void Dispose()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
        Assert.True(allocated <= AtLeast + PerByteMax * inputBytes, $"{allocated} bytes allocated to read {inputBytes}");
    }
}
