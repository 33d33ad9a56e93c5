using System.Globalization;

namespace Sunqar.Storage.Files;

/// <summary>One file of a stream.</summary>
/// <param name="First">Sequence of its first fact; it also names the file.</param>
/// <param name="End">The sequence after its last fact.</param>
/// <param name="Bytes">Length of what is good in it.</param>
internal sealed record Segment(string Path, long First, long End, long Bytes)
{
    private const string Suffix = ".seg";
    private const int Digits = 16;

    public static ReadOnlySpan<byte> Kind => "SUNQARJ1"u8;

    public static string PathOf(string folder, long first) =>
        System.IO.Path.Combine(folder, first.ToString("x16", CultureInfo.InvariantCulture) + Suffix);

    public static bool TryName(string name, out long first)
    {
        first = 0;
        return name.Length == Digits + Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out first)
            && first >= 0;
    }
}
