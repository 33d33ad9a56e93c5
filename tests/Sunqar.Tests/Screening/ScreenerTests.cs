using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Lists;
using Xunit;

namespace Sunqar.Tests.Screening;

public class ScreenerTests
{
    private static WatchlistEntry Entry(string id, WatchlistPartyKind kind, string[] birth, params string[] names) =>
        new(id, kind, ["P"], [.. names.Select((n, i) => new ListedName(n, "Latn", i == 0, false))], [], 0, birth);

    private static readonly ScreeningIndex Index = ScreeningIndex.Of([
        (
            "test",
            "1",
            [
                Entry("1", WatchlistPartyKind.Individual, ["1800-04-16"], "ZHAKSYBEKOV, Alikhan Nurlanovich"),
                Entry("2", WatchlistPartyKind.Individual, ["1801"], "HASAN, Abd Alrahman"),
                Entry("3", WatchlistPartyKind.Entity, [], "BATTALION 13"),
                Entry("4", WatchlistPartyKind.Entity, [], "GARANTEX EUROPE OU", "GARANTEX"),
                Entry("5", WatchlistPartyKind.Individual, [], "IVANOV, Sergey Petrovich"),
                Entry("6", WatchlistPartyKind.Individual, [], "李小明"),
            ]
        ),
    ]);

    private static ScreeningHit? Best(string name, string? birth = null, WatchlistPartyKind kind = WatchlistPartyKind.Unknown) =>
        new Screener(Index).Screen(new(name, birth, kind)).FirstOrDefault();

    [Theory]
    [InlineData("Alikhan Zhaksybekov", "1")]
    [InlineData("Жақсыбеков Әлихан Нұрланұлы", "1")]
    [InlineData("Джаксыбеков Алихан", "1")]
    [InlineData("Jaqsybekov Älihan", "1")]
    [InlineData("Жақсыбеков Әлихан Нұрлан ұлы", "1")]
    [InlineData("ZHAKSIBEKOV ALIHAN", "1")]
    [InlineData("Zhaksbyekov Alikhan", "1")]
    [InlineData("Abdalrahman Hasan", "2")]
    [InlineData("ТОО Гарантекс", "4")]
    [InlineData("battalion-13", "3")]
    [InlineData("Сергей Иванов", "5")]
    [InlineData("李小明", "6")]
    public void Another_spelling_is_the_same_party(string name, string entry) => Assert.Equal(entry, Best(name)?.EntryId);

    [Theory]
    [InlineData("Battalion 14")]
    [InlineData("Battalion")]
    [InlineData("Sergey Ivanova")]
    [InlineData("Сергеева Иванова")]
    [InlineData("Иванов Сергей Николаевич")]
    [InlineData("Иванов Андрей")]
    [InlineData("Ivanov")]
    [InlineData("Zhumabekov Alikhan")]
    [InlineData("")]
    [InlineData("-- , .")]
    public void Another_party_is_none(string name) => Assert.Null(Best(name));

    [Fact]
    public void The_score_says_which_word_answered_which()
    {
        var hit = Best("Жақсыбеков А. Каримулы")!;
        Assert.Null(hit);
        hit = Best("Жақсыбеков Alihon")!;
        Assert.Equal(
            [
                ("Жақсыбеков", "ZHAKSYBEKOV", TokenAgreement.SameSound, 100),
                ("Alihon", "Alikhan", TokenAgreement.Alike, 92),
                ("", "Nurlanovich", TokenAgreement.OnlyListed, 0),
            ],
            hit.Words.Select(w => (w.Asked, w.Listed, w.Agreement, w.Percent))
        );
        Assert.InRange(hit.Score, Screener.HitMin, 97);
        // The particle belongs to the name that follows it, written together or apart.
        Assert.Equal(TokenAgreement.SameSound, Best("Abdalrahman Hasan")!.Words[0].Agreement);
    }

    [Fact]
    public void A_date_of_birth_tells_two_of_one_name_apart()
    {
        Assert.Equal(BirthAgreement.Same, Best("Zhaksybekov Alikhan", "1800-04-16")!.Birth);
        Assert.Equal(BirthAgreement.SameYear, Best("Abd Alrahman Hasan", "1802-01-01")!.Birth);
        Assert.Equal(BirthAgreement.NotCompared, Best("Ivanov Sergey", "1802-01-01")!.Birth);
        Assert.Null(Best("Zhaksybekov Alikhan", "1850-04-16"));
    }

    [Fact]
    public void The_words_may_come_in_any_order_and_the_answer_is_the_same_each_time()
    {
        var screener = new Screener(Index);
        var first = screener.Screen(new("Alikhan Nurlanovich Zhaksybekov"));
        Assert.Equal(100, first[0].Score);
        screener.Screen(new("Sergey Ivanov"));
        var again = screener.Screen(new("Zhaksybekov Nurlanovich Alikhan"));
        Assert.Equal((first[0].EntryId, first[0].Score), (again[0].EntryId, again[0].Score));
        Assert.Throws<ArgumentException>(() => screener.Screen(new(new string('a', Screener.NameMax + 1))));
    }

    [Fact]
    public void Listed_people_are_found_in_other_spellings_and_innocents_are_not_taken_for_them()
    {
        var entries = new List<WatchlistEntry>();
        ListFile.Read(
            Repository.Shared("data/sanctions/ofac_sdn_advanced_2025-11-19.xml.bz2"),
            "ofac",
            fact => entries.AddRange(fact is WatchlistEntries some ? some.Entries : [])
        );
        var screener = new Screener(ScreeningIndex.Of([("ofac_sdn", "2025-11-19", entries)]));
        var spellings = new NameSpellings(23);
        var asked = entries
            .Where(e => e.Kind == WatchlistPartyKind.Individual)
            .Where((_, i) => i % 37 == 0)
            .SelectMany(e => spellings.OfPerson(e.Names[0].Text).Select(s => (e.Id, s.Way, s.Text)))
            .ToList();
        Assert.True(asked.Count > 900);
        foreach (var way in asked.GroupBy(a => a.Way))
        {
            var found = way.Count(a => screener.Screen(new(a.Text)).Any(h => h.EntryId == a.Id));
            var least = way.Key switch
            {
                "same" => 1.0,
                // A shuffle that tears Abd from the name that it belongs to makes another name.
                "order" => 0.99,
                "typing error" or "further names left out" or "hyphens closed up" => 0.85,
                _ => 0.97,
            };
            Assert.True(found >= least * way.Count(), $"{way.Key}: {found} of {way.Count()}");
        }
        var innocent = Enumerable.Range(0, 1_000).Count(_ => screener.Screen(new(spellings.Innocent(withPatronymic: true))).Count > 0);
        Assert.InRange(innocent, 0, 20);
        // Counted work stands for the time, which a busy machine does not tell.
        Assert.InRange(screener.Compared.Words / (asked.Count + 1_000), 1, 1_500);
    }
}
