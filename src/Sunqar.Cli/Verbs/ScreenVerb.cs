using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Lists;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar screen</c>: who on the watchlists a name may mean, and why; of one name or of a table of them.</summary>
internal static class ScreenVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "In any script, words in any order.", Arity = ArgumentArity.ZeroOrOne };
        var names = new Option<string?>("--names")
        {
            Description = "A table of names instead of one: id,name[,birth][,schema]; each hit carries the id.",
            HelpName = "FILE",
        };
        var birth = new Option<string?>("--birth") { Description = "Date of birth, yyyy-mm-dd or yyyy.", HelpName = "DAY" };
        var lists = new Option<string[]>("--lists")
        {
            Description =
                "Watchlists to look at: OFAC, UN, EU and UK files, or tables like that of --names; without it those of the data folder.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var least = new Option<int>("--score")
        {
            Description = "Least score shown, 0 to 100.",
            DefaultValueFactory = _ => Screener.HitMin,
            HelpName = "N",
        };
        var command = new Command(
            "screen",
            "Who on the watchlists a name may mean: one hit a line (NDJSON), with the "
                + "words that answered each other. Exit code 0 also where nobody is meant."
        )
        {
            name,
            names,
            birth,
            lists,
            least,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(name), parsed.GetValue(names), parsed.GetValue(birth), parsed.GetValue(lists) ?? [], parsed.GetValue(least))
        );
        return command;
    }

    private static int Run(string? name, string? names, string? birth, string[] lists, int least)
    {
        if (Wrong(name, names, birth) is { } wrong)
        {
            Console.Error.WriteLine($"sunqar screen: {wrong}");
            return Exit.WrongUsage;
        }
        var asked = new List<NamedRow>();
        if (names is null)
        {
            asked.Add(new("", name!, birth, WatchlistPartyKind.Unknown, 0));
        }
        else if (NamesTable.Read(names, asked.Add) is { } bad)
        {
            Console.Error.WriteLine($"sunqar screen: {bad}\nsunqar screen: nobody was screened.");
            return Exit.WrongUsage;
        }
        if (Registry(lists) is not { } registry)
            return Exit.WrongUsage;
        var index = ScreeningIndex.Of(registry);
        Console.Error.WriteLine($"{index.PartyCount} parties ({(index.Version.Length == 0 ? "no watchlist" : index.Version)})");
        foreach (var list in WatchlistLimits.Standing(registry, (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / 10))
        {
            if (list.Alarm is { } alarm)
                Console.Error.WriteLine($"sunqar screen: LATE: {alarm}");
        }
        Tell(index, asked, least, hasIds: names is not null);
        return Exit.Done;
    }

    private static string? Wrong(string? name, string? names, string? birth) =>
        name is null == names is null ? "expected a NAME, or --names with a table of them."
        : name is not null && (name.Length > Screener.NameMax || !Screener.IsName(name))
            ? $"nobody can be screened by this name; expected a letter or digit in it, and at most {Screener.NameMax} characters."
        : birth is not (null or { Length: 4 or 10 }) ? "expected --birth as yyyy-mm-dd or yyyy."
        : names is not null && birth is not null ? "expected --birth beside a NAME; a table has a column for it."
        : null;

    /// <summary>All names on all cores; the lines come in the order of the names.</summary>
    private static void Tell(ScreeningIndex index, List<NamedRow> asked, int least, bool hasIds)
    {
        using var screeners = new ThreadLocal<Screener>(() => new Screener(index));
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        var (met, hits) = (0, 0L);
        var found = asked
            .AsParallel()
            .AsOrdered()
            .Select(row => (row.Id, Hits: screeners.Value!.Screen(new ScreeningQuestion(row.Name, row.Birth, row.Kind), least)));
        foreach (var (id, some) in found)
        {
            foreach (var hit in some)
                output.WriteLine(JsonSerializer.Serialize(Line(hasIds ? id : null, hit), Plain));
            (met, hits) = (met + (some.Count > 0 ? 1 : 0), hits + some.Count);
        }
        if (hasIds)
            Console.Error.WriteLine($"{asked.Count} names, {met} of them with {hits} hits");
    }

    private static object Line(string? id, ScreeningHit hit) =>
        new
        {
            Id = id,
            hit.Score,
            hit.List,
            Reference = hit.EntryId,
            Entry = hit.EntryId,
            hit.Name,
            Listed = hit.PrimaryName,
            hit.Kind,
            hit.Programs,
            hit.Birth,
            Words = hit.Words.Select(word => new
            {
                word.Asked,
                word.Listed,
                word.Agreement,
                word.Percent,
                word.Weight,
            }),
        };

    private static RegistrySnapshot? Registry(string[] lists)
    {
        try
        {
            if (lists.Length == 0)
            {
                using var folder = DataFiles.FromEnvironment().Open();
                return Lookups.Of(folder.Journal).Registry.Snapshot;
            }
            var fold = new RegistryFold();
            var beside = new ListsBeside(fact => fold.Apply(fact));
            foreach (var list in lists)
            {
                if (ListFile.Read(list, null, beside.Of(list)) is ListFileOutcome.Refused refused)
                {
                    Console.Error.WriteLine($"sunqar screen: {refused.Why}");
                    return null;
                }
            }
            return fold.Snapshot;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar screen: {failure.Message}");
            return null;
        }
    }
}
