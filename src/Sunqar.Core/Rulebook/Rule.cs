using System.Linq.Expressions;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>An amount that a parameter states.</summary>
/// <param name="FromUs">Holds from this time, microseconds since 1970-01-01T00:00:00Z; the first always did.</param>
/// <param name="UntilUs">First moment at which the next holds.</param>
public readonly record struct DatedAmount(Money Amount, long FromUs, long UntilUs);

/// <summary>One rule of a loaded rulebook.</summary>
public sealed class Rule
{
    private readonly IReadOnlyList<ParameterSyntax> _parameters;
    private readonly Lazy<Func<Frame, string>> _text;
    private readonly Lazy<Func<Frame, string>> _observed;
    private readonly Lazy<Func<Frame, string>> _limit;

    internal Rule(
        RuleSyntax syntax,
        Typed when,
        Lazy<Func<Frame, string>> text,
        Lazy<Func<Frame, string>> observed,
        Lazy<Func<Frame, string>> limit
    )
    {
        (Name, Title, Source, FromUs, UntilUs, HoldUs, Tests, Flags) = (
            syntax.Name,
            syntax.Title,
            syntax.Source,
            syntax.FromUs,
            syntax.UntilUs,
            syntax.HoldUs,
            syntax.Tests,
            syntax.Flags
        );
        HoldRolls = syntax.HoldRolls;
        _parameters = syntax.Parameters;
        Words = new RuleWords(syntax);
        Outcome = RuleOutcomes.OfRule(syntax.Outcome);
        Kinds = when.MayBeTrue;
        When = Binder.Compile<Func<Frame, bool>>(when.Body);
        (_text, _observed, _limit) = (text, observed, limit);
    }

    public string Name { get; }

    /// <summary>What the rule is about, in a few words; the rule's page bears it too.</summary>
    public string Title { get; }

    /// <summary>The law, order or publication behind the rule.</summary>
    public string Source { get; }

    /// <summary>What the rule says in the languages of those whom it concerns.</summary>
    public RuleWords Words { get; }

    /// <summary>First moment at which the rule holds, by event time; microseconds since 1970-01-01T00:00:00Z.</summary>
    public long FromUs { get; }

    /// <summary>First moment at which it no longer holds.</summary>
    public long UntilUs { get; }

    public Outcome Outcome { get; }

    /// <summary>How long a hold lasts without an officer's suspension, microseconds.</summary>
    public long HoldUs { get; }

    /// <summary>A hold that ends on a day off goes on to the end of the next working day.</summary>
    public bool HoldRolls { get; }

    public IReadOnlyList<RuleTest> Tests { get; }

    /// <summary>The red flags that the rule covers, by their ids in <c>rulebooks/red.flags</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>Bit per kind of payment for which the rule may speak.</summary>
    internal uint Kinds { get; }

    internal Func<Frame, bool> When { get; }

    /// <summary>The amounts that a parameter of the rule's own states, by time; none where it has no such parameter or that states no
    /// plain amounts.</summary>
    public IReadOnlyList<DatedAmount> Amounts(string parameter)
    {
        if (_parameters.FirstOrDefault(own => own.Name == parameter) is not { } stated || !stated.Values.All(v => v.Value is MoneyNode))
            return [];
        var values = stated.Values;
        return
        [
            .. values.Select(
                (value, i) =>
                    new DatedAmount(
                        ((MoneyNode)value.Value).Value,
                        // Before the first date the first value holds, as for decisions.
                        i == 0
                            ? long.MinValue
                            : value.FromUs,
                        i + 1 < values.Count ? values[i + 1].FromUs : long.MaxValue
                    )
            ),
        ];
    }

    internal Reason Explain(Frame frame) => new(Name, _text.Value(frame), _observed.Value(frame), _limit.Value(frame), Source);
}

