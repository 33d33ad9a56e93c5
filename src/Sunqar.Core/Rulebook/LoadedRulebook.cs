using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>A rulebook that was checked and compiled. Its version is a hash of its text, so equal texts are one version
/// everywhere.</summary>
public sealed class LoadedRulebook
{
    /// <summary>Characters in a rulebook at most.</summary>
    public const int TextMax = 1_000_000;

    /// <summary>Rules and different windows in a rulebook at most.</summary>
    public const int RulesMax = 500,
        WindowsMax = 500;

    /// <summary>Faults that one reading tells at most.</summary>
    public const int FaultsMax = 100;

    private LoadedRulebook(string text, RulebookSyntax syntax, IReadOnlyList<Rule> rules, WindowCollector collector)
    {
        (Text, Version, LatenessUs, Zone, Rules) = (text, VersionOf(text), syntax.LatenessUs, syntax.Zone, rules);
        (UnaskedHoldUs, UnaskedHoldRolls) = (syntax.UnaskedHoldUs, syntax.UnaskedHoldRolls);
        (Stores, Lookups, Windows) = (collector.Stores, collector.Lookups, collector.Windows);
    }

    /// <summary>The text as it was read.</summary>
    public string Text { get; }

    /// <summary>The first 16 bytes of the text's SHA-256, in hex.</summary>
    public string Version { get; }

    /// <summary>How late an event may come and still be decided exactly as of its own time, microseconds. A door takes nothing
    /// later.</summary>
    public long LatenessUs { get; }

    /// <summary>How long a payment is held where a missing rate keeps a rule from being asked, microseconds; 0 where the rulebook does not
    /// say, and such a rule is passed over.</summary>
    public long UnaskedHoldUs { get; }

    /// <summary>Whether such a hold that ends on a day off goes on to the end of the next working day.</summary>
    public bool UnaskedHoldRolls { get; }

    /// <summary>The clock of the dates that the text writes and of the hours that it asks for.</summary>
    public LocalTime Zone { get; }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The entries that the rules' windows share.</summary>
    public IReadOnlyList<StoreSpec> Stores { get; }

    internal IReadOnlyList<LookupSpec> Lookups { get; }

    internal IReadOnlyList<WindowSpec> Windows { get; }

    /// <summary>How many different windows the rules ask for.</summary>
    public int WindowCount => Windows.Count;

    /// <summary>The version that a text has.</summary>
    public static string VersionOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Reads, checks and compiles a rulebook.</summary>
    public static RulebookReading Load(string text)
    {
        if (text.Length > TextMax)
        {
            return new RulebookRefused([new RulebookFault(1, 1, $"A rulebook has at most {TextMax} characters.")]);
        }
        var faults = new List<RulebookFault>();
        var syntax = RulebookParser.Parse(text, faults);
        var collector = new WindowCollector();
        var rules = new List<Rule>();
        try
        {
            var scope = new Scope(collector);
            scope.Add(syntax.Parameters, syntax.Lets);
            rules.AddRange(
                syntax.Rules.TakeWhile(_ => faults.Count < FaultsMax).Select(r => Bind(r, scope, collector, faults)).OfType<Rule>()
            );
            // What no rule asks for is a slip; it is reported only when nothing worse hides who asks.
            faults.AddRange(
                faults.Count > 0
                    ? []
                    : scope.Unused.Select(u => new RulebookFault(u.Place.Line, u.Place.Column, $"Nothing uses '{u.Name}'."))
            );
        }
        catch (RulebookFaultException exception)
        {
            faults.Add(exception.Fault);
        }
        Check(syntax, faults);
        return faults.Count == 0
            ? new RulebookLoaded(new LoadedRulebook(text, syntax, rules, collector))
            : new RulebookRefused([.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column).Distinct().Take(FaultsMax)]);
    }

    private static void Check(RulebookSyntax syntax, List<RulebookFault> faults)
    {
        foreach (var again in syntax.Rules.GroupBy(r => r.Name).SelectMany(g => g.Skip(1)))
        {
            faults.Add(new RulebookFault(again.Place.Line, again.Place.Column, $"Another rule is already called '{again.Name}'."));
        }
    }

    /// <summary>What is not known of a wallet must never silence a rule; and whoever reads a reason sees how old what it rests on
    /// is.</summary>
    private static void CheckExposure(RuleSyntax rule, Leaning when, Leaning shown)
    {
        if (when.HasFlag(Leaning.Down))
        {
            throw new RulebookFaultException(
                rule.When!.Place,
                "An exposure may only make a rule speak: what nobody knows counts as 0% and older than anything, and must not silence a "
                    + "rule. Compare exposures and their ages with > or >=, and not under 'not'."
            );
        }
        if (when != Leaning.None && !shown.HasFlag(Leaning.Age))
        {
            throw new RulebookFaultException(
                rule.Reason!.Place,
                "The reason says how old the exposure is: show {wallet.exposure.age}, or the age to the categories asked for."
            );
        }
    }

    private static Rule? Bind(RuleSyntax rule, Scope outer, WindowCollector collector, List<RulebookFault> faults)
    {
        try
        {
            var scope = new Scope(collector, outer);
            scope.Add(rule.Parameters, rule.Lets);
            var binder = scope.Binder;
            var when = binder.Condition(rule.When!);
            var shown = Leaning.None;
            var reason = RuleText.Template(rule.Reason!, binder, leans => shown |= leans);
            CheckExposure(rule, when.Leans, shown);
            var bound = new Rule(rule, when, reason, RuleText.Value(rule.Observed, binder), RuleText.Value(rule.Limit, binder));
            faults.AddRange(
                scope.Unused.Select(u => new RulebookFault(u.Place.Line, u.Place.Column, $"Nothing in the rule uses '{u.Name}'."))
            );
            return bound;
        }
        catch (RulebookFaultException exception)
        {
            collector.Work.Rise();
            faults.Add(exception.Fault);
            return null;
        }
    }
}
