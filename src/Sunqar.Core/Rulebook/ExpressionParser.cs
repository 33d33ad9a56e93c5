namespace Sunqar.Core.Rulebook;

/// <summary>
/// Reads conditions: <c>or</c> binds least, then <c>and</c>, <c>not</c>, comparisons, sums, products and shares. See docs/rulebook.md.
/// </summary>
internal sealed class ExpressionParser(TokenReader reader)
{
    /// <summary>Values and names in one expression at most, and how deep it may nest: what a reader can still follow, and what the stack
    /// bears.</summary>
    public const int TermsMax = 1_000,
        LevelsMax = 100;

    private const int KeysMax = 8;
    private int _level,
        _terms;

    /// <summary>Words that end an expression, so that no name may be one of them.</summary>
    public static IReadOnlySet<string> Keywords { get; } =
        new HashSet<string>
        {
            "and",
            "or",
            "not",
            "is",
            "one",
            "of",
            "against",
            "between",
            "where",
            "by",
            "for",
            "in",
            "including",
            "before",
            "else",
            "count",
            "sum",
            "min",
            "max",
            "average",
            "distinct",
            "first",
            "last",
            "rule",
            "end",
            "title",
            "source",
            "valid",
            "from",
            "until",
            "param",
            "let",
            "outcome",
            "when",
            "observed",
            "limit",
            "reason",
            "test",
            "given",
            "expect",
            "rulebook",
            "zone",
            "lateness",
            "unasked",
            "present",
            "absent",
        };

    public Node Expression()
    {
        (_level, _terms) = (0, 0);
        return Or();
    }

    private Node Or()
    {
        var left = And();
        while (reader.Current.Is("or"))
        {
            var sign = reader.Take();
            left = new LogicNode(sign.Place, "or", left, And());
        }
        return left;
    }

    private void CountTerm()
    {
        if (++_terms > TermsMax)
        {
            throw reader.Fault($"An expression has at most {TermsMax} terms.");
        }
    }

    private Node And()
    {
        var left = Not();
        while (reader.Current.Is("and"))
        {
            var sign = reader.Take();
            left = new LogicNode(sign.Place, "and", left, Not());
        }
        return left;
    }

    private Node Not()
    {
        var nots = 0;
        var place = reader.Current.Place;
        while (reader.TryTake("not"))
        {
            nots++;
        }
        var inner = Comparison();
        return nots % 2 == 0 ? inner : new NotNode(place, inner);
    }

    private Node Comparison()
    {
        var left = Sum();
        var token = reader.Current;
        switch (token.Text)
        {
            case ">" or ">=" or "<" or "<=" or "=" or "!=" when token.Kind == TokenKind.Sign:
                reader.Take();
                return new CompareNode(token.Place, token.Text, left, Sum());
            case "is" when token.Kind == TokenKind.Word:
                reader.Take();
                return Is(token.Place, left);
            case "between" when token.Kind == TokenKind.Word:
                reader.Take();
                var low = Sum();
                reader.Expect("and");
                var high = Sum();
                // Both ends belong to the range.
                return new LogicNode(
                    token.Place,
                    "and",
                    new CompareNode(token.Place, ">=", left, low),
                    new CompareNode(token.Place, "<=", left, high)
                );
            default:
                return left;
        }
    }

    private IsNode Is(Place place, Node left)
    {
        var negated = reader.TryTake("not");
        var options = new List<Node>();
        if (reader.TryTake("one"))
        {
            reader.Expect("of");
            do
            {
                options.Add(Option());
            } while (reader.TryTake(","));
        }
        else
        {
            options.Add(Option());
        }
        return new IsNode(place, left, options, negated);
    }

    private Node Option()
    {
        CountTerm();
        return reader.Current.Kind switch
        {
            TokenKind.Word => new NameNode(reader.Current.Place, reader.Take().Text),
            TokenKind.Text => new TextNode(reader.Current.Place, reader.Take().Text),
            _ => throw reader.Fault($"Expected a name or a text after 'is', found {reader.Current.Shown}."),
        };
    }

    private Node Sum()
    {
        var left = Product();
        while (reader.Current.Is("+") || reader.Current.Is("-"))
        {
            var sign = reader.Take();
            left = new ArithmeticNode(sign.Place, sign.Text, left, Product());
        }
        return left;
    }

    private Node Product()
    {
        var left = Primary();
        while (reader.Current.Is("*") || reader.Current.Is("against"))
        {
            var sign = reader.Take();
            left = new ArithmeticNode(sign.Place, sign.Text, left, Primary());
        }
        return left;
    }

    /// <summary>Every way to nest goes through here: brackets, shares of shares, windows and what they give when empty.</summary>
    private Node Primary()
    {
        if (++_level > LevelsMax)
        {
            throw reader.Fault($"An expression nests at most {LevelsMax} deep.");
        }
        CountTerm();
        var primary = PrimaryOf();
        _level--;
        return primary;
    }