/// <summary>Turns values into the words of a reason.</summary>
internal static class RuleText
{
    /// <summary>A template's text with its <c>{expressions}</c>; compiled when the rule first speaks.</summary>
    /// <param name="shown">Takes what each value leans on.</param>
    public static Lazy<Func<Frame, string>> Template(TemplateSyntax syntax, Binder binder, Action<Leaning>? shown = null)
    {
        var parts = new List<Expression>();
        var text = syntax.Text;
        for (var at = 0; at < text.Length; )
        {
            var open = text.IndexOf('{', at);
            if (open != at)
            {
                parts.Add(Expression.Constant(text[at..(open < 0 ? text.Length : open)]));
            }
            if (open < 0)
            {
                break;
            }
            var place = syntax.Place with { Column = syntax.Place.Column + open };
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new RulebookFaultException(place, "This '{' has no '}'.");
            }
            var value = binder.Bind(Parse(text[(open + 1)..close], place with { Column = place.Column + 1 }));
            parts.Add(Shown(value));
            shown?.Invoke(value.Leans);
            at = close + 1;
        }
        var body = Expression.Call(typeof(RuleText), nameof(Joined), null, Expression.NewArrayInit(typeof(string), parts));
        return new Lazy<Func<Frame, string>>(() => Binder.Compile<Func<Frame, string>>(body));
    }

    /// <summary>A value alone, or nothing where the rule names none. A text is a template, for what one value does not tell.</summary>
    public static Lazy<Func<Frame, string>> Value(Node? node, Binder binder)
    {
        if (node is TextNode text)
            return Template(new TemplateSyntax(text.Place with { Column = text.Place.Column + 1 }, text.Value), binder);
        var body = node is null ? Expression.Constant("") : Shown(binder.Bind(node));
        return new Lazy<Func<Frame, string>>(() => Binder.Compile<Func<Frame, string>>(body));
    }

    internal static string Joined(string[] parts) => string.Concat(parts);

    internal static string Symbol(long value, IReadOnlyDictionary<string, long> symbols) =>
        symbols.FirstOrDefault(s => s.Value == value).Key ?? "?";

    internal static string Id(ulong value) => value == 0 ? "absent" : new Identity.SubjectId(value).ToString();

    internal static string OrAbsent(string? text) => text ?? "absent";

    private static Node Parse(string text, Place place)
    {
        // A date inside a template was always read as UTC's, and decisions are stored with the words that it gave.
        var reader = new TokenReader(Lexer.Cut(text, place), LocalTime.East(TimeSpan.Zero));
        var node = new ExpressionParser(reader).Expression();
        return reader.Current.Kind == TokenKind.End ? node : throw reader.Fault($"Expected '}}', found {reader.Current.Shown}.");
    }

    private static Expression Shown(Typed value)
    {
        if (value.Text == "amount")
        {
            // The payment's amount is shown as it came, not as it was converted.
            var payment = Expression.Field(Binder.Frame, nameof(Frame.Payment));
            return Expression.Call(
                typeof(Units),
                nameof(Units.Amount),
                null,
                Expression.Property(payment, nameof(Payments.SealedPayment.Amount))
            );
        }
        if (value.Text.StartsWith(ExposureParser.Age, StringComparison.Ordinal))
            return Expression.Call(typeof(Units), nameof(Units.Age), null, value.Body);
        var type = value.Type;
        if (type.Symbols is { } symbols)
        {
            return Expression.Call(typeof(RuleText), nameof(Symbol), null, value.Body, Expression.Constant(symbols));
        }
        if (type == RuleType.Time)
        {
            return Expression.Call(typeof(Units), nameof(Units.Time), null, value.Body, Expression.Field(Binder.Frame, nameof(Frame.Zone)));
        }
        return type.IsId ? Expression.Call(typeof(RuleText), nameof(Id), null, value.Body)
            : type == RuleType.Text ? Expression.Call(typeof(RuleText), nameof(OrAbsent), null, value.Body)
            : Expression.Call(typeof(Units), Formatter(type), null, value.Body);
    }

    private static string Formatter(RuleType type) =>
        type == RuleType.Money ? nameof(Units.Tenge)
        : type == RuleType.Percent ? nameof(Units.Percent)
        : type == RuleType.Duration ? nameof(Units.Duration)
        : type == RuleType.Bool ? nameof(Units.YesNo)
        : nameof(Units.Number);
}
