namespace Sunqar.Core.Chain;

/// <summary>
/// The transfers of one token as columns in order of time, with every wallet's own transfers beside each other. Wallets are dense numbers
/// from 0; the caller keeps the addresses.
/// </summary>
public sealed class WalletLedger
{
    private readonly int[] _start;
    private readonly int[] _entries;

    /// <param name="from">Sending wallet of each transfer.</param>
    /// <param name="amountMicro">Millionths of a token.</param>
    /// <param name="timeUs">Must not decrease.</param>
    public WalletLedger(int wallets, int[] from, int[] to, long[] amountMicro, long[] timeUs)
    {
        (Wallets, From, To, AmountMicro, TimeUs) = (wallets, from, to, amountMicro, timeUs);
        _start = new int[wallets + 1];
        for (var i = 0; i < from.Length; i++)
        {
            _start[from[i] + 1]++;
            _start[to[i] + 1]++;
        }
        for (var w = 0; w < wallets; w++)
        {
            _start[w + 1] += _start[w];
        }
        _entries = new int[2 * from.Length];
        var next = _start.AsSpan(0, wallets).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            _entries[next[from[i]]++] = ~i;
            _entries[next[to[i]]++] = i;
        }
    }

    public int Wallets { get; }

    public int[] From { get; }

    public int[] To { get; }

    public long[] AmountMicro { get; }

    public long[] TimeUs { get; }

    public int Count => From.Length;

    /// <summary>A wallet's transfers in order of time: <c>i</c> where transfer i comes in, <c>~i</c> where it goes out.</summary>
    public ReadOnlySpan<int> Of(int wallet) => _entries.AsSpan(_start[wallet], _start[wallet + 1] - _start[wallet]);
}
