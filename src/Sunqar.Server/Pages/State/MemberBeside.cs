using Sunqar.Core.Payments;
using Sunqar.Work.Mining;
using Sunqar.Work.Oversight;

namespace Sunqar.Server.Pages.State;

/// <summary>What else a member's card or account does: what a measure against it would hit besides the scheme.</summary>
/// <param name="Bank">BIC of the bank that keeps it; null where no payment tells it.</param>
/// <param name="In">What came in that is no part of the network, one sum a currency.</param>
/// <param name="Out">What went out likewise.</param>
public sealed record MemberBeside(string? Bank, IReadOnlyList<FlowTotal> In, IReadOnlyList<FlowTotal> Out)
{
    public static MemberBeside Nothing { get; } = new(null, [], []);

    public int Transfers => In.Concat(Out).Sum(flow => flow.Transfers);

    /// <param name="rows">The network's own.</param>
    internal static MemberBeside Of(Mined mined, int account, int[] rows)
    {
        var own = rows.ToHashSet();
        var bank = SubjectText.TryParse(mined.Table.Accounts.AsItCame(account), out var subject) ? mined.Fold.KeeperOf(subject) : null;
        return new MemberBeside(bank, Sums(mined.Graph.In(account)), Sums(mined.Graph.Out(account)));

        List<FlowTotal> Sums(ReadOnlySpan<int> all)
        {
            var sums = new SortedDictionary<Currency, FlowTotal>();
            foreach (var row in all)
            {
                if (own.Contains(row))
                    continue;
                var currency = mined.Table.CurrencyOf(row);
                var sum = sums.GetValueOrDefault(currency);
                sums[currency] = new FlowTotal(sum.AmountMicro + mined.Table.AmountMicro[row], currency, sum.Transfers + 1);
            }
            return [.. sums.Values];
        }
    }
}