    private Node PrimaryOf()
    {
        var token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                var number = reader.NumberWithUnit();
                return number is PercentNode && reader.TryTake("of") ? new ArithmeticNode(token.Place, "of", number, Primary()) : number;
            case TokenKind.Date:
                return new TimeNode(token.Place, reader.Moment());
            case TokenKind.Text:
                return new TextNode(token.Place, reader.Take().Text);
            case TokenKind.Sign when token.Text == "(":
                reader.Take();
                var inner = Or();
                reader.Expect(")");
                return inner;
            case TokenKind.Word when AggregateOf(token.Text) is { } aggregate:
                reader.Take();
                return Window(token.Place, aggregate);
            case TokenKind.Word when token.Text is "wallet.exposure" || token.Text == ExposureParser.Age && reader.Ahead(1).Is("to"):
                var exposure = ExposureParser.Read(reader);
                return reader.TryTake("of") ? new ArithmeticNode(token.Place, "of", exposure, Primary()) : exposure;
            case TokenKind.Word when !Keywords.Contains(token.Text):
                reader.Take();
                var name = new NameNode(token.Place, token.Text);
                return !reader.TryTake("of") ? name
                    : token.Text == "signs" && reader.Current.Is("(") ? Signs(token.Place)
                    : new ArithmeticNode(token.Place, "of", name, Primary());
            default:
                throw reader.Fault($"Expected a value, found {token.Shown}.");
        }
    }

    /// <summary><c>signs of (one, other, …)</c>: how many of the conditions hold.</summary>
    private SignsNode Signs(Place place)
    {
        reader.Expect("(");
        var conditions = new List<Node> { Or() };
        while (reader.TryTake(","))
        {
            conditions.Add(Or());
        }
        reader.Expect(")");
        return new SignsNode(place, conditions);
    }

    private static Aggregate? AggregateOf(string word) =>
        word switch
        {
            "count" => Aggregate.Count,
            "sum" => Aggregate.Sum,
            "min" => Aggregate.Min,
            "max" => Aggregate.Max,
            "average" => Aggregate.Average,
            "distinct" => Aggregate.Distinct,
            "first" => Aggregate.First,
            "last" => Aggregate.Last,
            _ => null,
        };

    private WindowNode Window(Place place, Aggregate aggregate)
    {
        Node? value = null;
        if (aggregate != Aggregate.Count)
        {
            reader.TryTake("of");
            value = Name("what to take");
        }
        var filter = reader.TryTake("where") ? Or() : null;
        if (!reader.Current.Is("by"))
        {
            throw reader.Fault($"Expected 'by' and what the window is kept for, found {reader.Current.Shown}.");
        }
        reader.Take();
        var keys = Names();
        var lookup = reader.TryTake("for") ? Names() : keys;
        reader.Expect("in");
        var period = CalendarPeriod() ?? Primary();
        var (blocked, before) = (false, false);
        Node? orElse = null;
        while (true)
        {
            if (reader.TryTake("including"))
            {
                reader.Expect("blocked");
                blocked = true;
            }
            else if (reader.TryTake("before"))
            {
                reader.Expect("this");
                before = true;
            }
            else if (reader.TryTake("else"))
            {
                orElse = Primary();
            }
            else
            {
                return new WindowNode(place, aggregate, value, filter, keys, lookup, period, blocked, before, orElse);
            }
        }
    }

    /// <summary><c>this calendar day</c>, <c>this calendar month</c>, <c>[each of] the last 3 calendar months</c>, <c>all time</c>; null
    /// for anything else.</summary>
    private CalendarNode? CalendarPeriod()
    {
        var place = reader.Current.Place;
        bool Begins(string first, string second) => reader.Current.Is(first) && reader.Ahead(1).Is(second);
        if (Begins("all", "time"))
        {
            reader.Take();
            reader.Take();
            return new CalendarNode(place, WindowPeriod.AllTime);
        }
        if (Begins("this", "calendar"))
        {
            reader.Take();
            reader.Take();
            return reader.TryTake("day") ? new CalendarNode(place, WindowPeriod.Day)
                : reader.TryTake("month") ? new CalendarNode(place, new WindowPeriod(PeriodKind.Months, 0, 1))
                : throw reader.Fault($"Expected 'day' or 'month', found {reader.Current.Shown}.");
        }
        var isEach = Begins("each", "of");
        if (isEach)
        {
            reader.Take();
            reader.Take();
        }
        else if (!Begins("the", "last"))
        {
            return null;
        }
        reader.Expect("the");
        reader.Expect("last");
        var number = reader.Expect(TokenKind.Number, "a number of months");
        reader.Expect("calendar");
        reader.Expect("months");
        return int.TryParse(number.Text, out var months) && months is >= 1 and <= WindowPeriod.MonthsMax
            ? new CalendarNode(place, new WindowPeriod(isEach ? PeriodKind.EachMonth : PeriodKind.Months, 0, months))
            : throw new RulebookFaultException(number.Place, $"A window looks back to 1 to {WindowPeriod.MonthsMax} calendar months.");
    }

    private List<Node> Names()
    {
        var names = new List<Node> { Name("what the window is kept for") };
        while (reader.TryTake(","))
        {
            if (names.Count == KeysMax)
            {
                throw reader.Fault($"A window is kept for at most {KeysMax} names.");
            }
            names.Add(Name("a name"));
        }
        return names;
    }

    private NameNode Name(string what)
    {
        var token = reader.Current;
        if (token.Kind != TokenKind.Word || Keywords.Contains(token.Text))
        {
            throw reader.Fault($"Expected {what}, found {token.Shown}.");
        }
        return new NameNode(token.Place, reader.Take().Text);
    }
}
