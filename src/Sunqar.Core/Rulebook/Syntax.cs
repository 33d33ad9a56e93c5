using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>An expression as written.</summary>
internal abstract record Node(Place Place);

internal sealed record NumberNode(Place Place, decimal Value) : Node(Place);

internal sealed record MoneyNode(Place Place, Money Value) : Node(Place);

internal sealed record PercentNode(Place Place, decimal Value) : Node(Place);

internal sealed record DurationNode(Place Place, long Us) : Node(Place);

internal sealed record TimeNode(Place Place, long Us) : Node(Place);

internal sealed record TextNode(Place Place, string Value) : Node(Place);

internal sealed record NameNode(Place Place, string Name) : Node(Place);

internal sealed record NotNode(Place Place, Node Inner) : Node(Place);

/// <param name="Sign"><c>and</c> or <c>or</c>.</param>
internal sealed record LogicNode(Place Place, string Sign, Node Left, Node Right) : Node(Place);

/// <param name="Sign">One of &gt; &gt;= &lt; &lt;= = !=.</param>
internal sealed record CompareNode(Place Place, string Sign, Node Left, Node Right) : Node(Place);

/// <param name="Sign">One of + - * and <c>of</c> (a share: <c>80% of x</c>).</param>
internal sealed record ArithmeticNode(Place Place, string Sign, Node Left, Node Right) : Node(Place);

/// <summary><c>x is [not] [one of] a, b</c>; <c>present</c> and <c>absent</c> are names like any other here.</summary>
internal sealed record IsNode(Place Place, Node Left, IReadOnlyList<Node> Options, bool Negated) : Node(Place);

/// <summary>A period of a window that the calendar cuts.</summary>
internal sealed record CalendarNode(Place Place, WindowPeriod Period) : Node(Place);

internal enum Aggregate : byte
{
    Count,
    Sum,
    Min,
    Max,
    Average,
    Distinct,
    First,
    Last,
}

/// <summary>A question to the past: see docs/rulebook.md.</summary>
/// <param name="Value">What is summed or counted distinct; null for a count.</param>
/// <param name="Filter">Which payments; null for all.</param>
/// <param name="Keys">What entries are kept by.</param>
/// <param name="Lookup">What the payment at hand asks for; the keys themselves when not written.</param>
/// <param name="ElseValue">What an empty window gives.</param>
internal sealed record WindowNode(
    Place Place,
    Aggregate Aggregate,
    Node? Value,
    Node? Filter,
    IReadOnlyList<Node> Keys,
    IReadOnlyList<Node> Lookup,
    Node Period,
    bool IncludingBlocked,
    bool BeforeThis,
    Node? ElseValue
) : Node(Place);

/// <summary>How many of the conditions hold.</summary>
internal sealed record SignsNode(Place Place, IReadOnlyList<Node> Conditions) : Node(Place);

/// <summary><c>wallet.exposure to a, b within 2 hops [at 50% confidence]</c>, or its age.</summary>
internal sealed record ExposureNode(Place Place, Registry.ExposureAsked Asked, bool IsAge) : Node(Place);

/// <param name="FromUs">From when the value holds.</param>
internal sealed record DatedValue(Node Value, long FromUs);

internal sealed record ParameterSyntax(Place Place, string Name, IReadOnlyList<DatedValue> Values);

internal sealed record LetSyntax(Place Place, string Name, Node Value);

internal sealed record TemplateSyntax(Place Place, string Text);

internal sealed class RuleSyntax(Place place, string name)
{
    public Place Place { get; } = place;

    public string Name { get; } = name;

    public Place OutcomePlace { get; set; } = place;

    public string Title { get; set; } = "";

    public string Source { get; set; } = "";

    public long FromUs { get; set; } = long.MinValue;

    public long UntilUs { get; set; } = long.MaxValue;

    public string Outcome { get; set; } = "";

    public string? Ground { get; set; }

    public long HoldUs { get; set; }

    public bool HoldRolls { get; set; }

    public Node? When { get; set; }

    public Node? Observed { get; set; }

    public Node? Limit { get; set; }

    public TemplateSyntax? Reason { get; set; }

    /// <summary>What the clause says in another language: language and clause, <c>title</c>, <c>source</c> or <c>reason</c>.</summary>
    public Dictionary<(string Language, string Clause), TemplateSyntax> Translations { get; } = [];

    public List<ParameterSyntax> Parameters { get; } = [];

    public List<LetSyntax> Lets { get; } = [];

    public List<RuleTest> Tests { get; } = [];

    public List<string> Flags { get; } = [];
}

internal sealed class RulebookSyntax
{
    public string Name { get; set; } = "";

    public LocalTime Zone { get; set; } = LocalTime.Kazakhstan;

    public long LatenessUs { get; set; } = 3 * Units.DayUs;

    public long UnaskedHoldUs { get; set; }

    public bool UnaskedHoldRolls { get; set; }

    public List<ParameterSyntax> Parameters { get; } = [];

    public List<LetSyntax> Lets { get; } = [];

    public List<RuleSyntax> Rules { get; } = [];
}
