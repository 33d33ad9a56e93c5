using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>Sums of several currencies as one cell shows them.</summary>
internal static class FlowWords
{
    /// <summary>"1.2 m KZT, 340 USDT"; a dash where there are none.</summary>
    public static string Sums(ConsoleWords words, IReadOnlyList<FlowTotal> flows) =>
        flows.Count == 0 ? "–" : string.Join(", ", flows.Select(flow => words.Short(flow.AmountMicro, flow.Currency)));

    /// <summary>Flows added up by currency.</summary>
    public static IReadOnlyList<FlowTotal> Together(IEnumerable<FlowTotal> flows) =>
        [
            .. flows
                .GroupBy(flow => flow.Currency)
                .Select(same => new FlowTotal(
                    same.Aggregate((Int128)0, (sum, flow) => sum + flow.AmountMicro),
                    same.Key,
                    same.Sum(flow => flow.Transfers)
                ))
                .OrderBy(flow => flow.Currency),
        ];

    /// <summary>What else a member does, which a measure would hit too.</summary>
    public static string Beside(ConsoleWords words, MemberView? member) =>
        member is null ? words["network.beside_unknown"]
        : member.Beside.Transfers == 0 ? words["network.beside_nothing"]
        : words.Of(
            "network.beside",
            words.Plural("count.other_transfer", member.Beside.Transfers),
            Sums(words, member.Beside.In),
            Sums(words, member.Beside.Out)
        );
}
