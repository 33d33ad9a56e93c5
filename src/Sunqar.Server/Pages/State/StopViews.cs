using Sunqar.Core.Objections;

namespace Sunqar.Server.Pages.State;

/// <summary>A payment that was stopped, as whom it concerns is shown it.</summary>
/// <param name="In">Why, in each language.</param>
/// <param name="Objection">Null where they have not objected.</param>
public sealed record StopView(StoppedPayment Stopped, IReadOnlyList<Explanation> In, Objection? Objection)
{
    /// <summary>How the objection stands, in a language; null where there is none.</summary>
    public string? Standing(string language)
    {
        if (Objection is not { } one)
            return null;
        var words = ExplanationWords.Shipped;
        string At(long us) => Explanation.Time(words, us, language);
        return one.Answer is { } answer
            ? words.Say(answer.Outcome.ToString().ToLowerInvariant(), language, ("at", At(answer.AtUs)))
            : words.Say("waits", language, ("at", At(one.AtUs)), ("due", At(one.Made.DueUs)));
    }
}

/// <summary>An objection as the list of those who answer shows it.</summary>
public sealed record ObjectionLine(string Id, string Payment, string What, string By, long AtUs, long DueUs, string Standing);
