using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>Sums of several currencies as one cell shows them.</summary>
internal static class FlowWords
{
    /// <summary>"1.2 m KZT, 340 USDT"; a dash where there are none.</summary>
    public static string Sums(IReadOnlyList<FlowTotal> flows) =>
        flows.Count == 0 ? "–" : string.Join(", ", flows.Select(flow => Amounts.Short(flow.AmountMicro, flow.Currency)));
}
