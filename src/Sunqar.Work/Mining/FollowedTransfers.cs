using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;

namespace Sunqar.Work.Mining;

/// <summary>
/// Token transfers that were followed on a chain, so that an import of the same ones does not count them again. An explorer's export knows
/// the transaction but not the place of the log in its block, so what agrees in transaction, ends and amount is the same; as often as it
/// was followed.
/// </summary>
internal sealed class FollowedTransfers
{
    private readonly Dictionary<(string Transaction, string From, string To, long Micro), int> _times = [];

    public void Note(TokenTransfer transfer)
    {
        var key = (Transaction(transfer.Id), transfer.From, transfer.To, JournalTransfers.Micro(transfer));
        _times[key] = _times.GetValueOrDefault(key) + 1;
    }

    /// <summary>Whether the imported transfer was followed too; then it is used up.</summary>
    public bool Take(ImportedTransfer transfer)
    {
        if (transfer.Kind != TransferKind.Chain || transfer.From.Open is not { } from || transfer.To.Open is not { } to)
            return false;
        var key = (Transaction(transfer.Id), from, to, transfer.AmountMicro);
        if (_times.GetValueOrDefault(key) == 0)
            return false;
        _times[key]--;
        return true;
    }

    private static string Transaction(string id) => id.Split('#')[0].Replace("0x", "", StringComparison.Ordinal);
}
