using System.Linq.Expressions;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Rulebook;

/// <summary>An expression with its type, ready to compile.</summary>
/// <param name="Text">Canonical form: equal texts mean equal values for every payment.</param>
/// <param name="MayBeTrue">For conditions: bit per <see cref="PaymentKind"/> for which it may hold, so that other kinds need not
/// ask.</param>
/// <param name="MayBeFalse">The same for its opposite.</param>
/// <param name="HasWindow">A window is asked for somewhere in it.</param>
/// <param name="Terms">How many terms it comes to, with those of each name that it uses.</param>
internal sealed record Typed(
    RuleType Type,
    Expression Body,
    string Text,
    uint MayBeTrue = Typed.EveryKind,
    uint MayBeFalse = Typed.EveryKind,
    bool HasWindow = false,
    int Terms = 1
)
{
    public const uint EveryKind = uint.MaxValue;

    /// <summary>Which way it goes with what is known of the wallet's exposure.</summary>
    public Leaning Leans { get; init; }
}

/// <summary>Gives every part of an expression its type, or says what is wrong with it and where.</summary>
internal sealed class Binder
{
    public static readonly ParameterExpression Frame = Expression.Parameter(typeof(Frame), "frame");
    private readonly Scope _scope;
    private readonly WindowBinder _windows;

    public Binder(Scope scope, WindowCollector collector)
    {
        _scope = scope;
        _windows = new WindowBinder(this, collector);
    }

    public static TDelegate Compile<TDelegate>(Expression body)
        where TDelegate : Delegate => Expression.Lambda<TDelegate>(body, Frame).Compile();

    public static RulebookFaultException Fault(Node node, string message) => new(node.Place, message);

    /// <exception cref="RulebookFaultException">The expression says nothing that can be decided, or comes to too much.</exception>
    public Typed Bind(Node node)
    {
        var work = _windows.Work;
        var before = work.OfExpression;
        work.Enter(node);
        var bound = BindOf(node);
        work.Leave();
        // Names count at each use: a name of two uses of a name of two uses soon is more than a machine can hold.
        return bound with { Terms = Bounded(node, work.OfExpression - before) };
    }

    private static int Bounded(Node node, int terms) =>
        terms <= ExpressionParser.TermsMax
            ? terms
            : throw Fault(
                node,
                $"The expression comes to more than {ExpressionParser.TermsMax} terms; those of a name count at each of its uses."
            );

    private Typed BindOf(Node node) =>
        node switch
        {
            NumberNode number => Number(number),
            MoneyNode money => Money(money),
            PercentNode percent => Percent(percent),
            DurationNode duration => new Typed(RuleType.Duration, Expression.Constant(duration.Us), $"{duration.Us}us"),
            TimeNode time => new Typed(RuleType.Time, Expression.Constant(time.Us), $"@{time.Us}"),
            TextNode text => new Typed(RuleType.Text, Expression.Constant(text.Value), $"\"{text.Value}\""),
            NameNode name => Name(name),
            NotNode not => Not(not),
            LogicNode logic => Logic(logic),
            CompareNode compare => Compare(compare),
            ArithmeticNode arithmetic => Calculate(arithmetic),
            IsNode test => Is(test),
            SignsNode signs => Signs(signs),
            ExposureNode exposure => ExposureParser.Bound(exposure, _windows.Work),
            WindowNode window => _windows.Bind(window),
            _ => throw new InvalidOperationException($"No such node: {node.GetType().Name}."),
        };

    public Typed Condition(Node node)
    {
        var bound = Bind(node);
        return bound.Type == RuleType.Bool ? bound : throw Fault(node, $"Expected a condition, found {bound.Type.Name}.");
    }

