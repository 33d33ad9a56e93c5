using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

public class IbanTests
{
    [Fact]
    public void The_registrys_example_is_read()
    {
        Assert.True(Iban.TryParse("KZ86125KZT5004100100", out var iban, out _));
        Assert.Equal(125, iban.BankCode);
        Assert.Equal("KZ86125KZT5004100100", iban.ToString());
    }

    [Theory]
    [InlineData("", IbanFault.Length)]
    [InlineData("KZ86 125K ZT50 0410 0100", IbanFault.Length)]
    [InlineData("DE86125KZT5004100100", IbanFault.Country)]
    [InlineData("kz86125KZT5004100100", IbanFault.Country)]
    [InlineData("KZ8612KKZT5004100100", IbanFault.Characters)]
    [InlineData("KZ86125kzt5004100100", IbanFault.Characters)]
    [InlineData("KZ86125KZT50041001Ж0", IbanFault.Characters)]
    [InlineData("KZ87125KZT5004100100", IbanFault.CheckDigits)]
    public void A_broken_text_is_refused_with_its_first_broken_rule(string text, IbanFault expected)
    {
        Assert.False(Iban.TryParse(text, out var iban, out var fault));
        Assert.Equal(expected, fault);
        Assert.True(iban.IsNone);
        Assert.Equal("", iban.ToString());
    }

    [Fact]
    public void Accounts_come_back_and_one_changed_character_is_detected() =>
        Prop.ForAll(
                Texts,
                Gen.Choose(2, 19).Zip(Gen.Choose(1, 9)).ToArbitrary(),
                (text, change) =>
                {
                    var mutated = text.ToCharArray();
                    // ISO 7064 MOD 97-10 promises this for a digit taken for a digit and a letter for a letter; one for the other changes
                    // the number's length.
                    var (first, count) = char.IsDigit(mutated[change.Item1]) ? ('0', 10) : ('A', 26);
                    mutated[change.Item1] = (char)(first + (mutated[change.Item1] - first + change.Item2) % count);
                    return Iban.TryParse(text, out var iban, out _)
                        && iban.ToString() == text
                        && !iban.IsNone
                        && Iban.TryParse(Encoding.ASCII.GetBytes(text), out var fromBytes, out _)
                        && fromBytes == iban
                        && (mutated[change.Item1] == text[change.Item1] || !Iban.TryParse(mutated, out _, out _));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Numbered_accounts_are_issued()
    {
        Assert.Equal(ReferenceText("722", "0000000000042"), Iban.FromParts(722, 42).ToString());
        Assert.Equal(ReferenceText("000", "0000000000000"), Iban.FromParts(0, 0).ToString());
        Assert.False(Iban.FromParts(0, 0).IsNone);
        Assert.Throws<ArgumentOutOfRangeException>(() => Iban.FromParts(1000, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Iban.FromParts(0, 10_000_000_000_000));
    }

    private static readonly Arbitrary<string> Texts = Gen.Choose(0, 999)
        .Zip(Gen.ArrayOf(Gen.Elements("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray()), Iban.AccountLength))
        .Select(parts => ReferenceText(parts.Item1.ToString("000", CultureInfo.InvariantCulture), new string(parts.Item2)))
        .ToArbitrary();

    /// <summary>A second implementation: the whole as one decimal number modulo 97.</summary>
    private static string ReferenceText(string bank, string account)
    {
        var digits = string.Concat(
            (bank + account + "KZ00").Select(c => char.IsDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture))
        );
        var check = 98 - (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97);
        return $"KZ{check:00}{bank}{account}";
    }
}
