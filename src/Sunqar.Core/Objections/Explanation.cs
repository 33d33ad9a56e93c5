using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Law;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Times;

namespace Sunqar.Core.Objections;

/// <summary>A decision that held or refused a payment, as whom it concerns asks about it.</summary>
/// <param name="Outcome"><see cref="Outcome.Hold"/> or <see cref="Outcome.Block"/>, whatever became of it.</param>
/// <param name="ExpiresUs">When a hold that stands ends, microseconds since 1970-01-01T00:00:00Z; 0 where none stands.</param>
/// <param name="LapsedUs">When the hold ended; 0 where it did not.</param>
/// <param name="ReversedUs">When the bank took the payment back; 0 where it did not.</param>
public sealed record StoppedPayment(
    SealedPayment Payment,
    Outcome Outcome,
    IReadOnlyList<Reason> Reasons,
    long ExpiresUs,
    long LapsedUs,
    long ReversedUs
)
{
    /// <summary>Everybody and everything of both parties that a measure can befall.</summary>
    public IReadOnlyList<SubjectId> Parties =>
        [
            .. new[] { Payment.Sender, Payment.Recipient }
                .SelectMany(party => new[] { party.Person, party.Account, party.Card })
                .Where(subject => !subject.IsNone)
                .Distinct(),
        ];

    /// <summary>Whether somebody is a party.</summary>
    public bool Concerns(SubjectId person) => !person.IsNone && (Payment.Sender.Person == person || Payment.Recipient.Person == person);
}

/// <param name="Basis">The law or publication behind it; empty where it is not told in this language.</param>
public sealed record ExplainedReason(string Text, string Basis);

/// <summary>Why a payment was stopped, in one language, without keys, pseudonyms and what concerns the other party alone.</summary>
/// <param name="Language">Code of ISO 639-1.</param>
/// <param name="Summary">What happened to the payment.</param>
/// <param name="Rights">Who decided, and how to object.</param>
public sealed record Explanation(string Language, string Summary, IReadOnlyList<ExplainedReason> Reasons, string Rights)
{
    /// <summary>The term in which an objection is answered: its key in the register of law.</summary>
    public const string AnswerTerm = "objection.answer";

    /// <summary>
    /// The explanation in each language. It is made from the reasons that the decision holds; rules that only report are left out, since
    /// law forbids telling customers of reports.
    /// </summary>
    /// <param name="book">The rulebook in force, for its words; reasons of rules that it does not know are told by their figures.</param>
    /// <param name="isSender">For whom: what is said of the other party is not shown.</param>
    /// <param name="nowUs">By whose day the law is cited, microseconds since 1970-01-01T00:00:00Z.</param>
    public static IReadOnlyList<Explanation> Of(StoppedPayment stopped, LoadedRulebook book, bool isSender, long nowUs) =>
        [.. ExplanationWords.Languages.Select(language => In(language, stopped, book, isSender, nowUs))];

    private static Explanation In(string language, StoppedPayment stopped, LoadedRulebook book, bool isSender, long nowUs)
    {
        var words = ExplanationWords.Shipped;
        var term = LawRegister.Shipped.Of(AnswerTerm, LocalTime.Kazakhstan.Day(nowUs));
        return new Explanation(
            language,
            Happened(words, language, stopped, nowUs),
            [.. stopped.Reasons.Select(reason => Explained(words, language, reason, book, isSender)).OfType<ExplainedReason>().Distinct()],
            words.Say(
                "machine",
                language,
                ("days", term.Value!.Value.ToString(CultureInfo.InvariantCulture)),
                ("act", term.Act.Code),
                ("article", term.Article.Replace("art. ", "", StringComparison.Ordinal))
            )
        );
    }

    private static string Happened(ExplanationWords words, string language, StoppedPayment stopped, long nowUs)
    {
        var said = stopped switch
        {
            { Outcome: Outcome.Block } => words.Say("refused", language),
            // A measure may keep a hold beyond its own time.
            _ when stopped.ExpiresUs > nowUs => words.Say("held_until", language, ("until", Time(words, stopped.ExpiresUs, language))),
            _ => words.Say("held", language),
        };
        if (stopped.LapsedUs != 0)
            said += " " + words.Say("lapsed", language, ("at", Time(words, stopped.LapsedUs, language)));
        if (stopped.ReversedUs != 0)
            said += " " + words.Say("reversed", language, ("at", Time(words, stopped.ReversedUs, language)));
        return said;
    }

    /// <summary>A time of the country's clock as the language writes it.</summary>
    public static string Time(ExplanationWords words, long us, string language)
    {
        var text = Units.Time(us, LocalTime.Kazakhstan);
        return words.Value(text, language) ?? text;
    }

    /// <summary>Null for a reason that is told to nobody.</summary>
    private static ExplainedReason? Explained(ExplanationWords words, string language, Reason reason, LoadedRulebook book, bool isSender)
    {
        // What kept a rule from being asked bears a name of its own; the limit names the rule.
        if (words.Says(reason.Rule))
            return new ExplainedReason(words.Say(reason.Rule, language), "");
        var rule = book.Rules.FirstOrDefault(one => one.Name == reason.Rule);
        if (rule is { Outcome: Outcome.Allow })
            return null;
        var text =
            rule?.Words.Reason(language, reason.Text, (expression, value) => Shown(words, language, expression, value, isSender))
            ?? Figures(words, language, rule, reason);
        var basis = rule?.Words.Source(language) ?? (language == RuleWords.English ? reason.Source : null);
        return new ExplainedReason(text, basis is null ? "" : words.Say("basis", language, ("source", basis)));
    }

    private static string Shown(ExplanationWords words, string language, string expression, string value, bool isSender)
    {
        var isOthers = expression.StartsWith(isSender ? "recipient." : "sender.", StringComparison.Ordinal);
        return isOthers || IsPseudonym(value) ? words.Value("hidden", language)! : words.Value(value, language) ?? value;
    }

    /// <summary>What the rule's own words cannot say is said by its title, where it has one, and its figures.</summary>
    private static string Figures(ExplanationWords words, string language, Rule? rule, Reason reason)
    {
        var title = rule?.Words.Title(language) is { Length: > 0 } named ? named : words.Say("check", language);
        return words.Value(reason.Observed, language) is { } observed && words.Value(reason.Limit, language) is { } limit
            ? words.Say("figures", language, ("title", title), ("observed", observed), ("limit", limit))
            : title + ".";
    }

    /// <summary>A pseudonym of the house: nobody outside can read it.</summary>
    private static bool IsPseudonym(string value) => value.Length == 16 && value.All(char.IsAsciiHexDigitLower);
}
