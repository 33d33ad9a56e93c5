using System.Linq.Expressions;

namespace Sunqar.Core.Rulebook;

/// <summary>The windows that the rules of a book ask for, each once, and the stores they share.</summary>
internal sealed class WindowCollector
{
    public List<StoreSpec> Stores { get; } = [];

    public List<LookupSpec> Lookups { get; } = [];

    public List<WindowSpec> Windows { get; } = [];

    public BindingWork Work { get; } = new();
}

/// <summary>How much there is to bind and to compile, counted before it is done.</summary>
internal sealed class BindingWork
{
    /// <summary>All terms of a book, those of a name at each of its uses.</summary>
    private const int TermsMax = 100_000,
        LevelsMax = ExpressionParser.TermsMax + ExpressionParser.LevelsMax;

    private int _level;

    private int _terms;

    /// <summary>Terms counted since an expression began; differences of it are what a part comes to.</summary>
    public int OfExpression { get; set; }

    /// <exception cref="RulebookFaultException">Too deep.</exception>
    public void Enter(Node node)
    {
        // A long sum nests to its left, so the levels are as many as an expression may have terms.
        if (++_level > LevelsMax)
        {
            throw Binder.Fault(node, $"Names lead to names more than {LevelsMax} deep.");
        }
        Count(
            node,
            node switch
            {
                LogicNode or CompareNode or ArithmeticNode or NotNode or SignsNode => 0,
                IsNode test => test.Options.Count,
                _ => 1,
            }
        );
    }

    public void Leave() => _level--;

    /// <summary>After a fault: the next rule begins anew.</summary>
    public void Rise() => _level = 0;

    /// <exception cref="RulebookFaultException">The book comes to too many.</exception>
    public void Count(Node node, int terms)
    {
        _terms += terms;
        OfExpression += terms;
        if (_terms > TermsMax)
        {
            throw Binder.Fault(node, $"The rulebook comes to more than {TermsMax} terms here; those of a name count at each of its uses.");
        }
    }
}

/// <summary>Checks a window expression and finds, or makes, the window that answers it.</summary>
internal sealed class WindowBinder(Binder binder, WindowCollector collector)
{
    public BindingWork Work => collector.Work;

