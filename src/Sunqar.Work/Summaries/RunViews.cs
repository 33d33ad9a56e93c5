using Sunqar.Core.Decisions;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Providers;

namespace Sunqar.Work.Summaries;

/// <summary>Value moved, in millionths of a tenge and of a dollar at the rates of its days.</summary>
public readonly record struct Turnover(Int128 KztMicro, Int128 UsdMicro);

/// <summary>What a run planted and found of one kind.</summary>
/// <param name="Kind">A pattern's name, e.g. <c>exchanger</c>.</param>
/// <param name="Planted">Patterns in the truth file; null where nobody knows the truth, as on real data.</param>
/// <param name="Correct">Findings that match a planted pattern of their kind one to one; null without truth.</param>
/// <param name="Turnover">What the findings moved.</param>
public sealed record KindResult(string Kind, int? Planted, int Found, int? Correct, Turnover Turnover)
{
    /// <summary>As the comparison with the truth counts it; turnover is what the findings claim.</summary>
    public static KindResult Of(KindScore score) =>
        new(score.Kind, score.Planted, score.Found, score.Correct, new Turnover(score.FoundKztMicro, score.FoundUsdMicro));

    /// <summary>Correct among found, 0..1; null where unknown or where nothing was found.</summary>
    public double? Precision => Correct is { } correct && Found > 0 ? (double)correct / Found : null;

    /// <summary>Correct among planted, 0..1; null where unknown or where nothing was planted.</summary>
    public double? Recall => Correct is { } correct && Planted is > 0 and { } planted ? (double)correct / planted : null;
}

/// <summary>How long a finished step took, in seconds of wall time.</summary>
public sealed record StepTime(string Name, double Seconds);

/// <summary>How many payments were answered so.</summary>
public sealed record OutcomeCount(Outcome Outcome, long Payments);

/// <summary>What a run planted for rules to speak of, and of whom they spoke, counted by person.</summary>
/// <param name="Kind">The scheme, e.g. <c>cash_abroad</c>.</param>
/// <param name="Planted">People who were planted in it.</param>
/// <param name="Spoken">People of whom a rule of the kind spoke.</param>
/// <param name="Found">People of both.</param>
/// <param name="Guilty">Of those spoken of, people who were planted in any scheme, this or another.</param>
public sealed record RuleKindResult(string Kind, int Planted, int Spoken, int Found, int Guilty)
{
    /// <summary>Guilty among those spoken of, 0..1; null where no rule spoke.</summary>
    public double? Precision => Spoken > 0 ? (double)Guilty / Spoken : null;

    /// <summary>Found among planted, 0..1; null where nobody was planted.</summary>
    public double? Recall => Planted > 0 ? (double)Found / Planted : null;
}

/// <summary>A finished run.</summary>
/// <param name="Source">Where the payments come from, in words: "Simulated country, 100,000 people, 60 days, seed 1".</param>
/// <param name="Outcomes">Decisions by outcome; empty where none were made.</param>
public sealed record RunSummary(
    string Source,
    long Payments,
    long Transfers,
    IReadOnlyList<KindResult> Kinds,
    IReadOnlyList<StepTime> Steps,
    IReadOnlyList<OutcomeCount> Outcomes
)
{
    /// <summary>Schemes that rules speak of; empty where nobody knows the truth.</summary>
    public IReadOnlyList<RuleKindResult> Rules { get; init; } = [];

    /// <summary>What platforms owed and filed; empty where none owed anything.</summary>
    public IReadOnlyList<ProviderResult> Providers { get; init; } = [];

    /// <summary>How banks keep their footage; empty where nobody knows the truth.</summary>
    public IReadOnlyList<FootageResult> Footage { get; init; } = [];

    /// <summary>What came of payments that waited for their customer; null where nobody knows who answered.</summary>
    public ConfirmationResult? Confirmations { get; init; }
}

/// <summary>A platform's duties at the end of a run.</summary>
/// <param name="Planted">diligent, late or hiding; null where nobody knows the truth.</param>
/// <param name="Step">What the ledger asks for.</param>
public sealed record ProviderResult(string Platform, string? Planted, int Due, int Late, int Missing, SupervisionStep Step)
{
    public bool IsFound => Late + Missing > 0;

    /// <summary>Every platform that owed something by then.</summary>
    /// <param name="planted">How platforms do their duties, by code; null where nobody knows.</param>
    internal static IReadOnlyList<ProviderResult> Of(ProviderBook book, long asOfUs, IReadOnlyDictionary<string, string>? planted = null) =>
        [
            .. book
                .Platforms.Select(platform => book.Record(platform, asOfUs))
                .Where(record => record.Due > 0)
                .Select(record => new ProviderResult(
                    record.Platform,
                    planted?.GetValueOrDefault(record.Platform),
                    record.Due,
                    record.Late,
                    record.Missing,
                    record.Step
                )),
        ];
}
