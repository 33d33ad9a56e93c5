using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Storage;

public class SipHashTests
{
    [Fact]
    public void The_quick_hash_is_that_of_the_paper()
    {
        // Test vectors of the reference implementation: key 00..0f, messages of 0 and 1 byte (00).
        var hash = SipHash.FromKey([.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        Assert.Equal("A3817F04BA25A8E66DF67214C7550293", Hex(hash, []));
        Assert.Equal("DA87C1D86B99AF44347659119B22FC45", Hex(hash, [0]));

        static string Hex(SipHash hash, byte[] data)
        {
            hash.Compute(data, out var low, out var high);
            return Convert.ToHexString([.. BitConverter.GetBytes(low), .. BitConverter.GetBytes(high)]);
        }
    }
}
