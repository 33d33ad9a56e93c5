using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Formats;
using Sunqar.Formats.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Leases;
using Sunqar.Work.Imports;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar import</c>: brings files into the data folder, all of them or none.</summary>
internal static class ImportVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How long a running server may take to notice a list.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Transfers, labels, lists, registers or rates; a folder stands for the files in it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string?>("--format")
        {
            Description = $"What the files are, where their beginning does not tell: {string.Join(", ", ImportJob.FormatNames)}.",
            HelpName = "F",
        };
        var skipBad = new Option<string?>("--skip-bad")
        {
            Description = "Pass over bad rows and write them to FILE, one JSON object a line.",
            HelpName = "FILE",
        };
        var currency = CurrencyOption.Create();
        var shrink = new Option<bool>("--allow-shrink")
        {
            Description = "Take a watchlist that lacks more than half of the parties of its last version.",
        };
        var map = MapOption.Create();
        var preview = new Option<bool>("--preview")
        {
            Description = "Import nothing: tell what was understood of each file, its first rows, and what would be left out.",
        };
        var command = new Command(
            "import",
            "Bring files into the data folder ($SUNQAR_DATA, else ./data.local): all of them whole, or nothing. The same "
                + "file adds nothing twice. Lists go to a server that runs on the folder, and its decisions see them at once."
        )
        {
            files,
            format,
            skipBad,
            currency,
            shrink,
            map,
            preview,
        };
        command.SetAction(parsed =>
        {
            if (!MapOption.TryRead(parsed.GetValue(map), out var mapping))
                return Exit.WrongUsage;
            if (SourceFiles.Of(parsed.GetValue(files)!, out var refusal) is not { } paths)
            {
                Console.Error.WriteLine($"sunqar import: {refusal}");
                return Exit.WrongUsage;
            }
            if (parsed.GetValue(preview))
            {
                return ImportPreview.Run(paths, parsed.GetValue(format), mapping, CurrencyOption.Of(parsed.GetValue(currency)));
            }
            return Run(
                paths,
                parsed.GetValue(format),
                mapping,
                parsed.GetValue(skipBad),
                CurrencyOption.Of(parsed.GetValue(currency)),
                parsed.GetValue(shrink)
            );
        });
        return command;
    }

    private static int Run(string[] files, string? format, TransferMapping? mapping, string? skipBad, Currency currency, bool mayShrink)
    {
        try
        {
            if (skipBad is not null && files.Any(f => Place(f) == Place(skipBad)))
            {
                Console.Error.WriteLine(
                    "sunqar import: --skip-bad names a file that is to be imported; the bad rows would be written over it. Name another."
                );
                return Exit.WrongUsage;
            }
            var told = new List<Action>();
            var exit = Exit.WrongUsage;
            void Work(BadRows? bad) => exit = Progress(files, bars => Import(files, format, mapping, currency, mayShrink, bad, told, bars));
            if (skipBad is null)
            {
                Work(null);
            }
            else if (!OutputFile.Write(skipBad, stream => Work(new BadRows(stream)), () => exit == Exit.Done))
            {
                Console.Error.WriteLine("sunqar import: nothing was imported.");
            }
            told.ForEach(tell => tell());
            return exit;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or KeyStoreException)
        {
            Console.Error.WriteLine($"sunqar import: {failure.Message}");
            return Exit.Failed;
        }
    }

    /// <summary>Where a file stands, links followed.</summary>
    private static string Place(string file) =>
        new FileInfo(file) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? target.FullName
            : Path.GetFullPath(file);

    private static int Import(
        string[] files,
        string? format,
        TransferMapping? mapping,
        Currency currency,
        bool mayShrink,
        BadRows? bad,
        List<Action> told,
        Action<string, double> progress
    )
    {
        var good = new List<CheckedFile>();
        foreach (var file in files)
        {
            switch (
                ImportJob.Check(
                    file,
                    format,
                    bad is null ? null : bad.Add,
                    Half(file, 0, progress),
                    ListDay.LatestUs(DateTimeOffset.UtcNow),
                    currency,
                    mapping
                )
            )
            {
                case CheckOutcome.Refused refused:
                    told.Add(() => Console.Error.WriteLine($"sunqar import: {refused.Why}\nsunqar import: nothing was imported."));
                    return Exit.WrongUsage;
                case CheckOutcome.Good whole:
                    good.Add(whole.File with { MayShrink = mayShrink });
                    break;
            }
        }
        bad?.Flush();
        var data = DataFiles.FromEnvironment();
        if (!TryOpenFolder(data, out var opened))
            return HandOver(data.Path, good, bad is not null, told);
        using var folder = opened!;
        var job = new ImportJob(folder.Journal, folder.Sealer);
        if (good.Select((file, place) => job.Unfit(file, good.Take(place))).FirstOrDefault(why => why is not null) is { } unfit)
        {
            told.Add(() => Console.Error.WriteLine($"sunqar import: {unfit}\nsunqar import: nothing was imported."));
            return Exit.WrongUsage;
        }
        foreach (var file in good)
        {
            switch (job.Import(file, skipBad: bad is not null, Half(file.Path, 0.5, progress)))
            {
                case ImportOutcome.Refused refused:
                    told.Add(() => Console.Error.WriteLine($"sunqar import: {refused.Why}"));
                    return Exit.WrongUsage;
                case ImportOutcome.Imported imported:
                    told.Add(() => Tell(file, imported.Fact, isNew: true));
                    break;
                case ImportOutcome.AlreadyThere before:
                    told.Add(() => Tell(file, before.Fact, isNew: false));
                    break;
            }
            progress(file.Path, 1);
        }
        return Exit.Done;
    }

    /// <summary>False where another process has the folder open.</summary>
    private static bool TryOpenFolder(DataFiles files, out Storage.DataFolder? folder)
    {
        folder = null;
        try
        {
            folder = files.Open();
            return true;
        }
        catch (Exception used) when (used is FolderInUseException or LeaseHeldException)
        {
            return false;
        }
    }

    /// <summary>The server that has the folder open takes lists in while it decides.</summary>
    private static int HandOver(string data, List<CheckedFile> files, bool skipBad, List<Action> told)
    {
        if (files.Find(file => !ListInbox.Takes(file.Format)) is { } other)
        {
            told.Add(() =>
                Console.Error.WriteLine(
                    $"sunqar import: {data} is in use by another process. A running server takes lists alone, "
                        + $"and {other.Path} is {other.Format}: stop the server for it. Nothing was imported."
                )
            );
            return Exit.Failed;
        }
        var inbox = new ListInbox(data, FolderSeal.Beside(data, ListInbox.SealUse));
        foreach (var file in files)
        {
            switch (inbox.HandOverAsync(file, skipBad, Patience).GetAwaiter().GetResult())
            {
                case null:
                    told.Add(() =>
                        Console.Error.WriteLine(
                            $"sunqar import: {data} is in use by another process, and "
                                + $"no server there takes lists; {file.Path} was not imported."
                        )
                    );
                    return Exit.Failed;
                case { Refusal: { } refusal }:
                    told.Add(() => Console.Error.WriteLine($"sunqar import: {refusal}"));
                    return Exit.Failed;
                case { Fact: var fact, IsNew: var isNew }:
                    told.Add(() => Tell(file, fact!, isNew));
                    break;
            }
        }
        return Exit.Done;
    }

    private static void Tell(CheckedFile file, ImportCompleted fact, bool isNew)
    {
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    file = file.Path,
                    format = fact.Format,
                    rows = fact.Rows,
                    left_out = fact.LeftOut,
                    skipped = fact.Skipped,
                    import = fact.Import,
                    added = isNew,
                },
                Plain
            )
        );
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Path}: {fact.Rows:N0} {(isNew ? "imported" : "there already, nothing added")} "
                    + $"({fact.Format}{Also(fact.LeftOut, "left out")}{Also(fact.Skipped, "bad rows passed over")})"
            )
        );
        if (file.StandingAt((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / 10) is { Alarm: { } alarm })
            Console.Error.WriteLine($"sunqar import: LATE: {alarm}");
    }

    private static string Also(long count, string what) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count:N0} {what}");

    /// <summary>Checking is the first half of a file's bar, appending the second.</summary>
    private static Action<long> Half(string file, double from, Action<string, double> progress)
    {
        var length = Math.Max(1, File.Exists(file) ? new FileInfo(file).Length : 1);
        return bytes => progress(file, from + Math.Min(1, (double)bytes / length) / 2);
    }

    /// <summary>A bar a file on a terminal; nothing in between elsewhere.</summary>
    private static int Progress(string[] files, Func<Action<string, double>, int> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work((_, _) => { });
        }
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal
            .Progress()
            .Start(bars =>
            {
                var tasks = files.Distinct().ToDictionary(f => f, f => bars.AddTask(Markup.Escape(Path.GetFileName(f)), maxValue: 1));
                return work((file, done) => tasks[file].Value = done);
            });
    }

    /// <summary>The file of bad rows: where each stood, what is wrong with it, and the row.</summary>
    private sealed class BadRows(Stream stream)
    {
        private readonly StreamWriter _lines = new(stream);

        public void Add(BadInput bad) =>
            _lines.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        file = bad.File,
                        line = bad.Line,
                        column = bad.Column,
                        field = bad.Field,
                        reason = bad.Reason,
                        expected = bad.Expected,
                        row = bad.Row,
                    },
                    Plain
                )
            );

        public void Flush() => _lines.Flush();
    }
}