    public Typed Bind(WindowNode node)
    {
        var value = node.Value is null ? null : binder.Bind(node.Value);
        CheckValue(node, value);
        var filter = node.Filter is null ? null : binder.Condition(node.Filter);
        if (filter is { HasWindow: true })
        {
            throw Binder.Fault(node.Filter!, "The filter of a window asks the payments themselves; it cannot ask another window.");
        }
        RefuseRegistry(node.Filter, filter);
        RefuseRegistry(node.Value, value);
        var keys = Keys(node.Keys);
        var lookup = ReferenceEquals(node.Keys, node.Lookup) ? keys : Keys(node.Lookup);
        if (keys.Count != lookup.Count)
        {
            throw Binder.Fault(node.Lookup[0], $"The window is kept by {keys.Count} names and asked for {lookup.Count}.");
        }
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Type != lookup[i].Type)
            {
                throw Binder.Fault(
                    node.Lookup[i],
                    $"The window is kept by {keys[i].Type.Name} and cannot be asked for {lookup[i].Type.Name}."
                );
            }
        }
        var period = Period(node);
        var orElse = Else(node, value);
        var store = Store(node, filter, keys, value, period.Kind == PeriodKind.AllTime);
        collector.Stores[store].PeriodUs = Math.Max(collector.Stores[store].PeriodUs, period.LookBackUs);
        var window = Window(node, store, Lookup(store, keys, lookup), value, period);
        Expression windows = Expression.Field(Binder.Frame, nameof(Frame.Windows));
        var body = Expression.Call(
            windows,
            nameof(IWindowReader.Read),
            null,
            Expression.Constant(window),
            orElse?.Body ?? Expression.Constant(0L)
        );
        var type = node.Aggregate is Aggregate.Count or Aggregate.Distinct ? RuleType.Number : value!.Type;
        return new Typed(type, body, $"window {window} else {orElse?.Text}", HasWindow: true)
        {
            Leans = (orElse?.Leans ?? Leaning.None).Unsure(),
        };
    }

    /// <summary>What the registry says of a payment changes; what a window holds does not, and comes out the same when it is filled
    /// again.</summary>
    private static void RefuseRegistry(Node? node, Typed? bound)
    {
        var asked = new RegistryAsked();
        asked.Visit(bound?.Body);
        if (asked.IsAsked)
        {
            throw Binder.Fault(
                node!,
                "A window asks the payments themselves; it cannot ask the registry, "
                    + "which may say something else when the window is filled again."
            );
        }
    }

    private sealed class RegistryAsked : ExpressionVisitor
    {
        public bool IsAsked { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            IsAsked |=
                node.Method.Name
                    is nameof(Frame.PlatformStanding)
                        or nameof(Frame.WalletStanding)
                        or nameof(Frame.MeasureOn)
                        or nameof(Frame.ExposureShare)
                        or nameof(Frame.ExposureAge);
            return base.VisitMethodCall(node);
        }
    }

    private static string KeyText(IEnumerable<Typed> keys) => string.Join(',', keys.Select(k => k.Text));

    private static Func<Frame, WindowKey> KeyOf(IReadOnlyList<Typed> keys)
    {
        var body = keys.Select(k => (Expression)Expression.Call(typeof(WindowKey), nameof(WindowKey.Of), null, k.Body))
            .Aggregate((left, right) => Expression.Call(typeof(WindowKey), nameof(WindowKey.Join), null, left, right));
        return Binder.Compile<Func<Frame, WindowKey>>(body);
    }

    private static void CheckValue(WindowNode node, Typed? value)
    {
        var fits = node.Aggregate switch
        {
            Aggregate.Count => true,
            Aggregate.Distinct => value!.Type.IsId || value.Type == RuleType.Text,
            Aggregate.Sum or Aggregate.Average => value!.Type == RuleType.Money || value.Type == RuleType.Number,
            _ => value!.Type == RuleType.Money || value.Type == RuleType.Number || value.Type == RuleType.Time,
        };
        if (!fits)
        {
            throw Binder.Fault(node.Value!, $"'{node.Aggregate.ToString().ToLowerInvariant()}' does not take {value!.Type.Name}.");
        }
        if (value is { HasWindow: true })
        {
            throw Binder.Fault(node.Value!, "A window takes what the payments themselves say; it cannot take another window.");
        }
    }

    private List<Typed> Keys(IReadOnlyList<Node> nodes)
    {
        var keys = new List<Typed>();
        foreach (var node in nodes)
        {
            var key = binder.Bind(node);
            if (key.HasWindow || !(key.Type.IsId || key.Type == RuleType.Text))
            {
                throw Binder.Fault(node, $"A window is kept by persons, cards, accounts, devices or texts, not by {key.Type.Name}.");
            }
            keys.Add(key);
        }
        return keys;
    }

    private WindowPeriod Period(WindowNode node)
    {
        if (node.Period is CalendarNode { Period: var calendar })
        {
            return (calendar.Kind, node.Aggregate) switch
            {
                (PeriodKind.AllTime, not Aggregate.Sum) => throw Binder.Fault(node.Period, "Of all time a window gives the sum alone."),
                (PeriodKind.EachMonth, not (Aggregate.Count or Aggregate.Sum or Aggregate.Distinct)) => throw Binder.Fault(
                    node.Period,
                    "In each of several months a window counts, sums or counts distinct values; it gives the least of these."
                ),
                _ => calendar,
            };
        }
        var period = binder.Bind(node.Period);
        return period.Type == RuleType.Duration && period.Body is ConstantExpression { Value: long us and > 0 }
            ? WindowPeriod.Rolling(us)
            : throw Binder.Fault(node.Period, "A window's period is one fixed duration, as in 24 hours.");
    }

    private Typed? Else(WindowNode node, Typed? value)
    {
        var isTotal = node.Aggregate is Aggregate.Count or Aggregate.Sum or Aggregate.Distinct;
        if (node.ElseValue is null)
        {
            return isTotal
                ? null
                : throw Binder.Fault(
                    node,
                    $"An empty window has no {node.Aggregate.ToString().ToLowerInvariant()}: say what it gives, as in 'else 0 KZT'."
                );
        }
        if (isTotal)
        {
            throw Binder.Fault(node.ElseValue, "An empty window has none of these: it gives 0 without an 'else'.");
        }
        var bound = binder.Bind(node.ElseValue);
        return bound.Type == value!.Type
            ? bound
            : throw Binder.Fault(node.ElseValue, $"Expected {value.Type.Name} after 'else', found {bound.Type.Name}.");
    }

    private int Store(WindowNode node, Typed? filter, List<Typed> keys, Typed? value, bool isOfAllTime)
    {
        var text =
            $"by {KeyText(keys)} where {filter?.Text ?? "all"}{(node.IncludingBlocked ? " including blocked" : "")}"
            + (isOfAllTime ? " in all time" : "");
        var (valueText, distinctText) = (
            IsSummed(node, value) ? value!.Text : null,
            node.Aggregate == Aggregate.Distinct ? value!.Text : null
        );
        var index = collector.Stores.FindIndex(s =>
            s.BaseText == text
            && (valueText is null || s.ValueText is null || s.ValueText == valueText)
            && (distinctText is null || s.DistinctText is null || s.DistinctText == distinctText)
        );
        if (index < 0)
        {
            index = collector.Stores.Count;
            var filterBody = filter is null ? null : Binder.Compile<Func<Frame, bool>>(filter.Body);
            collector.Stores.Add(
                new StoreSpec(
                    text,
                    filter?.MayBeTrue ?? Typed.EveryKind,
                    node.IncludingBlocked,
                    filterBody,
                    KeyOf(keys),
                    keys is not [{ Type.IsId: true }]
                )
                {
                    IsOfAllTime = isOfAllTime,
                }
            );
        }
        var store = collector.Stores[index];
        if (valueText is not null && store.ValueText is null)
        {
            (store.ValueText, store.Value) = (valueText, Binder.Compile<Func<Frame, long>>(value!.Body));
        }
        if (distinctText is not null && store.DistinctText is null)
        {
            var key = Expression.Call(typeof(WindowKey), nameof(WindowKey.Of), null, value!.Body);
            (store.DistinctText, store.Distinct) = (
                distinctText,
                Binder.Compile<Func<Frame, ulong>>(Expression.Property(key, nameof(WindowKey.Single)))
            );
        }
        return index;
    }

    private static bool IsSummed(WindowNode node, Typed? value) =>
        node.Aggregate is not (Aggregate.Count or Aggregate.Distinct) && value!.Type != RuleType.Time;

    private int Lookup(int store, List<Typed> keys, List<Typed> lookup)
    {
        var text = KeyText(lookup);
        var index = collector.Lookups.FindIndex(l => l.Store == store && l.Text == text);
        if (index >= 0)
        {
            return index;
        }
        collector.Lookups.Add(new LookupSpec(store, text, KeyOf(lookup), text == KeyText(keys)));
        return collector.Lookups.Count - 1;
    }

    private int Window(WindowNode node, int store, int lookup, Typed? value, WindowPeriod period)
    {
        var byTime = value?.Type == RuleType.Time;
        var text =
            $"{node.Aggregate} {value?.Text} store {store} lookup {lookup} in {period.Kind} {period.Us} {period.Months}{(node.BeforeThis ? " before this" : "")}";
        var index = collector.Windows.FindIndex(w => w.Text == text);
        if (index >= 0)
        {
            return index;
        }
        if (collector.Windows.Count == LoadedRulebook.WindowsMax)
        {
            throw Binder.Fault(node, $"A rulebook has at most {LoadedRulebook.WindowsMax} windows.");
        }
        var distinct = node.Aggregate == Aggregate.Distinct ? collector.Stores[store].DistinctWindows : -1;
        // A range of its own for each month: then a busy key counts no month anew.
        if (distinct >= 0)
        {
            collector.Stores[store].DistinctWindows += period.Ranges;
        }
        collector.Windows.Add(new WindowSpec(text, store, lookup, node.Aggregate, byTime, period, node.BeforeThis, distinct));
        return collector.Windows.Count - 1;
    }
}
