using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sunqar.Core.Screening;

/// <summary>
/// How alike two sounded words are: an edit distance with transposition (Damerau 1964, adjacent letters only) in which what spellings of
/// one name do to each other costs little: vowels for vowels, a voiced letter for its voiceless one, k for kh, a vowel or an h more or
/// less. In tenths, so that it is exact.
/// </summary>
internal static class TokenDistance
{
    private const int Full = 10,
        Half = 5,
        Vowel = 6,
        Transposed = 7;
    private const int LongestWord = 40;
    private const int Ascii = 128;

    /// <summary>What one letter for another costs, by both letters.</summary>
    private static readonly byte[] Swaps = Table();

    /// <summary>Below this two words have nothing to do with each other, and it is not worked out how little.</summary>
    public const double SimilarityMin = 0.78;

    /// <summary>Whether <see cref="Similarity"/> may reach its least, told by first letters, lengths and letters alone.</summary>
    public static bool MayBeAlike(in KeyedWord word, in KeyedWord other)
    {
        if ((word.First & other.First) == 0)
        {
            return false;
        }
        var (length, otherLength) = (word.Length, other.Length);
        var longer = Math.Max(length, otherLength);
        // One consonant for another changes two bits of the letters for ten tenths of the distance.
        return Math.Abs(length - otherLength) * 4 <= longer + 3
            && BitOperations.PopCount(word.Letters ^ other.Letters) <= longer * 44 / 100 + 1;
    }

    /// <summary>1 for the same word, falling by a full edit's share of the longer word; 0 below <see cref="SimilarityMin"/>.</summary>
    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.SequenceEqual(b))
        {
            return 1;
        }
        var longer = Math.Max(a.Length, b.Length);
        if (longer > LongestWord || Math.Abs(a.Length - b.Length) * 4 > longer + 3)
        {
            return 0;
        }
        var similarity = 1 - (double)Tenths(a, b, (int)((1 - SimilarityMin) * Full * longer)) / (Full * longer);
        // Ivanova is not Ivanov: a woman and a man.
        similarity *= IsOtherGender(a, b) || IsOtherGender(b, a) ? 0.85 : 1;
        return similarity >= SimilarityMin ? similarity : 0;
    }

    private static bool IsOtherGender(ReadOnlySpan<char> man, ReadOnlySpan<char> woman) =>
        man.Length > 3
        && woman.Length > man.Length
        && (
            man.EndsWith("ov") || man.EndsWith("ev") || man.EndsWith("in")
                ? woman.EndsWith("ova") || woman.EndsWith("eva") || woman.EndsWith("ina")
                : man.EndsWith("ski") && woman.EndsWith("skaia")
        );

    /// <summary>The costs are small and the words short: nothing can overflow. Screening spends its time here.</summary>
    [SkipLocalsInit]
    private static int Tenths(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        unchecked
        {
            Span<int> before = stackalloc int[LongestWord + 1],
                last = stackalloc int[LongestWord + 1],
                row = stackalloc int[LongestWord + 1],
                gaps = stackalloc int[LongestWord];
            gaps = gaps[..b.Length];
            last[0] = 0;
            for (var j = 0; j < gaps.Length; j++)
            {
                gaps[j] = Gap(b, j);
                last[j + 1] = last[j] + gaps[j];
            }
            var leastBefore = 0;
            for (var i = 0; i < a.Length; i++)
            {
                var gap = Gap(a, i);
                var left = row[0] = last[0] + gap;
                var least = left;
                for (var j = 0; j < gaps.Length; j++)
                {
                    var cost = Math.Min(Math.Min(last[j + 1] + gap, left + gaps[j]), last[j] + Swap(a[i], b[j]));
                    if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                    {
                        cost = Math.Min(cost, before[j - 1] + Transposed);
                    }
                    row[j + 1] = left = cost;
                    least = Math.Min(least, cost);
                }
                if (least > most && leastBefore > most)
                {
                    // A transposition reaches back two rows, not further.
                    return Full * Math.Max(a.Length, b.Length);
                }
                leastBefore = least;
                var spare = before;
                before = last;
                last = row;
                row = spare;
            }
            return last[b.Length];
        }
    }

    /// <summary>A letter more on one side.</summary>
    private static int Gap(ReadOnlySpan<char> word, int at) =>
        word[at] == 'h' || (word[at] == 'g' && at > 0 && word[at - 1] == 'n') ? Half
        : NameSound.IsVowel(word[at]) ? Vowel
        : Full;

    private static int Swap(char a, char b) =>
        a == b ? 0
        : a < Ascii && b < Ascii ? Swaps[a * Ascii + b]
        : Full;

    private static byte[] Table()
    {
        var table = new byte[Ascii * Ascii];
        for (var a = '\0'; a < Ascii; a++)
        {
            for (var b = '\0'; b < Ascii; b++)
            {
                table[a * Ascii + b] = IsTraded(a, b) || IsTraded(b, a) ? (byte)Half : (byte)Full;
            }
        }
        return table;
    }

    /// <summary>What spellings of one name put for each other.</summary>
    private static bool IsTraded(char a, char b) =>
        (NameSound.IsVowel(a) && NameSound.IsVowel(b))
        || NameSkeleton.ClassOf(a) == NameSkeleton.ClassOf(b)
        || (a, b) is ('u', 'v') or ('i', 'J') or ('h', 'g') or ('C', 'S') or ('J', 'S') or ('s', 'S');
}

