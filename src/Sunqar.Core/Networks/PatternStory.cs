using System.Globalization;
using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks;

/// <summary>Tells a network that a generic typology leads, from what its finding observed: one plain sentence or two.</summary>
internal static class PatternStory
{
    public static IEnumerable<string> Tell(Sighting lead)
    {
        var evidence = lead.Evidence;
        var because = evidence.GetValueOrDefault("because_of");
        string Of(string name) => evidence.GetValueOrDefault(name, "?");
        yield return (lead.Kind, because) switch
        {
            (PatternKinds.PassThrough, "chain") =>
                $"Value was handed on {Of("length")} times, each account paying the next, and around then none of them dealt so with anybody else.",
            (PatternKinds.PassThrough, _) =>
                $"Money came in and nine tenths of it or more left again, on average within {Of("dwell_minutes")} minutes, {Of("passes")} times on the busiest card; {Of("payers")} different payers had sent it.",
            (PatternKinds.FanIn, "empties into crypto") =>
                $"{Of("payers")} people paid the cards, and nearly everything that left them bought crypto on platforms.",
            (PatternKinds.FanIn, _) =>
                $"{Of("counterparties")} accounts paid one account, once each, within {Span(evidence)}; they deal with each other at no other time.{Habit(evidence)}",
            (PatternKinds.FanOut, "relay") =>
                $"One account paid {Of("receivers")} others again and again within {Span(evidence)}, {Of("transfers_a_pair")} times each on average, and never before or after.",
            (PatternKinds.FanOut, _) =>
                $"One account paid {Of("counterparties")} others, once each, within {Span(evidence)}; they deal with each other at no other time.{Habit(evidence)}",
            (PatternKinds.Structuring, _) =>
                $"{Of("transfers")} transfers of {Of("amounts")} came in, each just below the threshold of {Of("threshold")}: {Percent(evidence, "share_of_received")} of all that the account received.",
            (PatternKinds.FakeIdentity, _) => Identity(evidence),
            (PatternKinds.Bipartite, _) =>
                $"{Of("senders")} accounts paid the same {Of("receivers")} others within {Span(evidence)}, each pair once: {Percent(evidence, "filled")} of all pairs that could be.",
            (PatternKinds.ScatterGather, _) =>
                $"One account paid {Of("middles")} others once each, and each of them paid on to one and the same; chance gives {Of("middles_by_chance")} of them. It took {Span(evidence)}.",
            (PatternKinds.GatherScatter, _) =>
                $"{Of("sources")} accounts paid one account, once each, which then paid {Of("destinations")} others, once each; it took {Span(evidence)}.",
            (PatternKinds.Stack, _) =>
                $"Accounts paid on in layers, each pair once; {Of("middles")} stood in the middle and were paid before they paid. It took {Span(evidence)}.",
            (PatternKinds.Cycle, _) =>
                $"What left an account came back to it within {Span(evidence)} over {Of("accounts")} accounts, {Of("order")}.",
            _ => $"{Of("transfers")} transfers within {Span(evidence)}.",
        };
    }

    /// <summary>A share (0..1) as evidence tells it, in whole percent.</summary>
    public static string Percent(IReadOnlyDictionary<string, string> evidence, string name) =>
        double.TryParse(evidence.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %")
            : "?";

    private static string Span(IReadOnlyDictionary<string, string> evidence)
    {
        if (!int.TryParse(evidence.GetValueOrDefault("span_hours"), NumberStyles.None, CultureInfo.InvariantCulture, out var hours))
            return "its time";
        return hours switch
        {
            0 => "an hour",
            < 48 => $"{hours + 1} hours",
            _ => $"{(hours / 24) + 1} days",
        };
    }

    private static string Habit(IReadOnlyDictionary<string, string> evidence) =>
        evidence.TryGetValue("usual_in_five_days", out var usual) ? $" In five days {usual} is usual for that account." : "";

    private static string Identity(IReadOnlyDictionary<string, string> evidence)
    {
        var never = evidence.GetValueOrDefault("iins_never_issued", "0");
        return $"One device worked {evidence.GetValueOrDefault("cards_on_one_device", "?")} cards "
            + (
                never == "0"
                    ? $"on {evidence.GetValueOrDefault("holders_shown", "?")} IIN."
                    : $"whose IINs cannot have been issued ({never} of them)."
            );
    }
}
