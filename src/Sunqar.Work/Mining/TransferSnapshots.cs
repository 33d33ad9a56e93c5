using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Mining;

/// <summary>
/// The transfer table kept beside the journal, so that a restart or another search reads columns instead of every payment again: one
/// snapshot for each run of payments, written once and never changed, since the fold only ever adds. It names nobody who is not named in
/// the journal too. What is missing, damaged or of another layout is read from the journal.
/// </summary>
/// <param name="paymentsEach">Payments a snapshot; what is less is left in the journal until it comes to that many.</param>
internal sealed class TransferSnapshots(IJournal journal, int paymentsEach = 1 << 18)
{
    /// <summary>Changed with the layout and with what the fold makes of a payment: an older snapshot is not read.</summary>
    private const string Format = "sunqar transfers 4";

    /// <summary>Folds all payments that the journal holds.</summary>
    /// <param name="builder">Where the transfers go, still empty.</param>
    /// <param name="keep">Whether what had to be read from the journal is kept for the next time; only who owns the folder may.</param>
    public JournalTransfers Load(INumberedTransfers builder, bool keep)
    {
        if (!BitConverter.IsLittleEndian)
            throw new NotSupportedException("Columns are kept as little-endian machines hold them.");
        var columns = new Columns(builder);
        var fold = new JournalTransfers(columns);
        var number = 0;
        while (journal.LatestSnapshot(Streams.Payments, Name(number)) is { } snapshot && Restore(snapshot, builder, fold))
        {
            number++;
        }
        if (!keep)
        {
            journal.ReadPayments(Streams.Payments, fold.Next, new Through(fold));
            return fold;
        }
        columns.Start();
        journal.ReadPayments(
            Streams.Payments,
            fold.Next,
            new Through(
                fold,
                paymentsEach,
                from =>
                {
                    journal.SaveSnapshot(Streams.Payments, Name(number++), fold.Next, Content(columns, fold, from));
                    columns.Start();
                }
            )
        );
        columns.Stop();
        return fold;
    }

    private static string Name(int number) => "transfers-" + number.ToString("x4", CultureInfo.InvariantCulture);

    private static byte[] Content(Columns columns, JournalTransfers fold, JournalTransfers.Reached from)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        from.Write(writer);
        fold.WriteSince(from, writer);
        columns.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Adds what the snapshot holds, or nothing where it does not follow what the fold has: false.</summary>
    private static bool Restore(Snapshot snapshot, INumberedTransfers builder, JournalTransfers fold)
    {
        using var reader = new BinaryReader(new MemoryStream(snapshot.Content, writable: false), Encoding.UTF8);
        if (reader.ReadString() != Format || JournalTransfers.Reached.Read(reader) != fold.Now)
            return false;
        fold.ReadSince(reader, snapshot.Next);
        Columns.Read(reader, builder);
        return true;
    }

    /// <summary>Passes payments on and says when there are enough for a snapshot.</summary>
    private sealed class Through(JournalTransfers fold, int each = int.MaxValue, Action<JournalTransfers.Reached>? full = null)
        : IDecidedPaymentSink
    {
        private JournalTransfers.Reached _from = fold.Now;

        public void Add(in DecidedPaymentRow row)
        {
            fold.Add(in row);
            if (full is null || fold.Payments - _from.Payments < each)
                return;
            full(_from);
            _from = fold.Now;
        }
    }

    /// <summary>Passes transfers on and, once started, keeps what they were as columns.</summary>
    private sealed class Columns(INumberedTransfers builder) : INumberedTransfers
    {
        private readonly List<long> _times = [],
            _amounts = [];
        private readonly List<int> _from = [],
            _to = [];
        private readonly List<KindAndCurrency> _marks = [];
        private readonly List<byte> _ids = [];
        private readonly byte[] _last = new byte[TransferIds.LengthMax];
        private int _lastLength;
        private bool _keeps;

        public AccountTable Nodes => builder.Nodes;

        public void Start()
        {
            Stop();
            _keeps = true;
        }

        public void Stop()
        {
            _keeps = false;
            _times.Clear();
            _amounts.Clear();
            _from.Clear();
            _to.Clear();
            _marks.Clear();
            _ids.Clear();
            _lastLength = 0;
        }

        public void Add(
            ReadOnlySpan<byte> id,
            long timeUs,
            int fromAccount,
            int toAccount,
            long amountMicro,
            Currency currency,
            TransferKind kind
        )
        {
            builder.Add(id, timeUs, fromAccount, toAccount, amountMicro, currency, kind);
            if (!_keeps)
                return;
            _times.Add(timeUs);
            _from.Add(fromAccount);
            _to.Add(toAccount);
            _amounts.Add(amountMicro);
            _marks.Add(new KindAndCurrency(kind, currency));
            // Ids follow each other: what one shares with the one before is told as a length.
            var shared = id.CommonPrefixLength(_last.AsSpan(0, _lastLength));
            _ids.Add((byte)shared);
            _ids.Add((byte)(id.Length - shared));
            _ids.AddRange(id[shared..]);
            id.CopyTo(_last);
            _lastLength = id.Length;
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write(_times.Count);
            writer.Write(_ids.Count);
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_times)));
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_amounts)));
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_from)));
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_to)));
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_marks)));
            writer.Write(CollectionsMarshal.AsSpan(_ids));
        }

        public static void Read(BinaryReader reader, INumberedTransfers builder)
        {
            var (count, idBytes) = (reader.ReadInt32(), reader.ReadInt32());
            var (times, amounts) = (Column<long>(reader, count), Column<long>(reader, count));
            var (from, to) = (Column<int>(reader, count), Column<int>(reader, count));
            var marks = Column<KindAndCurrency>(reader, count);
            var ids = Column<byte>(reader, idBytes).AsSpan();
            Span<byte> id = stackalloc byte[TransferIds.LengthMax];
            for (var i = 0; i < count; i++)
            {
                int shared = ids[0],
                    rest = ids[1];
                ids.Slice(2, rest).CopyTo(id[shared..]);
                builder.Add(id[..(shared + rest)], times[i], from[i], to[i], amounts[i], marks[i].Currency, marks[i].Kind);
                ids = ids[(2 + rest)..];
            }
        }

        private static T[] Column<T>(BinaryReader reader, int count)
            where T : unmanaged
        {
            var column = new T[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(column.AsSpan()));
            return column;
        }
    }
}
