using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

public class CardTests
{
    private static readonly KeyedCardTokeniser Tokeniser = new(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    [Theory]
    [InlineData("", PanFault.Length)]
    [InlineData("00000000000", PanFault.Length)]
    [InlineData("00000000000000000000", PanFault.Length)]
    [InlineData("0000 0000 0000", PanFault.NotDigits)]
    [InlineData("000000000001", PanFault.CheckDigit)]
    public void A_broken_card_number_is_refused(string text, PanFault expected)
    {
        Assert.False(Pan.TryParse(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Luhn_equals_a_second_implementation_and_detects_any_one_changed_digit() =>
        Prop.ForAll(
                Numbers,
                Gen.Choose(0, 18).Zip(Gen.Choose(1, 9)).ToArbitrary(),
                (number, change) =>
                {
                    var mutated = number.ToCharArray();
                    var place = change.Item1 % mutated.Length;
                    mutated[place] = (char)('0' + (mutated[place] - '0' + change.Item2) % 10);
                    return Pan.TryParse(number, out var pan, out _)
                        && pan.Length == number.Length
                        && Pan.TryParse(Encoding.ASCII.GetBytes(number), out _, out _)
                        && !Pan.TryParse(mutated, out _, out _);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_is_the_same_for_the_same_number_and_key_only() =>
        Prop.ForAll(
                Numbers,
                number =>
                {
                    var token = TokenOf(Tokeniser, number);
                    return token == TokenOf(Tokeniser, number)
                        && token != TokenOf(new KeyedCardTokeniser(new byte[32]), number)
                        && !token.ToString().Contains(number[..^4], StringComparison.Ordinal)
                        && CardToken.TryParse(token.ToString(), out var again, out _)
                        && again == token;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_leading_zero_makes_another_card()
    {
        Assert.NotEqual(TokenOf(Tokeniser, "000000000000"), TokenOf(Tokeniser, "0000000000000"));
        Assert.Throws<ArgumentException>(() => new KeyedCardTokeniser(new byte[8]));
        Assert.Throws<InvalidOperationException>(() => Tokeniser.Tokenise(default));
    }

    [Fact]
    public void A_card_number_prints_nothing_of_itself()
    {
        Assert.True(Pan.TryParse("000000000000", out var pan, out _));
        Assert.DoesNotContain('0', pan.ToString());
    }

    [Theory]
    [InlineData("", CardTokenFault.Length)]
    [InlineData("a b", CardTokenFault.Characters)]
    [InlineData("a.b", CardTokenFault.Characters)]
    [InlineData("карта", CardTokenFault.Characters)]
    [InlineData("a-Z_0", CardTokenFault.None)]
    public void A_token_has_its_characters(string text, CardTokenFault expected)
    {
        Assert.Equal(expected == CardTokenFault.None, CardToken.TryParse(text, out var token, out var fault));
        Assert.Equal(expected, fault);
        Assert.Equal(expected == CardTokenFault.None ? text : "", token.ToString());
        Assert.Equal(expected, CardToken.Judge(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_token_has_at_most_64_characters()
    {
        Assert.Equal(CardTokenFault.None, CardToken.Judge(new string('x', 64)));
        Assert.Equal(CardTokenFault.Length, CardToken.Judge(new string('x', 65)));
        Assert.True(default(CardToken).IsNone);
    }

    private static CardToken TokenOf(KeyedCardTokeniser tokeniser, string number) =>
        Pan.TryParse(number, out var pan, out _) ? tokeniser.Tokenise(pan) : throw new ArgumentException("No card number.", nameof(number));

    private static readonly Arbitrary<string> Numbers = Gen.Choose(11, 18)
        .SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 9), length))
        .Select(digits => string.Concat(digits) + ReferenceLuhn(digits))
        .ToArbitrary();

    private static int ReferenceLuhn(int[] digits) =>
        (10 - digits.Reverse().Select((digit, i) => i % 2 == 0 ? "0246813579"[digit] - '0' : digit).Sum() % 10) % 10;
}
