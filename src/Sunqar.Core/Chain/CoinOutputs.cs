namespace Sunqar.Core.Chain;

/// <summary>The outputs of blocks read so far, by which later inputs learn what they spend. What was made before the first block stays
/// unknown.</summary>
public sealed class CoinOutputs
{
    private readonly Dictionary<(string Tx, uint Index), CoinOutput> _unspent = [];

    /// <summary>Inputs met whose output is known, and all; coinbases have none.</summary>
    public (long Known, long All) Inputs { get; private set; }

    /// <summary>The block with what its inputs spend, where that is known: stated already, or made in this block or one given
    /// before.</summary>
    public CoinBlock Spend(CoinBlock block) => block with { Transactions = [.. block.Transactions.Select(Spend)] };

    private CoinTransaction Spend(CoinTransaction transaction)
    {
        // A transaction of a block spends what stands before it there, so one pass is enough.
        var known = transaction.IsCoinbase ? transaction : transaction with { Inputs = [.. transaction.Inputs.Select(Spend)] };
        for (var index = 0; index < transaction.Outputs.Count; index++)
        {
            _unspent[(transaction.Id, (uint)index)] = transaction.Outputs[index];
        }
        return known;
    }

    private CoinInput Spend(CoinInput input)
    {
        _unspent.Remove((input.SpentTx, input.SpentIndex), out var made);
        var spent = input.Spent ?? made;
        Inputs = (Inputs.Known + (spent is null ? 0 : 1), Inputs.All + 1);
        return input with { Spent = spent };
    }
}
