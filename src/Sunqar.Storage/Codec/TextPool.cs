using System.Text;

namespace Sunqar.Storage.Codec;

/// <summary>
/// Gives the same string for the same bytes as long as it remembers them: a fixed number of places, the newest text wins. Bounded, and
/// safe for many threads because a place is one reference, compared in full before it is given.
/// </summary>
internal sealed class TextPool
{
    private const int Places = 1 << 14;
    private const int LengthMax = 64;

    public static TextPool Shared { get; } = new();

    private readonly string?[] _places = new string?[Places];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LengthMax)
            return Encoding.UTF8.GetString(utf8);
        ref var place = ref _places[Disk.Crc32C.Compute(utf8) & (Places - 1)];
        var known = place;
        if (known is not null && Same(known, utf8))
            return known;
        return place = Encoding.UTF8.GetString(utf8);
    }

    private static bool Same(string text, ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[LengthMax];
        return Encoding.UTF8.TryGetChars(utf8, chars, out var count) && chars[..count].SequenceEqual(text);
    }
}