    /// <summary>Binds what a parameter or a <c>let</c> stands for, once, when it is first asked for.</summary>
    public Typed Parameter(ParameterSyntax parameter)
    {
        var values = parameter.Values.Select(v => (Bound: Bind(v.Value), v.FromUs, v.Value)).ToList();
        var type = values[0].Bound.Type;
        if (values.FirstOrDefault(v => v.Bound.Type != type || v.Bound.HasWindow) is { Value: { } other })
        {
            throw Fault(other, $"The values of '{parameter.Name}' are all {type.Name} and ask no window.");
        }
        // Before the first date the first value holds: a parameter always has one.
        var body = values[0].Bound.Body;
        foreach (var (bound, fromUs, _) in values.Skip(1))
        {
            var time = Vocabulary.Fields["time"].Read;
            body = Expression.Condition(Expression.GreaterThanOrEqual(Inline(time), Expression.Constant(fromUs)), bound.Body, body);
        }
        return new Typed(
            type,
            body,
            string.Join(';', values.Select((v, i) => i == 0 ? v.Bound.Text : $"{v.FromUs}:{v.Bound.Text}")),
            Terms: Bounded(parameter.Values[0].Value, values.Sum(v => v.Bound.Terms))
        )
        {
            Leans = values.Aggregate(Leaning.None, (all, v) => all | v.Bound.Leans),
        };
    }

    private static Expression Inline(LambdaExpression field) => new FrameReplacer(field.Parameters[0]).Visit(field.Body);

    private static Typed Number(NumberNode node) =>
        node.Value == decimal.Truncate(node.Value) && Math.Abs(node.Value) <= long.MaxValue
            ? new Typed(RuleType.Number, Expression.Constant((long)node.Value), $"{node.Value:0}")
            : throw Fault(node, "Numbers are whole here: write a share as a percentage (80% of x).");

    private static Typed Money(MoneyNode node)
    {
        var (minor, currency) = (node.Value.MinorUnits, node.Value.Currency);
        Expression body =
            currency == Currency.Kzt
                ? Expression.Constant(Math.Clamp(minor, -Rulebook.Frame.TiynMax, Rulebook.Frame.TiynMax))
                : Expression.Call(Frame, nameof(Rulebook.Frame.Tiyn), null, Expression.Constant(minor), Expression.Constant(currency));
        return new Typed(RuleType.Money, body, $"{minor}{currency.Code()}");
    }

    private static Typed Percent(PercentNode node)
    {
        var millionths = node.Value * 10_000m;
        return millionths == decimal.Truncate(millionths) && millionths <= 1_000_000_000m
            ? new Typed(RuleType.Percent, Expression.Constant((long)millionths), $"{millionths:0}ppm")
            : throw Fault(node, "A percentage has at most four digits after the point and is at most 100,000%.");
    }

    private Typed Name(NameNode node)
    {
        var of = _windows.Work.OfExpression;
        if (_scope.Find(node) is { } defined)
        {
            // What was bound for the name's first use is no part of the expression that uses it; what it stands for is, each time.
            _windows.Work.OfExpression = of;
            _windows.Work.Count(node, defined.Terms);
            return defined;
        }
        if (Vocabulary.Fields.TryGetValue(node.Name, out var field))
        {
            return new Typed(field.Type, Inline(field.Read), field.Name)
            {
                Leans = field.Name == ExposureParser.Age ? Leaning.Up | Leaning.Age : Leaning.None,
            };
        }
        throw Fault(node, $"Nothing is called '{node.Name}'.{NearestName.Hint(node.Name, _scope.Names.Concat(Vocabulary.Fields.Keys))}");
    }

    private Typed Not(NotNode node)
    {
        var inner = Condition(node.Inner);
        return new Typed(
            RuleType.Bool,
            Expression.Not(inner.Body),
            $"not({inner.Text})",
            inner.MayBeFalse,
            inner.MayBeTrue,
            inner.HasWindow
        )
        {
            Leans = inner.Leans.Flipped(),
        };
    }

    private Typed Logic(LogicNode node)
    {
        var (left, right) = (Condition(node.Left), Condition(node.Right));
        var text = $"({left.Text} {node.Sign} {right.Text})";
        var window = left.HasWindow || right.HasWindow;
        var bound =
            node.Sign == "and"
                ? new Typed(
                    RuleType.Bool,
                    Expression.AndAlso(left.Body, right.Body),
                    text,
                    left.MayBeTrue & right.MayBeTrue,
                    left.MayBeFalse | right.MayBeFalse,
                    window
                )
                : new Typed(
                    RuleType.Bool,
                    Expression.OrElse(left.Body, right.Body),
                    text,
                    left.MayBeTrue | right.MayBeTrue,
                    left.MayBeFalse & right.MayBeFalse,
                    window
                );
        return bound with { Leans = left.Leans | right.Leans };
    }

