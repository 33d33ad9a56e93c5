using System.Net;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Law;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Core.Queue;
using Sunqar.Server.Access;
using Sunqar.Tests.Access;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

/// <summary>The console in the reader's language: no key is missing, no word stands in a page that is done, numbers take their
/// form.</summary>
public sealed partial class ConsoleWordsTests
{
    /// <summary>Pages and parts with words of their own still in them. The list only gets shorter.</summary>
    private static readonly string[] NotYet = [];

    /// <summary>Pages and parts whose words all come from the files: every one that is not owed.</summary>
    public static TheoryData<string> Done =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.razor", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
                .Except(NotYet)
                .Order(StringComparer.Ordinal),
        ];

    private static string Folder => Path.Combine(Repository.Root, "src", "Sunqar.Server", "Pages");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Page(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>Words that stand in a page's own markup: between tags, or in an attribute that is read aloud or shown.</summary>
    private static IEnumerable<string> HardCoded(string page)
    {
        var code = page.IndexOf("\n@code", StringComparison.Ordinal);
        var markup = Codes().Replace(Comments().Replace(code < 0 ? page : page[..code], ""), "");
        // What is said to be English may be.
        markup = English().Replace(markup, "");
        return BetweenTags()
            .Matches(markup)
            .Concat(Shown().Matches(markup))
            .Select(match => match.Groups["text"].Value.Trim())
            .Where(text => Letters().IsMatch(text) && !Kept().IsMatch(text));
    }

    [Theory]
    [MemberData(nameof(Done))]
    public void No_word_stands_in_a_page_that_is_done(string path) => Assert.Equal([], HardCoded(Page(path)));

    [Fact]
    public void A_word_that_stands_in_a_page_is_found() =>
        Assert.Equal(
            ["Hello there", "Find it"],
            HardCoded("<p>Hello there</p><input aria-label=\"Find it\" name=\"what\">@code-like <b>@W[\"a.b\"]</b>")
        );

    [Theory]
    [MemberData(nameof(Done))]
    public void Every_key_that_a_page_asks_for_is_there(string path) =>
        Assert.Equal([], Asked().Matches(Page(path)).Select(match => match.Groups["key"].Value).Except(ConsoleWords.English.Keys));

    [Fact]
    public void Every_language_says_everything_and_fills_in_the_same()
    {
        Assert.NotEmpty(ConsoleWords.English.Keys);
        foreach (var (code, _) in ConsoleWords.Languages)
        {
            var words = ConsoleWords.Find(code)!;
            Assert.Equal(ConsoleWords.English.Keys.Order(), words.Keys.Order());
            foreach (var key in words.Keys)
            {
                // Each form of a number fills in what the English one does.
                var expected = Places().Matches(ConsoleWords.English[key].Split('|')[0]).Select(match => match.Value).Order();
                Assert.All(
                    words[key].Split('|'),
                    form => Assert.Equal(expected, Places().Matches(form).Select(match => match.Value).Order())
                );
                if (code != "en" && Letters().IsMatch(Places().Replace(words[key], "")))
                    Assert.Matches("[а-яәғқңөұүһі]", words[key].ToLowerInvariant());
            }
        }
    }

    [Fact]
    public void Every_line_of_the_bar_and_every_kind_of_work_has_a_word()
    {
        foreach (var kind in WorkKinds.All)
            Assert.NotNull(ConsoleWords.English.Word("work." + kind.Kind.ToString().ToLowerInvariant()));
        var bar = new Server.Pages.Navigation(AccessTable.Shipped, []);
        var without = Enum.GetValues<Role>()
            .SelectMany(role => bar.Of(role, isOpen: true))
            .Select(line => line.Endpoint[(line.Endpoint.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .Where(name => ConsoleWords.English.Word("bar." + name) is null);
        Assert.Equal([], without.Distinct());
    }

    [Theory]
    [InlineData("en", 1, "1 piece of work given.")]
    [InlineData("en", 2, "2 pieces of work given.")]
    [InlineData("ru", 1, "Передана 1 задача.")]
    [InlineData("ru", 3, "Переданы 3 задачи.")]
    [InlineData("ru", 11, "Передано 11 задач.")]
    [InlineData("ru", 21, "Передана 21 задача.")]
    [InlineData("ru", 114, "Передано 114 задач.")]
    [InlineData("kk", 1, "1 жұмыс берілді.")]
    [InlineData("kk", 5, "5 жұмыс берілді.")]
    public void Numbers_take_their_form(string language, long count, string said) =>
        Assert.Equal(said, ConsoleWords.Find(language)!.Plural("queue.given", count));

    /// <summary>Texts that pages say again, by what they are said of.</summary>
    public static TheoryData<string, string> HouseTexts()
    {
        var texts = new List<(string Of, string Text)>();
        foreach (var rule in ShippedRulebook.Instance.Rules)
        {
            texts.Add((rule.Name, rule.Title));
            texts.Add((rule.Name, rule.Source));
            var note = AlertNotes.Of(rule.Name);
            texts.AddRange([(rule.Name, note.Typology), (rule.Name, note.Innocent), (rule.Name, note.CounterfactualFor("7", "5"))]);
        }
        foreach (var kind in MeasureKinds.All)
            texts.AddRange([(kind.Name, kind.Title), (kind.Name, kind.Law)]);
        foreach (var basis in LegalBases.All)
            texts.AddRange([(basis.Code, basis.Title), (basis.Code, basis.Article)]);
        foreach (var line in LawRegister.Shipped.All)
            texts.AddRange([(line.Key, line.Citation), (line.Key, line.Meaning)]);
        foreach (var typology in TypologyTable.Shipped.All)
        {
            texts.AddRange([(typology.Kind, typology.Title), (typology.Kind, typology.Titles), (typology.Kind, typology.Definition)]);
            texts.AddRange(typology.Roles.Select(role => (typology.Kind, Words.Role(role))));
            foreach (var key in typology.Evidence)
                texts.AddRange([(typology.Kind, key.Title), (typology.Kind, key.Meaning ?? key.Title)]);
            var doubt = typology.Doubt(new Dictionary<string, string>());
            texts.AddRange([(typology.Kind, doubt.Innocent), (typology.Kind, doubt.Against), (typology.Kind, doubt.WouldChange)]);
        }
        texts.AddRange(Enum.GetValues<Role>().Select(role => ("role", Words.Role(role))));
        texts.AddRange(Enum.GetValues<Outcome>().Select(outcome => ("outcome", Words.Outcome(outcome))));
        texts.AddRange(Enum.GetValues<MeasureStatus>().Select(status => ("measure", MeasureWords.Of(status))));
        texts.AddRange(Enum.GetValues<MeasureStep>().Select(step => ("measure", MeasureWords.Of(step))));
        texts.AddRange(Enum.GetValues<CaseStatus>().Select(status => ("case", CaseWords.Of(status))));
        texts.AddRange(Enum.GetValues<AlertOutcome>().Select(outcome => ("alert", AlertWords.Of(outcome))));
        texts.AddRange(Enum.GetValues<AlarmKind>().Skip(1).Select(kind => ("alarm", OversightWords.Of(kind))));
        texts.AddRange(Enum.GetValues<PaymentKind>().Skip(1).Select(kind => ("payment", kind.Row().Words)));
        texts.AddRange(ActTable.Lines.Where(line => !NotListed.Contains(line.Name)).Select(line => ("act", Words.Act(line.Name))));
        return [.. texts.Where(text => text.Text.Length > 0).Distinct()];
    }

    /// <summary>Acts of the house itself and of institutions, which no list of a person's acts shows.</summary>
    private static readonly string[] NotListed = [];

    [Fact]
    public void What_the_house_says_in_English_it_says_in_every_language()
    {
        var silent =
            from row in HouseTexts()
            from language in (string[])["kk", "ru"]
            let text = row.Data.Item2
            let said = ConsoleWords.Find(language)!.Said(text)
            where LatinWords.In(said, new HashSet<string>(["USDT", "KZT", "TRON", "MISP"])).Count > 0
            select $"{language} {row.Data.Item1}: {said}";
        Assert.True(!silent.Any(), string.Join('\n', silent));
    }

    [Theory]
    [InlineData("ru", "3 droppers", "3 дроппера")]
    [InlineData("ru", "21 droppers", "21 дроппер")]
    [InlineData("kk", "3 droppers", "3 дроппер")]
    [InlineData("ru", "What a person wrote, in 3 words", "What a person wrote, in 3 words")]
    [InlineData("ru", "Card top-up held by wallet untraced, no household life", "Пополнение карты")]
    public void A_sentence_is_recognised_and_said_again(string language, string english, string said) =>
        Assert.StartsWith(said, ConsoleWords.Find(language)!.Said(english), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "en")]
    [InlineData("ru-RU,ru;q=0.9,en-US;q=0.8", "ru")]
    [InlineData("de, kk;q=0.7, ru;q=0.3", "kk")]
    [InlineData("ru;q=0, en", "en")]
    [InlineData("de-DE", "en")]
    [InlineData(";;;q=,,", "en")]
    public void A_visitors_browser_says(string header, string language) => Assert.Equal(language, ConsoleWords.Accepted(header).Language);

    [Fact]
    public async Task A_page_speaks_as_the_browser_asks_until_somebody_chooses()
    {
        await using var server = await StaffedServer.StartAsync();
        using var visitor = server.Browser();
        visitor.DefaultRequestHeaders.Add("Accept-Language", "ru");
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync("/sign-in", Cancel));
        Assert.Contains("<html lang=\"ru\">", page, StringComparison.Ordinal);
        Assert.Contains("Пароль", page, StringComparison.Ordinal);
        using var officer = server.Browser(await server.HireAsync(Role.Officer));
        Assert.Contains("What waits for you", await officer.GetStringAsync("/queue", Cancel), StringComparison.Ordinal);
        var chosen = await StaffedServer.PostAsync(officer, "/language", ("to", "kk"), ("from", "/queue"));
        Assert.Equal("/queue", chosen.Headers.Location?.ToString());
        Assert.Contains("sunqar-language=kk", Assert.Single(chosen.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        using var again = server.Browser(await server.HireAsync(Role.Officer));
        again.DefaultRequestHeaders.Add("Accept-Language", "kk");
        var queue = WebUtility.HtmlDecode(await again.GetStringAsync("/queue", Cancel));
        Assert.Contains("Сізді не күтіп тұр", queue, StringComparison.Ordinal);
    }

    [GeneratedRegex("@\\*.*?\\*@", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex("<(?<tag>\\w+)[^>]* lang=\"en\"[^>]*>.*?</\\k<tag>>", RegexOptions.Singleline)]
    private static partial Regex English();

    [GeneratedRegex("<(?<tag>code|kbd)[^>]*>[^<]*</\\k<tag>>")]
    private static partial Regex Codes();

    /// <summary>Names, currencies, formats and examples that are written so in every language.</summary>
    [GeneratedRegex(
        "^[ .,;·]*(Sunqar|Ctrl [YZ]|https://|KZT|USD|USDT|CSV|JSON|PDF|HTML|"
            + "tron|ethereum|CASPKZKA|bank-caspkzka|unit-a|example\\.org|case-2026-0001)?[ .,;·]*$"
    )]
    private static partial Regex Kept();

    [GeneratedRegex(">(?<text>[^<>@{}();=&]*)<")]
    private static partial Regex BetweenTags();

    [GeneratedRegex("(?:aria-label|placeholder|title|alt)=\"(?<text>[^\"@]*)\"")]
    private static partial Regex Shown();

    [GeneratedRegex("\\p{L}{2,}")]
    private static partial Regex Letters();

    [GeneratedRegex("""(?:W|Reader\(\)|words)(?:\[|\.Of\(|\.Plural\()"(?<key>[a-z0-9_.]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex("\\{\\d\\}")]
    private static partial Regex Places();
}
