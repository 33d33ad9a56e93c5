using System.CommandLine;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli;

/// <summary><c>--journal</c>, and <c>SUNQAR_JOURNAL</c>, which every verb takes.</summary>
internal static class JournalOption
{
    public static Option<string?> Create() =>
        new("--journal")
        {
            Description =
                "The journal in PostgreSQL instead of the data folder, as SUNQAR_JOURNAL names it for every verb (docs/nodes.md). "
                + "A password is taken from SUNQAR_JOURNAL, PGPASSWORD or ~/.pgpass, never from here.",
            HelpName = "postgres://HOST/DATABASE",
        };

    /// <summary>Why the environment's name of the journal cannot be used; null where it can, or there is none.</summary>
    public static string? Unfit()
    {
        try
        {
            DataFiles.FromEnvironment();
            return null;
        }
        catch (FormatException error)
        {
            return $"{DataFiles.JournalVariable}: {error.Message}";
        }
    }

    /// <summary>The data folder with the journal that the option names, if it names one.</summary>
    public static DataFiles Files(string? text, out string? unfit)
    {
        var files = DataFiles.FromEnvironment();
        unfit = null;
        if (text is null)
            return files;
        try
        {
            var place = PostgresPlace.Read(text);
            if (!place.HasPassword)
                return files with { Journal = place };
            unfit = "--journal: a password on a command line can be read by every account of this machine; put it into ~/.pgpass or SUNQAR_JOURNAL.";
        }
        catch (FormatException error)
        {
            unfit = $"--journal: {error.Message}";
        }
        return files;
    }
}
