using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>A scheme's turnover: what entered it from outside, counted once, however often it is handed on within.</summary>
internal static class EnteredValue
{
    /// <summary>The sighting with its turnover in the currency asked for.</summary>
    /// <param name="bothWays">Count what leaves to people too: an exchanger's sales come in as tenge, its purchases go out as
    /// tenge.</param>
    public static Sighting WithTurnover(this Sighting sighting, TransferTable table, Currency currency, bool bothWays = false)
    {
        var members = sighting.Members.Select(m => m.Account).ToHashSet();
        var twice = ToldTwice.Among(table, sighting.Rows);
        Int128 micro = 0;
        foreach (var row in sighting.Rows)
        {
            if (twice.ContainsKey(row))
                continue;
            var (fromMember, toMember) = (members.Contains(table.From[row]), members.Contains(table.To[row]));
            var counts =
                table.CurrencyOf(row) == currency
                && (
                    !fromMember && toMember
                        ? table.Accounts.Kind(table.From[row]) != AccountKind.Terminal
                        : bothWays && fromMember && !toMember && CardFlows.IsPersonal(table, row)
                );
            micro += counts ? table.AmountMicro[row] : 0;
        }
        return sighting with { Turnover = new TurnedOver(micro, currency) };
    }
}
