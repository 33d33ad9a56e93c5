using Sunqar.Core.Flags;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>
/// Reads the whole text into its syntax. After a fault it goes on at the next rule, so that one reading reports the faults of all rules.
/// </summary>
internal sealed class RulebookParser
{
    private static readonly string[] TopWords = ["rulebook", "zone", "lateness", "unasked", "param", "let", "rule"];

    private static readonly string[] ClauseWords =
    [
        "title",
        "source",
        "flags",
        "valid",
        "param",
        "let",
        "outcome",
        "when",
        "observed",
        "limit",
        "reason",
        "test",
        "end",
    ];

    /// <summary>The words that the language is made of, for whoever writes it.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [.. TopWords.Concat(ClauseWords).Concat(ExpressionParser.Keywords).Concat(["rolling", "fires", "silent", "allow"]).Distinct()];

    private readonly RulebookSyntax _book = new();
    private readonly List<RulebookFault> _faults;
    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private readonly TestParser _tests;

    private RulebookParser(List<Token> tokens, List<RulebookFault> faults)
    {
        _faults = faults;
        _reader = new TokenReader(tokens, _book.Zone);
        _expressions = new ExpressionParser(_reader);
        _tests = new TestParser(_reader);
    }

    public static RulebookSyntax Parse(string text, List<RulebookFault> faults)
    {
        try
        {
            var parser = new RulebookParser(Lexer.Cut(text, new Place(1, 1)), faults);
            parser.Book();
            return parser._book;
        }
        catch (RulebookFaultException exception)
        {
            faults.Add(exception.Fault);
            return new RulebookSyntax();
        }
    }

    private void Book()
    {
        while (_reader.Current.Kind != TokenKind.End)
        {
            try
            {
                Top();
            }
            catch (RulebookFaultException exception)
            {
                _faults.Add(exception.Fault);
                if (_faults.Count == LoadedRulebook.FaultsMax)
                {
                    return;
                }
                while (_reader.Current.Kind != TokenKind.End && !_reader.Current.Is("rule"))
                {
                    _reader.Take();
                }
            }
        }
    }

    private void Top()
    {
        var word = _reader.Take();
        switch (word.Text)
        {
            case "rulebook":
                _book.Name = _reader.Expect(TokenKind.Text, "the rulebook's name in double quotes").Text;
                break;
            case "zone":
                Zone();
                break;
            case "lateness":
                _book.LatenessUs = _reader.Duration();
                break;
            case "unasked":
                _reader.Expect("hold");
                _reader.Expect("for");
                _book.UnaskedHoldUs = _reader.Duration();
                _book.UnaskedHoldRolls = _reader.TryTake("rolling");
                break;
            case "param":
                _book.Parameters.Add(Parameter());
                break;
            case "let":
                _book.Lets.Add(Let());
                break;
            case "rule":
                Rule(word.Place);
                break;
            default:
                throw new RulebookFaultException(word.Place, $"{word.Shown} does not belong here.{NearestName.Hint(word.Text, TopWords)}");
        }
    }

    private void Zone()
    {
        var first = _reader.Take();
        var zone = first.Kind == TokenKind.Text ? LocalTime.Find(first.Text) : Offset(first);
        _book.Zone = _reader.Zone =
            zone
            ?? throw new RulebookFaultException(
                first.Place,
                "A zone is a name of the time zone database in quotes, \"Asia/Almaty\", or an offset from UTC."
            );
    }

    private LocalTime? Offset(Token sign) =>
        sign.Text is "+" or "-"
        && TimeSpan.TryParseExact(_reader.Expect(TokenKind.Clock, "hours and minutes").Text, "hh\\:mm", null, out var offset)
        && offset.TotalHours <= 14
            ? LocalTime.East(sign.Text == "-" ? -offset : offset)
            : null;

    private Token Name(string what)
    {
        var name = _reader.Expect(TokenKind.Word, what);
        return ExpressionParser.Keywords.Contains(name.Text) || name.Text.Contains('.') || name.Text.Length > 64
            ? throw new RulebookFaultException(
                name.Place,
                $"'{name.Text}' cannot be a name: it is a word of the language, holds a point or is longer than 64 characters."
            )
            : name;
    }

    private ParameterSyntax Parameter()
    {
        var name = Name("a parameter's name");
        _reader.Expect("=");
        var values = new List<DatedValue>();
        do
        {
            var value = _expressions.Expression();
            var fromUs = long.MinValue;
            if (_reader.Current.Is("from") && _reader.Ahead(1).Kind == TokenKind.Date)
            {
                _reader.Take();
                fromUs = _reader.Moment();
            }
            if (values.Count > 0 && fromUs <= values[^1].FromUs)
            {
                throw new RulebookFaultException(value.Place, "The values of a parameter are in order of their dates.");
            }
            values.Add(new DatedValue(value, fromUs));
        } while (_reader.TryTake(","));
        return new ParameterSyntax(name.Place, name.Text, values);
    }

    private LetSyntax Let()
    {
        var name = Name("a name");
        _reader.Expect("=");
        return new LetSyntax(name.Place, name.Text, _expressions.Expression());
    }

    private void Rule(Place place)
    {
        var name = Name("the rule's name");
        var rule = new RuleSyntax(name.Place, name.Text);
        while (!_reader.Current.Is("end"))
        {
            Clause(rule);
        }
        _reader.Take();
        if (rule.When is null || rule.Reason is null || rule.Outcome.Length == 0 || rule.Source.Length == 0)
        {
            var missing =
                rule.Outcome.Length == 0 ? "outcome"
                : rule.When is null ? "when"
                : rule.Reason is null ? "reason"
                : "source";
            throw new RulebookFaultException(place, $"The rule '{rule.Name}' has no '{missing}'.");
        }
        if (_book.Rules.Count == LoadedRulebook.RulesMax)
        {
            throw new RulebookFaultException(place, $"A rulebook has at most {LoadedRulebook.RulesMax} rules.");
        }
        _book.Rules.Add(rule);
    }

