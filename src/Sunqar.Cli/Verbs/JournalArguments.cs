using System.CommandLine;
using Sunqar.Server.Nodes;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>--journal</c>, <c>--standby</c> and <c>--node</c>; <c>SUNQAR_JOURNAL</c> is taken by every verb.</summary>
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

    private readonly Option<string?> _node = new("--node")
    {
        Description =
            "Be one of several equal nodes: where the others reach this one. Needs SUNQAR_JOURNAL, SUNQAR_KEYS and SUNQAR_ROOT_KEY "
            + "(docs/nodes.md).",
        HelpName = "https://HOST:PORT",
    };

    public IEnumerable<Option> All => [_journal, _standby, _node];

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
            return error.Message;
        }
    }

    /// <summary>The data folder with the journal that the option names, if it names one.</summary>
    public JournalChoice Read(ParseResult parsed)
    {
        var choice = ReadJournal(parsed);
        var files = choice.Files;
        return NodeOptions.Read(parsed.GetValue(_node), files.Journal is not null, files.Keys is not null, files.RootKey) switch
        {
            NodeOptionsOutcome.Refused refused => choice with { Refusal = choice.Refusal ?? refused.Reason },
            NodeOptionsOutcome.Accepted { Options: not null } when choice.IsStandby => choice with
            {
                Refusal = "--standby: a node waits for its turn anyway; give --node alone",
            },
            NodeOptionsOutcome.Accepted accepted => choice with { Node = accepted.Options },
            _ => choice,
        };
    }

    private JournalChoice ReadJournal(ParseResult parsed)
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
/// <param name="Node">A server among others; null for one that is alone.</param>
internal sealed record JournalChoice(DataFiles Files, string? Refusal, bool IsStandby, NodeOptions? Node = null);
