using System.Text;

namespace Sunqar.Formats.Payments;

/// <summary>
/// Gives the same string again for texts that come back (institutions, cities, terminals, platforms), so that they are not allocated per
/// payment. A table of fixed size that forgets; one thread.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int Places = 4_096;
    private readonly string?[] _kept = new string?[Places];

    /// <param name="ascii">Bytes of ASCII.</param>
    public string Of(ReadOnlySpan<byte> ascii)
    {
        var hash = 2_166_136_261u;
        foreach (var value in ascii)
        {
            hash = unchecked((hash ^ value) * 16_777_619u);
        }
        ref var place = ref _kept[hash % Places];
        if (place is not null && Ascii.Equals(ascii, place))
        {
            return place;
        }
        return place = Encoding.ASCII.GetString(ascii);
    }
}
