using System.Text;

namespace Sunqar.Core.Screening;

/// <summary>
/// One way of writing a name's word, whatever script and romanisation it came in: Жақсыбеков, Zhaksybekov, Jaqsybekov and Dzhaksybekov all
/// become Jaksibekov. Letters are a to z and S (sh), C (ch), J (zh, dzh, j), H (kh, which is told from h until the end). Sources of the
/// romanisations: ICAO Doc 9303 part 3 table B, GOST R 52535.1, the Kazakh Latin alphabets of 2018 and 2021, and what OFAC's own aliases
/// do. Other scripts come through Latin letters (<see cref="NameText"/>).
/// </summary>
internal static class NameSound
{
    /// <summary>What a letter may grow to: щ, ц, я and x take two.</summary>
    private const int Growth = 2;

    /// <summary>Folds one word (letters, digits and apostrophes); an empty text where nothing is left of it.</summary>
    public static string Of(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (!IsKnown(char.ToLowerInvariant(letter)))
            {
                return Fold(Romanised(word));
            }
        }
        return Fold(word);
    }

    /// <summary>
    /// What the word may sound like besides, where it has letters that others write otherwise: ş, ö and ß without their marks (passports,
    /// SWIFT, OFAC itself) or as the German digraphs (ICAO Doc 9303 allows both), ё as yo. Null for most words.
    /// </summary>
    public static string[]? Others(string word)
    {
        var isMarked = false;
        foreach (var letter in word)
        {
            isMarked |= letter is > '\u007f' and < '\u0250' or >= '\u1e00' and < '\u1f00' or 'ё' or 'Ё';
        }
        if (!isMarked)
        {
            return null;
        }
        var low = word.ToLowerInvariant();
        var sound = Of(word);
        string[] others =
        [
            Fold(NameText.Plain(low)),
            Fold(NameText.Plain(string.Concat(low.Select(Digraph)))),
            Of(low.Replace("ё", "io", StringComparison.Ordinal)),
        ];
        return others.Where(other => other.Length > 0 && other != sound).Distinct().ToArray() is { Length: > 0 } some ? some : null;
    }

    private static string Digraph(char letter) =>
        letter switch
        {
            'ä' => "ae",
            'ö' or 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            _ => letter.ToString(),
        };

    /// <summary>Letters that are folded as they are; the rest goes through Latin ones first.</summary>
    private static bool IsKnown(char letter) =>
        letter is >= 'a' and <= 'z' or >= '0' and <= '9' || IsApostrophe(letter) || (Cyrillic(letter) ?? LatinWithMark(letter)) is not null;

    private static bool IsApostrophe(char letter) => letter is '\'' or '’' or 'ʼ' or '`' or '‘';

    private static string Romanised(ReadOnlySpan<char> word)
    {
        var latin = new StringBuilder(word.Length * 2);
        foreach (var rune in word.EnumerateRunes())
        {
            var text = rune.ToString();
            latin.Append(rune.IsBmp && IsKnown(char.ToLowerInvariant((char)rune.Value)) ? text : NameText.Plain(text));
        }
        return latin.ToString();
    }

    private static string Fold(ReadOnlySpan<char> word)
    {
        Span<char> letters = word.Length <= 64 ? stackalloc char[64 * Growth] : new char[word.Length * Growth];
        var length = 0;
        foreach (var letter in word)
        {
            length += Letter(letter, letters[length..]);
        }
        length = Digraphs(letters[..length]);
        length = Endings(letters[..length]);
        return new string(letters[..length]);
    }

    public static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static int Letter(char letter, Span<char> to)
    {
        var c = char.ToLowerInvariant(letter);
        if (c == 'x')
        {
            "ks".CopyTo(to);
            return 2;
        }
        if (c is >= 'a' and <= 'z' or >= '0' and <= '9')
        {
            to[0] = c;
            return 1;
        }
        var sound = Cyrillic(c) ?? LatinWithMark(c) ?? "";
        sound.CopyTo(to);
        return sound.Length;
    }

    /// <summary>Russian, Kazakh, and the letters of their neighbours that stand in OFAC's list.</summary>
    private static string? Cyrillic(char c) =>
        c switch
        {
            'а' or 'ә' => "a",
            'б' => "b",
            'в' => "v",
            'г' or 'ғ' or 'ґ' => "g",
            'д' => "d",
            'е' or 'ё' or 'э' or 'є' => "e",
            'ж' or 'җ' => "J",
            'з' => "z",
            'и' or 'й' or 'ы' or 'і' => "i",
            'ї' => "ii",
            'к' or 'қ' or 'ҡ' => "k",
            'л' => "l",
            'м' => "m",
            'н' or 'ң' => "n",
            'о' or 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' or 'ұ' or 'ү' or 'ў' => "u",
            'ф' => "f",
            'х' or 'һ' => "H",
            'ц' => "ts",
            'ч' => "C",
            'ш' or 'щ' => "S",
            'ъ' or 'ь' => "",
            'ю' => "iu",
            'я' => "ia",
            'ј' => "i",
            'љ' => "l",
            'њ' => "n",
            'ћ' => "C",
            'ђ' or 'џ' => "J",
            _ => null,
        };

    /// <summary>Letters whose mark changes the sound; of the rest the mark is dropped.</summary>
    private static string? LatinWithMark(char c) =>
        c switch
        {
            'ş' or 'š' or 'ș' => "S",
            'ç' or 'č' or 'ć' => "C",
            'ž' => "J",
            'ı' => "i",
            'ł' => "l",
            'ø' => "o",
            'æ' => "a",
            'ß' => "s",
            'đ' => "d",
            'ə' => "a",
            'þ' or 'ð' => "t",
            _ => null,
        };

    /// <summary>What romanisations write with several letters becomes one, in place.</summary>
    private static int Digraphs(Span<char> word)
    {
        Span<char> from = word.Length <= 128 ? stackalloc char[word.Length] : new char[word.Length];
        word.CopyTo(from);
        var length = 0;
        for (var i = 0; i < from.Length; )
        {
            var (sound, taken) = Sound(from, i);
            i += taken;
            // A letter twice is a letter once: Zhassulan, Жасулан.
            if (sound != '\0' && (length == 0 || word[length - 1] != sound || char.IsAsciiDigit(sound)))
            {
                word[length++] = sound;
            }
        }
        return length;
    }

    private static (char Sound, int Taken) Sound(ReadOnlySpan<char> word, int at)
    {
        var rest = word[at..];
        var next = rest.Length > 1 ? rest[1] : '\0';
        switch (rest[0])
        {
            case 's' when rest.StartsWith("shch"):
                return ('S', 4);
            case 's' when rest.StartsWith("sch"):
                return ('S', 3);
            case 's' when next == 'h':
                return ('S', 2);
            case 't' when rest.StartsWith("tch"):
                return ('C', 3);
            case 't' when next == 'h':
                return ('t', 2);
            case 'c' when next == 'h':
                return ('C', 2);
            case 'c' when next == 'k':
                return ('k', 2);
            case 'c':
                return (next is 'e' or 'i' or 'y' ? 's' : 'k', 1);
            case 'd' when rest.StartsWith("dzh"):
                return ('J', 3);
            case 'd' when next is 'j' or 'J':
                return ('J', 2);
            case 'd' or 'g' when next == 'h':
                return (rest[0], 2);
            case 'z' when next == 'h':
                return ('J', 2);
            case 'k' when next == 'h':
                return ('H', 2);
            case 'p' when next == 'h':
                return ('f', 2);
            case 'o' when next is 'o' or 'u':
                return ('u', 2);
            case 'e' when next == 'e' && rest is not [_, _, 'v' or 'w', ..]:
                // Amreen, but Sergeevich.
                return ('i', 2);
            default:
                return Single(word, at, next);
        }
    }

    private static (char, int) Single(ReadOnlySpan<char> word, int at, char next) =>
        word[at] switch
        {
            // Sergej, Nikolaj: a consonant i after a vowel; elsewhere the j of Jaqsybekov.
            'j' => (at > 0 && (IsVowel(word[at - 1]) || word[at - 1] == 'y') && !IsVowel(next) ? 'i' : 'J', 1),
            // Yelena, Tokayev, Vasilyev, Vasiliev: Russian е.
            'y' or 'i' when next == 'e' => ('\0', 1),
            'y' => ('i', 1),
            'q' => ('k', 1),
            'w' => ('v', 1),
            var c => (c, 1),
        };

    private static int Endings(Span<char> word)
    {
        var length = word.Length;
        if (length > 3 && word[length - 1] == 'h' && IsVowel(word[length - 2]))
        {
            // Fatimah, Fatima.
            length--;
        }
        if (length > 3 && word[length - 1] == 'f' && word[length - 2] is 'o' or 'e')
        {
            // Romanoff, Romanov.
            word[length - 1] = 'v';
        }
        foreach (ref var letter in word[..length])
        {
            letter = letter == 'H' ? 'h' : letter;
        }
        return length;
    }
}
