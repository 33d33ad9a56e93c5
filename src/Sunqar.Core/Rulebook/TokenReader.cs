using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>The tokens of a rulebook with a place to read from, and the literals that every part of the grammar shares.</summary>
internal sealed class TokenReader(List<Token> tokens, LocalTime zone)
{
    private int _at;

    public Token Current => tokens[_at];

    /// <summary>The clock that a date of the rulebook is written by.</summary>
    public LocalTime Zone { get; set; } = zone;

    public Token Ahead(int count) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    public Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }
        return token;
    }

    public bool TryTake(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }
        _at++;
        return true;
    }

    public Token Expect(string word) => Current.Is(word) ? Take() : throw Fault($"Expected '{word}', found {Current.Shown}.");

    public Token Expect(TokenKind kind, string what) =>
        Current.Kind == kind ? Take() : throw Fault($"Expected {what}, found {Current.Shown}.");

    public RulebookFaultException Fault(string message) => new(Current.Place, message);

    /// <summary>A date, and a time of day after it where there is one.</summary>
    public long Moment()
    {
        var date = Expect(TokenKind.Date, "a date such as 2026-01-31");
        var clock = Current.Kind == TokenKind.Clock ? Take().Text : null;
        return Units.TryTime(date.Text, clock, Zone, out var us)
            ? us
            : throw new RulebookFaultException(date.Place, $"'{date.Text}{(clock is null ? "" : " " + clock)}' is no date and time.");
    }

    public long Duration()
    {
        var number = Expect(TokenKind.Number, "a duration such as 24 hours");
        return Duration(number, DecimalOf(number));
    }

    public Money MoneyLiteral()
    {
        var number = Expect(TokenKind.Number, "an amount such as 500,000 KZT");
        var value = Multiplied(DecimalOf(number));
        var unit = Expect(TokenKind.Word, "a currency");
        return Currencies.TryParseOfPayment(unit.Text, out var currency) ? AmountOf(number, value, currency) : throw NotAUnit(unit);
    }

    /// <summary>A number with its unit: money, a share, a duration or a plain number.</summary>
    public Node NumberWithUnit()
    {
        var number = Expect(TokenKind.Number, "a number");
        var value = Multiplied(DecimalOf(number));
        if (TryTake("%"))
        {
            return new PercentNode(number.Place, value);
        }
        if (Current.Kind != TokenKind.Word)
        {
            return new NumberNode(number.Place, value);
        }
        if (Currencies.TryParseOfPayment(Current.Text, out var currency))
        {
            Take();
            return new MoneyNode(number.Place, AmountOf(number, value, currency));
        }
        if (Units.Durations.ContainsKey(Current.Text) || Current.Text is "month" or "months" or "year" or "years")
        {
            return new DurationNode(number.Place, Duration(number, value));
        }
        // Whatever else follows is a keyword, or a unit that was mistyped: upper case looks like a currency.
        if (Current.Text.All(char.IsAsciiLetterUpper))
        {
            throw NotAUnit(Current);
        }
        return
            !ExpressionParser.Keywords.Contains(Current.Text)
            && Units.Durations.Keys.Any(unit => NearestName.Distance(unit, Current.Text) <= 2)
            ? throw new RulebookFaultException(
                Current.Place,
                $"'{Current.Text}' is no unit of time.{NearestName.Hint(Current.Text, Units.Durations.Keys)}"
            )
            : new NumberNode(number.Place, value);
    }

    private decimal Multiplied(decimal value) =>
        Current.Kind == TokenKind.Word && Units.Multiples.TryGetValue(Current.Text, out var multiple) ? Scaled(value, multiple) : value;

    private decimal Scaled(decimal value, decimal multiple)
    {
        Take();
        return value * multiple;
    }

    private static decimal DecimalOf(Token number) =>
        decimal.Parse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private long Duration(Token number, decimal value)
    {
        var unit = Expect(TokenKind.Word, "a unit of time such as hours or days");
        if (unit.Text is "month" or "months" or "year" or "years")
        {
            throw new RulebookFaultException(unit.Place, $"A {unit.Text.TrimEnd('s')} has no fixed length: write days.");
        }
        if (!Units.Durations.TryGetValue(unit.Text, out var us))
        {
            throw new RulebookFaultException(
                unit.Place,
                $"'{unit.Text}' is no unit of time.{NearestName.Hint(unit.Text, Units.Durations.Keys)}"
            );
        }
        var total = value * us;
        return total == decimal.Truncate(total) && total is > 0 and <= 3_660m * Units.DayUs
            ? (long)total
            : throw new RulebookFaultException(number.Place, "A duration is more than nothing and at most 3,660 days.");
    }

    private static Money AmountOf(Token number, decimal value, Currency currency)
    {
        var minor = value * currency.MinorUnitsPerUnit();
        if (minor != decimal.Truncate(minor))
        {
            throw new RulebookFaultException(number.Place, $"{currency.Code()} has {currency.Digits()} digits after the point.");
        }
        return minor <= Money.MinorUnitsMax
            ? new Money((long)minor, currency)
            : throw new RulebookFaultException(number.Place, "An amount has at most 18 digits in minor units.");
    }

    private static RulebookFaultException NotAUnit(Token unit) =>
        new(unit.Place, $"'{unit.Text}' is no currency.{NearestName.Hint(unit.Text, Currencies.OfPayments.Select(c => c.Code()))}");
}
