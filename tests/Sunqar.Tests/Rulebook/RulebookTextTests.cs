using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

/// <summary>Several files are the one text that stands in their place, and every line knows where it came from.</summary>
public class RulebookTextTests
{
    private static string? Read(string name) =>
        name switch
        {
            "a.rules" => "# one\n# two\n",
            "law/b.rules" => "# three",
            "c.rules" => "include \"a.rules\"\n",
            _ => null,
        };

    private static RulebookText Of(string text, out string? fault) => RulebookText.Of("x.rules", text, Read, out fault);

    [Fact]
    public void An_include_stands_for_the_lines_of_its_file()
    {
        var text = Of("# zero\ninclude \"a.rules\"\n# between\ninclude \"law/b.rules\"\n# last\n", out var fault);
        Assert.Null(fault);
        Assert.Equal("# zero\n# one\n# two\n# between\n# three\n# last\n", text.Text);
        Assert.Equal(
            [("x.rules", 1), ("a.rules", 1), ("a.rules", 2), ("x.rules", 3), ("law/b.rules", 1), ("x.rules", 5)],
            Enumerable.Range(1, 6).Select(text.Place)
        );
    }

    /// <summary>Its version is a hash of its text, and old decisions name it.</summary>
    [Theory]
    [InlineData("rulebook \"x\"\r\n# no line end")]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# include \"a.rules\"\n include \"a.rules\"")]
    public void What_includes_nothing_is_the_file_itself(string text)
    {
        Assert.Equal(text, Of(text, out var fault).Text);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("\n\ninclude \"nowhere.rules\"", "x.rules:3: There is no file")]
    [InlineData("include \"../a.rules\"", "x.rules:1: An included file")]
    [InlineData("include \"/a.rules\"", "x.rules:1: An included file")]
    [InlineData("include \"a.txt\"", "x.rules:1: An included file")]
    [InlineData("include \".rules\"", "x.rules:1: An included file")]
    public void What_cannot_be_included_is_refused_with_its_place(string text, string expected)
    {
        Of(text, out var fault);
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    /// <summary>Of an included file the language itself refuses the word.</summary>
    [Fact]
    public void An_included_file_includes_none()
    {
        var text = Of("include \"c.rules\"", out var fault);
        Assert.Null(fault);
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(text.Text));
        Assert.Equal(("c.rules", 1), text.Place(refused.Faults[0].Line));
    }

    [Fact]
    public void Files_without_end_are_refused() =>
        Assert.NotNull(Fault(string.Concat(Enumerable.Repeat("include \"a.rules\"\n", RulebookText.FilesMax + 1))));

    private static string? Fault(string text)
    {
        Of(text, out var fault);
        return fault;
    }
}
