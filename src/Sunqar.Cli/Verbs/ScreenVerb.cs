using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Lists;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar screen</c>: who on the watchlists a name may mean, and why.</summary>
internal static class ScreenVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "In any script, words in any order." };
        var birth = new Option<string?>("--birth") { Description = "Date of birth, yyyy-mm-dd or yyyy.", HelpName = "DAY" };
        var lists = new Option<string[]>("--lists")
        {
            Description = "Watchlists to look at, such as OFAC's advanced XML; without it those of the data folder.",
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
            "Who on the watchlists a name may mean: one hit a line (NDJSON), with the words that answered each other. Exit code 0 also where nobody is meant."
        )
        {
            name,
            birth,
            lists,
            least,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(name)!, parsed.GetValue(birth), parsed.GetValue(lists) ?? [], parsed.GetValue(least))
        );
        return command;
    }

    private static int Run(string name, string? birth, string[] lists, int least)
    {
        if (name.Length > Screener.NameMax || birth is not (null or { Length: 4 or 10 }))
        {
            Console.Error.WriteLine(
                $"sunqar screen: expected a NAME of at most {Screener.NameMax} characters and --birth as yyyy-mm-dd or yyyy."
            );
            return Exit.WrongUsage;
        }
        if (Registry(lists) is not { } registry)
            return Exit.WrongUsage;
        var index = ScreeningIndex.Of(registry);
        Console.Error.WriteLine($"{index.PartyCount} parties ({(index.Version.Length == 0 ? "no watchlist" : index.Version)})");
        foreach (var hit in new Screener(index).Screen(new ScreeningQuestion(name, birth), least))
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        hit.Score,
                        hit.List,
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
                    },
                    Plain
                )
            );
        }
        return Exit.Done;
    }

    private static RegistrySnapshot? Registry(string[] lists)
    {
        try
        {
            if (lists.Length == 0)
            {
                using var folder = DataFolder.Open(DataFiles.FromEnvironment().Path);
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
