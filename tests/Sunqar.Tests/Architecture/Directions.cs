namespace Sunqar.Tests.Architecture;

/// <summary>Who may use whom: the two tables that DESIGN and ARCHITECTURE.md draw. A new project or room gets a line here, or the tests
/// fail.</summary>
internal static class Directions
{
    /// <summary>Project → projects it may reference. Work does what is done, without a web; Server and Cli are its doors; nothing but
    /// Storage knows of files, nothing but Formats of other people's languages, and a simulated country is no part of what runs.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Sunqar.Core"] = [],
        ["Sunqar.Formats"] = ["Sunqar.Core"],
        ["Sunqar.Storage"] = ["Sunqar.Core"],
        ["Sunqar.Simulation"] = ["Sunqar.Core"],
        ["Sunqar.Work"] = ["Sunqar.Core", "Sunqar.Formats", "Sunqar.Storage"],
        ["Sunqar.Rehearsal"] = ["Sunqar.Core", "Sunqar.Formats", "Sunqar.Storage", "Sunqar.Simulation", "Sunqar.Work"],
        ["Sunqar.Server"] = ["Sunqar.Core", "Sunqar.Formats", "Sunqar.Storage", "Sunqar.Work"],
        ["Sunqar.Cli"] =
        [
            "Sunqar.Core",
            "Sunqar.Formats",
            "Sunqar.Storage",
            "Sunqar.Simulation",
            "Sunqar.Work",
            "Sunqar.Rehearsal",
            "Sunqar.Server",
        ],
    };

    /// <summary>What Core may be built on beside .NET itself: libraries of pure functions. NodaTime brings the dated rules of time zones
    /// inside itself, so no answer depends on the machine.</summary>
    public static readonly string[] CoreLibraries = ["AnyAscii", "BouncyCastle.Cryptography", "NodaTime", "SimpleBase"];

    /// <summary>Project → its rooms, and for each the rooms of the project that it may use. Each line names only lines above it, so there
    /// is no circle. Files beside the folders are the room "": what a project is at its top.</summary>
    public static readonly IReadOnlyDictionary<string, (string Room, string[] Uses)[]> Rooms = new Dictionary<
        string,
        (string Room, string[] Uses)[]
    >
    {
        ["Sunqar.Core"] = Core,
        ["Sunqar.Formats"] = Formats,
        ["Sunqar.Storage"] = Storage,
        ["Sunqar.Simulation"] = Simulation,
        ["Sunqar.Work"] = Work,
        ["Sunqar.Server"] = Server,
    };

    private static (string Room, string[] Uses)[] Core =>
        [
            ("Times", []),
            ("Flags", []),
            ("Tuning", []),
            ("Law", ["Times"]),
            ("Facts", []),
            ("Merkle", []),
            ("Biometrics", []),
            ("Identity", ["Facts"]),
            ("Acts", ["Facts", "Identity"]),
            ("Footage", ["Times", "Law", "Merkle", "Facts", "Acts"]),
            ("People", ["Times", "Facts", "Identity", "Acts"]),
            ("Payments", ["Facts", "Identity"]),
            ("Registry", ["Facts", "Identity", "Acts", "People", "Payments"]),
            ("Blocking", ["Facts", "Identity", "Acts", "Registry"]),
            ("Providers", ["Times", "Law", "Facts", "Identity", "Acts", "Registry"]),
            ("Transfers", ["Tuning", "Facts", "Identity", "Payments"]),
            ("Rulebook", ["Times", "Flags", "Facts", "Identity", "Payments", "Registry"]),
            ("Decisions", ["Times", "Law", "Facts", "Identity", "Payments", "Registry", "Rulebook"]),
            ("Publishing", ["Facts", "Acts", "Rulebook", "Decisions"]),
            ("Chain", ["Tuning", "Facts", "Identity", "Payments", "Registry", "Transfers"]),
            ("Patterns", ["Flags", "Tuning", "Facts", "Identity", "Payments", "Registry", "Rulebook", "Transfers", "Chain"]),
            ("Networks", ["Times", "Tuning", "Facts", "Identity", "Payments", "Registry", "Transfers", "Chain", "Patterns"]),
            (
                "Cases",
                [
                    "Times",
                    "Law",
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
            ("Confirmations", ["Facts", "Identity", "Acts", "Payments", "Registry"]),
            ("Conformance", []),
            ("Webhooks", ["Facts", "Identity", "Acts"]),
            ("Canvas", ["Facts", "Identity", "Acts", "Payments", "Transfers", "Patterns", "Networks", "Cases"]),
            ("Screening", ["Times", "Facts", "Identity", "Acts", "Payments", "Registry", "Blocking", "Cases"]),
            ("Objections", ["Times", "Law", "Facts", "Identity", "Acts", "Payments", "Rulebook", "Decisions", "Cases"]),
            ("Oversight", ["Times", "Law", "Facts", "Identity", "Acts", "People", "Payments", "Registry", "Cases", "Objections"]),
            (
                "Retention",
                [
                    "Times",
                    "Law",
                    "Objections",
                    "Facts",
                    "Identity",
                    "Acts",
                    "Payments",
                    "Transfers",
                    "Decisions",
                    "Patterns",
                    "Networks",
                    "Cases",
                    "Screening",
                    "Oversight",
                ]
            ),
            (
                "Queue",
                ["Times", "Facts", "Identity", "Acts", "People", "Payments", "Blocking", "Decisions", "Cases", "Objections", "Oversight"]
            ),
        ];

    private static (string Room, string[] Uses)[] Formats =>
        [
            ("", []),
            ("Forms", [""]),
            ("Findings", [""]),
            ("Csv", [""]),
            ("Payments", [""]),
            ("Reports", [""]),
            ("Fm1", ["", "Forms", "Reports"]),
            ("Canvases", []),
            ("Dns", [""]),
            ("Pictures", [""]),
            ("Models", []),
            ("Attestations", [""]),
            ("Ivms101", [""]),
            ("Chain", ["", "Findings"]),
            ("GoAml", ["", "Forms", "Reports"]),
            ("Iso20022", ["", "Payments", "Reports"]),
            ("Iso8583", ["", "Payments"]),
            ("Footage", ["", "Csv"]),
            ("Columnar", [""]),
            ("Transfers", ["", "Csv", "Columnar"]),
            ("Lists", ["", "Csv", "Transfers"]),
        ];

    private static (string Room, string[] Uses)[] Storage =>
        [
            ("Disk", []),
            ("Schema", []),
            ("Codec", ["Disk", "Schema"]),
            ("Journal", ["Disk", "Codec"]),
            ("Frames", ["Disk", "Codec", "Journal"]),
            ("Files", ["Disk", "Codec", "Journal", "Frames"]),
            ("Leases", ["Disk", "Journal", "Frames"]),
            ("Postgres", ["Disk", "Codec", "Journal", "Frames", "Leases"]),
            ("Ids", ["Disk"]),
            ("Keys", ["Disk", "Frames", "Files", "Journal"]),
            ("Log", ["Disk", "Codec", "Files", "Journal", "Keys"]),
            ("Backups", ["Disk", "Frames", "Files", "Journal", "Keys"]),
            ("Evidence", ["Disk", "Keys"]),
            ("Footage", ["Disk", "Keys"]),
            ("Templates", ["Disk", "Keys", "Journal"]),
            ("Memory", ["Disk", "Codec", "Journal", "Frames", "Keys"]),
            ("", ["Disk", "Codec", "Frames", "Files", "Ids", "Journal", "Keys", "Leases", "Postgres"]),
        ];

    private static (string Room, string[] Uses)[] Simulation =>
        [
            ("Chance", []),
            ("Fingers", ["Chance"]),
            ("Faces", ["Chance"]),
            ("Places", ["Chance"]),
            ("People", ["Chance", "Places"]),
            ("Chain", ["Chance"]),
            ("Economy", ["Chance", "Places", "People", "Chain"]),
            ("Stories", ["Chance", "Places", "People", "Chain", "Economy"]),
            ("Schemes", ["Chance", "Places", "People", "Chain", "Economy", "Stories"]),
            ("Bystanders", ["Chance", "Places", "People", "Chain", "Economy", "Stories"]),
            ("", ["Chance", "Places", "People", "Chain", "Economy", "Stories", "Schemes", "Bystanders"]),
        ];

    private static (string Room, string[] Uses)[] Work =>
        [
            ("Time", []),
            ("Blinding", []),
            ("Registers", ["Blinding"]),
            ("Summaries", []),
            ("Wording", ["Summaries"]),
            ("Deciding", ["Time", "Registers"]),
            ("Nodes", ["Time", "Deciding"]),
            ("Acting", ["Time", "Registers"]),
            ("Blocking", ["Acting", "Registers"]),
            ("Screening", ["Acting", "Registers"]),
            ("Forgetting", ["Acting"]),
            ("Oversight", ["Acting", "Summaries"]),
            ("Providers", []),
            ("Imports", []),
            ("Following", []),
            ("Faces", []),
            ("Verifying", ["Faces"]),
            ("Footage", ["Acting"]),
            ("Mining", ["Registers", "Providers", "Summaries", "Oversight"]),
            ("Alerts", []),
            ("Holds", []),
            ("Situation", []),
            ("Tracing", ["Registers", "Mining"]),
            ("Replaying", ["Registers", "Mining"]),
            ("Outbox", ["Acting", "Deciding"]),
            ("Webhooks", ["Acting"]),
            ("Objections", ["Acting", "Deciding"]),
            ("Reports", ["Acting", "Registers", "Mining", "Summaries", "Wording"]),
        ];

    private static (string Room, string[] Uses)[] Server =>
        [
            ("Entrance", []),
            ("Access", ["Entrance"]),
            ("Api", ["Entrance", "Access"]),
            ("Gateways", ["Entrance"]),
            ("Nodes", ["Entrance"]),
            ("Verifying", ["Entrance"]),
            ("Pages", ["Entrance", "Access"]),
            ("Confirmations", ["Entrance", "Access", "Api", "Pages"]),
            ("People", ["Entrance", "Access", "Pages"]),
            ("Cases", ["Entrance", "Access", "Pages"]),
            ("Oversight", ["Entrance", "Access", "Pages"]),
            ("Objections", ["Entrance", "Access", "Pages"]),
            ("Registry", ["Entrance", "Access", "Pages"]),
            ("Screening", ["Entrance", "Access", "Pages"]),
            ("Providers", ["Entrance", "Access", "Pages"]),
            ("Footage", ["Entrance", "Access", "Pages"]),
            ("Blocking", ["Entrance", "Access", "Pages"]),
            ("Reports", ["Entrance", "Access", "Pages"]),
            ("Sandbox", ["Entrance"]),
            ("Webhooks", ["Entrance", "Access"]),
            ("Canvas", ["Entrance", "Access", "Pages"]),
            ("Rules", ["Entrance", "Access", "Pages"]),
            ("Situation", ["Entrance", "Access", "Pages"]),
            (
                "Hosting",
                [
                    "Entrance",
                    "Access",
                    "Api",
                    "Gateways",
                    "Nodes",
                    "Pages",
                    "People",
                    "Cases",
                    "Confirmations",
                    "Oversight",
                    "Objections",
                    "Registry",
                    "Screening",
                    "Providers",
                    "Footage",
                    "Blocking",
                    "Reports",
                    "Canvas",
                    "Rules",
                    "Situation",
                    "Webhooks",
                ]
            ),
        ];

    /// <summary>Shapes that any room of their project may name: the vocabulary of answers, in which a rule states what it wants and why;
    /// and what a country is asked for and told in.</summary>
    public static readonly string[] SharedShapes =
    [
        "Sunqar.Core.Decisions.Outcome",
        "Sunqar.Core.Decisions.Reason",
        "Sunqar.Simulation.CountryOptions",
        "Sunqar.Simulation.Evasion",
        "Sunqar.Simulation.PaymentRow",
        "Sunqar.Simulation.PaymentFlags",
        "Sunqar.Simulation.ChainRow",
        "Sunqar.Simulation.Role",
        "Sunqar.Simulation.Plant",
        "Sunqar.Simulation.Lookalike",
        "Sunqar.Simulation.BankPlace",
        "Sunqar.Simulation.AtmPlace",
        "Sunqar.Simulation.ClosedCase",
    ];
}