/// <summary>
/// A word's phonetic key: its consonants by class, without vowels. All spellings that differ in vowels or in the voice of a consonant share
/// it; the index looks for the same key, and for keys with a consonant more, less or other.
/// </summary>
internal static class NameSkeleton
{
    private const int LongSkeleton = 7;

    private static int Write(ReadOnlySpan<char> sound, Span<char> key)
    {
        var length = 0;
        foreach (var letter in sound)
        {
            if (!NameSound.IsVowel(letter) && (length == 0 || key[length - 1] != ClassOf(letter)))
            {
                key[length++] = ClassOf(letter);
            }
        }
        return length;
    }

    /// <summary>Consonants that spellings and dialects trade; other letters stand for themselves.</summary>
    public static char ClassOf(char letter) =>
        letter switch
        {
            'p' => 'b',
            't' => 'd',
            'g' or 'h' => 'k',
            'f' => 'v',
            'z' => 's',
            _ => letter,
        };

    /// <summary>
    /// The keys under which a sound is stored and sought, as hashes: its skeleton, and that without one consonant (without two where it is
    /// long). Two words share a key when their skeletons are that near: SymSpell's idea (Garbe 2012).
    /// </summary>
    /// <param name="near">Whether neighbours count; otherwise the skeleton alone.</param>
    public static void Keys(ReadOnlySpan<char> sound, bool near, List<ulong> into)
    {
        Span<char> skeleton = sound.Length <= 128 ? stackalloc char[sound.Length] : new char[sound.Length];
        skeleton = skeleton[..Write(sound, skeleton)];
        into.Add(Hash(skeleton, -1, -1));
        for (var i = 0; near && skeleton.Length >= 3 && i < skeleton.Length; i++)
        {
            // The same letter twice in a row cannot be, so each omission is another key.
            into.Add(Hash(skeleton, i, -1));
            for (var j = i + 1; skeleton.Length >= LongSkeleton && j < skeleton.Length; j++)
            {
                into.Add(Hash(skeleton, i, j));
            }
        }
    }

    /// <summary>Which letters a sound has, a bit for each class of them: tells most unlike words apart in one instruction.</summary>
    public static uint LettersOf(ReadOnlySpan<char> sound)
    {
        var letters = 0u;
        foreach (var letter in sound)
        {
            if (!NameSound.IsVowel(letter) && letter != 'h')
            {
                letters |= 1u << (ClassOf(letter) & 31);
            }
        }
        return letters;
    }

    /// <summary>Sounds that a name's first letter may be traded for share a bit. Clerks mistype the first letter least of all.</summary>
    public static uint FirstOf(ReadOnlySpan<char> sound) =>
        sound.IsEmpty
            ? 0
            : sound[0] switch
            {
                'J' => 3,
                'C' or 'S' or 's' or 'z' => 2,
                'h' => 1 | FirstOf("k"),
                'v' => 1 | 1u << ('v' & 31),
                var c when NameSound.IsVowel(c) => 1,
                var c when char.IsAsciiLetter(c) => 1u << (ClassOf(c) & 31),
                _ => 1u << 31,
            };

    /// <summary>FNV-1a; what collides is told apart by the words themselves.</summary>
    private static ulong Hash(ReadOnlySpan<char> skeleton, int without, int orWithout)
    {
        var hash = 14_695_981_039_346_656_037UL;
        for (var i = 0; i < skeleton.Length; i++)
        {
            if (i != without && i != orWithout)
            {
                hash = unchecked((hash ^ skeleton[i]) * 1_099_511_628_211UL);
            }
        }
        return hash;
    }
}
