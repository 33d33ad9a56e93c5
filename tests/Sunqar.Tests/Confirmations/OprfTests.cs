using System.Text;
using Sunqar.Work.Blinding;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>RFC 9497, appendix A.1.1: ristretto255 with SHA-512, base mode.</summary>
public sealed class OprfTests
{
    private const string Key = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e",
        BlindScalar = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";

    [Fact]
    public void A_key_is_derived_as_the_standard_says() =>
        Assert.Equal(Key, Convert.ToHexStringLower(RistrettoOprf.DeriveKey([.. Enumerable.Repeat((byte)0xa3, 32)], "test key"u8)));

    [Theory]
    [InlineData(
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
    )]
    [InlineData(
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
    )]
    public void Each_step_is_the_standards(string input, string blinded, string evaluated, string output)
    {
        var (bytes, blind) = (Convert.FromHexString(input), Convert.FromHexString(BlindScalar));
        Assert.Equal(blinded, Convert.ToHexStringLower(RistrettoOprf.Blind(bytes, blind)!));
        var seen = RistrettoOprf.Multiply(Convert.FromHexString(Key), Convert.FromHexString(blinded))!;
        Assert.Equal(evaluated, Convert.ToHexStringLower(seen));
        Assert.Equal(output, Convert.ToHexStringLower(RistrettoOprf.Finish(bytes, blind, seen)!));
    }

    [Fact]
    public void Whoever_asks_with_whatever_blind_gets_one_token_and_noise_gets_none()
    {
        var evaluator = new RistrettoEvaluator(new byte[32]);
        string Token(string identifier)
        {
            var (input, blind) = (Encoding.ASCII.GetBytes(identifier), RistrettoOprf.NewBlind());
            return Convert.ToHexStringLower(RistrettoOprf.Finish(input, blind, evaluator.Evaluate(RistrettoOprf.Blind(input, blind)!)!)!);
        }
        Assert.Equal(Token("800416100254"), Token("800416100254"));
        Assert.NotEqual(Token("800416100254"), Token("680503250034"));
        Assert.Null(evaluator.Evaluate(new byte[32]));
        Assert.Null(evaluator.Evaluate(new byte[31]));
        var (dice, good) = (new Random(9), RistrettoOprf.Blind("x"u8, RistrettoOprf.NewBlind())!);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var noise = new byte[32];
            dice.NextBytes(noise);
            refused += evaluator.Evaluate(noise) is null ? 1 : 0;
        }
        Assert.InRange(refused, 300, 400);
        Assert.NotNull(evaluator.Evaluate(good));
    }
}
