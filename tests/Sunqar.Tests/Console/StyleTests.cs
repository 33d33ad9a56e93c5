using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

/// <summary>Text is legible in both themes: WCAG 2.2, success criterion 1.4.3 (contrast of at least 4.5 to 1).</summary>
public partial class StyleTests
{
    private static readonly string Css = File.ReadAllText(
        Path.Combine(Repository.Root, "src", "Sunqar.Server", "Pages", "styles", "console.css")
    );

    [Theory]
    [InlineData("ink")]
    [InlineData("ink-quiet")]
    [InlineData("accent")]
    [InlineData("gold")]
    [InlineData("bad")]
    public void Text_stands_out_from_every_ground(string text)
    {
        var themes = RootPattern().Matches(Css);
        foreach (var theme in themes.Take(2).Select(match => match.Value))
        {
            foreach (var ground in (string[])["paper", "panel", "accent-wash"])
            {
                var (a, b) = (Luminance(theme, text), Luminance(theme, ground));
                var contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
                // Gold and red are never set on the wash.
                Assert.True(
                    contrast >= 4.5 || (ground == "accent-wash" && text is "gold" or "bad"),
                    $"--{text} on --{ground}: {contrast:0.00} to 1"
                );
            }
        }
        Assert.True(themes.Count >= 2);
    }

    private static double Luminance(string theme, string name)
    {
        var hex = Regex.Match(theme, $@"--{name}: #([0-9a-f]{{6}});").Groups[1].Value;
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@":root \{[^}]*--ink[^}]*\}")]
    private static partial Regex RootPattern();
}
