using System.CommandLine;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>--journal</c> and <c>--standby</c>; <c>SUNQAR_JOURNAL</c> is taken by every verb.</summary>
internal sealed class JournalArguments
{
    private readonly Option<string?> _journal = new("--journal")
    {
        Description =
            "The journal in PostgreSQL instead of the data folder, as SUNQAR_JOURNAL names it for every verb (docs/nodes.md). "
            + "A password is taken from SUNQAR_JOURNAL, PGPASSWORD or ~/.pgpass, never from here.",
        HelpName = "postgres://HOST/DATABASE",
    };

    private readonly Option<bool> _standby = new("--standby")
    {
        Description = "Where another node has the journal: wait until it stops or its lease runs out, then decide in its place.",
    };

    public IEnumerable<Option> All => [_journal, _standby];

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
    public JournalChoice Read(ParseResult parsed)
    {
        var choice = new JournalChoice(DataFiles.FromEnvironment(), null, parsed.GetValue(_standby));
        if (parsed.GetValue(_journal) is not { } text)
            return choice;
        try
        {
            var place = PostgresPlace.Read(text);
            return !place.HasPassword
                ? choice with
                {
                    Files = choice.Files with { Journal = place },
                }
                : choice with
                {
                    Refusal =
                        "--journal: a password on a command line can be read by every account of this machine; put it into ~/.pgpass or "
                        + "SUNQAR_JOURNAL.",
                };
        }
        catch (FormatException error)
        {
            return choice with { Refusal = $"--journal: {error.Message}" };
        }
    }
}

/// <param name="Refusal">Why the option cannot be used, or null.</param>
/// <param name="IsStandby">Whether a server waits while another node has the journal.</param>
internal sealed record JournalChoice(DataFiles Files, string? Refusal, bool IsStandby);
