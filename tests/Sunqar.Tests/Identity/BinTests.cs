using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

public class BinTests
{
    [Theory]
    [InlineData("80044010000", BinFault.Length)]
    [InlineData("80044010000x", BinFault.NotDigits)]
    [InlineData("800416100254", BinFault.NotOrganisation)]
    [InlineData("800070000000", BinFault.NotOrganisation)]
    [InlineData("801340000000", BinFault.Month)]
    [InlineData("000000000000", BinFault.NotOrganisation)]
    public void A_broken_text_is_refused_with_its_first_broken_rule(string text, BinFault expected)
    {
        Assert.False(Bin.TryParse(text, out var bin, out var fault));
        Assert.Equal(expected, fault);
        Assert.True(bin.IsNone);
    }

    [Fact]
    public void Parts_come_back_and_only_one_last_digit_is_right() =>
        Prop.ForAll(
                Gen.Choose(0, 99).Zip(Gen.Choose(1, 12)).ToArbitrary(),
                Gen.Choose(4, 6).Zip(Gen.Choose(0, 99_999)).ToArbitrary(),
                (time, kind) =>
                {
                    var issued = Bin.FromParts(time.Item1, time.Item2, (OrganisationType)kind.Item1, 1, kind.Item2);
                    var head = $"{time.Item1:00}{time.Item2:00}{kind.Item1}1{kind.Item2:00000}";
                    var valid = Enumerable.Range(0, 10).Where(last => Bin.TryParse(head + last, out _, out _)).ToList();
                    if (issued is not { } bin)
                    {
                        return valid.Count == 0;
                    }
                    return valid.Count == 1
                        && bin.ToString() == head + valid[0]
                        && bin.Type == (OrganisationType)kind.Item1
                        && Bin.TryParse(Encoding.ASCII.GetBytes(bin.ToString()), out var again, out _)
                        && again == bin
                        && !Iin.TryParse(bin.ToString(), out _, out var fault)
                        && fault == IinFault.Organisation;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_default_value_is_the_documented_none()
    {
        Assert.True(default(Bin).IsNone);
        Assert.Equal("", default(Bin).ToString());
        Assert.Equal(OrganisationType.None, default(Bin).Type);
    }
}
