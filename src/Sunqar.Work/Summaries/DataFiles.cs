using Sunqar.Storage;
using Sunqar.Storage.Postgres;

namespace Sunqar.Work.Summaries;

/// <summary>
/// The files of a data folder that people read. Two things stand beside the folder, never in it: the root key
/// (<see cref="Storage.DataFolder"/>), and the truth of a simulated country.
/// </summary>
public sealed record DataFiles(string Path)
{
    /// <summary>The environment's name of a journal in PostgreSQL.</summary>
    public const string JournalVariable = "SUNQAR_JOURNAL";

    /// <summary>The environment's name of what nodes share beside the journal.</summary>
    public const string KeysVariable = "SUNQAR_KEYS";

    /// <summary>The environment's name of the root key's file.</summary>
    public const string RootKeyVariable = "SUNQAR_ROOT_KEY";

    /// <summary>Where the journal lies in PostgreSQL; null where it lies in the folder.</summary>
    public PostgresPlace? Journal { get; init; }

    /// <summary>Where keys and all else beside the journal lie, in a PostgreSQL of their own; null where they lie in the folder.</summary>
    public PostgresPlace? Keys { get; init; }

    /// <summary>The root key's file; null for the one beside the folder.</summary>
    public string? RootKey { get; init; }

    /// <summary>What nodes share; null for a folder that holds its journal itself.</summary>
    /// <param name="address">Where other nodes reach this one; null for a process that is no node among others.</param>
    /// <exception cref="IOException">Keys are shared, and the journal is not.</exception>
    public SharedPlaces? Shared(string? address = null)
    {
        if (Journal is null && Keys is not null)
            throw new IOException($"{KeysVariable} names where nodes share keys, and {JournalVariable} names no journal that they share.");
        return Journal is null ? null : new SharedPlaces(Journal, Keys, address);
    }

    /// <summary>Named by <c>SUNQAR_DATA</c>, else <c>data.local</c> in the current folder; the journal by <c>SUNQAR_JOURNAL</c>, else in
    /// the folder.</summary>
    /// <exception cref="FormatException">The name of the journal is not understood.</exception>
    public static DataFiles FromEnvironment() =>
        new(
            System.IO.Path.TrimEndingDirectorySeparator(
                System.IO.Path.GetFullPath(
                    Environment.GetEnvironmentVariable("SUNQAR_DATA") is { Length: > 0 } named ? named : "data.local"
                )
            )
        )
        {
            Journal = Place(JournalVariable),
            Keys = Place(KeysVariable),
            RootKey = Environment.GetEnvironmentVariable(RootKeyVariable) is { Length: > 0 } root ? root : null,
        };

    private static PostgresPlace? Place(string variable)
    {
        try
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } place ? PostgresPlace.Read(place) : null;
        }
        catch (FormatException error)
        {
            throw new FormatException($"{variable}: {error.Message}", error);
        }
    }

    /// <summary>Whether there is a journal to be read.</summary>
    public bool HasJournal => Journal is not null || Directory.Exists(In("journal"));

    /// <inheritdoc cref="DataFolder.Open"/>
    public DataFolder Open() => DataFolder.Open(Path, RootKey, elsewhere: Shared());

    public string Findings => In("findings.ndjson");

    public string Summary => In("summary.json");

    /// <summary>The planted truth of a simulated country, for the summary alone: nothing that decides or finds reads it.</summary>
    public string Truth => System.IO.Path.Combine(Path + ".truth", "truth.csv");

    /// <summary>What was planted for rules to speak of, beside the truth.</summary>
    public string RuleTruth => System.IO.Path.Combine(Path + ".truth", "rule-truth.csv");

    /// <summary>What the simulated country planted of the year's headline table, beside its truth.</summary>
    public string Planted => System.IO.Path.Combine(Path + ".truth", "planted.json");

    /// <summary>How the simulated platforms do their duties, beside the truth.</summary>
    public string Providers => System.IO.Path.Combine(Path + ".truth", "providers.csv");

    /// <summary>Who answered for payments that waited in a simulated country, beside the truth.</summary>
    public string Confirmations => System.IO.Path.Combine(Path + ".truth", "confirmations.csv");

    /// <summary>Simulated banks' manifests of their footage, and how these banks keep it, beside the truth.</summary>
    public string Footage => System.IO.Path.Combine(Path + ".truth", "footage");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
