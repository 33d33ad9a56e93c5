using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>The quick checksum says of every text what <see cref="WalletAddress"/> says.</summary>
public class TronChecksumTests
{
    [Fact]
    public void Addresses_made_from_hashes_hold_and_any_changed_character_breaks_them()
    {
        const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var random = new Random(6);
        var hash = new byte[20];
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(hash);
            // The smallest and the largest numbers too.
            if (i < 2)
                Array.Fill(hash, (byte)(i * 255));
            var address = WalletAddress.Tron(hash).ToString().ToCharArray();
            Assert.True(TronChecksum.Holds(Encoding.ASCII.GetBytes(address)));
            address[random.Next(1, address.Length)] = Alphabet[random.Next(Alphabet.Length)];
            Assert.Equal(
                WalletAddress.TryParse(WalletChain.Tron, address, out _, out _),
                TronChecksum.Holds(Encoding.ASCII.GetBytes(address))
            );
        }
        Assert.False(TronChecksum.Holds(Encoding.ASCII.GetBytes("T" + new string('z', 33))));
        Assert.False(TronChecksum.Holds(Encoding.ASCII.GetBytes("T" + new string('1', 33))));
    }
}
