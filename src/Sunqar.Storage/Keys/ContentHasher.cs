using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sunqar.Core.Payments;

namespace Sunqar.Storage.Keys;

/// <summary>
/// The hash that tells a payment sent again from another one under the same id. It covers what the sealed payment holds (subjects in place
/// of identifiers, so that it proves nothing about a destroyed one) and the names' marks, in a fixed order, each text after its length.
/// Under a key from the root key.
/// </summary>
internal sealed class ContentHasher(RootKey root)
{
    private readonly SipHash _hash = SipHash.FromKey(root.ForContent());

    public UInt128 Hash(in SealedPayment payment, SentPayment sent, ulong senderName, ulong recipientName)
    {
        Span<byte> room = stackalloc byte[2048];
        var form = new CanonicalForm(room);
        form.Number(
            (ulong)payment.Kind
                | (ulong)payment.Amount.Currency << 8
                | Confirmation(sent.SenderConfirmed) << 16
                | Confirmation(sent.RecipientConfirmed) << 24
                | (ulong)payment.Sender.Iin << 32
                | (ulong)payment.Recipient.Iin << 40
                | (sent.Quantity is null ? 0UL : 1UL) << 48
        );
        form.Number(unchecked((ulong)payment.TimeUs));
        form.Number(unchecked((ulong)payment.Amount.MinorUnits));
        form.Number(payment.Sender.Person.Value);
        form.Number(payment.Sender.Account.Value);
        form.Number(payment.Sender.Card.Value);
        form.Number(senderName);
        form.Number(payment.Recipient.Person.Value);
        form.Number(payment.Recipient.Account.Value);
        form.Number(payment.Recipient.Card.Value);
        form.Number(recipientName);
        form.Number(payment.Device.Value);
        form.Number(unchecked((ulong)(payment.Quantity >> 64)));
        form.Number(unchecked((ulong)payment.Quantity));
        form.Text(payment.Id);
        form.Text(payment.Institution);
        form.Text(payment.Terminal);
        form.Text(payment.City);
        form.Text(payment.WalletChain);
        form.Text(payment.WalletAddress);
        form.Text(payment.Platform);
        form.Text(payment.Asset);
        // What says nothing adds nothing: payments that were kept before there were circumstances have the hash that they had.
        if (!payment.Circumstances.IsNone)
            Around(ref form, payment.Circumstances);
        _hash.Compute(form.Written, out var low, out var high);
        return new UInt128(high, low);
    }

    private static void Around(ref CanonicalForm form, in Circumstances around)
    {
        form.Text(around.Category);
        form.Text(around.Purpose);
        form.Text(around.TerminalCountry);
        form.Number(around.Ip.Value);
        form.Number(around.SenderPhone.Value);
        form.Number(around.RecipientPhone.Value);
        foreach (ref readonly var party in (ReadOnlySpan<Background>)[around.Sender, around.Recipient])
        {
            form.Text(party.Country);
            form.Number(Day(party.Registered));
            form.Number(Day(party.Opened));
        }
    }

    private static ulong Day(DateOnly? day) => day is { } known ? (ulong)known.DayNumber + 1 : 0;

    private static ulong Confirmation(bool? confirmed) =>
        confirmed switch
        {
            null => 0,
            false => 1,
            true => 2,
        };

    /// <summary>Grows onto the heap only for texts far above the limits of the API.</summary>
    private ref struct CanonicalForm(Span<byte> room)
    {
        private Span<byte> _room = room;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _room[.._length];

        public void Number(ulong value)
        {
            if (_room.Length - _length < sizeof(ulong))
                Grow(sizeof(ulong));
            BinaryPrimitives.WriteUInt64LittleEndian(_room[_length..], value);
            _length += sizeof(ulong);
        }

        public void Text(string? text)
        {
            Number(text is null ? ulong.MaxValue : (ulong)text.Length);
            if (text is not null)
                Append(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Append(scoped ReadOnlySpan<byte> bytes)
        {
            if (_room.Length - _length < bytes.Length)
                Grow(bytes.Length);
            bytes.CopyTo(_room[_length..]);
            _length += bytes.Length;
        }

        private void Grow(int count)
        {
            var larger = new byte[Math.Max(_room.Length * 2, _length + count)];
            _room[.._length].CopyTo(larger);
            _room = larger;
        }
    }
}
