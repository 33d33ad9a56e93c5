using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Identity;

/// <summary>Values are read from spans millions of times an hour: reading one leaves no garbage, whether it is right or wrong.</summary>
public class AllocationTests
{
    public static TheoryData<string> Texts =>
        ["800416100254", "800416100250", "KZ86125KZT5004100100", "612000.00", "1000000.000000000000000001", "a card", ""];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Reading_a_value_allocates_nothing(string text)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        var allocated = Allocation.Least(
            5,
            () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    ReadAll(text, bytes);
                }
            }
        );
        Assert.Equal(0, allocated);
    }

    private static void ReadAll(string text, byte[] bytes)
    {
        Iin.TryParse(text, out _, out _);
        Iin.TryParse(bytes, out _, out _);
        Bin.TryParse(text, out _, out _);
        Bin.TryParse(bytes, out _, out _);
        Iban.TryParse(text, out _, out _);
        Iban.TryParse(bytes, out _, out _);
        Pan.TryParse(text, out _, out _);
        Pan.TryParse(bytes, out _, out _);
        CardToken.Judge(text);
        CardToken.Judge(bytes);
        Currencies.TryParse(text, out _);
        Currencies.TryParse(bytes, out _);
        Money.TryParse(text, Currency.Kzt, out _, out _);
        Money.TryParse(bytes, Currency.Kzt, out _, out _);
        TokenQuantity.TryParse(text, 18, out _, out _);
        TokenQuantity.TryParse(bytes, 18, out _, out _);
    }
}
