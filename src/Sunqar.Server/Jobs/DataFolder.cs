namespace Sunqar.Server.Jobs;

/// <summary>Where a data folder keeps what. Two things stand beside it, never in it: the root key, and the truth of a simulated country.</summary>
public sealed record DataFolder(string Path)
{
    /// <summary>Named by <c>SUNQAR_DATA</c>, else <c>data.local</c> in the current folder.</summary>
    public static DataFolder FromEnvironment() =>
        new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Environment.GetEnvironmentVariable("SUNQAR_DATA") is { Length: > 0 } named ? named : "data.local")));

    public string Journal => In("journal");

    public string Keys => In("keys");

    public string Findings => In("findings.ndjson");

    public string Summary => In("summary.json");

    public string RootKey => Path + ".key";

    /// <summary>The planted truth of a simulated country, for the summary alone: nothing that decides or finds reads it.</summary>
    public string Truth => System.IO.Path.Combine(Path + ".truth", "truth.csv");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
