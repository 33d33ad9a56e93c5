using Sunqar.Core.Identity;

namespace Sunqar.Core.Chain;

/// <summary>An output of a Bitcoin transaction.</summary>
/// <param name="Satoshi">At most 21e14.</param>
/// <param name="Kind">The form of its script.</param>
/// <param name="Address">None where the form has no address.</param>
/// <param name="Script">The script as it stands.</param>
public sealed record CoinOutput(long Satoshi, ScriptKind Kind, WalletAddress Address, ReadOnlyMemory<byte> Script);

/// <summary>An input: which output it spends.</summary>
/// <param name="SpentTx">Id of the transaction whose output it spends, 64 digits; zeros in a coinbase.</param>
/// <param name="SpentIndex">Which of its outputs.</param>
/// <param name="Spent">That output, where it is known (<see cref="CoinBlock.WithSpent"/>).</param>
public sealed record CoinInput(string SpentTx, uint SpentIndex, CoinOutput? Spent = null);

/// <summary>A Bitcoin transaction.</summary>
/// <param name="Id">64 digits, as explorers write it.</param>
/// <param name="WitnessId">The hash with its witness (BIP141); equal to <paramref name="Id"/> without one.</param>
public sealed record CoinTransaction(string Id, string WitnessId, IReadOnlyList<CoinInput> Inputs, IReadOnlyList<CoinOutput> Outputs)
{
    /// <summary>It makes new coins and spends none.</summary>
    public bool IsCoinbase => Inputs is [{ SpentIndex: uint.MaxValue } only] && only.SpentTx.AsSpan().IndexOfAnyExcept('0') < 0;
}

/// <summary>A Bitcoin block whose hashes were checked.</summary>
/// <param name="Hash">64 digits.</param>
/// <param name="TimeUs">The header's time, microseconds since 1970-01-01T00:00:00Z; miners may be off by two hours.</param>
public sealed record CoinBlock(string Hash, string ParentHash, long TimeUs, IReadOnlyList<CoinTransaction> Transactions)
{
    /// <summary>The block with what each input spends, in the order of inputs, the coinbase's left out; null where their number is not that
    /// of the inputs.</summary>
    public CoinBlock? WithSpent(IReadOnlyList<CoinOutput> spent)
    {
        if (spent.Count != Transactions.Where(t => !t.IsCoinbase).Sum(t => t.Inputs.Count))
        {
            return null;
        }
        var next = 0;
        return this with
        {
            Transactions =
            [
                .. Transactions.Select(t =>
                    t.IsCoinbase ? t : t with { Inputs = [.. t.Inputs.Select(input => input with { Spent = spent[next++] })] }
                ),
            ],
        };
    }
}