    private Typed Compare(CompareNode node)
    {
        var (left, right) = (Bind(node.Left), Bind(node.Right));
        if (left.Type != right.Type)
        {
            throw Fault(node, $"{Capital(left.Type.Name)} does not compare with {right.Type.Name}.{UnitHint(left.Type, right.Type)}");
        }
        Expression body;
        if (left.Type.IsOrdered)
        {
            body = node.Sign switch
            {
                ">" => Expression.GreaterThan(left.Body, right.Body),
                ">=" => Expression.GreaterThanOrEqual(left.Body, right.Body),
                "<" => Expression.LessThan(left.Body, right.Body),
                "<=" => Expression.LessThanOrEqual(left.Body, right.Body),
                "=" => Expression.Equal(left.Body, right.Body),
                _ => Expression.NotEqual(left.Body, right.Body),
            };
        }
        else if (node.Sign is "=" or "!=")
        {
            body =
                left.Type.IsId ? Call(nameof(Arithmetic.Same), left, right)
                : left.Type == RuleType.Text ? Call(nameof(Arithmetic.SameText), left, right)
                : Expression.Equal(left.Body, right.Body);
            body = node.Sign == "!=" ? Expression.Not(body) : body;
        }
        else
        {
            throw Fault(node, $"{Capital(left.Type.Name)} has no order: compare with = or !=, or use 'is'.");
        }
        return new Typed(RuleType.Bool, body, $"({left.Text}{node.Sign}{right.Text})", HasWindow: left.HasWindow || right.HasWindow)
        {
            Leans = node.Sign switch
            {
                ">" or ">=" => left.Leans | right.Leans.Flipped(),
                "<" or "<=" => left.Leans.Flipped() | right.Leans,
                _ => (left.Leans | right.Leans).Unsure(),
            },
        };
    }

    private Typed Calculate(ArithmeticNode node)
    {
        var (left, right) = (Bind(node.Left), Bind(node.Right));
        var (l, r) = (left.Type, right.Type);
        var type = node.Sign switch
        {
            "of" when l == RuleType.Percent && (r == RuleType.Money || r == RuleType.Number || r == RuleType.Duration) => r,
            "against" when l == r && (l == RuleType.Money || l == RuleType.Number || l == RuleType.Duration) => RuleType.Percent,
            "*" when l == RuleType.Number && (r == RuleType.Money || r == RuleType.Number || r == RuleType.Duration) => r,
            "*" when r == RuleType.Number && (l == RuleType.Money || l == RuleType.Duration) => l,
            "+" or "-" when l == r && (l == RuleType.Money || l == RuleType.Number || l == RuleType.Duration) => l,
            "-" when l == RuleType.Time && r == RuleType.Time => RuleType.Duration,
            "+" or "-" when l == RuleType.Time && r == RuleType.Duration => RuleType.Time,
            _ => throw Fault(node, $"'{node.Sign}' does not join {l.Name} and {r.Name}.{UnitHint(l, r)}"),
        };
        var method = node.Sign switch
        {
            "of" => nameof(Arithmetic.Share),
            "against" => nameof(Arithmetic.Against),
            "*" => nameof(Arithmetic.Multiply),
            "+" => nameof(Arithmetic.Add),
            _ => nameof(Arithmetic.Subtract),
        };
        return new Typed(
            type,
            Call(method, left, right),
            $"({left.Text} {node.Sign} {right.Text})",
            HasWindow: left.HasWindow || right.HasWindow
        )
        {
            Leans = node.Sign switch
            {
                "+" => left.Leans | right.Leans,
                "-" => left.Leans | right.Leans.Flipped(),
                // The payment's amount is never below nothing, so a share of it grows with the share.
                "of" when right.Text == "amount" => left.Leans,
                _ => (left.Leans | right.Leans).Unsure(),
            },
        };
    }

