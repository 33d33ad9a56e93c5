using System.Text;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Transfers of value as columns, ordered by (time, order of input). Rows are numbered 0..Count-1 in that order, so a smaller row never
/// happened later. 25 bytes a transfer plus its id; ids that count up cost about 4 bytes (<see cref="TransferIds"/>). Immutable: many threads
/// may read. Made by <see cref="TransferTableBuilder"/>.
/// </summary>
public sealed class TransferTable
{
    private readonly long[] timeUs;
    private readonly int[] from;
    private readonly int[] to;
    private readonly long[] amountMicro;
    private readonly byte[] kindAndCurrency;
    private readonly int[]? inputOrder;
    private readonly TransferIds ids;

    internal TransferTable(
        long[] timeUs, int[] from, int[] to, long[] amountMicro, byte[] kindAndCurrency, int[]? inputOrder, TransferIds ids, AccountTable accounts)
    {
        this.timeUs = timeUs;
        this.from = from;
        this.to = to;
        this.amountMicro = amountMicro;
        this.kindAndCurrency = kindAndCurrency;
        this.inputOrder = inputOrder;
        this.ids = ids;
        Accounts = accounts;
    }

    public int Count => timeUs.Length;

    public AccountTable Accounts { get; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, never decreasing.</summary>
    public ReadOnlySpan<long> TimeUs => timeUs;

    /// <summary>The sending account's number.</summary>
    public ReadOnlySpan<int> From => from;

    /// <summary>The receiving account's number.</summary>
    public ReadOnlySpan<int> To => to;

    /// <summary>Millionths of one unit of the transfer's currency.</summary>
    public ReadOnlySpan<long> AmountMicro => amountMicro;

    public TransferKind KindOf(int row) => (TransferKind)(kindAndCurrency[row] & 15);

    public Currency CurrencyOf(int row) => (Currency)(kindAndCurrency[row] >> 4);

    /// <summary>The place of a row in the input it came from, 0-based.</summary>
    public int InputIndex(int row) => inputOrder is null ? row : inputOrder[row];

    public string Id(int row)
    {
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        return Encoding.UTF8.GetString(id[..CopyId(row, id)]);
    }

    /// <summary>Writes the id's UTF-8 into <paramref name="into"/> (at least <see cref="TransferIds.LengthMax"/> bytes) and returns its length.</summary>
    public int CopyId(int row, Span<byte> into) => ids.Copy(InputIndex(row), into);

    /// <summary>Bytes held by columns and ids, accounts apart.</summary>
    public long Bytes => (Count * (25L + (inputOrder is null ? 0 : 4))) + ids.Bytes;
}
