using System.Buffers.Binary;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// What makes a movement of value the same one when another file tells it again, as 64 bits: its id, time, ends (in whatever spelling),
/// amount and currency. Of a chain's movement the id is the transaction, without the number (<c>#2</c>) that follows the order of a file;
/// time and currency say nothing more then: nodes and explorers round the one as they like, and some leave the other out.
/// </summary>
/// <remarks>That two different movements among n share them has the odds n² / 2^65: 1 in 3,700 for a hundred million.</remarks>
public static class TransferContent
{
    private const int TransactionDigits = 64;

    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="amountMicro">Millionths of one unit of <paramref name="currency"/>.</param>
    public static ulong Of(
        ReadOnlySpan<byte> id,
        long timeUs,
        ReadOnlySpan<byte> from,
        ReadOnlySpan<byte> to,
        long amountMicro,
        Currency currency
    )
    {
        var transaction = Transaction(id);
        Span<byte> numbers = stackalloc byte[18];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, transaction.IsEmpty ? timeUs : 0);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], amountMicro);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[16..], transaction.IsEmpty ? (ushort)currency : (ushort)0);
        Span<byte> room = stackalloc byte[AccountForm.LengthMax];
        unchecked
        {
            // FNV-1a with a final mix; each part is followed by its length, so that parts cannot flow into each other.
            var hash = transaction.IsEmpty ? Part(14695981039346656037UL, id) : Digits(14695981039346656037UL, transaction);
            hash = Part(Part(Part(hash, AccountForm.Of(from, room)), AccountForm.Of(to, room)), numbers);
            hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
            return hash ^ (hash >> 29);
        }
    }

    /// <summary>The same of a row as a reader meets it.</summary>
    public static ulong Of(in TransferRow row) => Of(row.Id, row.TimeUs, row.From, row.To, row.AmountMicro, row.Currency);

    /// <summary>The 64 digits of a transaction's hash in an id (<c>tx</c>, <c>0xtx</c>, <c>tx#2</c>); empty where it names none.</summary>
    private static ReadOnlySpan<byte> Transaction(ReadOnlySpan<byte> id)
    {
        var digits = id.StartsWith("0x"u8) ? id[2..] : id;
        var isOne =
            digits.Length >= TransactionDigits
            && (digits.Length == TransactionDigits || digits[TransactionDigits] == (byte)'#')
            && !digits[..TransactionDigits].ContainsAnyExcept(Hexadecimal)
            && (digits.Length == TransactionDigits || !digits[(TransactionDigits + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
        return isOne ? digits[..TransactionDigits] : [];
    }

    private static ulong Digits(ulong hash, ReadOnlySpan<byte> digits)
    {
        unchecked
        {
            foreach (var digit in digits)
            {
                hash = (hash ^ (digit | 0x20u)) * 1099511628211UL;
            }
            return (hash ^ (ulong)digits.Length) * 1099511628211UL;
        }
    }

    private static ulong Part(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            foreach (var value in bytes)
            {
                hash = (hash ^ value) * 1099511628211UL;
            }
            return (hash ^ (ulong)bytes.Length) * 1099511628211UL;
        }
    }

    private static readonly System.Buffers.SearchValues<byte> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);
}
