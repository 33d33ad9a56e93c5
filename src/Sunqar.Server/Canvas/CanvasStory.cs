using Sunqar.Core.Canvas;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Canvas;

/// <summary>A picture told in sentences: how much, between whom most, and which legs agree.</summary>
internal static class CanvasStory
{
    private const int LinesTold = 8;

    private const int MatchesTold = 5;

    public static IReadOnlyList<string> Of(CanvasPicture picture, CanvasWords words)
    {
        if (picture.Flows.Count == 0)
            return ["Nothing that is drawn moved anything that passes the filter."];
        var labels = picture.Nodes.ToDictionary(node => node.Name, words.Label, StringComparer.Ordinal);
        var roles = picture
            .Nodes.Select(words.Role)
            .Where(role => role.Length > 0)
            .GroupBy(role => role, StringComparer.Ordinal)
            .OrderBy(role => RolePalette.Slot(role.Key))
            .Select(role => Words.Plural(role.Count(), Words.Role(role.Key)));
        var who = string.Join(", ", roles.DefaultIfEmpty(Words.Plural(picture.Nodes.Count, "node")));
        var (when, sums) = (When.Period(picture.FirstUs, picture.LastUs), CanvasWords.Sums(picture.Flows.Select(flow => flow.Sum)));
        var story = new List<string> { $"{when}: {sums}, among and around {who}." };
        // Of each currency the largest: tenge and tokens do not compare.
        story.AddRange(
            picture
                .Flows.GroupBy(flow => flow.Sum.Currency)
                .OrderBy(one => one.Key)
                .SelectMany(one => one.OrderByDescending(flow => flow.Sum.AmountMicro).Take(LinesTold / 2))
                .Select(flow => Sent(labels[flow.From], labels[flow.To], flow.Sum))
        );
        story.AddRange(picture.Matches.Take(MatchesTold).Select(match => Agree(labels[match.Bank], labels[match.Wallet], match)));
        return story;
    }

    private static string Sent(string from, string to, CanvasSum sum)
    {
        var (amount, times) = (Amounts.Short(sum.AmountMicro, sum.Currency), Words.Plural(sum.Transfers, "transfer"));
        return $"{from} sent {amount} to {to} in {times}.";
    }

    private static string Agree(string bank, string wallet, CanvasMatch match) =>
        $"{bank} and {wallet}: {CanvasWords.Agree(match)}; {CanvasWords.OddsText(match.Log10Odds)}.";
}
