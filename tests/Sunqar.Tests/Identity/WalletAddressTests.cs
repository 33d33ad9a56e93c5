using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

public class WalletAddressTests
{
    [Theory]
    [InlineData(WalletChain.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData(WalletChain.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData(WalletChain.Ethereum, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData(WalletChain.Ethereum, "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData(WalletChain.Ethereum, "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    [InlineData(WalletChain.Bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData(WalletChain.Bitcoin, "3P14159f73E4gFr7JterCCQh9QjiTjiZrG")]
    [InlineData(WalletChain.Bitcoin, "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y")]
    [InlineData(WalletChain.Bitcoin, "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs")]
    [InlineData(WalletChain.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0")]
    public void Published_addresses_are_their_own_canonical_text(WalletChain chain, string text)
    {
        Assert.True(WalletAddress.TryParse(chain, text, out var address, out var fault), fault.ToString());
        Assert.Equal((chain, text), (address.Chain, address.ToString()));
        Assert.True(WalletAddress.TryParse(chain, Encoding.ASCII.GetBytes(text), out var fromBytes, out _));
        Assert.Equal(address, fromBytes);
    }

    [Theory]
    [InlineData(WalletChain.Ethereum, "0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData(WalletChain.Ethereum, "0xde709f2102306220921060314715629080e2fb77", "0xde709f2102306220921060314715629080e2fb77")]
    [InlineData(WalletChain.Ethereum, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData(WalletChain.Ethereum, "0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData(WalletChain.Bitcoin, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(WalletChain.Bitcoin, "BC1SW50QGDZ25J", "bc1sw50qgdz25j")]
    public void Other_spellings_of_an_address_are_equal_to_it(WalletChain chain, string text, string canonical)
    {
        Assert.True(WalletAddress.TryParse(chain, text, out var address, out var fault), fault.ToString());
        Assert.Equal(canonical, address.ToString());
        Assert.Equal(WalletAddress.Parse(chain, canonical), address);
    }

    [Theory]
    [InlineData(WalletChain.Tron, "", WalletFault.Length)]
    [InlineData(WalletChain.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6", WalletFault.Length)]
    [InlineData(WalletChain.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", WalletFault.Checksum)]
    [InlineData(WalletChain.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj60", WalletFault.Alphabet)]
    [InlineData(WalletChain.Tron, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", WalletFault.Network)]
    [InlineData(WalletChain.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", WalletFault.Checksum)]
    [InlineData(WalletChain.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", WalletFault.Length)]
    [InlineData(WalletChain.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", WalletFault.Alphabet)]
    [InlineData(WalletChain.Ethereum, "1x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", WalletFault.Network)]
    [InlineData(WalletChain.Bitcoin, "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", WalletFault.Network)]
    [InlineData(WalletChain.Bitcoin, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", WalletFault.Network)]
    [InlineData(WalletChain.Bitcoin, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", WalletFault.Network)]
    [InlineData(WalletChain.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", WalletFault.Encoding)]
    [InlineData(WalletChain.Bitcoin, "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", WalletFault.Encoding)]
    [InlineData(WalletChain.Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", WalletFault.Encoding)]
    [InlineData(WalletChain.Bitcoin, "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", WalletFault.Alphabet)]
    [InlineData(WalletChain.Bitcoin, "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", WalletFault.Program)]
    [InlineData(WalletChain.Bitcoin, "bc1pw5dgrnzv", WalletFault.Program)]
    [InlineData(WalletChain.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav", WalletFault.Program)]
    [InlineData(WalletChain.Bitcoin, "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", WalletFault.Program)]
    [InlineData(WalletChain.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", WalletFault.Program)]
    [InlineData(WalletChain.Bitcoin, "bc1gmk9yu", WalletFault.Length)]
    [InlineData(WalletChain.Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", WalletFault.MixedCase)]
    [InlineData(WalletChain.Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", WalletFault.Checksum)]
    public void A_broken_text_is_refused_with_its_first_broken_rule(WalletChain chain, string text, WalletFault expected)
    {
        Assert.False(WalletAddress.TryParse(chain, text, out var address, out var fault));
        Assert.Equal(expected, fault);
        Assert.True(address.IsNone);
        Assert.False(WalletAddress.TryParse(chain, Encoding.ASCII.GetBytes(text), out _, out fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Base58Check_equals_a_second_implementation() =>
        Prop.ForAll(
                Hashes,
                hash =>
                    WalletAddress.Tron(hash).ToString() == ReferenceBase58Check(0x41, hash)
                    && WalletAddress.BitcoinKeyHash(hash).ToString() == ReferenceBase58Check(0, hash)
                    && WalletAddress.BitcoinScriptHash(hash).ToString() == ReferenceBase58Check(5, hash)
                    && Comes(WalletAddress.Tron(hash))
                    && Comes(WalletAddress.Ethereum(hash))
                    && Comes(WalletAddress.BitcoinKeyHash(hash))
                    && Comes(WalletAddress.BitcoinScriptHash(hash))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hashes_that_begin_with_zeros_keep_them()
    {
        Assert.Equal("1111111111111111111114oLvT2", WalletAddress.BitcoinKeyHash(new byte[20]).ToString());
        Assert.True(Comes(WalletAddress.BitcoinKeyHash(new byte[20])));
        Assert.True(Comes(WalletAddress.Tron(new byte[20])));
    }

    [Fact]
    public void Witness_programs_come_back_and_one_changed_character_is_detected() =>
        Prop.ForAll(
                Gen.Choose(0, 16).Zip(Gen.Choose(2, 40)).Where(form => form.Item1 > 0 || form.Item2 is 20 or 32).ToArbitrary(),
                ArbMap.Default.ArbFor<int>(),
                (form, seed) =>
                {
                    var program = SHA512.HashData(BitConverter.GetBytes(seed))[..form.Item2];
                    var address = WalletAddress.BitcoinWitness(form.Item1, program);
                    var mutated = address.ToString().ToCharArray();
                    var place = 3 + (int)(Math.Abs((long)seed) % (mutated.Length - 3));
                    mutated[place] = mutated[place] == 'q' ? 'p' : 'q';
                    return Comes(address) && !WalletAddress.TryParse(WalletChain.Bitcoin, mutated, out _, out _);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_judged_without_an_exception_and_short_ones_are_no_address() =>
        Prop.ForAll<byte[]>(bytes =>
                WalletChains.All.All(name =>
                {
                    Assert.True(WalletChains.TryParse(name, out var chain));
                    return !WalletAddress.TryParse(chain, bytes, out _, out _) || bytes.Length >= 14;
                })
            )
            .QuickCheckThrowOnFailure();

    private static readonly Arbitrary<byte[]> Hashes = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), 20).ToArbitrary();

    private static bool Comes(WalletAddress address) =>
        WalletAddress.TryParse(address.Chain, address.ToString(), out var again, out _) && again == address;

    private static string ReferenceBase58Check(byte version, byte[] hash)
    {
        const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        byte[] body = [version, .. hash];
        byte[] whole = [.. body, .. SHA256.HashData(SHA256.HashData(body))[..4]];
        var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true);
        var text = "";
        for (; number > 0; number /= 58)
        {
            text = Alphabet[(int)(number % 58)] + text;
        }
        return new string('1', whole.TakeWhile(value => value == 0).Count()) + text;
    }
}
