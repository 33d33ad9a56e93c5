using System.Collections.Immutable;
using System.Globalization;
using System.Linq.Expressions;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Rulebook;

/// <summary>Reads <c>wallet.exposure[.age] to CATEGORY, … within N hops [at N% confidence]</c>.</summary>
internal static class ExposureParser
{
    /// <summary>The field that, before <c>to</c>, begins a question as well.</summary>
    public const string Age = "wallet.exposure.age";

    public static ExposureNode Read(TokenReader reader)
    {
        var begin = reader.Take();
        reader.Expect("to");
        var categories = ImmutableArray.CreateBuilder<string>();
        do
        {
            categories.Add(Category(reader));
        } while (reader.TryTake(","));
        reader.Expect("within");
        var hops = Whole(reader, ExposureAsked.HopsMax, $"a number of hops, 0 to {ExposureAsked.HopsMax} (0: the wallet itself)");
        if (!reader.TryTake("hop"))
            reader.Expect("hops");
        var confidence = 0;
        if (reader.TryTake("at"))
        {
            confidence = Whole(reader, 100, "a confidence, 0% to 100%");
            reader.Expect("%");
            reader.Expect("confidence");
        }
        return new ExposureNode(begin.Place, new ExposureAsked(categories.ToImmutable(), hops, confidence), begin.Text == Age);
    }

    /// <summary>A share that grows with what is known, or how old it is.</summary>
    public static Typed Bound(ExposureNode node, BindingWork work)
    {
        var asked = node.Asked;
        work.Count(node, asked.Categories.Length);
        var (type, method, name) = node.IsAge
            ? (RuleType.Duration, nameof(Frame.ExposureAge), Age)
            : (RuleType.Percent, nameof(Frame.ExposureShare), "wallet.exposure");
        return new Typed(
            type,
            Expression.Call(Binder.Frame, method, null, Expression.Constant(asked)),
            $"{name}({string.Join(',', asked.Categories)};{asked.Hops};{asked.ConfidencePercent})"
        )
        {
            // A small share that becomes known is younger than one that nobody knows: such an age is to be told, not to be asked for.
            Leans = node.IsAge ? Leaning.Age.Unsure() : Leaning.Up | Leaning.Share,
        };
    }

    /// <summary>A word of <see cref="RiskCategories"/>.</summary>
    public static string Category(TokenReader reader)
    {
        var word = reader.Expect(TokenKind.Word, "a category of wallets");
        return RiskCategories.IsKnown(word.Text)
            ? word.Text
            : throw new RulebookFaultException(
                word.Place,
                $"'{word.Text}' is no category of wallets.{NearestName.Hint(word.Text, RiskCategories.All)}"
            );
    }

    /// <summary>A whole number up to a limit.</summary>
    public static int Whole(TokenReader reader, int most, string expected)
    {
        var number = reader.Expect(TokenKind.Number, expected);
        return int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new RulebookFaultException(number.Place, $"Expected {expected}, found {number.Shown}.");
    }
}
