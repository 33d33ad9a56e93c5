namespace Sunqar.Storage.Journal;

/// <summary>The journal's streams, by what is routed to them. Payments have one today; past one machine they are split by
/// institution.</summary>
public static class Streams
{
    /// <summary>Payments, their decisions, and the subjects they introduce.</summary>
    public const string Payments = "payments";

    /// <summary>Token transfers.</summary>
    public const string Chain = "chain";

    /// <summary>Registers, labels, watchlists, rates: what decisions look up.</summary>
    public const string Registry = "registry";

    /// <summary>Imported files of every kind; read it through <see cref="Core.Facts.ImportGate"/>.</summary>
    public const string Imports = "imports";

    /// <summary>Findings, networks, cases.</summary>
    public const string Cases = "cases";

    /// <summary>What people, institutions and the house itself did and looked at (<see cref="Core.Acts.Act"/>); each record is a leaf of
    /// the oversight log.</summary>
    public const string Acts = "acts";
}
