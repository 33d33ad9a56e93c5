using Sunqar.Core.Confirmations;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>The canonical bytes of a challenge: one challenge, one spelling; another bit, another challenge or none.</summary>
public sealed class ChallengeTests
{
    private static readonly ConfirmationChallenge Sample = new(
        "00112233445566778899aabbccddeeff",
        ProofMeans.Device,
        "CASPKZKA",
        "CASPKZKA-2026-000002",
        61_200_000,
        Currency.Kzt,
        "0123456789abcdef0123",
        "fedcba98765432100123",
        1_800_000_000_000_000
    );

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, ConfirmationChallenge> Changed =>
        new()
        {
            ["id"] = Sample with { Id = "00112233445566778899aabbccddeefe" },
            ["means"] = Sample with { Means = ProofMeans.Biometrics },
            ["institution"] = Sample with { Institution = "HSBKKZKX" },
            ["payment"] = Sample with { PaymentId = "CASPKZKA-2026-000003" },
            ["amount"] = Sample with { AmountMinor = 61_200_001 },
            ["currency"] = Sample with { Currency = Currency.Usd },
            ["recipient"] = Sample with { Recipient = "0123456789abcdef0124" },
            ["no recipient"] = Sample with { Recipient = "" },
            ["person"] = Sample with { Person = "fedcba98765432100124" },
            ["expiry"] = Sample with { ExpiresUs = Sample.ExpiresUs + 1 },
            ["a letter moved"] = Sample with { Institution = "CASPKZK", PaymentId = "ACASPKZKA-2026-000002" },
        };

    [Fact]
    public void Bytes_read_back_are_the_challenge()
    {
        Assert.Equal(Sample, ConfirmationChallenge.Read(Sample.ToBytes()));
        Assert.StartsWith("sunqar.confirmation.v1\0", System.Text.Encoding.ASCII.GetString(Sample.ToBytes()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Another_field_makes_another_hash(string change)
    {
        var changed = Changed[change];
        Assert.NotEqual(Sample.Hash(), changed.Hash());
        Assert.Equal(changed, ConfirmationChallenge.Read(changed.ToBytes()));
    }

    [Fact]
    public void Every_other_bit_is_another_challenge_or_none()
    {
        var bytes = Sample.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(Sample, ConfirmationChallenge.Read(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.Null(ConfirmationChallenge.Read([.. bytes, 0]));
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(ConfirmationChallenge.Read(bytes.AsSpan(0, length))));
    }

    [Fact]
    public void What_is_read_is_written_alike_whatever_the_bytes()
    {
        var dice = new Random(7);
        var bytes = Sample.ToBytes();
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var noise = bytes.ToArray();
            for (var changes = dice.Next(1, 4); changes > 0; changes--)
                noise[dice.Next(noise.Length)] = (byte)dice.Next(256);
            if (ConfirmationChallenge.Read(noise.AsSpan(0, dice.Next(8) == 0 ? dice.Next(noise.Length) : noise.Length)) is not { } one)
                continue;
            read++;
            Assert.Equal(noise, one.ToBytes());
        }
        Assert.NotEqual(0, read);
    }
}
