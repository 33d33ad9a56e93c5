using System.Text;
using Sunqar.Core.Blocking;

namespace Sunqar.Work.Registers;

/// <summary>The public suffixes that the build takes from the npm package psl (the list of publicsuffix.org, MPL-2.0).</summary>
public static class ShippedSuffixes
{
    private static readonly Lazy<PublicSuffixes> Read = new(() =>
    {
        using var stream =
            typeof(ShippedSuffixes).Assembly.GetManifestResourceStream("lists/public-suffixes.txt")
            ?? throw new InvalidOperationException("The list of public suffixes was not built in.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new PublicSuffixes(reader.ReadToEnd().Split('\n'));
    });

    public static PublicSuffixes Instance => Read.Value;
}
