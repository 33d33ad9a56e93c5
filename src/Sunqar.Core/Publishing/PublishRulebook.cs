using System.Text;
using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Publishing;

/// <summary>From this act on a rulebook is the one that decides; the desk of decisions takes it up and says in its own stream from which
/// payment on (<see cref="RulebookPublished"/>).</summary>
/// <param name="Version">Content hash of <paramref name="Text"/>.</param>
/// <param name="FromUs">When a second person agreed, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record RulebookOrdered(string Version, string Text, long FromUs) : Fact, IHoldsSince
{
    public Fact Since(long nowUs) => this with { FromUs = nowUs };
}

/// <summary>
/// Asks that another rulebook decides from now on, which may hold or let pass anybody's payments: a second person agrees, or nothing
/// happens. Going back to an earlier version is the same act with that version's text.
/// </summary>
/// <param name="Base">The version that the text was written on: where another decides by now, nothing is asked.</param>
/// <param name="Checked">The text as it was read and compiled; null where it is no rulebook. Worked out before, because it takes
/// long.</param>
/// <param name="TestsFailed">How many of the tests beside its rules failed.</param>
public sealed record PublishRulebook(
    string Key,
    string Basis,
    string Base,
    string Text,
    [property: JsonIgnore] LoadedRulebook? Checked,
    [property: JsonIgnore] int TestsFailed
) : Command(Key, null, Basis)
{
    /// <summary>Bytes of a text, in UTF-8: an act holds it whole.</summary>
    public const int BytesMax = 512 << 10;

    /// <summary>Characters of a basis.</summary>
    public const int BasisLengthMax = 500;

    /// <summary>About what every such proposal is: one waits at a time.</summary>
    public const string About = "rulebook";

    private static readonly Role[] Seconds = [Role.Head, Role.Supervisor];

    public override string Name => "rules.publish";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Analyst or Role.Head))
            return Refused(RefusalKind.Forbidden, "An analyst or a head asks for other rules.");
        if (string.IsNullOrWhiteSpace(Basis) || Basis.Length > BasisLengthMax)
        {
            return Refused(
                RefusalKind.Invalid,
                $"Say why the rules change, in 1 to {BasisLengthMax} characters: an order, a figure, a try on history.",
                "basis"
            );
        }
        if (Encoding.UTF8.GetByteCount(Text) > BytesMax)
            return Refused(RefusalKind.Limited, $"A rulebook that is published has at most {BytesMax / 1024} KiB.", "text");
        if (Checked is not { } read || read.Text != Text)
            return Refused(RefusalKind.Invalid, "The text is no rulebook: it has faults.", "text");
        if (TestsFailed > 0)
            return Refused(RefusalKind.Invalid, $"{TestsFailed} of the tests beside its rules fail.", "text");
        if (read.Rules.FirstOrDefault(rule => rule.Tests.Count == 0) is { } untested)
            return Refused(RefusalKind.Invalid, $"The rule {untested.Name} has no test beside it.", "text");
        var now = state.Of<RulebookRoll>().Current;
        if (Base != now.Version)
            return Refused(RefusalKind.Conflict, "Another rulebook was published meanwhile: compare with it, and ask again.", "base");
        if (read.Version == now.Version)
            return Refused(RefusalKind.Conflict, "This is the rulebook that decides already.", "text");
        return Proposed(
            state,
            actor,
            nowUs,
            Seconds,
            About,
            $"Rulebook {read.Version} decides instead of {now.Version}: {Said(now.Text)}.",
            new RulebookOrdered(read.Version, Text, nowUs)
        );
    }

    private string Said(string now)
    {
        var changed = RulebookDiff.Of(now, Text);
        string Names(IEnumerable<RuleDiff> of) =>
            string.Join(", ", of.Take(5).Select(one => one.Rule.Length == 0 ? "what holds of all rules" : one.Rule));
        var parts = new[]
        {
            ("new", changed.Where(one => one.IsNew).ToList()),
            ("gone", changed.Where(one => one.IsGone).ToList()),
            ("changed", changed.Where(one => one is { IsNew: false, IsGone: false }).ToList()),
        };
        var said = parts
            .Where(part => part.Item2.Count > 0)
            .Select(part => $"{part.Item1} {Names(part.Item2)}{(part.Item2.Count > 5 ? $" and {part.Item2.Count - 5} more" : "")}");
        return string.Join("; ", said.DefaultIfEmpty("only blank lines or the order of rules differ"));
    }
}
