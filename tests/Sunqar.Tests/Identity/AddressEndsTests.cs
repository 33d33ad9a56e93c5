using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

/// <summary>What two addresses share for whoever only looks at their ends.</summary>
public class AddressEndsTests
{
    [Theory]
    [InlineData("0x85D0679712D4234FB47C9d074A61805Fc4F566e2", "0x85d01111111111111111111111111111111166E2", true)]
    [InlineData("0x85D0679712D4234FB47C9d074A61805Fc4F566e2", "0x95d01111111111111111111111111111111166E2", false)]
    [InlineData("0x85D0679712D4234FB47C9d074A61805Fc4F566e2", "0x85d01111111111111111111111111111111166E3", false)]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7Nxxxxxxxxxxxxxxxxxxxxxxxxxxxxj6t", false)]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NxxxxxxxxxxxxxxxxxxxxxxxxxxLj6t", true)]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "Tr7NxxxxxxxxxxxxxxxxxxxxxxxxxxLj6t", false)]
    [InlineData("bc1qabcdxxxxxxxxxxxxxxxxwxyz", "bc1qabcdyyyyyyyyyyyyyyyywxyz", true)]
    [InlineData("bc1qabcdxxxxxxxxxxxxxxxxwxyz", "bc1qabceyyyyyyyyyyyyyyyywxyz", false)]
    public void They_share_the_first_and_last_four_characters_or_not(string one, string other, bool alike) =>
        Assert.Equal(alike, AddressEnds.Of(one) == AddressEnds.Of(other));

    [Theory]
    [InlineData("")]
    [InlineData("T1")]
    [InlineData("адрес-из-чужих-букв-и-цифр")]
    public void What_is_no_address_has_none(string text) => Assert.Equal(0UL, AddressEnds.Of(text));
}