    private void Clause(RuleSyntax rule)
    {
        var word = _reader.Take();
        switch (word.Kind == TokenKind.Word ? word.Text : "")
        {
            case "title" or "source" or "reason" when _reader.Current.Kind == TokenKind.Word:
                Translation(rule, word.Text);
                break;
            case "title":
                rule.Title = _reader.Expect(TokenKind.Text, "a title in double quotes").Text;
                break;
            case "source":
                rule.Source = _reader.Expect(TokenKind.Text, "a source in double quotes").Text;
                break;
            case "flags":
                Flags(rule);
                break;
            case "valid":
                Validity(rule);
                break;
            case "param":
                rule.Parameters.Add(Parameter());
                break;
            case "let":
                rule.Lets.Add(Let());
                break;
            case "outcome":
                Outcome(rule);
                break;
            case "when":
                rule.When = _expressions.Expression();
                break;
            case "observed":
                rule.Observed = _expressions.Expression();
                break;
            case "limit":
                rule.Limit = _expressions.Expression();
                break;
            case "reason":
                Template(rule);
                break;
            case "test":
                rule.Tests.Add(_tests.Test(word.Place));
                break;
            default:
                throw new RulebookFaultException(
                    word.Place,
                    $"{word.Shown} does not belong in a rule.{NearestName.Hint(word.Text, ClauseWords)}"
                );
        }
    }

    /// <summary>The red flags that the rule covers: a mark for docs/coverage.md, which decides nothing.</summary>
    private void Flags(RuleSyntax rule)
    {
        do
        {
            var flag = _reader.Expect(TokenKind.Word, "a red flag of rulebooks/red.flags");
            if (FlagRegister.Shipped.Find(flag.Text) is null)
            {
                throw new RulebookFaultException(
                    flag.Place,
                    $"There is no red flag '{flag.Text}' in rulebooks/red.flags.{NearestName.Hint(flag.Text, FlagRegister.Shipped.All.Select(known => known.Id))}"
                );
            }
            if (rule.Flags.Contains(flag.Text))
            {
                throw new RulebookFaultException(flag.Place, $"The rule marks '{flag.Text}' twice.");
            }
            rule.Flags.Add(flag.Text);
        } while (_reader.TryTake(","));
    }

    private void Validity(RuleSyntax rule)
    {
        var place = _reader.Current.Place;
        if (_reader.TryTake("from"))
        {
            rule.FromUs = _reader.Moment();
        }
        if (_reader.TryTake("until"))
        {
            rule.UntilUs = _reader.Moment();
        }
        if (rule is { FromUs: long.MinValue, UntilUs: long.MaxValue } || rule.FromUs >= rule.UntilUs)
        {
            throw new RulebookFaultException(place, "Validity is 'from' a date, 'until' a later one (which no longer belongs), or both.");
        }
    }

    private void Outcome(RuleSyntax rule)
    {
        var outcome = _reader.Expect(TokenKind.Word, "an outcome");
        if (!RuleOutcomes.OfRules.Contains(outcome.Text))
        {
            throw new RulebookFaultException(
                outcome.Place,
                $"'{outcome.Text}' is no outcome of a rule.{NearestName.Hint(outcome.Text, RuleOutcomes.OfRules)}"
            );
        }
        (rule.Outcome, rule.OutcomePlace) = (outcome.Text, outcome.Place);
        if (outcome.Text == "hold")
        {
            _reader.Expect("for");
            rule.HoldUs = _reader.Duration();
            rule.HoldRolls = _reader.TryTake("rolling");
        }
        else if (outcome.Text == "block")
        {
            if (!_reader.Current.Is("on"))
            {
                throw _reader.Fault($"A block names its legal ground: block on {string.Join(" | ", RuleOutcomes.Grounds)}.");
            }
            _reader.Take();
            var ground = _reader.Expect(TokenKind.Word, "a legal ground");
            rule.Ground = RuleOutcomes.Grounds.Contains(ground.Text)
                ? ground.Text
                : throw new RulebookFaultException(
                    ground.Place,
                    $"'{ground.Text}' is no legal ground for a block.{NearestName.Hint(ground.Text, RuleOutcomes.Grounds)}"
                );
        }
    }

    /// <summary>The clause in another language: <c>title ru "…"</c>.</summary>
    private void Translation(RuleSyntax rule, string clause)
    {
        var language = _reader.Take();
        if (!RuleWords.Languages.Contains(language.Text))
        {
            throw new RulebookFaultException(
                language.Place,
                $"'{language.Text}' is no language of a rule.{NearestName.Hint(language.Text, RuleWords.Languages)}"
            );
        }
        var text = _reader.Expect(TokenKind.Text, "a text in double quotes");
        var template = new TemplateSyntax(new Place(text.Place.Line, text.Place.Column + 1), text.Text);
        if (!rule.Translations.TryAdd((language.Text, clause), template))
        {
            throw new RulebookFaultException(language.Place, $"The rule has its {clause} in '{language.Text}' already.");
        }
    }

    private void Template(RuleSyntax rule)
    {
        var text = _reader.Expect(TokenKind.Text, "the reason's text in double quotes");
        rule.Reason = new TemplateSyntax(new Place(text.Place.Line, text.Place.Column + 1), text.Text);
    }
}
