namespace Sunqar.Tests.Architecture;

/// <summary>Who may use whom: the two tables that DESIGN and ARCHITECTURE.md draw. A new project or room gets a line here, or the tests
/// fail.</summary>
internal static class Directions
{
    /// <summary>Project → projects it may reference. Server and Cli join; nothing but Storage knows of files, nothing but Formats of other
    /// people's languages.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Sunqar.Core"] = [],
        ["Sunqar.Formats"] = ["Sunqar.Core"],
        ["Sunqar.Storage"] = ["Sunqar.Core"],
        ["Sunqar.Simulation"] = ["Sunqar.Core"],
        ["Sunqar.Server"] = ["Sunqar.Core", "Sunqar.Formats", "Sunqar.Storage", "Sunqar.Simulation"],
        ["Sunqar.Cli"] = ["Sunqar.Core", "Sunqar.Formats", "Sunqar.Storage", "Sunqar.Simulation", "Sunqar.Server"],
    };

    /// <summary>What Core may be built on beside .NET itself: libraries of pure functions. NodaTime brings the dated rules of time zones
    /// inside itself, so no answer depends on the machine.</summary>
    public static readonly string[] CoreLibraries = ["BouncyCastle.Cryptography", "NodaTime", "SimpleBase"];

    /// <summary>Room of Core → rooms it may use. Each line names only lines above it, so there is no circle.</summary>
    public static readonly (string Room, string[] Uses)[] Rooms =
    [
        ("Times", []),
        ("Facts", []),
        ("Merkle", []),
        ("Identity", ["Facts"]),
        ("Acts", ["Facts", "Identity"]),
        ("People", ["Facts", "Identity", "Acts"]),
        ("Payments", ["Facts", "Identity"]),
        ("Registry", ["Facts", "Identity", "Acts", "People", "Payments"]),
        ("Blocking", ["Facts", "Identity", "Acts", "Registry"]),
        ("Providers", ["Facts", "Identity", "Acts", "Registry"]),
        ("Transfers", ["Facts", "Identity", "Payments"]),
        ("Rulebook", ["Times", "Facts", "Identity", "Payments", "Registry"]),
        ("Decisions", ["Times", "Facts", "Identity", "Payments", "Registry", "Rulebook"]),
        ("Chain", ["Facts", "Identity", "Payments", "Registry", "Transfers"]),
        ("Patterns", ["Facts", "Identity", "Payments", "Registry", "Transfers", "Chain"]),
        ("Networks", ["Times", "Facts", "Identity", "Payments", "Registry", "Transfers", "Chain", "Patterns"]),
        (
            "Cases",
            [
                "Times",
                "Facts",
                "Identity",
                "Acts",
                "People",
                "Payments",
                "Registry",
                "Blocking",
                "Transfers",
                "Decisions",
                "Chain",
                "Patterns",
                "Networks",
            ]
        ),
        ("Screening", ["Times", "Facts", "Identity", "Acts", "Payments", "Registry", "Blocking", "Cases"]),
        ("Oversight", ["Times", "Facts", "Identity", "Acts", "People", "Payments", "Registry", "Cases"]),
        (
            "Retention",
            ["Facts", "Identity", "Acts", "Payments", "Transfers", "Decisions", "Patterns", "Networks", "Cases", "Screening", "Oversight"]
        ),
    ];

    /// <summary>Shapes that any room may name: the vocabulary of answers, in which a rule states what it wants and why.</summary>
    public static readonly string[] SharedShapes = ["Sunqar.Core.Decisions.Outcome", "Sunqar.Core.Decisions.Reason"];
}
