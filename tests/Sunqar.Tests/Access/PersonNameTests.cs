using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Access;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("a falcon over the steppe", true)]
    [InlineData("Жарық жұлдыз түнде", true)]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("password1234", false)]
    [InlineData("an.officer123", false)]
    [InlineData("Password Qwerty 123456", false)]
    public void A_password_is_long_and_not_the_first_that_is_tried(string password, bool isFit) =>
        Assert.Equal(isFit, PersonName.UnfitPassword(password, "an.officer") is null);

    [Fact]
    public void A_password_has_an_end() => Assert.NotNull(PersonName.UnfitPassword(new string('a', 129) + "bcdefgh", "x"));

    [Theory]
    [InlineData("an.officer", true)]
    [InlineData("ab", false)]
    [InlineData("a b c", false)]
    [InlineData("<script>", false)]
    [InlineData("аnna", false)]
    public void A_name_is_plain(string name, bool isFit) => Assert.Equal(isFit, PersonName.UnfitName(name) is null);
}
