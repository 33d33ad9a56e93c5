using System.Collections.Frozen;
using System.Reflection;

namespace Sunqar.Core.Screening;

/// <summary>As whose name a name is read: what is a title before one is a word of the other.</summary>
internal enum NameReading : byte
{
    Person = 0,

    /// <summary>A company, a ship, or anything else that is no person.</summary>
    Company = 1,
}

/// <summary>A word that says little about who is meant.</summary>
/// <param name="Standard">One word for all its spellings.</param>
/// <param name="IsBefore">Of titles: it may stand before a name.</param>
/// <param name="IsBehind">Of titles: it may stand behind one.</param>
/// <param name="NamesLeft">Of titles: how many other words must be left, since some are names too: Yahya al-Hajj.</param>
internal readonly record struct KnownWord(NameTokenKind Kind, string Standard, bool IsBefore, bool IsBehind, int NamesLeft = 1);

/// <summary>
/// Titles, legal forms and small words in all their spellings: rulebooks/names.words, embedded so that program and words cannot part.
/// Several words may be one ("Gesellschaft mit beschränkter Haftung", "L. L. C."), so they are looked up written together.
/// </summary>
internal static class NameWords
{
    /// <summary>Words that one spelling has at most: общество с ограниченной ответственностью has four.</summary>
    public const int RunMax = 6;

    private static readonly (FrozenDictionary<string, KnownWord> People, FrozenDictionary<string, KnownWord> Companies) Tables = Read();

    /// <param name="run">One or several words, plain and written together.</param>
    public static bool TryFind(ReadOnlySpan<char> run, NameReading reading, out KnownWord word) =>
        (reading == NameReading.Person ? Tables.People : Tables.Companies)
            .GetAlternateLookup<ReadOnlySpan<char>>()
            .TryGetValue(run, out word);

    private static (FrozenDictionary<string, KnownWord>, FrozenDictionary<string, KnownWord>) Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("names.words")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, KnownWord> people = [],
            companies = [];
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0 && line[0] != '#')
                Take(line, number, people, companies);
        }
        return (people.ToFrozenDictionary(), companies.ToFrozenDictionary());
    }

    private static void Take(string line, int number, Dictionary<string, KnownWord> people, Dictionary<string, KnownWord> companies)
    {
        if (line.Split(" = ", 2) is not [var head, var spellings] || head.Split(' ') is not [var kind, var standard])
            throw new InvalidOperationException($"names.words:{number}: expected a kind, a word, \" = \" and spellings.");
        foreach (var spelling in spellings.Split(", "))
        {
            var plain = string.Concat(NameText.Words(spelling).Select(word => word.Plain));
            switch (kind)
            {
                case "title" or "honorific" or "suffix":
                    var known = people.GetValueOrDefault(plain);
                    people[plain] = new(
                        NameTokenKind.Title,
                        known.Standard ?? standard,
                        known.IsBefore || kind != "suffix",
                        known.IsBehind || kind == "suffix",
                        kind == "honorific" ? 2 : 1
                    );
                    break;
                case "form" or "word":
                    companies[plain] = new(kind == "form" ? NameTokenKind.Form : NameTokenKind.Common, standard, false, false);
                    break;
                case "number":
                    companies[plain] = new(NameTokenKind.Number, standard, false, false);
                    break;
                case "particle":
                    people.TryAdd(plain, new(NameTokenKind.Particle, standard, false, false));
                    companies.TryAdd(plain, new(NameTokenKind.Particle, standard, false, false));
                    break;
                default:
                    throw new InvalidOperationException($"names.words:{number}: no such kind \"{kind}\".");
            }
        }
    }
}