    private Typed Is(IsNode node)
    {
        var left = Bind(node.Left);
        Expression? any = null;
        var kinds = 0u;
        var texts = new List<string>();
        foreach (var option in node.Options)
        {
            var (one, text, value) = IsOne(left, option);
            any = any is null ? one : Expression.OrElse(any, one);
            kinds |= left.Type == RuleType.Kind ? 1u << (int)value : Typed.EveryKind;
            texts.Add(text);
        }
        texts.Sort(StringComparer.Ordinal);
        var all = left.Type == RuleType.Kind ? ~kinds : Typed.EveryKind;
        var bound = new Typed(RuleType.Bool, any!, $"({left.Text} is {string.Join('|', texts)})", kinds, all, left.HasWindow)
        {
            Leans = left.Leans.Unsure(),
        };
        return node.Negated
            ? new Typed(RuleType.Bool, Expression.Not(bound.Body), $"not({bound.Text})", all, kinds, left.HasWindow) { Leans = bound.Leans }
            : bound;
    }

    /// <summary>Every condition is asked, so that a score comes with all its parts.</summary>
    private Typed Signs(SignsNode node)
    {
        // A share that a book calls so was written before there were signs.
        if (node.Conditions is [var one] && _scope.Find(new NameNode(node.Place, "signs")) is not null)
        {
            return Calculate(new ArithmeticNode(node.Place, "of", new NameNode(node.Place, "signs"), one));
        }
        var conditions = node.Conditions.Select(Condition).ToList();
        return new Typed(
            RuleType.Number,
            conditions
                .Select(c => (Expression)Expression.Condition(c.Body, Expression.Constant(1L), Expression.Constant(0L)))
                .Aggregate(Expression.Add),
            $"signs({string.Join(';', conditions.Select(c => c.Text))})",
            HasWindow: conditions.Exists(c => c.HasWindow)
        )
        {
            Leans = conditions.Aggregate(Leaning.None, (all, c) => all | c.Leans),
        };
    }

    private static (Expression Body, string Text, long Value) IsOne(Typed left, Node option)
    {
        if (option is TextNode text)
        {
            return left.Type == RuleType.Text
                ? (
                    Expression.Call(typeof(Arithmetic), nameof(Arithmetic.SameText), null, left.Body, Expression.Constant(text.Value)),
                    $"\"{text.Value}\"",
                    0
                )
                : throw Fault(option, $"{Capital(left.Type.Name)} is no text.");
        }
        var name = ((NameNode)option).Name;
        if (left.Type.Symbols is { } symbols)
        {
            return symbols.TryGetValue(name, out var value)
                ? (Expression.Equal(left.Body, Expression.Constant(value)), name, value)
                : throw Fault(option, $"'{name}' is not {left.Type.Name}.{NearestName.Hint(name, symbols.Keys)}");
        }
        if (name is not ("present" or "absent") || !(left.Type.IsId || left.Type == RuleType.Text))
        {
            throw Fault(
                option,
                left.Type.IsId || left.Type == RuleType.Text
                    ? $"Expected present, absent{(left.Type == RuleType.Text ? " or a text in double quotes" : "")} "
                        + $"after 'is', found '{name}'."
                    : $"'is' asks for a name, and {left.Type.Name} has none: compare with =, > or <."
            );
        }
        var nothing = left.Type.IsId ? Expression.Constant(0UL) : Expression.Constant(null, typeof(string));
        return (name == "absent" ? Expression.Equal(left.Body, nothing) : Expression.NotEqual(left.Body, nothing), name, 0);
    }

    private static MethodCallExpression Call(string method, Typed left, Typed right) =>
        Expression.Call(typeof(Arithmetic), method, null, left.Body, right.Body);

    private static string UnitHint(RuleType left, RuleType right)
    {
        var other =
            left == RuleType.Number ? right
            : right == RuleType.Number ? left
            : null;
        return other == RuleType.Money ? " An amount needs its currency, as in 500,000 KZT."
            : other == RuleType.Duration ? " A duration needs its unit, as in 24 hours."
            : "";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Puts the one frame of all rules in the place of a field's own parameter.</summary>
    private sealed class FrameReplacer(ParameterExpression own) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == own ? Frame : node;
    }
}
